"""A suspended organisation is gone from everything at once, its people are told, and it comes back with a reason."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from marketplace.enrolments import answers, applications, approvals, attendance, checks, waitlist
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid, NotFound
from marketplace.matching import for_you
from marketplace.matching.index import live
from marketplace.matching.terms import LifeTerms
from marketplace.notices.words import unpack
from marketplace.offers import postings, queries, search, standing
from marketplace.offers.wanted import Wanted
from marketplace.organisations import suspending
from models.history import Notice
from models.listing import Listing
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import (
    acting,
    make_account,
    make_enrolment,
    make_guardian,
    make_provider,
    make_staff,
    make_youth,
    mark_here,
    youth_actor,
)
from tests.factories.offers import make_opportunity, make_organisation

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]
WHY = "ผู้ปกครองแจ้งว่าสถานที่ไม่ปลอดภัย"
EVERY_DAY = ";".join(f"{day} 00:10-01:10" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


@pytest.fixture
def officer():
    return acting(make_staff(Role.OFFICER))


@pytest.fixture
def organisation():
    return make_organisation()


def listed() -> int:
    return queries.browse(Wanted(today=clock.today(), count=50)).total


def matched() -> set[str]:
    life = LifeTerms(
        birth_date=date(2008, 5, 5), point=None, free=week.FULL, level=3, languages=frozenset({"thai"}),
        has_documents=True, transport="bike",
    )  # fmt: skip
    return {shown.card.ref for shown in for_you.find(life, clock.today()).fitting[:100]}


def told(event: str) -> set[int]:
    return set(db.scalars(select(Notice.account_id).where(Notice.event == event)))


def test_listings_vanish_from_list_detail_and_index_and_come_back(organisation, officer) -> None:
    offer = make_opportunity(organisation=organisation, mode="online")
    make_opportunity(organisation=make_organisation(), mode="online")
    live.build()
    before = listed()
    assert offer.ref in matched()
    suspending.suspend(organisation, WHY, by=officer)
    assert listed() == before - 1
    assert db.scalar(select(Listing.listed).where(Listing.opportunity_id == offer.id)) is False
    assert len(matched()) == 1
    assert offer.ref not in matched()
    seen = queries.one(offer.ref)
    assert (seen.is_open, seen.is_stopped) == (False, True)
    assert offer.ref not in queries.open_refs()
    with pytest.raises(NotFound):
        queries.organisation(organisation.ref)
    suspending.lift(organisation, "ตรวจแล้ว ปลอดภัยดี", by=officer)
    assert listed() == before
    assert offer.ref in matched()
    assert queries.one(offer.ref).is_open


def test_nothing_new_begins_and_what_was_attended_before_can_still_be_marked(organisation, officer) -> None:
    offer = make_opportunity(
        organisation=organisation,
        times=EVERY_DAY,
        starts_on=clock.today() - timedelta(days=2),
        with_sessions=True,
        seats=5,
    )
    make_enrolment("in_learning", opportunity=offer)
    asked = make_enrolment("provider_review", opportunity=offer)
    decided = make_enrolment("officer_review", opportunity=offer)
    waits = make_enrolment("waitlisted", opportunity=offer)
    waits.reason = "full"
    provider = acting(make_provider(organisation.id))
    suspending.suspend(organisation, WHY, by=officer)
    with pytest.raises(Conflict):
        answers.accept(asked, by=provider)
    with pytest.raises(Invalid) as refused:
        approvals.approve(decided, by=acting(make_staff(Role.OFFICER)))
    assert refused.value.errors == {"decision": standing.STOPPED}
    assert next(check for check in checks.of(decided) if check.code == "stopped").flag
    assert "stopped" not in {check.code for check in checks.of(make_enrolment("officer_review"))}
    assert waitlist.offer_free_seats(offer.id) == 0
    assert waitlist.pass_on_expired() == 0
    youth = make_youth()
    with pytest.raises(Conflict):
        applications.apply(offer, youth, by=youth_actor(youth))
    days = db.scalars(select(Session).where(Session.opportunity_id == offer.id).order_by(Session.number)).all()
    mark_here(attendance.session_of(provider, days[0].ref), by=provider)
    with pytest.raises(Conflict):
        mark_here(attendance.session_of(provider, days[-1].ref), by=provider)
    with pytest.raises(Conflict):
        postings.check_papers(offer)


def test_those_it_touches_are_told_and_listed(organisation, officer) -> None:
    offer, elsewhere = make_opportunity(organisation=organisation), make_opportunity()
    learner = make_enrolment("in_learning", opportunity=offer)
    asker = make_enrolment("provider_review", opportunity=offer)
    make_enrolment("in_learning", opportunity=elsewhere)
    make_enrolment("completed", opportunity=offer)
    staff = make_provider(organisation.id)
    guardian = make_guardian(learner.youth)
    guardian.account_id = make_account("ยาย").id
    db.flush()
    suspending.suspend(organisation, WHY, by=officer)
    assert [one.id for one in suspending.affected(organisation)] == [learner.id, asker.id]
    assert told("organisation.suspended") == {staff.id}
    touched = {learner.youth.account_id, asker.youth.account_id}
    assert told("enrolment.stopped") == touched | {officer.account_id, guardian.account_id}
    suspending.lift(organisation, "ตรวจแล้ว ปลอดภัยดี", by=officer)
    assert touched <= told("enrolment.goes_on")


def test_whoever_has_asked_for_much_at_one_place_is_told_once_which_place_and_what_happens_next(officer) -> None:
    organisation = make_organisation(name_th="ร้านข้าวยำป้าแมะ")
    offers = [make_opportunity(organisation=organisation) for _ in range(3)]
    youth, other = make_youth(), make_youth()
    for offer in offers:
        make_enrolment("in_learning" if offer is offers[0] else "provider_review", opportunity=offer, youth=youth)
    single = make_enrolment("provider_review", opportunity=offers[0], youth=other)
    guardian = make_guardian(youth)
    guardian.account_id = make_account("ยาย").id
    db.flush()
    suspending.suspend(organisation, WHY, by=officer)
    suspending.lift(organisation, "ตรวจแล้ว ปลอดภัยดี", by=officer)
    for event in ("enrolment.stopped", "enrolment.goes_on"):
        [notice] = db.scalars(select(Notice).where(Notice.account_id == youth.account_id, Notice.event == event))
        assert "ร้านข้าวยำป้าแมะ" in str(unpack(notice.message))
        assert notice.path == "/youth/applications"
        [one] = db.scalars(select(Notice).where(Notice.account_id == other.account_id, Notice.event == event))
        assert one.path == f"/youth/applications/{single.ref}"
    stopped = select(Notice).where(Notice.account_id == youth.account_id, Notice.event == "enrolment.stopped")
    assert "เจ้าหน้าที่ในพื้นที่" in str(unpack(db.scalars(stopped).one().message))
    [theirs] = db.scalars(select(Notice).where(Notice.account_id == guardian.account_id))
    assert "ร้านข้าวยำป้าแมะ" in str(unpack(theirs.message))


def test_an_officer_reads_one_line_that_says_who_and_which_course(organisation, officer) -> None:
    offers = [make_opportunity(organisation=organisation, title_th=title) for title in ("ตัดผม", "ทำขนม")]
    found = [make_enrolment("in_learning", opportunity=offer) for offer in offers]
    worker = make_staff(Role.CASEWORKER)
    found[1].youth.case_worker_id = worker.id
    db.flush()
    suspending.suspend(organisation, WHY, by=officer)
    lines = db.scalars(select(Notice).where(Notice.event == "enrolment.stopped")).all()
    [desk] = [one for one in lines if one.account_id == officer.account_id]
    said = str(unpack(desk.message))
    for one in found:
        assert f"{one.youth.alias} – {one.opportunity.title_th}" in said
    assert desk.path == f"/office/organisations/{organisation.ref}"
    [own] = [one for one in lines if one.account_id == worker.id]
    assert own.path == f"/office/enrolments/{found[1].ref}"
    assert found[0].youth.alias not in str(unpack(own.message))
    suspending.lift(organisation, "ตรวจแล้ว ปลอดภัยดี", by=officer)
    goes_on = select(Notice).where(Notice.event == "enrolment.goes_on", Notice.account_id == officer.account_id)
    assert "ทำขนม" in str(unpack(db.scalars(goes_on).one().message))


def test_of_many_a_few_are_named_and_the_rest_are_counted(organisation, officer) -> None:
    offer = make_opportunity(organisation=organisation, seats=20)
    for _ in range(suspending.MOST_NAMED + 2):
        make_enrolment("in_learning", opportunity=offer)
    suspending.suspend(organisation, WHY, by=officer)
    desk = select(Notice).where(Notice.event == "enrolment.stopped", Notice.account_id == officer.account_id)
    said = str(unpack(db.scalars(desk).one().message))
    assert said.count(offer.title_th) == suspending.MOST_NAMED
    assert "อีก 2 คน" in said


def test_reasons_are_needed_and_moves_are_in_the_table(organisation, officer) -> None:
    with pytest.raises(Invalid):
        suspending.suspend(organisation, " ไม่ดี ", by=officer)
    with pytest.raises(IllegalMove):
        suspending.lift(organisation, "ตรวจแล้ว ปลอดภัยดี", by=officer)
    suspending.suspend(organisation, WHY, by=officer)
    with pytest.raises(IllegalMove):
        suspending.suspend(organisation, WHY, by=officer)
    with pytest.raises(Invalid):
        suspending.lift(organisation, "", by=officer)


def test_a_process_that_knew_it_active_lists_nothing_of_it(organisation, officer) -> None:
    """The index reads the state anew: another process may have suspended it meanwhile."""
    offer = make_opportunity(organisation=organisation, state="in_review")
    suspending.suspend(organisation, WHY, by=officer)
    organisation.__dict__["state"] = "active"  # what an older look of this process would still say
    db.execute(update(Opportunity).where(Opportunity.id == offer.id).values(state="published"))
    db.expire(offer)
    search.index(offer)
    assert db.scalar(select(Listing.listed).where(Listing.opportunity_id == offer.id)) is not True

"""An organisation comes in: filled in, shown, read by another person, active; its documents run out and stop it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access.sessions import load_actor
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.offers import postings
from marketplace.organisations import onboarding, papers, policy, rules
from models.account import Account, Membership
from models.history import Move, Notice
from models.offer import Opportunity
from models.organisation import OrganisationPaper
from models.session import db
from models.vocabulary import OrganisationKind, OrganisationPaperKind, Role
from tests.factories.enrolments import acting, make_account, make_staff, make_youth, youth_actor
from tests.factories.offers import make_opportunity, make_organisation
from tests.factories.organisations import make_active, make_opening, opening_draft, show

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]
SAFEGUARDING = OrganisationPaperKind.SAFEGUARDING


@pytest.fixture
def officer():
    return acting(make_staff(Role.OFFICER))


def told(event: str) -> list[int]:
    return sorted(db.scalars(select(Notice.account_id).where(Notice.event == event)))


def test_the_whole_way_in_leaves_a_history_and_gives_the_role(officer) -> None:
    organisation, opener = make_active(officer)
    verbs = db.scalars(select(Move.verb).where(Move.subject_type == "organisation").order_by(Move.id)).all()
    assert list(verbs) == ["submit", "start_review", "activate"]
    held = db.scalars(select(Membership).where(Membership.organisation_id == organisation.id)).one()
    assert (held.role, held.account_id) == (Role.PROVIDER_ADMIN, opener.account_id)
    assert {one.state for one in papers.of(organisation)} == {"confirmed"}
    assert organisation.papers_until == clock.today() + timedelta(days=365)
    now = load_actor(db.get_one(Account, opener.account_id))
    assert policy.can_tend(now, organisation)


def test_nothing_is_sent_before_it_is_complete(officer) -> None:
    organisation, opener = make_opening(complete=False)
    with pytest.raises(Invalid) as refusal:
        onboarding.submit(organisation, by=opener)
    assert "หนังสือรับรองการจดทะเบียน" in str(refusal.value)
    for kind in (OrganisationPaperKind.REGISTRATION, SAFEGUARDING, OrganisationPaperKind.PLACE_PHOTO):
        show(organisation, kind, by=opener)
    onboarding.submit(organisation, by=opener)
    assert told(onboarding.EVENT) == [officer.account_id]


def test_moves_that_are_not_in_the_table_are_refused(officer) -> None:
    organisation, opener = make_opening()
    for verb in ("start_review", "activate", "give_back", "decline"):
        with pytest.raises(IllegalMove):
            onboarding.act(organisation, verb, by=officer, note="x")
    onboarding.submit(organisation, by=opener)
    with pytest.raises(IllegalMove):
        onboarding.submit(organisation, by=opener)
    onboarding.act(organisation, "start_review", by=officer)
    for move in (onboarding.take_back, onboarding.give_up):
        with pytest.raises(IllegalMove):
            move(organisation, by=opener)
    with pytest.raises(Conflict):
        onboarding.save(organisation, opening_draft(), version=organisation.version, by=opener)
    with pytest.raises(Conflict):
        show(organisation, SAFEGUARDING, by=opener)
    with pytest.raises(Conflict):
        papers.remove(papers.of(organisation)[0], by=opener)


def test_what_is_given_back_is_changed_and_sent_again(officer) -> None:
    organisation, opener = make_opening()
    onboarding.submit(organisation, by=opener)
    onboarding.act(organisation, "start_review", by=officer)
    with pytest.raises(Invalid):
        onboarding.act(organisation, "give_back", by=officer, note="  ")
    onboarding.act(organisation, "give_back", by=officer, note="รูปไม่ชัด")
    assert organisation.state == "info_requested"
    assert opener.account_id in told(onboarding.EVENT)
    draft = opening_draft(name_th="ร้านใหม่")
    onboarding.save(organisation, draft, version=organisation.version, by=opener)
    onboarding.submit(organisation, by=opener)
    assert (organisation.state, organisation.name_th) == ("submitted", "ร้านใหม่")


def test_a_document_refused_in_review_has_to_be_shown_again(officer) -> None:
    organisation, opener = make_opening()
    onboarding.submit(organisation, by=opener)
    onboarding.act(organisation, "start_review", by=officer)
    photo = next(one for one in papers.of(organisation) if one.kind == OrganisationPaperKind.PLACE_PHOTO)
    with pytest.raises(Invalid):
        papers.refuse(photo, reason=" ", by=officer)
    papers.refuse(photo, reason="มืดเกินไป", by=officer)
    with pytest.raises(Invalid):
        onboarding.act(organisation, "activate", by=officer)
    db.rollback()


def test_nobody_decides_on_what_is_theirs(officer) -> None:
    organisation, _ = make_opening(by=officer)
    assert not policy.can_decide(officer, organisation)
    other = acting(make_staff(Role.OFFICER))
    assert policy.can_decide(other, organisation)
    elsewhere = acting(make_staff(Role.OFFICER, "500101"))
    assert not policy.can_see(elsewhere, organisation)
    paper = papers.of(organisation)[0]
    assert not policy.can_decide_paper(officer, paper)


def test_young_people_and_the_fourth_at_once_are_refused() -> None:
    assert not policy.can_open(youth_actor(make_youth()))
    opener = acting(make_account("แดง"))
    for _ in range(onboarding.MOST_AT_ONCE):
        last = onboarding.begin(opening_draft(), by=opener)
    with pytest.raises(Conflict):
        onboarding.begin(opening_draft(), by=opener)
    onboarding.give_up(last, by=opener)
    onboarding.begin(opening_draft(), by=opener)


@pytest.mark.parametrize(
    ("kind", "number", "days", "field"),
    [
        ("nothing", "1", None, "document"),
        ("registration", "", None, "number"),
        ("registration", "1" * 81, None, "number"),
        ("safeguarding", "", None, "valid_until"),
        ("safeguarding", "", -1, "valid_until"),
        ("safeguarding", "", 40_000, "valid_until"),
    ],
)
def test_a_wrong_document_is_named(kind: str, number: str, days: int | None, field: str) -> None:
    organisation, opener = make_opening(complete=False)
    until = clock.today() + timedelta(days=days) if days is not None else None
    draft = papers.PaperDraft(kind, number, until)
    with pytest.raises(Invalid) as refusal:
        papers.add(organisation, draft, None, None, by=opener)  # type: ignore[arg-type]
    assert field in refusal.value.errors


def paper_of(organisation) -> OrganisationPaper:
    return next(one for one in papers.of(organisation) if one.kind == SAFEGUARDING)


def test_reminders_come_at_each_mark_once_and_only_for_what_still_counts(officer, monkeypatch) -> None:
    organisation, opener = make_active(officer)
    last = paper_of(organisation).valid_until
    counted = []
    for left in (31, 30, 29, 14, 14, 7, 6, 1, 0, -1, -2):
        monkeypatch.setattr(clock, "today", lambda left=left: last - timedelta(days=left))
        before = len(told("organisation.expires"))
        papers.nightly()
        counted.append(len(told("organisation.expires")) - before)
    assert counted == [0, 2, 0, 2, 0, 2, 0, 0, 2, 0, 0]
    assert set(told("organisation.expires")) == {opener.account_id, officer.account_id}


def test_what_has_run_out_stops_publishing_and_is_renewed_by_another_person(officer, monkeypatch) -> None:
    organisation, opener = make_active(officer)
    runs = make_opportunity(organisation=organisation)
    waits = make_opportunity(organisation=organisation, state="submitted")
    real, later = clock.today(), paper_of(organisation).valid_until + timedelta(days=1)
    with monkeypatch.context() as patched:
        patched.setattr(clock, "today", lambda: later)
        with pytest.raises(Invalid):
            postings.check_papers(waits)
        papers.nightly()
        assert organisation.state == "renewal_due"
        assert db.scalar(select(Opportunity.state).where(Opportunity.id == runs.id)) == "published"
        renewed = show(organisation, SAFEGUARDING, later + timedelta(days=300), by=opener)
        papers.nightly()
        assert organisation.state == "renewal_due", "what waits does not count"
        papers.confirm(renewed, by=officer)
        assert organisation.state == "active"
        postings.check_papers(waits)
    assert clock.today() == real


def test_who_came_before_documents_keeps_publishing_until_all_were_shown(officer) -> None:
    organisation = make_organisation(kind=OrganisationKind.EMPLOYER)
    offer = make_opportunity(organisation=organisation, state="draft")
    postings.check_papers(offer)
    keeper = acting(make_account("เจ้าของ"))
    for kind in (OrganisationPaperKind.REGISTRATION, SAFEGUARDING):
        papers.confirm(show(organisation, kind, by=keeper), by=officer)
        assert organisation.papers_until is None
    papers.confirm(show(organisation, OrganisationPaperKind.PLACE_PHOTO, by=keeper), by=officer)
    assert organisation.papers_until is not None
    papers.refuse(paper_of(organisation), reason="ไม่ได้ลงชื่อ", by=officer)
    with pytest.raises(Invalid):
        postings.check_papers(offer)


def test_every_kind_of_organisation_is_asked_for_something_it_needs() -> None:
    for kind in OrganisationKind:
        asked = rules.asked(kind, clock.today())
        assert any(one.needed for one in asked)
        assert {one.kind for one in asked} >= {SAFEGUARDING, OrganisationPaperKind.PLACE_PHOTO}
    community = {one.kind for one in rules.asked(OrganisationKind.COMMUNITY, clock.today()) if one.needed}
    assert OrganisationPaperKind.REGISTRATION not in community

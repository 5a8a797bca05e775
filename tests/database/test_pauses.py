"""What stands still goes on with the time that was left, and whoever waits hears of both."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.enrolments import answers, approvals, clocks, consents, pauses, signing, waitlist
from marketplace.enrolments.signing import Signature
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.offers import standing
from marketplace.organisations import suspending
from marketplace.people import links
from models.enrolment import Enrolment, GuardianConsent
from models.history import Notice
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import EnrolmentState, GuardianBasis, LinkPurpose, Role
from tests.factories.enrolments import acting, make_account, make_enrolment, make_guardian, make_staff, make_youth
from tests.factories.offers import make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]
WHY = "ผู้ปกครองแจ้งว่าสถานที่ไม่ปลอดภัย"
START = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def at():
    """The clock of a test, stopped at so many days after its start."""
    held = []

    def stop(days: float) -> None:
        while held:
            held.pop().__exit__(None, None, None)
        held.append(clock.frozen(START + days * DAY))
        held[-1].__enter__()

    stop(0)
    yield stop
    while held:
        held.pop().__exit__(None, None, None)


@pytest.fixture
def offer(at) -> Opportunity:
    return make_opportunity(starts_on=clock.today() + 60 * DAY, apply_by=clock.today() + 40 * DAY)


@pytest.fixture
def asked(offer: Opportunity) -> Enrolment:
    return make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17), opportunity=offer)


def behind(offer: Opportunity) -> Organisation:
    return db.get_one(Organisation, offer.organisation_id)


def signature() -> Signature:
    return Signature("นางวรรณา ใจดี", "แม่", GuardianBasis.PARENT, consents.text_on(clock.today()).hash)


def told(event: str) -> set[int]:
    return set(db.scalars(select(Notice.account_id).where(Notice.event == event)))


def test_nobody_signs_answers_or_approves_while_its_organisation_has_paused_it(offer, asked) -> None:
    token = consents.link(asked, by=SYSTEM)
    waits, decided, held = (
        make_enrolment(state, opportunity=offer) for state in ("provider_review", "officer_review", "offered")
    )
    pauses.move(offer, "pause", by=SYSTEM)
    refused = (
        lambda: signing.sign_by_link(token, signature()),
        lambda: consents.link(asked, by=SYSTEM),
        lambda: consents.record_route(asked, by=SYSTEM, reason="ไม่มีใครติดต่อผู้ปกครองได้เลย"),
        lambda: answers.accept(waits, by=SYSTEM),
        lambda: waitlist.accept_offer(held, by=SYSTEM),
    )
    for act in refused:
        with pytest.raises(Conflict) as said:
            act()
        assert said.value.message == standing.PAUSED
    with pytest.raises(Invalid) as no:
        approvals.approve(decided, by=acting(make_staff(Role.OFFICER)))
    assert no.value.errors == {"decision": standing.PAUSED}
    assert db.scalars(select(GuardianConsent)).all() == []
    pauses.move(offer, "resume", by=SYSTEM)
    assert signing.sign_by_link(token, signature())
    answers.accept(waits, by=SYSTEM)
    waitlist.accept_offer(held, by=SYSTEM)
    approvals.approve(decided, by=acting(make_staff(Role.OFFICER)))


def test_whoever_waits_is_told_of_the_pause_and_of_its_end_once_each(offer, asked) -> None:
    officer, guardian = make_staff(Role.OFFICER), make_account()
    make_guardian(asked.youth, account_id=guardian.id)
    decided, approved = (make_enrolment(state, opportunity=offer) for state in ("officer_review", "approved"))
    waiting = {asked.youth.account_id, decided.youth.account_id}
    pauses.move(offer, "pause", by=SYSTEM)
    assert told("enrolment.paused") == waiting | {officer.id, guardian.id}
    assert approved.youth.account_id not in told("enrolment.paused")
    assert told("enrolment.resumed") == set()
    pauses.move(offer, "resume", by=SYSTEM)
    assert told("enrolment.resumed") == waiting | {officer.id, guardian.id}
    assert len(db.scalars(select(Notice).where(Notice.event.in_(("enrolment.paused", "enrolment.resumed")))).all()) == 8


@pytest.mark.parametrize("way", ["pause", "suspension"])
def test_the_days_of_a_link_and_of_an_answer_stand_still(offer, asked, at, way) -> None:
    token, due = consents.link(asked, by=SYSTEM), asked.due_at
    officer = acting(make_staff(Role.OFFICER))
    at(1)
    if way == "pause":
        pauses.move(offer, "pause", by=SYSTEM)
    else:
        suspending.suspend(behind(offer), WHY, by=officer)
    at(30)
    found = signing.one_for_link(token)
    assert found.open
    assert found.left == 13 * DAY
    assert clocks.tick() == 0
    if way == "pause":
        pauses.move(offer, "resume", by=SYSTEM)
    else:
        suspending.lift(behind(offer), "ตรวจแล้ว ปลอดภัยดี", by=officer)
    assert signing.one_for_link(token).left == 13 * DAY
    assert asked.due_at > clock.now() + DAY
    assert asked.due_at - due >= 28 * DAY
    at(42.9)
    assert signing.one_for_link(token).open
    at(43.1)
    assert not signing.one_for_link(token).open


def test_two_pauses_that_overlap_count_once(offer, asked, at) -> None:
    token, officer = consents.link(asked, by=SYSTEM), acting(make_staff(Role.OFFICER))
    lifted = "ตรวจแล้ว ปลอดภัยดี"
    at(1)
    pauses.move(offer, "pause", by=SYSTEM)
    at(5)
    suspending.suspend(behind(offer), WHY, by=officer)
    at(10)
    suspending.lift(behind(offer), lifted, by=officer)
    assert asked.youth.account_id not in told("enrolment.goes_on")
    assert signing.one_for_link(token).left == 13 * DAY
    at(15)
    suspending.suspend(behind(offer), WHY, by=officer)
    at(20)
    pauses.move(offer, "close", by=SYSTEM)
    assert told("enrolment.resumed") == set()
    assert signing.one_for_link(token).left == 13 * DAY
    at(30)
    suspending.lift(behind(offer), lifted, by=officer)
    assert asked.youth.account_id in told("enrolment.goes_on")
    assert signing.one_for_link(token).left == 13 * DAY
    at(31)
    assert signing.one_for_link(token).left == 12 * DAY
    assert signing.sign_by_link(token, signature())


def test_what_had_run_out_before_stays_so_and_a_held_seat_is_not_lost(offer, at) -> None:
    held = make_enrolment("offered", opportunity=offer, offer_until=START + 3 * DAY, due_at=START + 3 * DAY)
    late = make_enrolment(EnrolmentState.AWAITING_GUARDIAN, youth=make_youth(years=17), opportunity=offer)
    token = links.make(LinkPurpose.GUARDIAN_SIGN, late.id, by=SYSTEM, lifetime=DAY / 2)
    at(1)
    pauses.move(offer, "pause", by=SYSTEM)
    at(20)
    assert waitlist.pass_on_expired() == 0
    assert not signing.one_for_link(token).open
    pauses.move(offer, "resume", by=SYSTEM)
    assert not signing.one_for_link(token).open
    assert held.offer_until > clock.now() + DAY
    assert waitlist.pass_on_expired() == 0
    waitlist.accept_offer(held, by=SYSTEM)


def test_the_answer_of_an_organisation_waits_while_the_office_has_suspended_it(offer, at) -> None:
    due, officer = START + 4 * DAY, acting(make_staff(Role.OFFICER))
    waits, decided = (
        make_enrolment(state, opportunity=offer, due_at=due) for state in ("provider_review", "officer_review")
    )
    at(1)
    suspending.suspend(behind(offer), WHY, by=officer)
    pauses.move(offer, "pause", by=SYSTEM)
    at(30)
    assert clocks.tick() == 1, "the office alone is reminded"
    assert decided.due_at == due
    suspending.lift(behind(offer), "ตรวจแล้ว ปลอดภัยดี", by=officer)
    assert waits.due_at > clock.now() + DAY, "although the organisation has it paused itself"
    kept = waits.due_at
    pauses.move(offer, "resume", by=SYSTEM)
    assert waits.due_at == kept
    assert decided.due_at == due


def test_whoever_owes_an_answer_is_reminded_in_a_pause_as_well(offer, at) -> None:
    waits = make_enrolment("provider_review", opportunity=offer)
    pauses.move(offer, "pause", by=SYSTEM)
    at(30)
    assert clocks.tick() == 1
    assert waits.due_at < clock.now()

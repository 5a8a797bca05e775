"""How an office decides: with money, with reasons, with a colleague, and never about itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.earnings import funds
from marketplace.enrolments import applications, approvals, checks, commitments
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from models.earning import Fund
from models.history import Move, Notice, ReadLog
from models.session import db as session
from models.vocabulary import EnrolmentState, Role
from tests.factories.enrolments import (
    acting,
    give_role,
    make_account,
    make_enrolment,
    make_guardian,
    make_provider,
    make_staff,
    make_youth,
    staff,
)
from tests.factories.offers import BETONG, SATENG, make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
DECIDABLE = ("provider_accepted", "officer_review")


@pytest.fixture(autouse=True)
def one_review(db):
    with clock.frozen(NOW):
        change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
        yield


def fund_of(baht: int) -> Fund:
    draft = funds.FundDraft(
        "กองทุนเทศบาล", "Town fund", "", "950101", clock.today(), clock.today() + timedelta(days=365)
    )
    fund = funds.open_fund(draft, by=SYSTEM)
    if baht:
        funds.grant(fund, baht * 100, key="1", by=SYSTEM)
    return fund


def paid(fund: Fund, **given):
    """A course whose sessions the fund pays for: 26 times 100 and 20 baht, and 300 at the end."""
    return make_opportunity(
        fund_id=fund.id,
        stipend_per_session_satang=100_00,
        travel_per_session_satang=20_00,
        completion_bonus_satang=300_00,
        with_sessions=True,
        **given,
    )


def test_sessions_held_before_the_approval_are_not_promised() -> None:
    fund = fund_of(10_000)
    offer = paid(fund, starts_on=clock.today() - timedelta(days=14), ends_on=clock.today() + timedelta(days=13))
    asked = make_enrolment("officer_review", opportunity=offer)
    assert commitments.cost_to(asked).total_satang == (4 * 120 + 300) * 100
    approvals.approve(asked, by=staff(Role.OFFICER))
    assert asked.reserved_satang == (4 * 120 + 300) * 100
    with clock.frozen(NOW + timedelta(days=10)):
        assert commitments.cost_to(asked).total_satang == asked.reserved_satang
        assert not checks.flag_count(asked)


@pytest.mark.parametrize("state", DECIDABLE)
def test_an_approval_names_its_decider_and_promises_the_money(state: str) -> None:
    fund = fund_of(10_000)
    asked, officer = make_enrolment(state, opportunity=paid(fund)), staff(Role.OFFICER)
    approvals.approve(asked, by=officer, why=("all_met", "near_goal", "nonsense"), note="เริ่มได้เลย")
    assert (asked.state, asked.decided_by_id, asked.decided_at) == ("approved", officer.account_id, NOW)
    assert asked.reserved_satang == (26 * 120 + 300) * 100
    assert funds.available(fund.id) == 10_000_00 - asked.reserved_satang
    last = session.scalars(select(Move).order_by(Move.id.desc())).first()
    assert last is not None
    assert (last.verb, last.reason, last.note) == ("approve", "all_met,near_goal", "เริ่มได้เลย")


def test_the_young_person_finds_who_looked_when_it_was_decided() -> None:
    asked, officer = make_enrolment("officer_review"), staff(Role.OFFICER)
    approvals.approve(asked, by=officer)
    looks = session.scalars(select(ReadLog)).all()
    assert [(look.youth_id, look.actor_id) for look in looks] == [(asked.youth_id, officer.account_id)]


def test_a_fund_with_too_little_is_said_and_nothing_is_kept() -> None:
    fund = fund_of(100)
    asked, officer = make_enrolment("officer_review", opportunity=paid(fund)), staff(Role.OFFICER)
    session.commit()
    with pytest.raises(Invalid, match=r"3,420.*100") as refused:
        approvals.approve(asked, by=officer)
    assert list(refused.value.errors) == ["decision"]
    session.rollback()
    session.refresh(asked)
    assert (asked.state, asked.reserved_satang) == ("officer_review", 0)
    assert funds.available(fund.id) == 100_00
    assert session.scalars(select(func.count(Notice.id))).one() == 0


def test_the_last_baht_of_a_fund_is_enough() -> None:
    fund = fund_of(3_420)
    approvals.approve(make_enrolment("officer_review", opportunity=paid(fund)), by=staff(Role.OFFICER))
    assert funds.available(fund.id) == 0


@pytest.mark.parametrize("state", ["officer_review", "second_review"])
def test_of_two_reviews_each_is_told_that_the_fund_has_too_little(state: str) -> None:
    change_setting(office_key_for(SATENG), two_step_review=True, provider_days=2, officer_days=3)
    asked = make_enrolment(state, opportunity=paid(fund_of(100)))
    who = staff(Role.OFFICER if state == "officer_review" else Role.APPROVER)
    with pytest.raises(Invalid, match="100"):
        approvals.approve(asked, by=who)
    assert (asked.state, asked.reserved_satang) == (state, 0)


def test_nobody_is_told_of_an_approval_for_ten_minutes() -> None:
    asked = make_enrolment("officer_review")
    approvals.approve(asked, by=staff(Role.OFFICER))
    seen = session.scalars(select(Notice.visible_at).where(Notice.event == "enrolment.approved")).all()
    assert set(seen) == {NOW + timedelta(minutes=10)}


def test_within_ten_minutes_an_approval_is_undone_with_its_money_and_its_notices() -> None:
    fund = fund_of(10_000)
    asked, officer = make_enrolment("officer_review", opportunity=paid(fund)), staff(Role.OFFICER)
    approvals.approve(asked, by=officer)
    with clock.frozen(NOW + timedelta(minutes=9)):
        approvals.undo(asked, by=officer)
    assert (asked.state, asked.reserved_satang, asked.decided_by_id, asked.holds_seat) == (
        "officer_review",
        0,
        None,
        True,
    )
    assert funds.available(fund.id) == 10_000_00
    assert session.scalars(select(func.count(Notice.id)).where(Notice.cancelled_at.is_(None))).one() == 0
    approvals.approve(asked, by=officer)
    assert funds.available(fund.id) == 10_000_00 - asked.reserved_satang


def test_after_ten_minutes_it_stands() -> None:
    asked, officer = make_enrolment("officer_review"), staff(Role.OFFICER)
    approvals.approve(asked, by=officer)
    with clock.frozen(NOW + timedelta(minutes=10)), pytest.raises(Conflict):
        approvals.undo(asked, by=officer)
    assert asked.state == "approved"


def test_only_the_decider_undoes() -> None:
    asked = make_enrolment("officer_review")
    approvals.approve(asked, by=staff(Role.OFFICER))
    with pytest.raises(Forbidden):
        approvals.undo(asked, by=staff(Role.OFFICER))


def test_where_the_office_reviews_twice_another_person_makes_the_second_review() -> None:
    fund = fund_of(10_000)
    asked = make_enrolment("officer_review", opportunity=paid(fund))
    change_setting(asked.office_key, two_step_review=True, provider_days=2, officer_days=3)
    both = make_staff(Role.OFFICER)
    make_staff(Role.APPROVER, account=both)
    first = acting(both)
    approvals.approve(asked, by=first)
    assert (asked.state, asked.reserved_satang) == ("second_review", 0)
    assert funds.available(fund.id) == 10_000_00
    with pytest.raises(Forbidden):
        approvals.approve(asked, by=first)
    with pytest.raises(Forbidden):
        approvals.approve(asked, by=staff(Role.OFFICER))
    approver = staff(Role.APPROVER)
    approvals.approve(asked, by=approver)
    assert (asked.state, asked.decided_by_id) == ("approved", approver.account_id)
    assert asked.reserved_satang > 0


def test_the_undo_of_a_second_review_opens_that_review_again_and_keeps_the_first() -> None:
    asked = make_enrolment("officer_review", opportunity=paid(fund_of(10_000)))
    change_setting(asked.office_key, two_step_review=True, provider_days=2, officer_days=3)
    first, second = staff(Role.OFFICER), staff(Role.APPROVER)
    approvals.approve(asked, by=first)
    approvals.approve(asked, by=second)
    approvals.undo(asked, by=second)
    assert (asked.state, asked.reserved_satang, asked.decided_by_id) == ("second_review", 0, first.account_id)
    with pytest.raises(Forbidden):
        approvals.approve(asked, by=first)
    approvals.approve(asked, by=second)
    assert asked.state == "approved"


def test_a_second_review_that_is_out_of_date_reads_who_decided_and_not_whose_turn_it_is() -> None:
    asked = make_enrolment("officer_review")
    change_setting(asked.office_key, two_step_review=True, provider_days=2, officer_days=3)
    approvals.approve(asked, by=staff(Role.OFFICER))
    seen, late = asked.version, staff(Role.APPROVER)
    approvals.approve(asked, by=acting(make_staff(Role.APPROVER, name="สมหญิง")))
    for version in (seen, None):
        with pytest.raises(Conflict, match=r"สมหญิง.*10\.00"):
            approvals.approve(asked, by=late, version=version)


def test_an_approver_does_not_make_the_first_review() -> None:
    asked = make_enrolment("officer_review")
    with pytest.raises(Forbidden):
        approvals.approve(asked, by=staff(Role.APPROVER))


def test_returning_stops_the_clock_and_answering_gives_back_the_days_that_were_left() -> None:
    asked, officer = make_enrolment("officer_review"), staff(Role.OFFICER)
    due = asked.due_at
    approvals.return_for_information(asked, by=officer, reason="times_unclear", note="วันพุธมาได้ไหม")
    assert (asked.state, asked.holds_seat, asked.due_at, asked.reason) == ("returned", True, due, "times_unclear")
    later = datetime(2026, 12, 14, 3, tzinfo=UTC)
    with clock.frozen(later):
        approvals.resubmit(asked, by=SYSTEM, note="มาได้")
    assert asked.state == "officer_review"
    assert asked.due_at is not None
    assert clock.bangkok(asked.due_at).date() == date(2026, 12, 17)


@pytest.mark.parametrize(("reason", "note"), [("", "ถาม"), ("times_unclear", " "), ("no_such", "ถาม")])
def test_returning_needs_a_reason_and_a_question(reason: str, note: str) -> None:
    asked = make_enrolment("officer_review")
    with pytest.raises(Invalid):
        approvals.return_for_information(asked, by=staff(Role.OFFICER), reason=reason, note=note)
    assert asked.state == "officer_review"


@pytest.mark.parametrize(("reason", "note"), [("", ""), ("other", ""), ("too_far", "")])
def test_refusing_needs_a_reason_of_its_own_list(reason: str, note: str) -> None:
    asked = make_enrolment("officer_review")
    with pytest.raises(Invalid):
        approvals.refuse(asked, by=staff(Role.OFFICER), reason=reason, note=note)
    assert asked.state == "officer_review"


def test_refusing_frees_the_seat_for_whoever_waits() -> None:
    offer = make_opportunity(seats=1)
    asked = make_enrolment("officer_review", opportunity=offer)
    waiting = make_enrolment("waitlisted", opportunity=offer)
    approvals.refuse(asked, by=staff(Role.OFFICER), reason="place_unsafe")
    assert (asked.state, asked.holds_seat, waiting.state, offer.seats_taken) == ("refused", False, "offered", 1)


@pytest.mark.parametrize(
    "state", sorted(set(EnrolmentState) - {"provider_accepted", "officer_review", "second_review"})
)
def test_what_is_not_before_the_office_cannot_be_decided_and_nothing_changes(state: str) -> None:
    other, officer = make_enrolment(state), staff(Role.OFFICER)
    version = other.version
    for verb in (
        lambda: approvals.approve(other, by=officer),
        lambda: approvals.refuse(other, by=officer, reason="law"),
        lambda: approvals.return_for_information(other, by=officer, reason="other", note="ถาม"),
    ):
        with pytest.raises((IllegalMove, Conflict)):
            verb()
    assert (other.state, other.version) == (state, version)
    assert session.scalars(select(func.count(Move.id))).one() == 0


def test_who_comes_second_reads_who_decided_and_what() -> None:
    asked = make_enrolment("officer_review")
    seen = asked.version
    approvals.refuse(asked, by=acting(make_staff(Role.OFFICER, name="สมชาย")), reason="law")
    with pytest.raises(Conflict, match="สมชาย"):
        approvals.approve(asked, by=staff(Role.OFFICER), version=seen)
    assert asked.state == "refused"


def test_a_page_that_is_out_of_date_decides_nothing() -> None:
    asked, officer = make_enrolment("officer_review"), staff(Role.OFFICER)
    with pytest.raises(Conflict):
        approvals.approve(asked, by=officer, version=asked.version - 1)
    assert asked.state == "officer_review"


def test_nobody_decides_about_themselves_their_ward_their_organisation_or_what_they_asked_for() -> None:
    youth = make_youth(years=17)
    own = make_staff(Role.OFFICER, account=session.get_one(type(make_account()), youth.account_id))
    guardian = make_staff(Role.OFFICER)
    make_guardian(youth, account_id=guardian.id)
    offer = make_opportunity()
    colleague = make_staff(Role.OFFICER)
    give_role(colleague, Role.PROVIDER, organisation_id=offer.organisation_id)
    worker = make_staff(Role.OFFICER)
    asked = make_enrolment("officer_review", youth=youth, opportunity=offer, applied_by_id=worker.id)
    for account in (own, guardian, colleague, worker):
        with pytest.raises(Forbidden) as refusal:
            approvals.approve(asked, by=acting(account))
        assert str(refusal.value)
    assert asked.state == "officer_review"
    approvals.approve(asked, by=staff(Role.OFFICER))


def test_an_officer_of_another_office_and_a_provider_see_nothing_to_decide() -> None:
    asked = make_enrolment("officer_review")
    for actor in (
        staff(Role.OFFICER, BETONG),
        acting(make_provider(asked.opportunity.organisation_id)),
        staff(Role.CASEWORKER),
    ):
        with pytest.raises(NotFound):
            approvals.approve(asked, by=actor)


def test_the_province_decides_only_what_is_overdue() -> None:
    asked, _theirs = make_enrolment("officer_review"), staff(Role.OFFICER)
    province = staff(Role.PROVINCE, "95")
    with pytest.raises(Forbidden):
        approvals.approve(asked, by=province)
    with clock.frozen(NOW + timedelta(days=30)):
        approvals.approve(asked, by=province)
    assert asked.state == "approved"


def test_cancelling_what_was_approved_frees_the_money() -> None:
    fund = fund_of(10_000)
    asked = make_enrolment("officer_review", opportunity=paid(fund))
    approvals.approve(asked, by=staff(Role.OFFICER))
    applications.cancel(asked, by=SYSTEM, reason="cancelled")
    assert (asked.state, asked.reserved_satang, funds.available(fund.id)) == ("cancelled", 0, 10_000_00)

"""Who sees which request, in what order, and what the clock does to it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM, Actor
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.audit.moves import advance
from marketplace.enrolments import approvals, clocks, queries
from marketplace.enrolments.queries import QueueFilter, View
from marketplace.enrolments.states import ENROLMENT
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.notices.words import unpack
from models.enrolment import Enrolment
from models.history import AuditEvent, Notice
from models.session import db as session
from models.vocabulary import EnrolmentState, Role
from tests.factories.enrolments import (
    acting,
    make_account,
    make_enrolment,
    make_guardian,
    make_provider,
    make_staff,
    make_youth,
    staff,
    youth_actor,
)
from tests.factories.offers import BETONG, SATENG, make_opportunity, make_placement

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
EVERYTHING = QueueFilter()


@pytest.fixture(autouse=True)
def stopped():
    with clock.frozen(NOW):
        yield


def test_those_who_belong_to_a_request_see_it_and_nobody_else_does() -> None:
    youth = make_youth(years=17)
    guardian = make_account("ยาย")
    make_guardian(youth, account_id=guardian.id)
    asked = make_enrolment(youth=youth)
    near = [
        youth_actor(youth),
        acting(guardian),
        acting(make_provider(asked.opportunity.organisation_id)),
        staff(Role.OFFICER),
        staff(Role.CASEWORKER),
        staff(Role.APPROVER),
        staff(Role.PROVINCE, "95"),
    ]
    far = [
        youth_actor(make_youth()),
        acting(make_account()),
        acting(make_provider(make_opportunity().organisation_id)),
        staff(Role.OFFICER, BETONG),
        staff(Role.CASEWORKER, BETONG),
        staff(Role.PROVINCE, "96"),
        staff(Role.STEWARD, "95"),
        staff(Role.AUDITOR, "95"),
    ]
    for actor in near:
        assert queries.one(actor, asked.ref).id == asked.id
    for actor in far:
        with pytest.raises(NotFound) as foreign:
            queries.one(actor, asked.ref)
        with pytest.raises(NotFound) as missing:
            queries.one(actor, "E-NONE")
        assert str(foreign.value) == str(missing.value)


@pytest.mark.parametrize("state", ["draft", "awaiting_guardian", "submitted"])
def test_a_provider_sees_nothing_before_it_is_asked(state: str) -> None:
    asked = make_enrolment(state)
    with pytest.raises(NotFound):
        queries.one(acting(make_provider(asked.opportunity.organisation_id)), asked.ref)


def test_the_queue_is_sorted_by_due_and_then_by_flags() -> None:
    late = make_enrolment("officer_review", due_at=NOW - timedelta(days=1))
    plain = make_enrolment("provider_accepted", due_at=NOW + timedelta(days=1))
    flagged = make_enrolment("officer_review", due_at=NOW + timedelta(days=1), flag_count=2)
    later = make_enrolment("officer_review", due_at=NOW + timedelta(days=3))
    officer = staff(Role.OFFICER)
    assert [one.id for one in queries.queue(officer, EVERYTHING)] == [late.id, flagged.id, plain.id, later.id]
    assert queries.refs_in_order(officer, EVERYTHING) == [late.ref, flagged.ref, plain.ref, later.ref]
    assert [one.id for one in queries.queue(officer, EVERYTHING, page=2, size=3)] == [later.id]


def test_tabs_count_what_they_show() -> None:
    make_enrolment("officer_review", due_at=NOW - timedelta(days=1))
    make_enrolment("officer_review", due_at=NOW + timedelta(days=1))
    make_enrolment("provider_accepted", due_at=NOW + timedelta(days=9))
    make_enrolment("provider_review")
    make_enrolment("awaiting_guardian")
    make_enrolment("second_review")
    make_enrolment("in_learning")
    officer = staff(Role.OFFICER)
    wanted = QueueFilter(week_end=NOW + timedelta(days=4))
    counted = queries.counts(officer, wanted)
    assert (counted[View.LATE], counted[View.WEEK], counted[View.ALL], counted[View.OTHERS]) == (1, 2, 3, 3)
    approver = queries.counts(staff(Role.APPROVER), wanted)
    assert (approver[View.ALL], approver[View.OTHERS]) == (1, 5)


def test_filters_narrow_by_kind_area_flags_and_words() -> None:
    course = make_enrolment("officer_review", youth=make_youth(nickname="ซากีนะห์"))
    work = make_enrolment("officer_review", opportunity=make_placement(), flag_count=1)
    officer = staff(Role.OFFICER)

    def ids(**given):
        return [one.id for one in queries.queue(officer, QueueFilter(**given))]

    assert ids(kind="course") == [course.id]
    assert ids(flags="some") == [work.id]
    assert ids(flags="none") == [course.id]
    assert ids(words="ซากี") == [course.id]
    assert ids(words=work.ref) == [work.id]
    assert ids(words="ครัวอาหารใต้") == [work.id]
    assert ids(words="%") == []
    assert sorted(ids(area="9501")) == sorted([course.id, work.id])
    assert ids(area="9502") == []
    assert ids(area="%") == []


def test_an_office_sees_its_own_queue_and_the_province_what_is_overdue() -> None:
    make_enrolment("officer_review", due_at=NOW + timedelta(days=1))
    late = make_enrolment("officer_review", due_at=NOW - timedelta(days=1))
    make_enrolment("officer_review", youth=make_youth(area_code=BETONG), due_at=NOW + timedelta(days=1))
    assert queries.count(staff(Role.OFFICER), EVERYTHING) == 2
    assert queries.count(staff(Role.OFFICER, BETONG), EVERYTHING) == 1
    province = staff(Role.PROVINCE, "95")
    assert [one.id for one in queries.queue(province, EVERYTHING)] == [late.id]
    assert queries.count(staff(Role.PROVINCE, "96"), EVERYTHING) == 0


def test_only_a_case_worker_or_officer_of_the_place_finds_what_is_to_record() -> None:
    asked = make_enrolment("awaiting_guardian")
    make_enrolment("provider_review")
    assert [one.id for one in queries.to_record(staff(Role.CASEWORKER))] == [asked.id]
    assert queries.to_record(staff(Role.CASEWORKER, BETONG)) == []
    assert queries.to_record(staff(Role.PROVINCE, "95")) == []
    with pytest.raises(NotFound):
        queries.one_to_record(staff(Role.CASEWORKER, BETONG), asked.ref)


@pytest.mark.parametrize("state", sorted(EnrolmentState))
def test_every_state_can_be_listed_for_its_young_person(state: str) -> None:
    asked = make_enrolment(state)
    assert [one.id for one in queries.for_youth(asked.youth_id)] == [asked.id]


def marks() -> list[str]:
    return list(
        session.scalars(select(AuditEvent.action).where(AuditEvent.action.contains("due_")).order_by(AuditEvent.id))
    )


def waiting_for_ten_hours() -> None:
    asked = make_enrolment("provider_accepted")
    advance(ENROLMENT, asked, "start_review", by=SYSTEM, due_at=NOW + timedelta(hours=10))


def test_a_clock_reminds_at_each_mark_once_and_then_goes_one_level_up() -> None:
    officer, province = make_staff(Role.OFFICER), make_staff(Role.PROVINCE, "95")
    waiting_for_ten_hours()
    for hours, expected in ((1, []), (5, [50]), (6, [50]), (8, [50, 80]), (10, [50, 80, 100]), (40, [50, 80, 100])):
        with clock.frozen(NOW + timedelta(hours=hours)):
            clocks.tick()
            clocks.tick()
        assert marks() == [f"enrolment.due_{mark}" for mark in expected]
    told = session.scalars(select(Notice).where(Notice.account_id == officer.id).order_by(Notice.id)).all()
    assert [(one.event, one.times) for one in told] == [("enrolment.due_soon", 2), ("enrolment.due_100", 1)]
    code = session.scalars(select(Enrolment.ref)).one()
    assert all(code in str(unpack(one.message)) for one in told), "which answer is owed"
    above = session.scalars(select(Notice.event).where(Notice.account_id == province.id)).all()
    assert above == ["enrolment.escalated"]


def test_a_case_worker_who_stands_in_for_a_guardian_is_led_to_what_they_can_open() -> None:
    worker = make_staff(Role.CASEWORKER)
    asked = make_enrolment("draft")
    advance(ENROLMENT, asked, "ask_guardian", by=SYSTEM, due_at=NOW + timedelta(hours=10))
    with clock.frozen(NOW + timedelta(hours=5)):
        clocks.tick()
    path = session.scalars(select(Notice.path).where(Notice.account_id == worker.id)).one()
    assert path == f"/office/guardians/{asked.ref}"


def test_a_worker_that_slept_through_two_marks_sets_the_last_only() -> None:
    waiting_for_ten_hours()
    with clock.frozen(NOW + timedelta(hours=9)):
        assert clocks.tick() == 1
        assert clocks.tick() == 0
    with clock.frozen(NOW + timedelta(hours=11)):
        assert clocks.tick() == 1
    assert marks() == ["enrolment.due_80", "enrolment.due_100"]


def test_time_never_refuses_anybody() -> None:
    made = {state: make_enrolment(state) for state in EnrolmentState}
    with clock.frozen(NOW + timedelta(days=400)):
        clocks.tick()
    session.expire_all()
    assert {state: one.state for state, one in made.items()} == {state: state for state in EnrolmentState}


def test_what_is_returned_has_no_running_clock() -> None:
    make_enrolment("returned", due_at=NOW - timedelta(days=1))
    assert clocks.tick() == 0
    assert session.scalars(select(func.count(Notice.id))).one() == 0


def test_a_posting_its_provider_has_withdrawn_leaves_nobody_waiting() -> None:
    offer = make_opportunity(seats=3)
    made = {state: make_enrolment(state, opportunity=offer) for state in ("provider_review", "waitlisted", "approved")}
    learning = make_enrolment("in_learning", opportunity=make_opportunity(state="withdrawn"))
    clocks.tick()
    assert made["waitlisted"].state == "waitlisted"
    offer.state = "withdrawn"
    clocks.tick()
    assert [one.state for one in made.values()] == ["cancelled"] * 3
    assert (offer.seats_taken, learning.state) == (0, "in_learning")
    assert clocks.end_with_postings() == 0
    told = session.scalars(select(Notice.event).where(Notice.event == "enrolment.cancelled")).all()
    assert len(told) == 3


def test_the_head_of_the_queue_counts_what_its_tab_of_decisions_holds() -> None:
    """Whatever became of it since; an approval taken back is none, and what another decided is theirs."""
    change_setting(office_key_for(SATENG), two_step_review=True, provider_days=2, officer_days=3)
    officer, approver = staff(Role.OFFICER), staff(Role.APPROVER)
    passed, back, no, begun, undone = (make_enrolment("officer_review") for _ in range(5))
    for one in (passed, begun, undone):
        approvals.approve(one, by=officer)
    approvals.return_for_information(back, by=officer, reason="other", note="ขอเอกสาร")
    approvals.refuse(no, by=officer, reason="other", note="ซ้ำ")
    approvals.resubmit(back, by=youth_actor(back.youth), note="ส่งแล้ว")
    for one in (begun, undone):
        approvals.approve(one, by=approver)
    approvals.undo(undone, by=approver)
    advance(ENROLMENT, begun, "enrol", by=SYSTEM)

    def decided(actor: Actor) -> tuple[int, set[int]]:
        mine = QueueFilter(view=View.DECIDED)
        found = queries.queue(actor, mine)
        assert queries.count(actor, mine) == len(found)
        return queries.decided_today(actor), {one.id for one in found}

    assert decided(officer) == (5, {one.id for one in (passed, back, no, begun, undone)})
    assert decided(approver) == (1, {begun.id})
    approvals.approve(undone, by=approver)
    assert decided(approver) == (2, {begun.id, undone.id})
    with clock.frozen(NOW + timedelta(days=1)):
        assert decided(approver) == (0, {begun.id, undone.id})

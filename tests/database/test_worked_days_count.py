"""A confirmed day in the log is attendance and a wage owed; a disputed one is neither until it is settled."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.agreements import days, drafting, signing
from marketplace.earnings import wages
from marketplace.enrolments import attendance, claims, hours_attended, progress, worked
from marketplace.enrolments import verify as everything
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.offers import sessions
from models.agreement import WorkDay
from models.earning import Earning, EmployerPayment
from models.enrolment import Attendance
from models.history import AuditEvent, Move
from models.offer import Opportunity, Session
from models.session import db as session
from models.vocabulary import AttendanceStatus, OpportunityKind, Role, SlotKind
from tests.factories.agreements import Table, day, make_table, signed, terms, valid
from tests.factories.enrolments import acting, make_enrolment, make_provider, mark_here
from tests.factories.offers import make_opportunity

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)
WAGE = 345_00


def entered(table: Table, **given):
    """A day written by the verb of the pages."""
    return worked.enter(table.fresh(), day(**given), by=table.actor("host"))


def confirmed(table: Table, **given):
    """A day the host stands for."""
    one = entered(table, **given)
    worked.confirm(one, known=True, by=table.actor("host"))
    return one


def owed() -> list[tuple[int, int, str]]:
    """Days, sum and state of each wage."""
    return [
        (one.days, one.amount_satang, one.state)
        for one in session.scalars(select(EmployerPayment).order_by(EmployerPayment.id))
    ]


def counted(table: Table) -> tuple[int, int]:
    """Minutes attended, and times attended, as every claim and page reads them."""
    enrolment = table.agreement.enrolment
    return hours_attended.minutes(enrolment), attendance.summary(enrolment)["attended"]


@pytest.mark.on_both
def test_a_day_counts_once_confirmed_not_while_disputed_and_as_settled_afterwards() -> None:
    table = valid()
    one = entered(table)
    assert (counted(table), owed()) == ((0, 0), [])
    worked.confirm(one, by=table.actor("host"))
    assert (counted(table), owed()) == ((180, 1), [(1, WAGE, "due")])
    worked.dispute(one, words="ทำถึงบ่ายโมง", by=table.actor("youth"))
    assert (counted(table), owed()) == ((0, 0), [])
    worked.settle(one, words="ถามทั้งสองฝ่ายแล้ว", draft=day(end_minute=780), by=table.actor("officer"))
    assert (counted(table), owed()) == ((240, 1), [(1, WAGE, "due")])
    assert session.scalars(select(Earning)).all() == [], "no money of a fund moves for work"


@pytest.mark.on_both
def test_days_of_a_week_are_one_wage_with_the_log_as_its_evidence() -> None:
    monday = clock.today() - timedelta(days=clock.today().weekday() + 7)
    with clock.frozen(clock.instant(monday, 600)):
        table = valid(starts_on=monday, ends_on=monday + 60 * DAY)
    first = confirmed(table, worked_on=monday)
    second = confirmed(table, worked_on=monday + DAY)
    assert owed() == [(2, 2 * WAGE, "due")]
    wage = session.scalars(select(EmployerPayment)).one()
    assert (wage.timesheet_ref, first.payment_id, second.wage_satang) == (first.ref, wage.id, WAGE)
    assert wage.organisation_id == table.agreement.host_id
    worked.dispute(second, words="วันนั้นไม่ได้ไป", by=table.actor("youth"))
    assert owed() == [(1, WAGE, "due")]


@pytest.mark.on_both
def test_a_wage_that_was_paid_stays_told_and_is_not_owed_a_second_time() -> None:
    table = valid()
    one = confirmed(table)
    wage = session.scalars(select(EmployerPayment)).one()
    wages.report_paid(wage, paid_on=clock.today(), proof_ref="S-1", by=table.actor("host"))
    worked.dispute(one, words="ทำถึงบ่ายโมง", by=table.actor("youth"))
    assert (counted(table), owed()) == ((0, 0), [(1, WAGE, "paid")])
    worked.settle(one, words="ถามทั้งสองฝ่ายแล้ว", by=table.actor("officer"))
    assert (counted(table), owed()) == ((180, 1), [(1, WAGE, "paid")])


HOUR = 150_00


def paid_by_the_hour() -> tuple[Table, WorkDay]:
    """Three hours at 150 baht, which the host has paid."""
    table = make_table()
    hourly = {"wage_per_day_satang": 0, "wage_per_hour_satang": HOUR}
    session.execute(Opportunity.__table__.update().values(**hourly))
    session.expire_all()
    agreement = table.fresh()
    drafting.change(agreement, terms(wage_per_day_satang=0), agreement.provider, by=table.actor("host"))
    drafting.offer(table.fresh(), by=table.actor("host"))
    signed(table)
    signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))
    one = confirmed(table)
    pay()
    assert owed() == [(1, 3 * HOUR, "paid")]
    return table, one


def pay() -> None:
    """The host pays everything that is due."""
    for wage in session.scalars(select(EmployerPayment).where(EmployerPayment.state == "due")).all():
        wages.report_paid(wage, paid_on=clock.today(), proof_ref=f"S-{wage.ref}", by=SYSTEM)


def settled(table: Table, one: WorkDay, end_minute: int) -> None:
    """The office finds that the work ended at another time."""
    worked.settle(one, words="ถามทั้งสองฝ่ายแล้ว", draft=day(end_minute=end_minute), by=table.actor("officer"))


@pytest.mark.on_both
def test_what_a_paid_day_is_settled_to_be_worth_more_is_owed() -> None:
    table, one = paid_by_the_hour()
    worked.dispute(one, words="ทำถึงบ่ายสอง", by=table.actor("youth"))
    assert owed() == [(1, 3 * HOUR, "paid")]
    settled(table, one, 14 * 60)
    assert owed() == [(1, 3 * HOUR, "paid"), (1, 2 * HOUR, "due")]
    more = session.scalars(select(EmployerPayment).where(EmployerPayment.difference == 1)).one()
    assert (more.work_from, more.work_to, more.timesheet_ref) == (one.worked_on, one.worked_on, one.ref)
    assert more.due_on >= clock.today()
    assert one.wage_satang == 5 * HOUR
    # The next day of that week is no part of the difference.
    assert wages.covering(table.agreement.enrolment_id, one.worked_on).difference == 0


@pytest.mark.on_both
def test_a_paid_day_settled_at_the_same_or_less_owes_nothing_and_asks_nothing_back() -> None:
    table, one = paid_by_the_hour()
    worked.dispute(one, words="นานกว่านั้น", by=table.actor("youth"))
    settled(table, one, 11 * 60)
    assert owed() == [(1, 3 * HOUR, "paid")]
    told = session.scalars(select(AuditEvent).where(AuditEvent.action == "wage.paid_more")).one()
    assert told.details["satang"] == HOUR
    assert one.wage_satang == 3 * HOUR, "what was paid stands, so that it is not owed a second time"


@pytest.mark.on_both
def test_a_difference_grows_shrinks_and_goes_while_it_is_not_paid_and_another_follows_once_it_is() -> None:
    table, one = paid_by_the_hour()

    def anew(end_minute: int) -> None:
        worked.dispute(one, words="ไม่ใช่แบบนั้น", by=table.actor("youth"))
        worked.correct(one, day(end_minute=end_minute), by=table.actor("host"))
        worked.confirm(one, known=True, by=table.actor("host"))

    anew(13 * 60)
    assert owed()[1:] == [(1, HOUR, "due")]
    anew(14 * 60)
    assert owed()[1:] == [(1, 2 * HOUR, "due")]
    anew(13 * 60)
    assert owed()[1:] == [(1, HOUR, "due")]
    anew(12 * 60)
    assert owed() == [(1, 3 * HOUR, "paid")]
    anew(13 * 60)
    pay()
    worked.dispute(one, words="ทำถึงบ่ายสอง", by=table.actor("youth"))
    settled(table, one, 14 * 60)
    assert owed() == [(1, 3 * HOUR, "paid"), (1, HOUR, "paid"), (1, HOUR, "due")]
    assert session.scalars(select(EmployerPayment.difference).order_by(EmployerPayment.id)).all() == [0, 1, 2]


def test_a_day_written_after_its_week_was_paid_is_a_sum_of_its_own() -> None:
    monday = clock.today() - timedelta(days=clock.today().weekday() + 7)
    with clock.frozen(clock.instant(monday, 600)):
        table = valid(starts_on=monday, ends_on=monday + 60 * DAY)
    confirmed(table, worked_on=monday)
    wage = session.scalars(select(EmployerPayment)).one()
    wages.report_paid(wage, paid_on=clock.today(), proof_ref="S-1", by=table.actor("host"))
    confirmed(table, worked_on=monday + DAY)
    assert owed() == [(1, WAGE, "paid"), (1, WAGE, "due")]


@pytest.mark.on_both
def test_the_first_confirmed_day_begins_the_placement_and_a_written_one_does_not() -> None:
    table = valid(state="enrolled")
    one = entered(table)
    assert table.agreement.enrolment.state == "enrolled"
    worked.confirm(one, by=table.actor("host"))
    assert table.agreement.enrolment.state == "in_learning"
    begun = session.scalars(select(Move).where(Move.subject_type == "enrolment", Move.verb == "begin")).all()
    assert len(begun) == 1


def test_planned_work_is_attended_where_the_log_says_so() -> None:
    table = make_table()
    offer = table.agreement.enrolment.opportunity
    sessions.generate(offer)
    host = table.actor("host")
    drafting.offer(table.agreement, by=host)
    signed(table)
    signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))
    before = progress.of(table.fresh().enrolment)
    assert (before.attended, before.planned > 20) == (0, True)
    confirmed(table)
    after = progress.of(table.fresh().enrolment)
    assert (after.attended, after.planned) == (1, before.planned)


def test_a_roll_takes_no_work_of_a_placement_and_still_takes_its_lessons_and_the_work_of_a_course() -> None:
    table = valid()
    offer = table.agreement.enrolment.opportunity
    sessions.generate(offer)
    teacher = acting(make_provider(offer.organisation_id))
    held = {one.kind: one for one in session.scalars(select(Session).where(Session.opportunity_id == offer.id))}
    work = attendance.session_of(teacher, held[SlotKind.WORK].ref)
    lesson = attendance.session_of(teacher, held[SlotKind.LEARN].ref)
    with clock.frozen(max(work.ends_at, lesson.ends_at)):
        assert attendance.can_mark(teacher, work).reason == attendance.IN_LOG
        with pytest.raises(Conflict):
            attendance.mark(work, {}, by=teacher)
        assert attendance.can_mark(teacher, lesson)
        mark_here(lesson, by=teacher)
    course = make_opportunity(
        kind=OpportunityKind.COURSE, work="mon 08:00-12:00", starts_on=clock.today() - 14 * DAY, with_sessions=True
    )
    make_enrolment("in_learning", opportunity=course)
    by = acting(make_provider(course.organisation_id))
    wanted = select(Session).where(Session.opportunity_id == course.id, Session.kind == SlotKind.WORK)
    meeting = session.scalars(wanted.limit(1)).one()
    mark_here(attendance.session_of(by, meeting.ref), by=by)


@pytest.mark.parametrize("was_paid", [False, True])
def test_what_a_roll_told_of_a_day_is_taken_over_by_the_log_once_it_stands_there(was_paid: bool) -> None:
    table = valid()
    enrolment = table.agreement.enrolment
    held = Session(
        ref="S-OLD", opportunity_id=enrolment.opportunity_id, number=1, kind=SlotKind.WORK, held_on=clock.today() - DAY,
        starts_at=clock.instant(clock.today() - DAY, 540), ends_at=clock.instant(clock.today() - DAY, 720),
    )  # fmt: skip
    session.add(held)
    session.flush()
    session.add(
        Attendance(session_id=held.id, enrolment_id=enrolment.id, status=AttendanceStatus.HERE, marked_at=clock.now())
    )
    session.flush()
    wage = wages.record_day(enrolment.opportunity, enrolment, held, by=table.actor("host"))
    if was_paid:
        wages.report_paid(wage, paid_on=clock.today(), proof_ref="S-1", by=table.actor("host"))
    assert counted(table) == (180, 1)
    one = entered(table, worked_on=held.held_on)
    assert counted(table) == (0, 0), "written and not confirmed: it counts for nothing yet"
    worked.confirm(one, by=table.actor("host"))
    assert counted(table) == (180, 1), "once, not twice"
    assert owed() == ([(1, 340_00, "paid")] if was_paid else [(1, WAGE, "due")])


def test_a_day_stands_in_one_log_only_also_after_a_new_agreement() -> None:
    table = valid()
    host = table.actor("host")
    confirmed(table)
    drafting.cancel(table.fresh(), reason="เริ่มใหม่", by=host)
    teacher = table.agreement.provider
    again = Table(drafting.draw_up(table.agreement.enrolment, terms(), teacher, by=host), table.accounts)
    drafting.offer(again.fresh(), by=host)
    signed(again)
    signing.approve(again.fresh(), text_hash=again.hash, by=again.actor("officer"))
    with pytest.raises(Invalid) as refused:
        entered(again)
    assert "worked_on" in refused.value.errors
    assert counted(again) == (180, 1), "what was worked under the first still counts"


@pytest.mark.on_both
def test_a_day_is_worth_what_the_version_in_force_says_until_everybody_has_signed_the_next() -> None:
    table = valid(starts_on=clock.today() - 2 * DAY)
    host = table.actor("host")
    one = entered(table)
    drafting.change(table.fresh(), terms(wage_per_day_satang=400_00), table.agreement.provider, by=host)
    worked.confirm(one, by=host)
    assert owed() == [(1, WAGE, "due")]
    drafting.offer(table.fresh(), by=host)
    before = confirmed(table, worked_on=clock.today() - 2 * DAY)
    assert (before.number, before.wage_satang) == (1, WAGE), "the log stays open under what is signed"
    signed(table)
    signing.approve(table.fresh(), text_hash=table.hash, by=table.actor("officer"))
    with clock.frozen(clock.now() + DAY):
        two = confirmed(table)
    assert (two.number, two.wage_satang) == (2, 400_00)
    assert days.confirmed_days(table.agreement) == 3


def test_somebody_on_a_break_writes_days_until_it_began_and_none_after() -> None:
    table = valid()
    table.agreement.enrolment.state = "on_break"
    session.flush()
    with pytest.raises(Conflict):
        entered(table)


def test_a_teacher_who_is_no_host_reads_the_log_and_the_host_is_led_to_it(app) -> None:
    table = valid()
    offer = table.agreement.enrolment.opportunity
    sessions.generate(offer)
    work = session.scalars(
        select(Session)
        .where(Session.opportunity_id == offer.id, Session.kind == SlotKind.WORK)
        .order_by(Session.number.desc())
        .limit(1)
    ).one()
    path = f"/provider/sessions/{work.ref}"
    host = app.test_client().sign_in(make_provider(offer.organisation_id, Role.EMPLOYER))
    page = host.page(path)
    assert page.find("a", href=f"/provider/agreements/{table.agreement.ref}/days")
    assert page.find("button", string="เก็บการเช็กชื่อ") is None
    teacher = app.test_client().sign_in(make_provider(offer.organisation_id)).page(path)
    assert not teacher.find("a", href=f"/provider/agreements/{table.agreement.ref}/days")


def claimed(table: Table, tmp_path, *, verified: bool):
    """A completion of the three hours of one day in the log."""
    one = confirmed(table)
    enrolment = table.agreement.enrolment
    facts = {"note": "x", "files": [], "folder": tmp_path, "short_reason": "x"}
    claim = claims.make(enrolment, hours=3, by=table.actor("host"), **facts)
    if verified:
        seen = claims.one(table.actor("officer"), claim.ref)
        claims.verify(seen, by=table.actor("officer"), note="x", seen_short=True)
    return one, claim


@pytest.mark.on_both
def test_a_disputed_day_sends_a_waiting_claim_back(tmp_path) -> None:
    table = valid()
    one, claim = claimed(table, tmp_path, verified=False)
    worked.dispute(one, words="วันนั้นไม่ได้ไป", by=table.actor("youth"))
    session.refresh(claim)
    assert claim.state == "more_evidence_needed"


@pytest.mark.on_both
def test_a_verified_completion_follows_a_day_only_where_the_office_settles_it(tmp_path) -> None:
    table = valid()
    one, claim = claimed(table, tmp_path, verified=True)
    worked.dispute(one, words="ทำแค่ชั่วโมงเดียว", by=table.actor("youth"))
    session.refresh(claim)
    assert (claim.state, claim.hours, everything.hours().breaches) == ("verified", 3, ())
    shorter = day(end_minute=one.end_minute - 60)
    with pytest.raises(Invalid) as refused:
        worked.correct(one, shorter, by=table.actor("host"))
    assert (refused.value.field, one.state) == ("end", "disputed")
    worked.settle(one, words="ถามทั้งสองฝ่ายแล้ว", draft=shorter, by=table.actor("officer"))
    session.refresh(claim)
    assert (claim.state, claim.hours, everything.hours().breaches) == ("verified", 2, ())

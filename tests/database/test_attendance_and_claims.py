"""Attendance and completion: who marks, what it earns, and what only an officer can make true."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.audit import history
from marketplace.earnings import funds
from marketplace.earnings.funds import FundDraft
from marketplace.enrolments import applications, attendance, beginning, claimed_hours, claims, progress, undoing
from marketplace.enrolments import verify as everything
from marketplace.enrolments.attendance import Mark
from marketplace.enrolments.claim_states import CLAIM
from marketplace.files import checking
from marketplace.i18n import use
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid, NotFound
from models.earning import Earning, EmployerPayment
from models.enrolment import Attendance, Claim
from models.history import AuditEvent, Notice
from models.offer import Session
from models.session import db as session
from models.vocabulary import AttendanceStatus, ClaimState, OpportunityKind, Role
from tests.factories.enrolments import acting, all_here, make_enrolment, make_provider, mark_here, staff
from tests.factories.offers import SATENG, make_opportunity

pytestmark = pytest.mark.usefixtures("db")
AWAY = Mark(AttendanceStatus.AWAY)


def a_fund(officer: Actor):
    today = clock.today()
    fund = funds.open_fund(
        FundDraft(
            name_th="กองทุนทดสอบ",
            name_en="",
            source="มติสภา",
            area_code=SATENG,
            starts_on=today - timedelta(days=90),
            ends_on=today + timedelta(days=300),
        ),
        by=officer,
    )
    funds.grant(fund, 1_000_000, key=f"grant-{fund.ref}", by=officer)
    return fund


@pytest.fixture
def course():
    """A course that began two weeks ago, with two learners and money behind it."""
    officer = staff(Role.OFFICER)
    fund = a_fund(officer)
    offer = make_opportunity(
        starts_on=clock.today() - timedelta(days=14),
        ends_on=clock.today() + timedelta(days=14),
        times=";".join(f"{day} 00:30-01:30" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        with_sessions=True,
        stipend_per_session_satang=10_000,
        travel_per_session_satang=2_000,
        completion_bonus_satang=50_000,
        fund_id=fund.id,
    )
    first, second = (make_enrolment("enrolled", opportunity=offer) for _ in range(2))
    provider = acting(make_provider(offer.organisation_id))
    past = session.scalars(
        select(Session)
        .where(Session.opportunity_id == offer.id, Session.held_on < clock.today())
        .order_by(Session.number)
    ).all()
    return {"offer": offer, "learners": (first, second), "provider": provider, "officer": officer, "past": past}


def owed(enrolment) -> int:
    total = select(func.sum(Earning.amount_satang)).where(
        Earning.enrolment_id == enrolment.id, Earning.state.not_in(("cancelled", "rejected", "reversed"))
    )
    return session.scalar(total) or 0


@pytest.mark.on_both
def test_whoever_came_earns_and_whoever_was_away_does_not(course) -> None:
    here, away = course["learners"]
    meeting = attendance.session_of(course["provider"], course["past"][0].ref)
    attendance.mark(meeting, all_here(meeting) | {away.ref: AWAY}, by=course["provider"])
    assert owed(here) == 12_000
    assert owed(away) == 0
    session.refresh(here)
    assert here.state == "in_learning"
    assert away.state == "enrolled"


@pytest.mark.on_both
def test_marking_again_earns_nothing_twice_and_a_correction_takes_back(course) -> None:
    here, _ = course["learners"]
    meeting = attendance.session_of(course["provider"], course["past"][0].ref)
    for _ in range(2):
        mark_here(meeting, by=course["provider"])
    assert owed(here) == 12_000
    attendance.mark(meeting, all_here(meeting) | {here.ref: AWAY}, by=course["provider"])
    assert owed(here) == 0
    attendance.mark(meeting, all_here(meeting) | {here.ref: Mark(AttendanceStatus.LATE)}, by=course["provider"])
    assert owed(here) == 12_000
    assert session.scalar(select(func.count()).where(Attendance.enrolment_id == here.id)) == 1


def test_a_stranger_on_the_roll_is_refused_and_nothing_is_kept(course) -> None:
    meeting = attendance.session_of(course["provider"], course["past"][0].ref)
    with pytest.raises(Invalid):
        attendance.mark(meeting, {"E-SOMEBODY-ELSE": AWAY}, by=course["provider"])
    assert session.scalar(select(func.count()).select_from(Attendance)) == 0


@pytest.mark.on_both
def test_nobody_is_marked_by_silence_and_without_every_mark_nothing_is_kept(course) -> None:
    here, silent = course["learners"]
    meeting = attendance.session_of(course["provider"], course["past"][0].ref)
    for marks, missing in (({}, (here, silent)), ({here.ref: Mark(AttendanceStatus.HERE)}, (silent,))):
        with pytest.raises(Invalid) as refused:
            attendance.mark(meeting, marks, by=course["provider"])
        assert set(refused.value.errors) == {f"mark-{one.ref}" for one in missing}
        assert session.scalar(select(func.count()).select_from(Attendance)) == 0
        assert (owed(here), owed(silent), meeting.marked_at) == (0, 0, None)
    attendance.mark(meeting, all_here(meeting) | {silent.ref: AWAY}, by=course["provider"])
    with pytest.raises(Invalid):
        attendance.mark(meeting, {here.ref: AWAY}, by=course["provider"])
    assert (owed(here), owed(silent)) == (12_000, 0)


def test_marking_opens_half_an_hour_before_and_closes_for_the_provider_after_two_days(course) -> None:
    meeting = attendance.session_of(course["provider"], course["past"][-1].ref)
    with clock.frozen(meeting.starts_at - timedelta(minutes=31)):
        assert not attendance.can_mark(course["provider"], meeting)
    with clock.frozen(meeting.starts_at - timedelta(minutes=30)):
        assert attendance.can_mark(course["provider"], meeting)
        mark_here(meeting, by=course["provider"])
    with clock.frozen(meeting.starts_at + timedelta(hours=48)):
        assert not attendance.can_mark(course["provider"], meeting)
        assert attendance.can_mark(course["officer"], meeting)
        with pytest.raises(Invalid):
            mark_here(meeting, by=course["officer"])
        mark_here(meeting, by=course["officer"], reason="ลืมเช็กชื่อ")


def test_a_session_of_another_organisation_does_not_exist(course) -> None:
    stranger = acting(make_provider(make_opportunity().organisation_id))
    with pytest.raises(NotFound):
        attendance.session_of(stranger, course["past"][0].ref)


def test_a_day_of_work_in_a_course_is_a_wage_of_the_employer_and_nothing_of_the_fund() -> None:
    offer = make_opportunity(
        kind=OpportunityKind.COURSE,
        work=";".join(f"{day} 08:00-12:00" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")),
        times="",
        wage_per_day_satang=34_000,
        starts_on=clock.today() - timedelta(days=7),
        with_sessions=True,
    )
    learner = make_enrolment("in_learning", opportunity=offer)
    employer = acting(make_provider(offer.organisation_id, Role.EMPLOYER))
    for held in session.scalars(
        select(Session).where(Session.held_on < clock.today()).order_by(Session.number).limit(3)
    ):
        mark_here(attendance.session_of(employer, held.ref), by=employer)
    assert session.scalar(select(func.sum(EmployerPayment.amount_satang))) == 3 * 34_000
    assert owed(learner) == 0


@pytest.mark.on_both
def test_who_was_told_later_is_not_on_the_roll_of_what_was_held_before_and_earns_nothing_for_it(course) -> None:
    before, after = course["past"][4], course["past"][5]
    late = make_enrolment(
        "enrolled", opportunity=course["offer"], decided_at=before.starts_at - undoing.window() + timedelta(minutes=1)
    )
    assert beginning.of(late) == after.held_on
    for held, people in ((before, 2), (after, 3)):
        assert len(attendance.roll(attendance.session_of(course["provider"], held.ref))) == people
    meeting = attendance.session_of(course["provider"], before.ref)
    with pytest.raises(Invalid):
        attendance.mark(meeting, all_here(meeting) | {late.ref: Mark(AttendanceStatus.HERE)}, by=course["provider"])
    mark_here(meeting, by=course["provider"])
    assert owed(late) == 0
    mark_here(attendance.session_of(course["provider"], after.ref), by=course["provider"])
    assert owed(late) == 12_000


@pytest.mark.on_both
@pytest.mark.parametrize("verb", ["withdraw", "cancel", "drop_out", "transfer"])
def test_who_left_stays_on_the_roll_of_what_was_held_until_then(course, verb: str) -> None:
    offer, left_at = course["offer"], course["past"][6].ends_at + timedelta(hours=1)
    with clock.frozen(course["past"][0].starts_at - timedelta(minutes=10)):
        gone = make_enrolment("approved", opportunity=offer, decided_at=clock.now() - timedelta(hours=1))
        never = make_enrolment("officer_review", opportunity=offer)
        attendance.begin_learning()
    with clock.frozen(course["past"][3].ends_at):
        mark_here(attendance.session_of(course["provider"], course["past"][3].ref), by=course["provider"])
    with clock.frozen(left_at):
        applications.close(gone, verb, by=course["officer"], reason="", note="x")
        applications.close(never, "withdraw", by=course["officer"], reason="", note="x")

    def on_roll(number: int) -> set[str]:
        lines = attendance.roll(attendance.session_of(course["provider"], course["past"][number].ref))
        return {line.enrolment.ref for line in lines}

    assert [gone.ref in on_roll(number) for number in (0, 6, 7)] == [True, True, False]
    assert not any(never.ref in on_roll(number) for number in (0, 6, 7))


def learned(course, sessions: int = 3) -> None:
    for held in course["past"][:sessions]:
        mark_here(attendance.session_of(course["provider"], held.ref), by=course["provider"])
    session.expire_all()


@pytest.mark.on_both
def test_a_verified_claim_completes_the_enrolment_and_owes_the_bonus_once(course, tmp_path) -> None:
    learned(course)
    one = course["learners"][0]
    claim = claims.make(
        one, hours=3, note="ทำขนมได้สามอย่าง", files=[], folder=tmp_path, by=course["provider"], short_reason="x"
    )
    before = owed(one)
    claims.verify(claims.one(course["officer"], claim.ref), by=course["officer"], note="x", seen_short=True)
    session.refresh(one)
    assert one.state == "completed"
    assert owed(one) == before + 50_000
    with pytest.raises(IllegalMove):
        claims.verify(claims.one(course["officer"], claim.ref), by=course["officer"], note="x", seen_short=True)
    assert owed(one) == before + 50_000


def test_a_claim_of_few_sessions_needs_a_reason_and_an_officer_who_says_that_they_saw_it(course, tmp_path) -> None:
    learned(course, 1)
    one, facts = course["learners"][0], {"hours": 1, "note": "ทำได้", "files": [], "folder": tmp_path}
    with pytest.raises(Invalid) as refused:
        claims.make(one, by=course["provider"], **facts)
    assert refused.value.field == "short_reason"
    made = claims.make(one, by=course["provider"], short_reason="เรียนมาก่อนแล้ว", **facts)
    claim = claims.one(course["officer"], made.ref)
    assert claim.note.startswith("ทำได้")
    assert "1 จาก 29 ครั้ง" in claim.note
    assert claim.note.endswith("เรียนมาก่อนแล้ว")
    with use("en"):
        note, came, because = map(str, claims.paragraphs_of(claim))
    assert note == "ทำได้"
    assert came.startswith("Came to 1 of 29")
    assert because == "Finished all the same because: เรียนมาก่อนแล้ว"
    for given, field in (({"note": "ดูแล้ว"}, "seen_short"), ({"seen_short": True}, "note")):
        with pytest.raises(Invalid) as refused:
            claims.verify(claim, by=course["officer"], **given)
        assert refused.value.field == field
    assert claim.state == ClaimState.CLAIMED
    claims.verify(claim, by=course["officer"], note="ดูแล้ว", seen_short=True)
    acts = session.scalars(select(AuditEvent).where(AuditEvent.action.in_(("claim.make", "claim.weigh")))).all()
    held = session.scalar(select(func.count()).select_from(Session).where(Session.ends_at <= clock.now()))
    counted = {"attended": 1, "planned": 29, "held": held, "short": True}
    assert [act.details | counted == act.details for act in acts] == [True, True]


@pytest.mark.on_both
def test_a_claim_of_most_sessions_needs_no_reason(course, tmp_path) -> None:
    one = course["learners"][0]
    with clock.frozen(course["past"][0].starts_at + timedelta(days=23, hours=3)):
        held = session.scalars(select(Session).where(Session.ends_at <= clock.now()).order_by(Session.number)).all()
        for meeting in held:
            mark_here(attendance.session_of(course["provider"], meeting.ref), by=course["provider"])
        done = progress.of(one)
        assert (done.attended, done.planned, done.held, done.is_short) == (24, 29, 24, False)
        made = claims.make(one, hours=20, note="x", files=[], folder=tmp_path, by=course["provider"])
        claims.verify(claims.one(course["officer"], made.ref), by=course["officer"])
    assert one.state == "completed"


def test_hours_beyond_attendance_and_claims_without_proof_are_refused(course, tmp_path) -> None:
    learned(course)
    one = course["learners"][0]
    for hours, note in ((4, "x"), (0, "x"), (2, " ")):
        with pytest.raises(Invalid):
            claims.make(one, hours=hours, note=note, files=[], folder=tmp_path, by=course["provider"], short_reason="x")
    assert session.scalar(select(func.count()).select_from(Claim)) == 0


def test_one_learner_has_one_open_claim(course, tmp_path) -> None:
    learned(course)
    one = course["learners"][0]
    claims.make(one, hours=1, note="x", files=[], folder=tmp_path, by=course["provider"], short_reason="x")
    with pytest.raises(Conflict):
        claims.make(one, hours=1, note="x", files=[], folder=tmp_path, by=course["provider"], short_reason="x")


def test_the_office_may_ask_for_more_and_gets_it_back(course, tmp_path) -> None:
    learned(course)
    claim = claims.make(
        course["learners"][0], hours=2, note="x", files=[], folder=tmp_path, by=course["provider"], short_reason="x"
    )
    seen = claims.one(course["officer"], claim.ref)
    with pytest.raises(Invalid):
        claims.ask_for_evidence(seen, by=course["officer"], note=" ")
    claims.ask_for_evidence(seen, by=course["officer"], note="ขอรูปงาน")
    proof = checking.check(b"%PDF-1.4\n%%EOF\n", "งาน.pdf")
    claims.add_evidence(seen, note="แนบแล้ว", files=[proof], folder=tmp_path, by=course["provider"])
    assert seen.state == ClaimState.CLAIMED
    assert len(list(tmp_path.iterdir())) == 1


def test_who_claimed_cannot_verify_and_strangers_see_nothing(course, tmp_path) -> None:
    learned(course)
    claim = claims.make(
        course["learners"][0], hours=2, note="x", files=[], folder=tmp_path, by=course["provider"], short_reason="x"
    )
    seen = claims.one(course["provider"], claim.ref)
    assert not claims.can_decide(course["provider"], seen)
    with pytest.raises(NotFound):
        claims.one(staff(Role.OFFICER, "700101"), claim.ref)


def test_every_claim_move_outside_the_table_is_refused(course, tmp_path) -> None:
    from marketplace.audit.moves import advance

    learned(course)
    claim = claims.make(
        course["learners"][0], hours=2, note="x", files=[], folder=tmp_path, by=course["provider"], short_reason="x"
    )
    for state in ClaimState:
        session.execute(Claim.__table__.update().values(state=state))
        session.expire_all()
        for verb in {verb for _, verb in CLAIM.moves} - CLAIM.verbs(state):
            with pytest.raises(IllegalMove):
                advance(CLAIM, claim, verb, by=course["officer"])


def claimed(course, tmp_path, hours: int = 3):
    """A claim over all three sessions that were marked."""
    learned(course)
    one = course["learners"][0]
    facts = {"note": "x", "files": [], "folder": tmp_path, "short_reason": "x"}
    return one, claims.make(one, hours=hours, by=course["provider"], **facts)


def said_in_english(claim) -> str:
    moves = history(claim)
    with use("en"):
        return str(claimed_hours.told(claim, moves)[moves[-1].id])


def told(event: str) -> dict[int, str]:
    return {one.account_id: one.path for one in session.scalars(select(Notice).where(Notice.event == event))}


def both_know(course, one, claim) -> dict[int, str]:
    """The notices of the young person and of the organisation, with where each leads."""
    own, theirs = f"/youth/applications/{one.ref}", f"/provider/claims/{claim.ref}"
    return {one.youth.account_id: own, course["provider"].account_id: theirs}


def away(course, one, number: int = 0, *, by: Actor, reason: str = "") -> None:
    meeting = attendance.session_of(by, course["past"][number].ref)
    marks = {line.enrolment.ref: Mark(line.mark.status) for line in attendance.roll(meeting)}
    attendance.mark(meeting, marks | {one.ref: AWAY}, by=by, reason=reason)


@pytest.mark.on_both
def test_a_waiting_claim_for_more_than_is_attended_by_now_goes_back_and_returns_with_fewer_hours(
    course, tmp_path
) -> None:
    one, made = claimed(course, tmp_path)
    away(course, one, by=course["provider"])
    claim = claims.one(course["provider"], made.ref)
    assert (claim.state, claim.hours, claim.due_at) == (ClaimState.MORE_EVIDENCE_NEEDED, 3, None)
    assert "เข้าเรียน 2 ชั่วโมง" in claim.reason_note
    assert "hours attended: 2" in said_in_english(claim)
    assert told("claim.sent_back") == both_know(course, one, claim)
    answer = {"note": "แก้ชั่วโมงแล้ว", "files": [], "folder": tmp_path, "by": course["provider"]}
    for hours in (None, 3, 0):
        with pytest.raises(Invalid) as refused:
            claims.add_evidence(claim, hours=hours, **answer)
        assert refused.value.field == "hours"
    claims.add_evidence(claim, hours=2, **answer)
    assert (claim.state, claim.hours) == (ClaimState.CLAIMED, 2)
    assert everything.hours().breaches == ()


def test_a_claim_within_what_is_still_attended_stays_where_it_is(course, tmp_path) -> None:
    one, made = claimed(course, tmp_path, hours=2)
    away(course, one, by=course["provider"])
    assert claims.one(course["officer"], made.ref).state == ClaimState.CLAIMED
    assert told("claim.sent_back") == {}


@pytest.mark.on_both
def test_what_is_verified_loses_hours_only_by_the_office_with_a_reason_and_its_money_goes_back(
    course, tmp_path
) -> None:
    one, made = claimed(course, tmp_path)
    claims.verify(claims.one(course["officer"], made.ref), by=course["officer"], note="x", seen_short=True)
    before = owed(one)
    with pytest.raises(Invalid) as refused:
        away(course, one, by=course["provider"])
    assert refused.value.field == f"mark-{one.ref}"
    with pytest.raises(Invalid) as refused:
        away(course, one, by=course["officer"])
    assert refused.value.field == "reason"
    status = select(Attendance.status).where(Attendance.enrolment_id == one.id).distinct()
    assert (session.scalars(status).all(), owed(one)) == (["here"], before), "nothing is kept of what is refused"
    assert told("claim.lowered") == {}
    away(course, one, by=course["officer"], reason="พี่เลี้ยงเช็กชื่อผิดคน")
    claim = claims.one(course["officer"], made.ref)
    assert (claim.state, claim.hours, owed(one)) == (ClaimState.VERIFIED, 2, before - 12_000)
    assert told("claim.lowered") == both_know(course, one, claim)
    assert history(claim)[-1].note == "ชั่วโมงเรียนจาก 3 เหลือ 2 พี่เลี้ยงเช็กชื่อผิดคน"
    assert said_in_english(claim) == "Hours: 3 before, 2 now. พี่เลี้ยงเช็กชื่อผิดคน"
    assert [one for one in everything.invariants() if one.breaches] == []


def test_the_last_attended_hour_of_a_verified_completion_stays(course, tmp_path) -> None:
    learned(course, 1)
    one = course["learners"][0]
    made = claims.make(one, hours=1, note="x", files=[], folder=tmp_path, by=course["provider"], short_reason="x")
    claims.verify(claims.one(course["officer"], made.ref), by=course["officer"], note="x", seen_short=True)
    with pytest.raises(Invalid):
        away(course, one, by=course["officer"], reason="ผิดคน")
    assert everything.hours().breaches == ()


@pytest.mark.on_both
def test_more_hours_than_were_attended_are_found_and_never_verified(course, tmp_path) -> None:
    one, made = claimed(course, tmp_path)
    session.execute(Attendance.__table__.update().where(Attendance.enrolment_id == one.id).values(status="away"))
    session.expire_all()
    assert everything.hours().breaches == (f"more than attended {made.ref} 3 0",)
    with pytest.raises(Conflict):
        claims.verify(claims.one(course["officer"], made.ref), by=course["officer"], note="x", seen_short=True)

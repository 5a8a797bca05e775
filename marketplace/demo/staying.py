"""Points of the demo that are paid for: steps and days of staying, a break that is asked for, and second looks."""

from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.demo import showing
from marketplace.demo.stage import Stage
from marketplace.demo.stock import turn_of
from marketplace.demo.timeline import at, work_day
from marketplace.earnings import decisions
from marketplace.enrolments import milestones, stay_breaks
from marketplace.enrolments.reasons import FALSE_COMPLETION
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.second_looks import queries, service
from models.enrolment import Enrolment
from models.milestone import Milestone, StayBreak
from models.second_look import LookRound, SecondLook
from models.session import db
from models.vocabulary import EarningState, LookState, MilestoneKind, MilestoneState, Role

PAPERS = ("ใบลงเวลาของเดือน", "ครูเห็นทุกสัปดาห์", "สมุดบันทึกการเรียน")
PROVINCE = "95"
ROUNDS = ((178, 75, 70, True), (74, 28, 25, False))
"""First and last day of completions that are looked at again, when they are drawn, and whether all are answered."""
DRAWN = 6
SAW = "โทรถามและไปดูสถานที่แล้ว วันนั้นไม่มีการเรียน"


def schedule(stage: Stage) -> None:
    """Let points be said every week and decided two days later; let a province draw its rounds."""
    for ago in range(168, 0, -7):
        day = work_day(stage.today - timedelta(days=ago))
        stage.timeline.at(at(day, 16, 30), lambda: _say(stage))
        if ago > 7:
            stage.timeline.at(at(work_day(day + timedelta(days=2)), 10, 30), lambda: _verify(stage))
    stage.timeline.at(at(work_day(stage.today - timedelta(days=100)), 17), lambda: _take_break(stage))
    for first, last, ago, whole in ROUNDS:
        day = work_day(stage.today - timedelta(days=ago))
        stage.timeline.at(at(day, 13), lambda first=first, last=last, whole=whole: _draw(stage, first, last, whole))  # type: ignore[misc]


def _say(stage: Stage) -> None:
    """Whoever teaches says what is reached: a step after a month, and days of staying when they are full."""
    month_ago = clock.today() - timedelta(days=30)
    wanted = _points(MilestoneState.WAITING).where(Enrolment.state.in_(milestones.BEGUN))
    for point in db.scalars(wanted).all():
        reached = point.due_on if point.kind == MilestoneKind.STAY else point.enrolment.opportunity.starts_on
        if reached is None or reached > (clock.today() if point.kind == MilestoneKind.STAY else month_ago):
            continue
        turn = turn_of(point.ref)
        by = stage.cast.supplier(_supplier(stage, point.enrolment), turn)
        proof = PAPERS[turn % len(PAPERS)]
        shown = [showing.paper(turn % 10_000)] if stage.folder is not None and turn % 3 == 0 else []
        milestones.say(point, by=by, said_as="host", proof=proof, files=shown, folder=stage.folder)


def _verify(stage: Stage) -> None:
    for point in db.scalars(_points(MilestoneState.SAID)).all():
        milestones.verify(point, by=stage.cast.one(Role.OFFICER, point.enrolment.office_key, turn_of(point.ref)))


def _take_break(stage: Stage) -> None:
    """The first young person who still has days to stay asks for a break; whoever teaches agrees, the days shift."""
    wanted = _points(MilestoneState.WAITING).where(Milestone.due_on > clock.today() + timedelta(days=7))
    point = db.scalars(wanted.limit(1)).first()
    person = next((one for one in stage.people.values() if point and one.youth.id == point.enrolment.youth_id), None)
    if point is None or person is None or not stay_breaks.is_staying(point.enrolment):
        return
    first = clock.today() - timedelta(days=6)
    by = stage.cast.supplier(_supplier(stage, point.enrolment))
    if person.actor is None:
        stay_breaks.add(point.enrolment, first, clock.today(), reason="ดูแลแม่ที่ป่วย", by=by)
        return
    away: StayBreak = stay_breaks.ask(point.enrolment, first, clock.today(), reason="ดูแลแม่ที่ป่วย", by=person.actor)
    stay_breaks.agree(away, by=by)


def _draw(stage: Stage, first: int, last: int, whole: bool) -> None:
    """A sample of completions is looked at again by others; a small world may have none to draw."""
    province = stage.cast.one(Role.PROVINCE, PROVINCE)
    days = (stage.today - timedelta(days=first), min(stage.today - timedelta(days=last), clock.today()))
    try:
        drawn = service.draw_round(PROVINCE, *days, DRAWN, by=province)
    except Invalid:
        return
    later = clock.now() + timedelta(days=4)
    stage.timeline.at(later, lambda: _look(stage, drawn, whole))


def _look(stage: Stage, drawn: LookRound, whole: bool) -> None:
    """Nearly all are true, one is not, and one of a round that still runs cannot be said; the last two wait."""
    refs = db.scalars(select(SecondLook.ref).where(SecondLook.round_id == drawn.id).order_by(SecondLook.id)).all()
    province = stage.cast.one(Role.PROVINCE, PROVINCE)
    for number, ref in enumerate(refs if whole else refs[:-2]):
        look = queries.one_look(province, ref)
        found = LookState.FALSE if whole and number == 1 else LookState.TRUE
        if not whole and number == 2:
            found = LookState.UNCLEAR
        note = {LookState.FALSE: SAW, LookState.UNCLEAR: "ยังติดต่อผู้เรียนไม่ได้"}.get(found, "")
        service.answer(look, found, note=note, by=province)
        if found == LookState.FALSE:
            _bring_back(stage, look)
    if whole:
        service.publish(queries.one_round(province, drawn.ref), by=province)


def _bring_back(stage: Stage, look: SecondLook) -> None:
    """What was paid for a completion that was not true has come back by the next month."""
    paid = [one for one in service.earned(look) if one.state in (EarningState.PAID, EarningState.CONFIRMED)]
    officer = stage.cast.one(Role.OFFICER, look.claim.office_key, 1)
    for earning in paid:
        stage.timeline.at(
            clock.now() + timedelta(days=20),
            lambda earning=earning: decisions.reverse(  # type: ignore[misc]
                earning, by=officer, reason=FALSE_COMPLETION, note="โอนคืนเข้าบัญชีกองทุนแล้ว"
            ),
        )


def _points(state: MilestoneState) -> Select[Milestone]:
    return (
        select(Milestone)
        .join(Enrolment, Enrolment.id == Milestone.enrolment_id)
        .where(Milestone.state == state)
        .options(joinedload(Milestone.enrolment).joinedload(Enrolment.opportunity))
        .order_by(Milestone.id)
    )


def _supplier(stage: Stage, enrolment: Enrolment) -> str:
    """The organisation that teaches, by its key in the cast."""
    organisation = enrolment.opportunity.organisation_id
    return next(key for key, row in stage.organisations.items() if row.id == organisation)

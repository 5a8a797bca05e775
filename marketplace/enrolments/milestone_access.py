"""Who sees and moves points that are paid for: their young person, the organisation, and the office of the place."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, Verdict
from marketplace.enrolments import undoing
from marketplace.enrolments.milestones import BEGUN, OPEN
from marketplace.enrolments.queries import loaded
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.offers.policy import REVIEWERS, SUPPLIERS
from models.enrolment import Enrolment
from models.history import Move
from models.milestone import Milestone, MilestoneProof, StayBreak
from models.offer import Opportunity
from models.session import db
from models.vocabulary import BreakState, MilestoneKind, MilestoneState

PAGE = 20


def can_see_points(actor: Actor, enrolment: Enrolment) -> Verdict:
    """Staff of the organisation, once they are told of the approval."""
    return Verdict.when(_supplies(actor, enrolment) and not undoing.is_untold(enrolment))


def can_say(actor: Actor, milestone: Milestone) -> Verdict:
    """Staff of the organisation."""
    return can_see_points(actor, milestone.enrolment)


def can_say_own(actor: Actor, milestone: Milestone) -> Verdict:
    """The young person, about days of staying; the other points are said by whoever teaches."""
    if actor.youth_id is None or milestone.enrolment.youth_id != actor.youth_id:
        return Verdict.hidden()
    return Verdict.when(milestone.kind == MilestoneKind.STAY)


def can_see_as_office(actor: Actor, milestone: Milestone) -> Verdict:
    """Officers of the young person's place."""
    return Verdict.when(_answers_for(actor, milestone.enrolment))


def can_decide(actor: Actor, milestone: Milestone) -> Verdict:
    """An officer of the place who did not say it, does not belong to the organisation and is no family."""
    enrolment = milestone.enrolment
    if not _answers_for(actor, enrolment):
        return Verdict.hidden()
    if milestone.said_by_id == actor.account_id and milestone.state == MilestoneState.SAID:
        return Verdict.no(t("You cannot verify what you or your organisation claimed. A colleague has to do it."))
    if enrolment.opportunity.organisation_id in actor.organisation_ids():
        return Verdict.no(t("You cannot verify what you or your organisation claimed. A colleague has to do it."))
    if enrolment.youth_id == actor.youth_id or enrolment.youth_id in actor.ward_ids:
        return Verdict.no(t("You cannot decide about yourself or your family. A colleague has to do it."))
    return Verdict.yes()


def can_answer_break(actor: Actor, away: StayBreak) -> Verdict:
    """Staff of the organisation."""
    return can_see_points(actor, enrolment_of(away))


def can_record_break(actor: Actor, milestone: Milestone) -> Verdict:
    """An officer of the place who is no family."""
    return _not_family(actor, milestone.enrolment)


def can_answer_break_as_office(actor: Actor, away: StayBreak) -> Verdict:
    """An officer of the place who is no family."""
    return _not_family(actor, enrolment_of(away))


def can_take_back_own(actor: Actor, away: StayBreak) -> Verdict:
    """The young person, while nobody has answered."""
    if actor.youth_id is None or enrolment_of(away).youth_id != actor.youth_id:
        return Verdict.hidden()
    if away.state == BreakState.ASKED:
        return Verdict.yes()
    return Verdict.no(t("It was answered already. Speak with your provider or your office."))


def one(actor: Actor, ref: str) -> Milestone:
    """A point that this person may see in any part; raises NotFound."""
    found = db.scalars(_whole().where(Milestone.ref == ref)).first()
    if found is None or not _knows(actor, found.enrolment):
        raise NotFound
    return found


def one_break(actor: Actor, ref: str) -> StayBreak:
    """A break of somebody this person sees the points of; raises NotFound."""
    found = db.scalars(select(StayBreak).where(StayBreak.ref == ref)).first()
    if found is None or not _knows(actor, enrolment_of(found)):
        raise NotFound
    return found


def file_of(actor: Actor, ref: str) -> MilestoneProof | None:
    """A file that shows a point, for whoever sees the point."""
    found = db.scalars(select(MilestoneProof).where(MilestoneProof.ref == ref)).first()
    if found is None:
        return None
    whose = db.get_one(Enrolment, db.get_one(Milestone, found.milestone_id).enrolment_id)
    return found if _knows(actor, whose) else None


def asked_breaks(actor: Actor) -> Sequence[StayBreak]:
    """Breaks young people of the office's place asked for and nobody has answered, the oldest first."""
    scope = actor.scope(*REVIEWERS).condition(Enrolment.area_code, Enrolment.office_key)
    wanted = select(StayBreak).join(Enrolment, Enrolment.id == StayBreak.enrolment_id)
    wanted = wanted.where(scope, StayBreak.state == BreakState.ASKED)
    return db.scalars(wanted.order_by(StayBreak.recorded_at, StayBreak.id).limit(PAGE)).all()


def of_youth(youth_id: int) -> Sequence[Milestone]:
    """What a young person may still reach, the next day first; what has no day yet comes last."""
    wanted = _whole().where(Enrolment.youth_id == youth_id, Milestone.state.in_(OPEN), Enrolment.state.in_(BEGUN))
    return db.scalars(wanted.order_by(Milestone.due_on.is_(None), Milestone.due_on, Milestone.id)).all()


def ended_of(youth_id: int) -> list[tuple[Milestone, str]]:
    """What will not be paid and the reason an officer wrote, the newest first."""
    ended = (Move.subject_type == "milestone") & (Move.subject_id == Milestone.id) & (Move.verb == "end")
    wanted = _whole().join(Move, ended).add_columns(Move.note).where(Enrolment.youth_id == youth_id, Move.note != "")
    return [(one, note) for one, note in db.execute(wanted.order_by(Move.id.desc()).limit(5))]


def waiting_for(actor: Actor, *, page: int = 1, size: int = PAGE) -> tuple[Sequence[Milestone], int]:
    """What an officer has to look at: what was said, then days that have come and nobody has said anything of."""
    scope = actor.scope(*REVIEWERS).condition(Enrolment.area_code, Enrolment.office_key)
    silent = (Milestone.kind == MilestoneKind.STAY) & (Milestone.state == MilestoneState.WAITING)
    asked = or_(Milestone.state == MilestoneState.SAID, silent & (Milestone.due_on <= clock.today()))
    wanted = _whole().where(scope, asked, Enrolment.state.in_(BEGUN))
    total = db.scalar(select(func.count()).select_from(wanted.with_only_columns(Milestone.id).subquery())) or 0
    ordered = wanted.order_by(Milestone.state == MilestoneState.WAITING, Milestone.due_on, Milestone.id)
    return db.scalars(ordered.limit(size).offset((max(page, 1) - 1) * size)).all(), total


def _not_family(actor: Actor, enrolment: Enrolment) -> Verdict:
    if not _answers_for(actor, enrolment):
        return Verdict.hidden()
    if enrolment.youth_id == actor.youth_id or enrolment.youth_id in actor.ward_ids:
        return Verdict.no(t("You cannot decide about yourself or your family. A colleague has to do it."))
    return Verdict.yes()


def _whole() -> Select[Milestone]:
    return (
        select(Milestone)
        .join(Enrolment, Enrolment.id == Milestone.enrolment_id)
        .options(
            joinedload(Milestone.enrolment).joinedload(Enrolment.youth),
            joinedload(Milestone.enrolment).joinedload(Enrolment.opportunity).joinedload(Opportunity.organisation),
        )
    )


def _knows(actor: Actor, enrolment: Enrolment) -> bool:
    own = actor.youth_id is not None and enrolment.youth_id == actor.youth_id
    return own or _supplies(actor, enrolment) or _answers_for(actor, enrolment)


def _supplies(actor: Actor, enrolment: Enrolment) -> bool:
    organisation = db.scalar(select(Opportunity.organisation_id).where(Opportunity.id == enrolment.opportunity_id))
    return organisation in actor.organisation_ids(*SUPPLIERS)


def _answers_for(actor: Actor, enrolment: Enrolment) -> bool:
    return bool(actor.scope(*REVIEWERS).covers(enrolment.area_code, enrolment.office_key))


def enrolment_of(away: StayBreak) -> Enrolment:
    """Whose break it is, with who and what it is about."""
    wanted = loaded().where(Enrolment.id == away.enrolment_id)
    return db.scalars(wanted).one()

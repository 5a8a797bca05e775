"""Reads of what is owed, found and on record: an employer's own, or an office's area, always under one condition."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.access import Actor
from marketplace.duties.policy import WATCHERS
from marketplace.duties.states import RUNNING
from marketplace.duties.telling import EMPLOYERS
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from models.enrolment import Enrolment
from models.labour import LabourDuty, LabourFinding, LabourPaper
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import DutyState, FindingWeight, OpportunityKind, PaperState

PAGE = 25
T = TypeVar("T")


class View(StrEnum):
    """The tabs of the office's list."""

    LATE = "late"
    DUE = "due"
    BROKEN = "broken"
    SETTLED = "settled"
    PAPERS = "papers"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class LawFilter:
    """What of the list is on screen; every part of it stands in the address."""

    view: View = View.LATE
    area: str = ""
    words: str = ""


OPEN_FINDING = (LabourFinding.cleared_on.is_(None), LabourFinding.settled_on.is_(None))
"""It holds, and nobody has closed it."""

Row = LabourDuty | LabourFinding | LabourPaper


def one_duty(actor: Actor, ref: str) -> LabourDuty:
    """One notice with its placement; raises NotFound alike for foreign and missing."""
    return _one(_with_placement(LabourDuty).where(LabourDuty.ref == ref, _seen_by(actor)))


def one_paper(actor: Actor, ref: str) -> LabourPaper:
    """One paper with its placement; raises NotFound."""
    return _one(_with_placement(LabourPaper).where(LabourPaper.ref == ref, _seen_by(actor)))


def one_day_finding(actor: Actor, ref: str) -> LabourFinding:
    """What was found of a worked day, for whoever watches over its place; raises NotFound."""
    wanted = _with_placement(LabourFinding).where(LabourFinding.work_day_id.is_not(None), _watched_by(actor))
    return _one(wanted.where(LabourFinding.ref == ref))


def one_worker(actor: Actor, ref: str) -> Enrolment:
    """One placement of a person, approved or later; raises NotFound."""
    owed = select(LabourDuty.id).where(LabourDuty.enrolment_id == Enrolment.id).exists()
    found = select(LabourFinding.id).where(LabourFinding.enrolment_id == Enrolment.id).exists()
    wanted = _placements().where(Enrolment.ref == ref, _seen_by(actor), or_(Enrolment.state.in_(RUNNING), owed, found))
    return _one(wanted)


def own_duties(actor: Actor, *states: DutyState) -> Sequence[LabourDuty]:
    """What this person's organisations owe, the soonest first; of what was sent, the newest first."""
    order = LabourDuty.due_on if DutyState.DUE in states else LabourDuty.sent_on.desc()
    wanted = _with_placement(LabourDuty).where(LabourDuty.state.in_(states), _of_organisations(actor))
    return db.scalars(wanted.order_by(order, LabourDuty.id).limit(200)).all()


def own_findings(actor: Actor) -> Sequence[LabourFinding]:
    """What the daily look found in this person's organisations and still holds."""
    wanted = _with_placement(LabourFinding).where(*OPEN_FINDING, _of_organisations(actor))
    return db.scalars(wanted.order_by(LabourFinding.weight, LabourFinding.id).limit(200)).all()


def own_workers(actor: Actor) -> Sequence[Enrolment]:
    """The placements of this person's organisations that are coming or running."""
    wanted = _placements().where(_of_organisations(actor), Enrolment.state.in_(RUNNING))
    return db.scalars(wanted.where(Opportunity.ends_on >= clock.today()).order_by(Enrolment.id).limit(200)).all()


def duties_of(enrolment: Enrolment) -> Sequence[LabourDuty]:
    """What is or was owed about a placement."""
    kept = select(LabourDuty).where(LabourDuty.enrolment_id == enrolment.id, LabourDuty.state != DutyState.DROPPED)
    return db.scalars(kept.order_by(LabourDuty.due_on, LabourDuty.id)).all()


def findings_of(enrolment: Enrolment) -> Sequence[LabourFinding]:
    """What was found in a placement with who closed it, what is open first."""
    kept = select(LabourFinding).where(LabourFinding.enrolment_id == enrolment.id)
    kept = kept.options(joinedload(LabourFinding.settled_by))
    open_first = or_(LabourFinding.cleared_on.is_not(None), LabourFinding.settled_on.is_not(None))
    return db.scalars(kept.order_by(open_first, LabourFinding.found_on.desc(), LabourFinding.id).limit(60)).all()


def papers_of(enrolment: Enrolment) -> Sequence[LabourPaper]:
    """The papers of a placement, the newest first."""
    kept = select(LabourPaper).where(LabourPaper.enrolment_id == enrolment.id)
    return db.scalars(kept.order_by(LabourPaper.id.desc())).all()


def listed(actor: Actor, wanted: LawFilter, *, page: int = 1, size: int = PAGE) -> Sequence[Row]:
    """One page of the office's list: what is late or broken longest comes first."""
    model, conditions, order = _view(wanted.view)
    found = _with_placement(model).where(*conditions, _watched_by(actor), *_narrowed(wanted))
    rows: Sequence[Row] = db.scalars(found.order_by(*order).limit(size).offset((page - 1) * size)).all()
    return rows


def counts(actor: Actor, wanted: LawFilter) -> dict[View, int]:
    """How many stand in each view under the same filters."""
    found = {}
    for view in View:
        model, conditions, _ = _view(view)
        rows = _with_placement(model, load=False).where(*conditions, _watched_by(actor), *_narrowed(wanted))
        found[view] = db.scalar(select(func.count()).select_from(rows.with_only_columns(model.id).subquery())) or 0
    return found


def areas_in(actor: Actor) -> list[str]:
    """The subdistricts in which there are placements to watch."""
    owed = select(LabourDuty.area_code).where(
        actor.scope(*WATCHERS).condition(LabourDuty.area_code, LabourDuty.office_key)
    )
    return sorted(db.scalars(owed.distinct()))


def _view(view: View) -> tuple[Any, tuple[ColumnElement[bool], ...], tuple[Any, ...]]:
    today = clock.today()
    if view is View.BROKEN:
        open_ = (*OPEN_FINDING, LabourFinding.weight != FindingWeight.TELLS)
        return LabourFinding, open_, (LabourFinding.weight.desc(), LabourFinding.found_on, LabourFinding.id)
    if view is View.SETTLED:
        return (
            LabourFinding,
            (LabourFinding.settled_on.is_not(None),),
            (LabourFinding.settled_on.desc(), LabourFinding.id),
        )
    if view is View.PAPERS:
        return LabourPaper, (LabourPaper.state == PaperState.WAITING,), (LabourPaper.id,)
    if view is View.DONE:
        return LabourDuty, (LabourDuty.state == DutyState.SENT,), (LabourDuty.sent_on.desc(), LabourDuty.id)
    passed = LabourDuty.due_on < today if view is View.LATE else LabourDuty.due_on >= today
    return LabourDuty, (LabourDuty.state == DutyState.DUE, passed), (LabourDuty.due_on, LabourDuty.id)


def _narrowed(wanted: LawFilter) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.area:
        parts.append(Enrolment.area_code == wanted.area)
    if wanted.words:
        said = wanted.words.strip()
        parts.append(
            or_(
                Organisation.name_th.icontains(said, autoescape=True),
                Organisation.name_en.icontains(said, autoescape=True),
                Opportunity.title_th.icontains(said, autoescape=True),
                Enrolment.ref == said,
            )
        )
    return parts


def _placements() -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Enrolment.opportunity)
        .join(Opportunity.organisation)
        .where(Opportunity.kind == OpportunityKind.PLACEMENT)
        .options(
            joinedload(Enrolment.youth, innerjoin=True),
            contains_eager(Enrolment.opportunity).contains_eager(Opportunity.organisation),
        )
    )


def _with_placement(model: type[T], *, load: bool = True) -> Select[T]:
    kept: Any = model
    joined: Select[T] = (
        select(model)
        .join(Enrolment, Enrolment.id == kept.enrolment_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
    )
    if not load:
        return joined
    way = contains_eager(kept.enrolment)
    return joined.options(
        way.joinedload(Enrolment.youth, innerjoin=True),
        way.contains_eager(Enrolment.opportunity).contains_eager(Opportunity.organisation),
    )


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    return or_(_of_organisations(actor), _watched_by(actor))


def _of_organisations(actor: Actor) -> ColumnElement[bool]:
    return Opportunity.organisation_id.in_(actor.organisation_ids(*EMPLOYERS))


def _watched_by(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*WATCHERS).condition(Enrolment.area_code, Enrolment.office_key)


def _one(wanted: Select[T]) -> T:
    found = db.scalars(wanted).first()
    if found is None:
        raise NotFound()
    return found

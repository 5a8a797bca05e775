"""Reads of runs and their lines, by the same scope as everything of an office."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, cast, func, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.enrolments.states import OVER
from marketplace.kernel.errors import NotFound
from marketplace.matching.policy import ALLOCATION_SEERS
from models.allocation import AllocationLine, AllocationRun
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.resource import Resource
from models.session import db
from models.vocabulary import AllocationOutcome
from models.youth import Youth

PAGE = 25


def one(actor: Actor, ref: str) -> AllocationRun:
    """A run of the actor's area; raises NotFound alike for foreign and missing."""
    wanted = select(AllocationRun).where(AllocationRun.ref == ref, _within(actor))
    found = db.scalar(wanted.options(joinedload(AllocationRun.made_by)))
    if found is None:
        raise NotFound
    return found


def runs(actor: Actor, most: int = 50) -> Sequence[AllocationRun]:
    """The runs of the actor's area, newest first."""
    wanted = select(AllocationRun).where(_within(actor)).options(joinedload(AllocationRun.made_by))
    return db.scalars(wanted.order_by(AllocationRun.made_at.desc(), AllocationRun.id.desc()).limit(most)).all()


def lines(run: AllocationRun, *, view: str = "", page: int | None = None) -> Sequence[AllocationLine]:
    """The lines of a run by fit, a page of them or all; `view` narrows to placed, unplaced, locked or skipped."""
    wanted = _loaded().where(AllocationLine.run_id == run.id, *_view(view))
    wanted = wanted.order_by(
        AllocationLine.opportunity_id.is_(None), AllocationLine.fit_millionths.desc(), AllocationLine.id
    )
    if page is not None:
        wanted = wanted.limit(PAGE).offset(PAGE * (max(page, 1) - 1))
    return db.scalars(wanted).all()


def line(run: AllocationRun, youth_ref: str) -> AllocationLine:
    """The line of one young person; raises NotFound."""
    found = db.scalar(_loaded().where(AllocationLine.run_id == run.id, AllocationLine.youth.has(ref=youth_ref)))
    if found is None:
        raise NotFound
    return found


def youth(actor: Actor, ref: str) -> Youth:
    """Somebody in a run of the actor's area, also after they moved out of it; raises NotFound."""
    listed = select(AllocationLine.youth_id).join(AllocationRun, AllocationRun.id == AllocationLine.run_id)
    found = db.scalar(select(Youth).where(Youth.ref == ref, Youth.id.in_(listed.where(_within(actor)))))
    if found is None:
        raise NotFound
    return found


def mentors(run: AllocationRun) -> Sequence[Resource]:
    """Every mentor the plan gives to somebody."""
    given = select(AllocationLine.mentor_id).where(AllocationLine.run_id == run.id)
    return db.scalars(select(Resource).where(Resource.id.in_(given))).all()


def organisations(run: AllocationRun) -> int:
    """How many organisations the plan places somebody at."""
    wanted = select(func.count(Opportunity.organisation_id.distinct())).join(
        AllocationLine, AllocationLine.opportunity_id == Opportunity.id
    )
    return db.scalar(wanted.where(AllocationLine.run_id == run.id)) or 0


def points(run: AllocationRun) -> int:
    """The sum of the fits of all lines, in millionths."""
    return int(db.scalar(select(func.sum(_FIT)).where(AllocationLine.run_id == run.id)) or 0)


def worth(run: AllocationRun) -> int | None:
    """The sum of fit x weight of all lines, in millionths; None where a line does not tell its weight."""
    weight = cast(AllocationLine.weight_hundredths, BigInteger)
    sums = select(func.sum(_FIT * weight), func.count(), func.count(AllocationLine.weight_hundredths))
    total, lines, told = db.execute(sums.where(AllocationLine.run_id == run.id)).one()
    return int(total or 0) // 100 if lines == told else None


def seated(run: AllocationRun) -> set[int]:
    """The young people of locked lines who hold by now the very seat they are locked to."""
    wanted = (
        select(AllocationLine.youth_id)
        .join(
            Enrolment,
            (Enrolment.youth_id == AllocationLine.youth_id)
            & (Enrolment.opportunity_id == AllocationLine.opportunity_id),
        )
        .where(
            AllocationLine.run_id == run.id,
            AllocationLine.locked,
            Enrolment.holds_seat,
            Enrolment.state.not_in(sorted(OVER)),
        )
    )
    return set(db.scalars(wanted))


def changed(run: AllocationRun) -> int:
    """How many lines are not as they were worked out."""
    wanted = select(func.count()).select_from(AllocationLine)
    return db.scalar(wanted.where(AllocationLine.run_id == run.id, AllocationLine.changed)) or 0


def counts(run: AllocationRun) -> dict[str, int]:
    """How many lines each view holds; '' is all of them."""
    return {
        view: db.scalar(
            select(func.count()).select_from(AllocationLine).where(AllocationLine.run_id == run.id, *_view(view))
        )
        or 0
        for view in VIEWS
    }


_FIT = cast(AllocationLine.fit_millionths, BigInteger)
VIEWS = ("", "placed", "unplaced", "locked", "applied", "skipped")


def _view(view: str) -> tuple[ColumnElement[bool], ...]:
    known: dict[str, Any] = {
        "placed": AllocationLine.opportunity_id.is_not(None),
        "unplaced": AllocationLine.opportunity_id.is_(None),
        "locked": AllocationLine.locked,
        "applied": AllocationLine.outcome == AllocationOutcome.APPLIED,
        "skipped": AllocationLine.outcome == AllocationOutcome.SKIPPED,
    }
    return (known[view],) if view in known else ()


def _loaded() -> Select[AllocationLine]:
    return select(AllocationLine).options(
        joinedload(AllocationLine.youth),
        joinedload(AllocationLine.opportunity).joinedload(Opportunity.organisation),
        joinedload(AllocationLine.next_best).joinedload(Opportunity.organisation),
        joinedload(AllocationLine.mentor),
    )


def _within(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*ALLOCATION_SEERS).condition(AllocationRun.area_code, AllocationRun.office_key)

"""Reads of money that has to come back: by office, the oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.kernel.errors import NotFound
from marketplace.payments import differences
from marketplace.payments.queries import OPEN_DIFFERENCES
from marketplace.recoveries.policy import READERS
from marketplace.recoveries.states import WAITING
from models.correction import Correction
from models.earning import Earning
from models.enrolment import Enrolment
from models.gift import Difference
from models.recovery import Recovery
from models.session import db
from models.vocabulary import CorrectionKind, CorrectionState, DifferenceKind

PAGE = 50


@dataclass(frozen=True, slots=True)
class Owed:
    """How many sums have to come back, and what they come to in satang."""

    count: int
    satang: int


def waiting_for(actor: Actor) -> Sequence[Recovery]:
    """What has still to come back in the reader's offices, the oldest first."""
    wanted = _loaded().where(_of(actor), Recovery.state.in_(WAITING))
    return db.scalars(wanted.order_by(Recovery.opened_at, Recovery.id)).all()


def ended_for(actor: Actor) -> Sequence[Recovery]:
    """What came back or was written off last."""
    wanted = _loaded().where(_of(actor), Recovery.state.not_in(WAITING))
    return db.scalars(wanted.order_by(Recovery.closed_at.desc(), Recovery.id.desc()).limit(PAGE)).all()


def counted(actor: Actor) -> Owed:
    """The same as two figures."""
    wanted = select(func.count(), func.coalesce(func.sum(Recovery.amount_satang), 0))
    count, satang = db.execute(wanted.where(_of(actor), Recovery.state.in_(WAITING))).one()
    return Owed(count, int(satang))


def one(actor: Actor, ref: str) -> Recovery:
    """One of the reader's offices; raises NotFound alike for foreign and missing."""
    found = db.scalars(_loaded().where(_of(actor), Recovery.ref == ref)).one_or_none()
    if found is None:
        raise NotFound
    return found


def of_youth(youth_id: int) -> Sequence[Recovery]:
    """What has still to come back of one young person's money, the oldest first."""
    wanted = _loaded().where(Earning.youth_id == youth_id, Recovery.state.in_(WAITING))
    return db.scalars(
        wanted.join(Earning, Earning.id == Recovery.earning_id).order_by(Recovery.opened_at, Recovery.id)
    ).all()


def of_earning(earning: Earning) -> Recovery | None:
    """What is known of the way back of an earning."""
    return db.scalars(select(Recovery).where(Recovery.earning_id == earning.id)).one_or_none()


def is_said_back(recovery: Recovery) -> bool:
    """Whether somebody has said that this money, or a part of it, came back, and nobody has decided about that yet."""
    earning = db.execute(select(Earning.ref, Earning.fund_id).where(Earning.id == recovery.earning_id)).one()
    back = select(Difference.id).where(
        Difference.kind == DifferenceKind.BANK_LINE,
        Difference.fund_id == earning.fund_id,
        Difference.state.in_(OPEN_DIFFERENCES),
        Difference.detail.startswith(f"{differences.BACK}{earning.ref}:"),
    )
    part = select(Correction.id).where(
        Correction.earning_id == recovery.earning_id,
        Correction.kind == CorrectionKind.LESS,
        Correction.state == CorrectionState.PROPOSED,
    )
    return db.scalar(select(or_(back.exists(), part.exists()))) is True


def _of(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*READERS).condition(Recovery.area_code, Recovery.office_key)


def _loaded() -> Select[Recovery]:
    earning = joinedload(Recovery.earning)
    return select(Recovery).options(
        earning.joinedload(Earning.youth),
        earning.joinedload(Earning.fund),
        earning.joinedload(Earning.enrolment).joinedload(Enrolment.opportunity),
    )

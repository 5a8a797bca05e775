"""Reads of corrections: those of one earning, and those that wait in an office."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.earnings.policy import READERS
from marketplace.kernel.errors import NotFound
from models.correction import Correction
from models.earning import Earning, Fund
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import CorrectionState


def waiting_for(actor: Actor) -> Sequence[Correction]:
    """Corrections that wait for their second person in the reader's places, the oldest first."""
    wanted = _loaded(actor).where(Correction.state == CorrectionState.PROPOSED)
    return db.scalars(wanted.order_by(Correction.proposed_at, Correction.id)).all()


def one(actor: Actor, ref: str) -> Correction:
    """A correction of the reader's places; raises NotFound alike for foreign and missing."""
    found = db.scalars(_loaded(actor).where(Correction.ref == ref)).one_or_none()
    if found is None:
        raise NotFound
    return found


def of_earning(earning: Earning) -> Sequence[Correction]:
    """Every correction of an earning, oldest first."""
    wanted = select(Correction).where(Correction.earning_id == earning.id).order_by(Correction.id)
    loaded = wanted.options(joinedload(Correction.earning).joinedload(Earning.fund))
    return db.scalars(loaded).all()


def _loaded(actor: Actor) -> Select[Correction]:
    earning = joinedload(Correction.earning)
    return (
        select(Correction)
        .join(Earning, Earning.id == Correction.earning_id)
        .join(Fund, Fund.id == Earning.fund_id)
        .where(actor.scope(*READERS).condition(Fund.area_code, Fund.office_key))
        .options(
            earning.joinedload(Earning.fund),
            earning.joinedload(Earning.youth),
            earning.joinedload(Earning.enrolment).joinedload(Enrolment.opportunity),
        )
    )

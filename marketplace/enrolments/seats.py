"""Seats: the database gives out the last one, never a count made beforehand."""

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from marketplace.kernel import clock
from marketplace.offers import catalogue
from models.offer import Opportunity
from models.session import db


def take(opportunity_id: int) -> bool:
    """Take one seat if one is left; the row stays locked until the transaction ends."""
    return _change(opportunity_id, +1, Opportunity.seats_taken < Opportunity.seats)


def release(opportunity_id: int) -> bool:
    """Give one seat back."""
    return _change(opportunity_id, -1, Opportunity.seats_taken > 0)


def _change(opportunity_id: int, step: int, condition: object) -> bool:
    taken = db.execute(
        update(Opportunity)
        .where(Opportunity.id == opportunity_id, condition)  # type: ignore[arg-type]
        .values(seats_taken=Opportunity.seats_taken + step, seats_moved_at=clock.now())
        .returning(Opportunity.seats_taken)
        .execution_options(synchronize_session=False)
    ).scalar()
    if taken is None:
        return False
    catalogue.changed()
    held = db.get(Opportunity, opportunity_id)
    if held is not None:
        set_committed_value(held, "seats_taken", taken)
    return True

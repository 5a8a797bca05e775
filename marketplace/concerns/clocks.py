"""The clock of concerns: what nobody has taken up in time goes one level up, and the next clock begins."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.concerns import handling
from marketplace.kernel import clock
from models.concern import Concern
from models.session import db
from models.vocabulary import ConcernState

AT_ONCE = 100


def tick() -> int:
    """Escalate what is overdue; returns how many. Safe to repeat, and with two workers at once."""
    late = (
        select(Concern)
        .where(Concern.state == ConcernState.NEW, Concern.due_at <= clock.now())
        .options(selectinload(Concern.named))
        .order_by(Concern.due_at, Concern.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Concern)
    )
    found = db.scalars(late).all()
    for concern in found:
        handling.escalate_overdue(concern)
    return len(found)

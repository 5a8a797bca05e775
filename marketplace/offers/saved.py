"""What somebody keeps for later: theirs alone, and gone with one press."""

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.access import Actor
from marketplace.kernel import clock
from marketplace.offers import queries
from marketplace.offers.cards import Shown
from models.offer import Opportunity, SavedItem
from models.session import db

MOST = 200


def save(opportunity: Opportunity, *, by: Actor) -> None:
    """Keep an opportunity; keeping it twice changes nothing."""
    build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"account_id": by.account_id, "opportunity_id": opportunity.id, "saved_at": clock.now()}
    db.execute(build(SavedItem).values(**row).on_conflict_do_nothing())


def forget(opportunity: Opportunity, *, by: Actor) -> None:
    """Keep it no longer."""
    theirs = SavedItem.account_id == by.account_id
    db.execute(delete(SavedItem).where(theirs, SavedItem.opportunity_id == opportunity.id))


def is_saved(opportunity_id: int, actor: Actor) -> bool:
    """Whether the actor keeps it."""
    if actor.account_id is None:
        return False
    theirs = SavedItem.account_id == actor.account_id
    found = db.scalar(select(SavedItem.opportunity_id).where(theirs, SavedItem.opportunity_id == opportunity_id))
    return found is not None


def kept_by(actor: Actor) -> list[Shown]:
    """What the actor keeps and is still listed, newest first."""
    ids = db.scalars(
        select(SavedItem.opportunity_id)
        .where(SavedItem.account_id == actor.account_id)
        .order_by(SavedItem.saved_at.desc(), SavedItem.opportunity_id.desc())
        .limit(MOST)
    ).all()
    return queries.shown(ids)

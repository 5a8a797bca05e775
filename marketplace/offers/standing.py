"""Whether an organisation may take anybody on: what an office has suspended takes on nobody new from that moment.

Where a document that it needs has run out, nothing new is published and nobody new is approved; what runs goes on.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import FullDay
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.offers.states import SEEN_BY_ALL
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db

STOPPED = t("The office has suspended this organisation. Nothing new begins there until that ends.")


def is_hidden(opportunity: Opportunity) -> bool:
    """Whether everybody would see it, were its organisation (loaded with it) not suspended."""
    return opportunity.state in SEEN_BY_ALL and opportunity.organisation.suspended_at is not None


def stopped_since(opportunity_id: int) -> datetime | None:
    """Since when the organisation behind an opportunity is suspended, as the database has it now."""
    return db.scalar(
        select(Organisation.suspended_at)
        .join(Opportunity, Opportunity.organisation_id == Organisation.id)
        .where(Opportunity.id == opportunity_id)
    )


def stopped(opportunity_ids: Collection[int]) -> frozenset[int]:
    """Of opportunities: those whose organisation is suspended."""
    wanted = (
        select(Opportunity.id)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(Opportunity.id.in_(opportunity_ids), Organisation.suspended_at.is_not(None))
    )
    return frozenset(db.scalars(wanted))


def check_goes_on(opportunity_id: int) -> None:
    """Raises Conflict while the organisation behind an opportunity is suspended."""
    if stopped_since(opportunity_id) is not None:
        raise Conflict(STOPPED)


def run_out(opportunity_ids: Collection[int]) -> dict[int, date]:
    """Of opportunities: those whose organisation lacks a document it needs today, with the last day it had all."""
    wanted = (
        select(Opportunity.id, Organisation.papers_until)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(Opportunity.id.in_(opportunity_ids), Organisation.papers_until < clock.today())
    )
    return {key: until for key, until in db.execute(wanted) if until is not None}


def lacks_paper(until: date) -> Text:
    """Why nothing new begins, for whoever reads a posting or a request."""
    return t("A document the organisation needs held until {day}. It has to be renewed first.", day=FullDay(until))


def refusal(opportunity_id: int) -> Text | None:
    """Why nothing new may be published and nobody new approved; None where every needed document holds."""
    until = run_out([opportunity_id]).get(opportunity_id)
    return lacks_paper(until) if until is not None else None

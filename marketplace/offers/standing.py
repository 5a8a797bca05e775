"""Whether an organisation may take anybody on: what an office has suspended takes on nobody new from that moment."""

from datetime import datetime

from sqlalchemy import select

from marketplace.i18n import t
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


def check_goes_on(opportunity_id: int) -> None:
    """Raises Conflict while the organisation behind an opportunity is suspended."""
    if stopped_since(opportunity_id) is not None:
        raise Conflict(STOPPED)

"""Whether an organisation may take anybody on: what an office has suspended takes on nobody new from that moment.

Where a document that it needs has run out, nothing new is published and nobody new is approved; what runs goes on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, or_, select

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import FullDay
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.offers.states import SEEN_BY_ALL
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db

STOPPED = t("The office has suspended this organisation. Nothing new begins there until that ends.")


@dataclass(frozen=True, slots=True)
class Bar:
    """What keeps an organisation from taking anybody on: a suspension, or a document it had until a day gone by."""

    is_stopped: bool = False
    papers_until: date | None = None


_FREE = Bar()


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


def bars(opportunity_ids: Collection[int]) -> dict[int, Bar]:
    """Of opportunities: those whose organisation takes on nobody new today, asked of the database once."""
    lacks = Organisation.papers_until < clock.today()
    wanted = (
        select(Opportunity.id, Organisation.suspended_at, case((lacks, Organisation.papers_until)))
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(Opportunity.id.in_(opportunity_ids), or_(Organisation.suspended_at.is_not(None), lacks))
    )
    return {key: Bar(since is not None, until) for key, since, until in db.execute(wanted)}


def lacks_paper(until: date) -> Text:
    """Why nothing new begins, for whoever reads a posting or a request."""
    return t("A document the organisation needs held until {day}. It has to be renewed first.", day=FullDay(until))


def refusal(opportunity_id: int) -> Text | None:
    """Why nothing new may be published and nobody new approved; None where every needed document holds."""
    until = bars([opportunity_id]).get(opportunity_id, _FREE).papers_until
    return lacks_paper(until) if until is not None else None


def against_approval(opportunity_id: int) -> Text | None:
    """Why nobody new may be approved: a suspension before a document; None where neither stands in the way."""
    bar = bars([opportunity_id]).get(opportunity_id, _FREE)
    if bar.is_stopped:
        return STOPPED
    return lacks_paper(bar.papers_until) if bar.papers_until is not None else None

"""Whether an organisation may take anybody on: what an office has suspended takes on nobody new from that moment.

What the organisation itself has paused takes on nobody new either, until it goes on. Where a document that it needs has
run out, nothing new is published and nobody new is approved; what runs goes on.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, or_, select

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import FullDay
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.offers.states import SEEN_BY_ALL
from models.history import Move
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import OpportunityState

STOPPED = t("The office has suspended this organisation. Nothing new begins there until that ends.")
PAUSED = t("The organisation has paused this. Nothing new begins there until it goes on.")


@dataclass(frozen=True, slots=True)
class Bar:
    """What keeps anybody new from beginning: a suspension, a pause, or a document the organisation had until a day."""

    is_stopped: bool = False
    papers_until: date | None = None
    is_paused: bool = False
    """The posting alone stands still, by its organisation."""

    @property
    def pause(self) -> Text | None:
        """Why nothing new begins there now, whatever its documents: the office before the organisation."""
        return STOPPED if self.is_stopped else PAUSED if self.is_paused else None


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


def paused_since(opportunity_id: int) -> datetime | None:
    """Since when the organisation itself has an opportunity paused; None where it is not."""
    wanted = (
        select(func.max(Move.at))
        .where(Move.subject_type == Opportunity.__tablename__, Move.subject_id == Opportunity.id, Move.verb == "pause")
        .correlate(Opportunity)
        .scalar_subquery()
    )
    paused = (Opportunity.id == opportunity_id, Opportunity.state == OpportunityState.PAUSED)
    return db.scalar(select(func.coalesce(wanted, Opportunity.changed_at)).where(*paused))


def still_since(opportunity_id: int) -> datetime | None:
    """Since when nothing new begins at an opportunity, by its office or by the organisation itself."""
    known = (stopped_since(opportunity_id), paused_since(opportunity_id))
    return min((since for since in known if since is not None), default=None)


def pause_of(opportunity: Opportunity) -> Text | None:
    """Why nothing new begins at one that is loaded with its organisation; None where it goes on."""
    return Bar(opportunity.organisation.suspended_at is not None, None, _is_paused(opportunity.state)).pause


def check_goes_on(opportunity_id: int) -> None:
    """Raises Conflict while the organisation behind an opportunity is suspended, or has paused it."""
    if (why := bars([opportunity_id]).get(opportunity_id, _FREE).pause) is not None:
        raise Conflict(why)


def bars(opportunity_ids: Collection[int]) -> dict[int, Bar]:
    """Of opportunities: those where nobody new begins today, asked of the database once."""
    lacks = Organisation.papers_until < clock.today()
    stands = or_(Organisation.suspended_at.is_not(None), lacks, Opportunity.state == OpportunityState.PAUSED)
    wanted = (
        select(Opportunity.id, Opportunity.state, Organisation.suspended_at, case((lacks, Organisation.papers_until)))
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(Opportunity.id.in_(opportunity_ids), stands)
    )
    return {key: Bar(since is not None, until, _is_paused(state)) for key, state, since, until in db.execute(wanted)}


def lacks_paper(until: date) -> Text:
    """Why nothing new begins, for whoever reads a posting or a request."""
    return t("A document the organisation needs held until {day}. It has to be renewed first.", day=FullDay(until))


def refusal(opportunity_id: int) -> Text | None:
    """Why nothing new may be published and nobody new approved; None where every needed document holds."""
    until = bars([opportunity_id]).get(opportunity_id, _FREE).papers_until
    return lacks_paper(until) if until is not None else None


def against_approval(opportunity_id: int) -> Text | None:
    """Why nobody new may be approved: a suspension or pause before a document; None where neither stands in the way."""
    bar = bars([opportunity_id]).get(opportunity_id, _FREE)
    if bar.pause is not None:
        return bar.pause
    return lacks_paper(bar.papers_until) if bar.papers_until is not None else None


def _is_paused(state: str) -> bool:
    return state == OpportunityState.PAUSED

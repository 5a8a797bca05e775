"""While nothing begins at an opportunity, whoever waits is told, and the time of those who cannot act stands still.

An office suspends an organisation, an organisation pauses a posting: in both no guardian signs, nobody takes a seat and
nobody is approved, and it goes on with the time that was left. Whoever still owes an answer, the organisation and the
office, is reminded all the same; only an organisation that is suspended, and so can hold no seat, is not.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from marketplace.access import Actor
from marketplace.areas import working_days
from marketplace.enrolments import due_days, telling, undoing
from marketplace.enrolments.own import GOING_AGAIN
from marketplace.enrolments.queries import loaded
from marketplace.enrolments.states import BEFORE_APPROVAL
from marketplace.kernel import clock
from marketplace.offers import postings, standing
from marketplace.people import links
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import EnrolmentState, LinkPurpose, OpportunityState

STILL = (EnrolmentState.AWAITING_GUARDIAN, EnrolmentState.OFFERED)
"""Where it is a guardian's or the young person's turn, who can do nothing meanwhile."""

STILL_IF_STOPPED = (*STILL, EnrolmentState.PROVIDER_REVIEW)
"""The same while the office has suspended the organisation, which can say no yes meanwhile; what it pauses itself it
can let go on.
"""

WAITING = BEFORE_APPROVAL - {EnrolmentState.DRAFT}


def move(opportunity: Opportunity, verb: str, *, by: Actor, note: str = "") -> None:
    """Pause, resume, close, archive or withdraw a posting (`offers/postings.py`), and tell whoever waits there."""
    since = standing.paused_since(opportunity.id)
    postings.move(opportunity, verb, by=by, note=note)
    if opportunity.state == OpportunityState.PAUSED:
        _tell(opportunity, goes_on=False)
    elif opportunity.state != OpportunityState.WITHDRAWN:
        _go_on(opportunity, since)


def lift(enrolments: Sequence[Enrolment], since: datetime) -> None:
    """A suspension that began at a moment has ended: give those of its organisation their time back."""
    for enrolment in enrolments:
        _give_back([enrolment], since, standing.paused_since(enrolment.opportunity_id), states=STILL_IF_STOPPED)


def is_still_paused(enrolment: Enrolment) -> bool:
    """Whether one that waits is kept from going on by the organisation itself."""
    return enrolment.state in WAITING and enrolment.opportunity.state == OpportunityState.PAUSED


def is_closed(enrolment: Enrolment) -> bool:
    """Whether somebody who was told that they are in is not to go there: the office has closed the place for now."""
    is_in = undoing.told_state(enrolment) in GOING_AGAIN
    return is_in and enrolment.opportunity.organisation.suspended_at is not None


def stand_still() -> ColumnElement[bool]:
    """Of enrolments: those whose time does not run, because nobody whose turn it is can act."""
    stopped = (
        select(Opportunity.id)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(Organisation.suspended_at.is_not(None))
    )
    paused = select(Opportunity.id).where(Opportunity.state == OpportunityState.PAUSED)
    return or_(
        Enrolment.state.in_(STILL) & Enrolment.opportunity_id.in_(paused),
        Enrolment.state.in_(STILL_IF_STOPPED) & Enrolment.opportunity_id.in_(stopped),
    )


def _go_on(opportunity: Opportunity, since: datetime | None) -> None:
    if since is not None:
        _give_back(_waiting(opportunity), since, standing.stopped_since(opportunity.id))
        _tell(opportunity, goes_on=True)


def _tell(opportunity: Opportunity, *, goes_on: bool) -> None:
    """Tell each who waits there, once; where the office has suspended the organisation they know already."""
    if standing.stopped_since(opportunity.id) is None:
        for enrolment in _waiting(opportunity):
            (telling.resumed if goes_on else telling.paused)(enrolment)


def _give_back(
    enrolments: Sequence[Enrolment], since: datetime, other: datetime | None, *, states: Collection[str] = STILL
) -> None:
    """Move on what would have run out in a pause that ends; what another covers is given back when that one ends."""
    until = clock.now() if other is None else max(since, other)
    links.stand_still(LinkPurpose.GUARDIAN_SIGN, [one.id for one in enrolments], since=since, until=until)
    for enrolment in enrolments:
        began = max(since, enrolment.changed_at)
        # What the organisation has paused itself does not stand still where it is its turn.
        ended = until if enrolment.state in STILL else clock.now()
        if enrolment.state in states and enrolment.due_at is not None and began < min(ended, enrolment.due_at):
            left = working_days.between(clock.bangkok(began).date(), clock.bangkok(enrolment.due_at).date())
            enrolment.due_at = max(enrolment.due_at, due_days.due(ended, max(1, left)))
            if enrolment.state == EnrolmentState.OFFERED:
                enrolment.offer_until = enrolment.due_at
    db.flush()


def _waiting(opportunity: Opportunity) -> Sequence[Enrolment]:
    wanted = loaded().where(Enrolment.opportunity_id == opportunity.id, Enrolment.state.in_(sorted(WAITING)))
    return db.scalars(wanted.order_by(Enrolment.id)).all()

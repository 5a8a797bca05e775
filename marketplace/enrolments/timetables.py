"""What changes for those who go there, times above all: whoever changes it goes through here, so that all are told."""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.duties import changed_terms
from marketplace.enrolments import changes_telling, queries, signing_anew, times_telling, undoing
from marketplace.enrolments.own import GOING, GOING_AGAIN
from marketplace.kernel import clock
from marketplace.offers import agreed, changes, postings, sessions
from marketplace.offers.drafts import PostingDraft
from marketplace.offers.states import CHANGEABLE
from models.enrolment import Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EnrolmentState


def cancel(session: Session, *, by: Actor, note: str) -> None:
    """Say that one session will not be held, also to everybody who would have come; a second time tells nobody."""
    if session.cancelled:
        return
    sessions.cancel(session, by=by, note=note)
    if session.starts_at > clock.now():
        for enrolment in _going(session.opportunity_id):
            times_telling.session_cancelled(enrolment, session.starts_at)


def restore(session: Session, *, by: Actor) -> None:
    """Hold a cancelled session after all, and tell everybody who comes to it; one that stands tells nobody.

    Raises Conflict once its hour has come.
    """
    if not session.cancelled:
        return
    sessions.restore(session, by=by)
    for enrolment in _going(session.opportunity_id):
        times_telling.session_restored(enrolment, session.starts_at)


def publish(opportunity: Opportunity, *, by: Actor, note: str = "") -> Opportunity:
    """Let everybody see a posting, or its change, and make its sessions; returns what everybody reads.

    Who goes there already, or will again after a break, hears once what of its times has changed, and so does whoever
    is there or has asked of everything else; an approval that nobody was told of waits to be decided again. Raises
    Invalid where it would make somebody's work there unlawful.
    """
    changed_terms.must_be_lawful(opportunity, by=by)
    original = changes.original_of(opportunity)
    was = postings.draft_of(original) if original is not None else None
    before = _to_come(opportunity.replaces_id or opportunity.id)
    shown = postings.publish(opportunity, by=by, note=note)
    after = _to_come(shown.id)
    gone, new = sorted(before - after), sorted(after - before)
    others = bool(before and (gone or new))
    if others:
        for enrolment in _going(shown.id, GOING_AGAIN):
            times_telling.times_changed(enrolment, gone[0] if gone else None, new[0] if new else None)
    if was is not None:
        agreed.keep(shown, was, change=opportunity, by=by)
        # Before anybody is told: what is not told yet is taken back with the approval.
        signing_anew.hold_back(shown, was, by=by)
        changes_telling.changed(shown, was, postings.draft_of(shown), times_told=others)
        changed_terms.follow(shown)
        signing_anew.ask(shown, was)
    return shown


def edit(opportunity: Opportunity, draft: PostingDraft, *, by: Actor) -> Opportunity | None:
    """Change a posting (`offers/postings.py`); what counts at once is told to whoever is there or has asked."""
    was = postings.draft_of(opportunity)
    change = postings.edit(opportunity, draft, by=by)
    if change is None and opportunity.state in CHANGEABLE:
        changes_telling.changed(opportunity, was, postings.draft_of(opportunity), times_told=False)
    return change


def _to_come(opportunity_id: int) -> set[datetime]:
    wanted = select(Session.starts_at).where(
        Session.opportunity_id == opportunity_id, Session.cancelled.is_(False), Session.starts_at > clock.now()
    )
    return set(db.scalars(wanted))


def _going(opportunity_id: int, states: Collection[EnrolmentState] = GOING) -> Iterator[Enrolment]:
    """Everybody who was told that they go there."""
    wanted = queries.loaded().where(
        Enrolment.opportunity_id == opportunity_id, Enrolment.state.in_(states), ~undoing.untold()
    )
    yield from db.scalars(wanted.order_by(Enrolment.id)).all()

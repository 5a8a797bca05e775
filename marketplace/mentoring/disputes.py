"""Meetings that a young person tells otherwise: the office asks both, and until then they count as nobody's help."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import dates, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.mentoring import wishes
from marketplace.mentoring.matches import YOUTH_PATH, not_their_mentor
from marketplace.resources import uses
from models.mentoring import MentorMatch, MentorMeeting
from models.session import db

FOUND = {"as_told": True, "otherwise": False}


def to_settle(actor: Actor) -> Sequence[MentorMeeting]:
    """What nobody has asked about yet in the actor's places, also of matches that ended; newest first."""
    within = not_their_mentor(actor) & wishes.scope_of(actor).condition(MentorMatch.area_code, MentorMatch.office_key)
    wanted = (
        select(MentorMeeting)
        .join(MentorMatch, MentorMatch.id == MentorMeeting.match_id)
        .where(MentorMeeting.otherwise_at.is_not(None), MentorMeeting.settled_at.is_(None), within)
    )
    return db.scalars(wanted.order_by(MentorMeeting.held_on.desc(), MentorMeeting.id.desc())).all()


def settle(match: MentorMatch, ref: str, found: str, *, by: Actor) -> None:
    """Say what asking both has shown: it was as told and counts, or it was otherwise and counts no more.

    Raises NotFound, Invalid, Forbidden for whoever told of it or is the mentor, Conflict where nothing waits.
    """
    if found not in FOUND:
        raise Invalid(t("Choose from the list."))
    wanted = select(MentorMeeting).where(MentorMeeting.ref == ref, MentorMeeting.match_id == match.id)
    meeting = db.scalars(wanted.with_for_update().execution_options(populate_existing=True)).first()
    if meeting is None:
        raise NotFound
    if by.account_id is not None and by.account_id in (meeting.told_by_id, match.resource.owner_account_id):
        raise Forbidden(t("You told of this yourself. A colleague has to settle it."))
    if meeting.otherwise_at is None or meeting.settled_at is not None:
        raise Conflict(t("Nothing about this meeting waits to be settled."))
    meeting.settled_at, meeting.settled_by_id, meeting.as_told = clock.now(), by.account_id, FOUND[found]
    db.flush()
    if match.reservation is not None:
        uses.settle(match.reservation, meeting.held_on, stands=FOUND[found], by=by)
    record(by, "mentor.settle", match, day=meeting.held_on.isoformat(), found=found)
    day = dates.short_date(meeting.held_on, year=True)
    message = t("Your office has asked about the meeting on {day}. See what it found.", day=day)
    notices.tell(match.youth.account_id, event="mentor.settled", message=message, path=YOUTH_PATH, about=match)

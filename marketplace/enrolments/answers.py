"""What a provider answers: yes with a seat held, no with a reason, or a place on the wait list."""

from marketplace.access import Actor
from marketplace.areas.settings import setting_of
from marketplace.audit.moves import advance
from marketplace.enrolments import due_days, reasons, seats, telling
from marketplace.enrolments.checks import note_flags
from marketplace.enrolments.states import ENROLMENT
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict
from marketplace.offers import standing
from marketplace.resources import bundles
from models.enrolment import Enrolment
from models.session import db


def accept(enrolment: Enrolment, *, by: Actor, note: str = "") -> None:
    """Hold a seat and hand the request to the office; raises Conflict when no seat is left or they are suspended."""
    standing.check_goes_on(enrolment.opportunity_id)
    if ENROLMENT.allows(enrolment.state, "accept") and not seats.take(enrolment.opportunity_id):
        raise Conflict(t("No seat is left. You can put this person on the wait list."))
    now = clock.now()
    due = due_days.due(now, setting_of(enrolment.office_key).officer_days)
    advance(ENROLMENT, enrolment, "accept", by=by, note=note, holds_seat=True, due_at=due, changed_at=now)
    note_flags(enrolment)
    telling.office_asked(enrolment)


def decline(enrolment: Enrolment, *, by: Actor, reason: str, note: str = "") -> None:
    """Say no, with a reason the young person will read."""
    code = reasons.checked(reasons.DECLINE, reason, note)
    now = clock.now()
    advance(
        ENROLMENT,
        enrolment,
        "decline",
        by=by,
        reason=code,
        note=note,
        due_at=None,
        decided_by_id=by.account_id,
        decided_at=now,
        changed_at=now,
    )
    enrolment.reason, enrolment.reason_note = code, note
    db.flush()
    bundles.release(enrolment.id, by=by)
    telling.declined(enrolment)


def wait_list(enrolment: Enrolment, *, by: Actor, reason: str, note: str = "") -> None:
    """Put the request on the wait list, behind those who wait already; help is not kept for a wait without an end."""
    code = reasons.checked(reasons.WAIT, reason, note)
    now = clock.now()
    advance(
        ENROLMENT, enrolment, "wait_list", by=by, reason=code, note=note, due_at=None, waits_since=now, changed_at=now
    )
    enrolment.reason, enrolment.reason_note = code, note
    db.flush()
    bundles.release(enrolment.id, by=by)
    telling.wait_listed(enrolment)

"""No completion stands for more hours than were attended, also after attendance was corrected.

What still waits goes back to its organisation; what is verified is only the office's to correct, with its reason.
"""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.enrolments import hours_attended, telling
from marketplace.enrolments.claim_states import CLAIM, LOWERED, PROVED, SENT_BACK, WAITING
from marketplace.i18n import Text, t, use
from marketplace.i18n.words import duration
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.offers.policy import REVIEWERS
from models.enrolment import Claim, Enrolment
from models.history import AuditEvent, Move
from models.offer import Opportunity
from models.session import db

HOUR = 60
_FACTS = {SENT_BACK: "claim.short", LOWERED: "claim.lower"}
"""The acts that keep the hours of a correction, by the move they go with."""


def must_be_attended(enrolment: Enrolment, hours: int) -> None:
    """Raise Invalid for hours nobody can claim for this learner today; attendance stands still until the commit."""
    if (why := too_many(enrolment, hours)) is not None:
        raise Invalid(why, field="hours")


def too_many(enrolment: Enrolment, hours: int) -> Text | None:
    """Why so many hours cannot be claimed today; attendance stands still until the commit."""
    _hold(enrolment)
    attended = hours_attended.minutes(enrolment)
    most = attended // 60
    if (why := none_yet(attended)) is not None:
        return why
    if 1 <= hours <= most:
        return None
    if most > 1:
        return t("Hours must be from 1 to {most}, the hours attendance shows.", most=most)
    return t("Attendance shows one hour, so one hour is what can be claimed.")


def none_yet(attended: int) -> Text | None:
    """Why nothing can be claimed of so many minutes; None from a whole hour on."""
    if attended >= HOUR:
        return None
    return t("Attended so far: {time}. From one whole hour on a completion can be claimed.", time=duration(attended))


def must_still_hold(claim: Claim) -> None:
    """Raise Conflict where attendance shows less than is claimed by now."""
    _hold(claim.enrolment)
    attended = hours_attended.minutes(claim.enrolment) // 60
    if claim.hours > attended:
        raise Conflict(_short(claim.hours, attended))


def proved(enrolment: Enrolment) -> Claim | None:
    """The claim by which this learner completed, while it stands."""
    return db.scalars(
        select(Claim).where(Claim.enrolment_id == enrolment.id, Claim.state.in_(PROVED)).order_by(Claim.id.desc())
    ).first()


def is_for_office(enrolment: Enrolment, by: Actor) -> bool:
    """Whether somebody corrects what was verified: an officer of the place from outside the organisation."""
    organisation_id = db.scalar(select(Opportunity.organisation_id).where(Opportunity.id == enrolment.opportunity_id))
    return by.scope(*REVIEWERS).covers(enrolment.area_code, enrolment.office_key) and (
        organisation_id not in by.organisation_ids()
    )


def follow(enrolment: Enrolment, *, by: Actor, reason: str = "", field: str = "") -> None:
    """Let what is claimed follow attendance that has just been corrected downwards.

    A waiting claim for more goes back; a verified one loses the hours when an officer says why. Raises Invalid at
    `field` for anybody else and where nothing would be left of it, and at `reason` without one.
    """
    _hold(enrolment)
    waiting = db.scalars(select(Claim).where(Claim.enrolment_id == enrolment.id, Claim.state.in_(WAITING))).first()
    if waiting is not None:
        _send_back(waiting, enrolment, by)
    verified = proved(enrolment)
    if verified is not None:
        _lower(verified, enrolment, by=by, reason=reason, field=field)


def told(claim: Claim, moves: Sequence[Move]) -> dict[int, Text | str]:
    """What each move of a claim says, by its key: corrected hours in the language of whoever reads, else as written."""
    found: dict[int, Text | str] = {move.id: move.note for move in moves}
    if not any(move.verb in _FACTS for move in moves):
        return found
    about = (AuditEvent.subject_type == Claim.__tablename__, AuditEvent.subject_id == claim.id)
    wanted = select(AuditEvent.action, AuditEvent.details).where(*about, AuditEvent.action.in_(_FACTS.values()))
    kept = db.execute(wanted.order_by(AuditEvent.id.desc())).all()
    for verb, action in _FACTS.items():
        newest = [move for move in reversed(moves) if move.verb == verb]
        # From the newest on: what was sent back before its hours were kept stays as it was written.
        for move, facts in zip(newest, (details for name, details in kept if name == action), strict=False):
            if verb == SENT_BACK:
                found[move.id] = _short(facts["hours"], facts["attended"])
            else:
                found[move.id] = _fewer(facts["before"], facts["after"], facts["reason"])
    return found


def _send_back(claim: Claim, enrolment: Enrolment, by: Actor) -> None:
    attended = hours_attended.minutes(enrolment) // 60
    if claim.hours <= attended:
        return
    with use("th"):
        said = str(_short(claim.hours, attended))
    record(by, _FACTS[SENT_BACK], claim, hours=claim.hours, attended=attended)
    advance(CLAIM, claim, SENT_BACK, by=by, note=said, reason_note=said, due_at=None)
    telling.claim_sent_back(enrolment, claim.ref)


def _lower(claim: Claim, enrolment: Enrolment, *, by: Actor, reason: str, field: str) -> None:
    attended = hours_attended.minutes_written(enrolment) // 60
    if claim.hours <= attended:
        return
    if not is_for_office(enrolment, by):
        raise Invalid(
            t(
                "This completion is verified. Hours verified: {hours}, hours left by this mark: {attended}. Only the"
                " office can correct it: tell them what was wrong.",
                hours=claim.hours,
                attended=attended,
            ),
            field=field,
        )
    if attended < 1:
        raise Invalid(
            t("No attended hour would be left of a verified completion. A second look has to find it untrue first."),
            field=field,
        )
    if not reason.strip():
        raise Invalid(t("A verified completion loses hours by this. Give the reason."), field="reason")
    before = claim.hours
    record(by, _FACTS[LOWERED], claim, before=before, after=attended, reason=reason)
    with use("th"):
        note = str(_fewer(before, attended, reason))
    advance(CLAIM, claim, LOWERED, by=by, note=note, hours=attended)
    telling.claim_lowered(enrolment, claim.ref, before=before, after=attended)


def _short(hours: object, attended: object) -> Text:
    return t(
        "Attendance was corrected. Hours claimed: {hours}, hours attended: {attended}.", attended=attended, hours=hours
    )


def _fewer(before: object, after: object, reason: object) -> Text:
    return t("Hours: {before} before, {after} now. {reason}", before=before, after=after, reason=reason)


def _hold(enrolment: Enrolment) -> None:
    """Whoever marks and whoever claims or verifies for the same learner take turns."""
    db.execute(select(Enrolment.id).where(Enrolment.id == enrolment.id).with_for_update())

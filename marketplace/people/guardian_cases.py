"""Where the guardian's part of requests stands: what the young person and the guardian said, whether a link is out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from marketplace.i18n import Text, t
from marketplace.kernel import clock
from models.account import OneTimeLink
from models.enrolment import Enrolment
from models.history import AuditEvent
from models.session import db
from models.vocabulary import ConsentRoute, GuardianBasis, LinkPurpose

UNSAFE = "unsafe"
CANNOT_ASK: Final[dict[str, Text]] = {
    "absent": t("I do not know where they are, or cannot reach them"),
    UNSAFE: t("It would not be safe for me"),
    "none": t("I have no guardian"),
    "unsaid": t("I would rather not say"),
}
SAID_CANNOT_ASK = "enrolment.cannot_ask_guardian"
GUARDIAN_SAID_NO = "enrolment.guardian_said_no"
CONSENTED = "enrolment.consent"
LINK_MADE = "enrolment.guardian_link"
CONTACT_JUDGED = "enrolment.guardian_contact"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known about the guardian's part of one request; reason is a key of CANNOT_ASK, or nothing."""

    reason: str = ""
    said_at: datetime | None = None
    refused_at: datetime | None = None
    carer_at: datetime | None = None
    link_made_at: datetime | None = None
    link_by_id: int | None = None
    judged_safe: bool = False
    signed_at: datetime | None = None
    """When somebody who may sign did, or a case worker recorded why it may go on."""

    @property
    def no_at(self) -> datetime | None:
        """When the guardian said a no that stands: whoever signs afterwards has changed their mind."""
        if self.refused_at is None or (self.signed_at is not None and self.signed_at > self.refused_at):
            return None
        return self.refused_at

    @property
    def needs_case_worker(self) -> bool:
        """Whether somebody has said what only a case worker can take up."""
        return bool(self.reason) or self.no_at is not None or self.carer_at is not None

    @property
    def is_unsafe(self) -> bool:
        """Whether asking the guardian would put the young person in danger, as they said themselves."""
        return self.reason == UNSAFE

    @property
    def is_kept_from_guardian(self) -> bool:
        """Whether a guardian sees and signs nothing of it: it is unsafe, and nobody has found since that it is safe."""
        return self.is_unsafe and not self.judged_safe


def standings(enrolment_ids: Collection[int]) -> dict[int, Standing]:
    """Where each of these requests stands; of several things said, what was said last, except that unsafe stays."""
    found = dict.fromkeys(enrolment_ids, Standing())
    said = select(AuditEvent.subject_id, AuditEvent.action, AuditEvent.details, AuditEvent.at).where(
        AuditEvent.subject_type == Enrolment.__tablename__,
        AuditEvent.subject_id.in_(enrolment_ids),
        AuditEvent.action.in_((SAID_CANNOT_ASK, GUARDIAN_SAID_NO, CONSENTED, LINK_MADE, CONTACT_JUDGED)),
    )
    for key, action, details, at in db.execute(said.order_by(AuditEvent.id)):
        if key is None:
            continue
        found[key] = _after(found[key], action, details, at)
    out = select(OneTimeLink.subject_id, OneTimeLink.created_at, OneTimeLink.created_by_id).where(
        OneTimeLink.purpose == LinkPurpose.GUARDIAN_SIGN,
        OneTimeLink.subject_id.in_(enrolment_ids),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    for key, made, by_id in db.execute(out.order_by(OneTimeLink.id)):
        found[key] = replace(found[key], link_made_at=made, link_by_id=by_id)
    return found


def kept_from_guardians(youth_ids: Iterable[int]) -> frozenset[int]:
    """Those young people who said in any of their requests that asking is unsafe, nobody having found since that it is.

    What was found last of one request counts for all of them: it is the same guardian.
    """
    found: dict[int, Standing] = {}
    said = (
        select(Enrolment.youth_id, AuditEvent.action, AuditEvent.details, AuditEvent.at)
        .join(Enrolment, Enrolment.id == AuditEvent.subject_id)
        .where(
            AuditEvent.subject_type == Enrolment.__tablename__,
            Enrolment.youth_id.in_(set(youth_ids)),
            AuditEvent.action.in_((SAID_CANNOT_ASK, LINK_MADE, CONTACT_JUDGED)),
        )
    )
    for youth_id, action, details, at in db.execute(said.order_by(AuditEvent.id)):
        found[youth_id] = _after(found.get(youth_id, Standing()), action, details, at)
    return frozenset(key for key, stands in found.items() if stands.is_kept_from_guardian)


def _after(before: Standing, action: str, details: dict[str, Any], at: datetime) -> Standing:
    if action == GUARDIAN_SAID_NO:
        return replace(before, refused_at=at)
    if action == CONSENTED:
        # What a case worker recorded in somebody's place is no word of a carer.
        is_carer = details.get("basis") == GuardianBasis.CARER and details.get("route") == ConsentRoute.SIGNED
        if is_carer:
            return replace(before, carer_at=at)
        return before if details.get("kept") is True else replace(before, signed_at=at)
    if action == CONTACT_JUDGED:
        return replace(before, judged_safe=details.get("safe") is True)
    if action == LINK_MADE:
        return replace(before, judged_safe=before.judged_safe or details.get("spoken") is True)
    reason = str(details.get("reason", ""))
    if before.is_unsafe:
        return replace(before, judged_safe=before.judged_safe and reason != UNSAFE)
    return replace(before, reason=reason if reason in CANNOT_ASK else "unsaid", said_at=at, judged_safe=False)

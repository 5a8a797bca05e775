"""Words of the glossary for from an application to a second look at its claim."""

from enum import StrEnum


class EnrolmentState(StrEnum):
    """From asking to finishing."""

    DRAFT = "draft"
    AWAITING_GUARDIAN = "awaiting_guardian"
    SUBMITTED = "submitted"
    PROVIDER_REVIEW = "provider_review"
    PROVIDER_ACCEPTED = "provider_accepted"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    DECLINED = "declined"
    OFFICER_REVIEW = "officer_review"
    SECOND_REVIEW = "second_review"
    RETURNED = "returned"
    REFUSED = "refused"
    APPROVED = "approved"
    ENROLLED = "enrolled"
    IN_LEARNING = "in_learning"
    ON_BREAK = "on_break"
    COMPLETED = "completed"
    DROPPED_OUT = "dropped_out"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class AttendanceStatus(StrEnum):
    """Whether someone came."""

    HERE = "here"
    LATE = "late"
    AWAY = "away"


class ClaimState(StrEnum):
    """The request to have a completion verified."""

    CLAIMED = "claimed"
    UNDER_REVIEW = "under_review"
    VERIFIED = "verified"
    REJECTED = "rejected"
    MORE_EVIDENCE_NEEDED = "more_evidence_needed"
    AUDITED = "audited"
    CONFIRMED = "confirmed"
    REVOKED = "revoked"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class LookState(StrEnum):
    """A second look at a verified completion: waiting for somebody, or answered."""

    WAITING = "waiting"
    TRUE = "true"
    FALSE = "false"
    UNCLEAR = "unclear"


class LookRisk(StrEnum):
    """The stratum a claim is drawn from."""

    PLAIN = "plain"
    ONE_SIGN = "one_sign"
    MORE_SIGNS = "more_signs"


class LookSign(StrEnum):
    """What makes a claim look like others."""

    SAME_FILE = "same_file"
    SAME_MINUTE = "same_minute"
    TWO_PLACES = "two_places"
    SAME_DEVICE = "same_device"
    AT_TWO_PLACES = "at_two_places"


class ActingSide(StrEnum):
    """On which side of an enrolment somebody acted."""

    LEARNER = "learner"
    ORGANISATION = "organisation"
    OFFICE = "office"


class StatementKind(StrEnum):
    """The span of a statement of earnings."""

    MONTH = "month"
    YEAR = "year"


class RoundState(StrEnum):
    """A round of second looks."""

    OPEN = "open"
    PUBLISHED = "published"


class AllocationState(StrEnum):
    """Life of a proposed placement of a whole list."""

    QUEUED = "queued"
    RUNNING = "running"
    PROPOSED = "proposed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    APPLYING = "applying"
    APPLIED = "applied"


class AllocationOutcome(StrEnum):
    """What became of one line of it."""

    OPEN = "open"
    APPLIED = "applied"
    SKIPPED = "skipped"

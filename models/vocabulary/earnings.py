"""Words of the glossary for what is owed to a young person, and its way to them."""

from enum import StrEnum


class EarningKind(StrEnum):
    """Why money is owed."""

    REGULAR = "regular"
    COMPLETION = "completion"
    RETENTION = "retention"
    BALANCING = "balancing"
    IN_KIND = "in_kind"


class EarningState(StrEnum):
    """From owed to received."""

    ACCRUED = "accrued"
    APPROVED = "approved"
    IN_BATCH = "in_batch"
    SENT = "sent"
    PAID = "paid"
    CONFIRMED = "confirmed"
    HELD = "held"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    FAILED = "failed"
    REVERSED = "reversed"


class PayoutState(StrEnum):
    """Life of a payout batch; preparer, approver and authoriser are three people."""

    OPEN = "open"
    LOCKED = "locked"
    APPROVED = "approved"
    AUTHORISED = "authorised"
    RELEASED = "released"
    RECONCILED = "reconciled"
    CLOSED = "closed"
    ABORTED = "aborted"


class EarningSource(StrEnum):
    """What an earning is owed for; one source earns once of each kind."""

    ATTENDANCE = "attendance"
    TRAVEL = "travel"
    CLAIM = "claim"
    MILESTONE = "milestone"
    ADJUSTMENT = "adjustment"


class MilestoneKind(StrEnum):
    """What a point is: a named step, days of staying, or a thing that is given."""

    STEP = "step"
    STAY = "stay"
    THING = "thing"


class CountsFrom(StrEnum):
    """From where days of staying are counted: the first day, or the verified completion."""

    START = "start"
    COMPLETION = "completion"


class MilestoneState(StrEnum):
    """Life of a point promised to an enrolment."""

    WAITING = "waiting"
    SAID = "said"
    VERIFIED = "verified"
    ENDED = "ended"


class BreakState(StrEnum):
    """Life of days somebody was away; only those that are kept put off days of staying."""

    ASKED = "asked"
    KEPT = "kept"
    REFUSED = "refused"
    REMOVED = "removed"


class LineOutcome(StrEnum):
    """How a payout line ended; it ends once."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"


class PayMethod(StrEnum):
    """How a youth wants to be paid."""

    BANK = "bank"
    PROMPTPAY = "promptpay"


class AccountProof(StrEnum):
    """What a case worker was shown before they entered an account for somebody without a login."""

    BANK_BOOK = "bank_book"
    BANK_APP = "bank_app"
    BANK_LETTER = "bank_letter"
    PROMPTPAY_REPLY = "promptpay_reply"


class EnquiryKind(StrEnum):
    """What a young person says about money."""

    NOT_COME = "not_come"
    WRONG_SUM = "wrong_sum"
    WAGE = "wage"
    QUESTION = "question"


class EnquiryState(StrEnum):
    """A question about money; it is asked anew or answered until it is closed."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class EnquiryOutcome(StrEnum):
    """What came of a question about money."""

    FOUND = "found"
    PAID_AGAIN = "paid_again"
    EMPLOYER_PAID = "employer_paid"
    AS_AGREED = "as_agreed"
    PASSED_ON = "passed_on"
    ARRIVED = "arrived"


class RecoveryState(StrEnum):
    """Money that was paid and was not due, until it is back or two people have let it go."""

    OPEN = "open"
    PROPOSED = "proposed"
    RECOVERED = "recovered"
    WRITTEN_OFF = "written_off"
    NOT_SENT = "not_sent"
    KEPT = "kept"


class CorrectionKind(StrEnum):
    """What is put right about money that was paid."""

    AGAIN = "again"
    MORE = "more"
    LESS = "less"


class CorrectionState(StrEnum):
    """A correction: proposed by one person, agreed to by another."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"

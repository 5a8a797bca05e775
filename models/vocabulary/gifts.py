"""Words of the glossary for money that comes in, and where it does not agree."""

from enum import StrEnum


class GiftState(StrEnum):
    """Where a gift is, from being asked for to standing in the fund's book."""

    STARTED = "started"
    OPENED = "opened"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class GiftWay(StrEnum):
    """How a gift is paid: on the payment service's page, or by a bank transfer that an officer records."""

    ONLINE = "online"
    TRANSFER = "transfer"


class GiverKind(StrEnum):
    """Who gives."""

    PERSON = "person"
    COMPANY = "company"
    EMPLOYER = "employer"
    AUTHORITY = "authority"


class RefundState(StrEnum):
    """Where the way back of a gift is."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"


class DisputeState(StrEnum):
    """Where a giver's dispute with their bank is."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class EventOutcome(StrEnum):
    """What became of an event the payment service told."""

    APPLIED = "applied"
    WAITING = "waiting"
    IGNORED = "ignored"
    QUESTIONED = "questioned"


class DifferenceKind(StrEnum):
    """In what two accounts of the same money do not agree."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    UNKNOWN_GIFT = "unknown_gift"
    WRONG_MODE = "wrong_mode"
    NOT_BOOKED = "not_booked"
    NOT_THERE = "not_there"
    BALANCE = "balance"
    BANK_LINE = "bank_line"
    BANK_TOTAL = "bank_total"
    BANK_BALANCE = "bank_balance"


class BalanceItem(StrEnum):
    """What explains that a bank's statement says another balance than the book of a fund."""

    PAID = "paid"
    UNANSWERED = "unanswered"
    RECEIVED = "received"
    BACK = "back"
    RIGHT = "right"
    ADJUSTED = "adjusted"
    OPEN = "open"
    NOT_YET = "not_yet"
    ALREADY = "already"


class SuspenseWay(StrEnum):
    """Where money goes from suspense."""

    FUND = "fund"
    PAYER = "payer"
    AGAINST = "against"


class SuspensePlace(StrEnum):
    """Where money in suspense lies: in the bank account, or still at the payment service."""

    CASH = "cash"
    CLEARING = "clearing"


class SuspenseState(StrEnum):
    """How far a way out of suspense is."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"


class DifferenceState(StrEnum):
    """What people have made of a difference."""

    OPEN = "open"
    PROPOSED = "proposed"
    MATCHED = "matched"
    ADJUSTED = "adjusted"
    EXPLAINED = "explained"

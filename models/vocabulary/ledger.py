"""Words of the glossary for accounts, entries and funds."""

from enum import StrEnum


class AccountKind(StrEnum):
    """The five kinds of ledger account; asset and expense are debit accounts."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class AccountRole(StrEnum):
    """What a ledger account is for: money at hand, free, promised, owed to one youth, on its way.

    `clearing` is money of the fund that the payment service still holds; `shortfall` what the fund has still to find;
    `suspense` money that came or went and belongs to no fund yet.
    """

    CASH = "cash"
    CLEARING = "clearing"
    SHORTFALL = "shortfall"
    AVAILABLE = "available"
    RESERVED = "reserved"
    PAYABLE = "payable"
    TRANSIT = "transit"
    SUSPENSE = "suspense"


class EntryKind(StrEnum):
    """Events of money."""

    GRANT = "grant"
    CUT = "cut"
    RESERVE = "reserve"
    RELEASE = "release"
    ACCRUE = "accrue"
    SEND = "send"
    PAY = "pay"
    REVERSAL = "reversal"
    DONATION = "donation"
    REFUND = "refund"
    FEE = "fee"
    DISPUTE = "dispute"
    RESTORE = "restore"
    ARRIVE = "arrive"
    ALLOT = "allot"
    ADJUST = "adjust"
    SUSPEND = "suspend"
    SETTLE = "settle"


class FundLevel(StrEnum):
    """How far a fund reaches: a programme, an area, or one opportunity."""

    PROGRAMME = "programme"
    AREA = "area"
    OPPORTUNITY = "opportunity"


class FundUse(StrEnum):
    """What a fund may be asked to pay or give."""

    ATTENDANCE = "attendance"
    TRAVEL = "travel"
    COMPLETION = "completion"
    STEP = "step"
    STAY = "stay"
    THING = "thing"

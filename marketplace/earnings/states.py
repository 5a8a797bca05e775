"""The tables of moves of an earning, a payout batch and a wage an employer pays directly."""

from marketplace.earnings import sayings
from marketplace.kernel.workflow import Workflow
from models.vocabulary import AttendanceStatus
from models.vocabulary import ClaimState as C
from models.vocabulary import EarningState as E
from models.vocabulary import EmployerPaymentState as W
from models.vocabulary import PayoutState as P

EARNING = Workflow(
    "earning",
    {
        (E.ACCRUED, "approve"): E.APPROVED,
        (E.ACCRUED, "hold"): E.HELD,
        (E.APPROVED, "hold"): E.HELD,
        (E.FAILED, "hold"): E.HELD,
        (E.HELD, "resume"): E.ACCRUED,
        (E.ACCRUED, "reject"): E.REJECTED,
        (E.HELD, "reject"): E.REJECTED,
        (E.ACCRUED, "cancel"): E.CANCELLED,
        (E.APPROVED, "cancel"): E.CANCELLED,
        (E.HELD, "cancel"): E.CANCELLED,
        (E.FAILED, "cancel"): E.CANCELLED,
        (E.CANCELLED, "accrue_again"): E.ACCRUED,
        (E.CANCELLED, "wait_again"): E.HELD,
        (E.APPROVED, "put_in_batch"): E.IN_BATCH,
        (E.IN_BATCH, "take_out"): E.APPROVED,
        (E.IN_BATCH, "send"): E.SENT,
        (E.SENT, "pay"): E.PAID,
        (E.SENT, "fail"): E.FAILED,
        (E.FAILED, "retry"): E.APPROVED,
        (E.FAILED, "found_paid"): E.PAID,
        (E.APPROVED, "found_paid"): E.PAID,
        (E.ACCRUED, "found_paid"): E.PAID,
        (E.REVERSED, "found_paid"): E.PAID,
        (E.PAID, "found_unpaid"): E.FAILED,
        (E.CONFIRMED, "found_unpaid"): E.FAILED,
        (E.APPROVED, "deliver"): E.PAID,
        (E.PAID, "confirm"): E.CONFIRMED,
        (E.PAID, "reverse"): E.REVERSED,
        (E.CONFIRMED, "reverse"): E.REVERSED,
    },
    words=sayings.EARNING,
    nexts=sayings.EARNING_NEXT,
)

PAYOUT = Workflow(
    "payout",
    {
        (P.OPEN, "lock"): P.LOCKED,
        (P.LOCKED, "return"): P.OPEN,
        (P.LOCKED, "approve"): P.APPROVED,
        (P.LOCKED, "take_out"): P.OPEN,
        (P.APPROVED, "take_out"): P.OPEN,
        (P.AUTHORISED, "take_out"): P.OPEN,
        (P.APPROVED, "authorise"): P.AUTHORISED,
        (P.AUTHORISED, "release"): P.RELEASED,
        (P.RELEASED, "reconcile"): P.RECONCILED,
        (P.RECONCILED, "close"): P.CLOSED,
        (P.OPEN, "abort"): P.ABORTED,
        (P.LOCKED, "abort"): P.ABORTED,
        (P.APPROVED, "abort"): P.ABORTED,
        (P.AUTHORISED, "abort"): P.ABORTED,
    },
    words=sayings.PAYOUT,
    nexts=sayings.PAYOUT_NEXT,
)

EMPLOYER_PAYMENT = Workflow(
    "employer_payment",
    {
        (W.DUE, "pay"): W.PAID,
        (W.PAID, "confirm"): W.CONFIRMED,
        (W.PAID, "dispute"): W.DISPUTED,
        (W.DISPUTED, "pay"): W.PAID,
        (W.DISPUTED, "confirm"): W.CONFIRMED,
    },
)

OWED = (E.ACCRUED, E.APPROVED, E.IN_BATCH, E.HELD, E.FAILED)
"""An earning in one of these is owed and not yet sent (a held one only if it has entered the books)."""

RECEIVED = (E.PAID, E.CONFIRMED)
"""The money has arrived."""

OWED_BY = ("earning.accrue", "earning.accrue_again", "earning.wait_again")
"""Acts of the audit trail by which a sum came to be owed, in the books at once or once there is money."""

GONE = (E.REJECTED, E.CANCELLED, E.REVERSED)
"""Nothing is owed any more."""

PROVED_CLAIMS = (C.VERIFIED, C.AUDITED, C.CONFIRMED, C.OVERTURNED)
"""A completion that a second look found false is none: its claim stays on record as revoked."""

CAME = (AttendanceStatus.HERE, AttendanceStatus.LATE)
"""Marks of a roll that say that somebody was there."""

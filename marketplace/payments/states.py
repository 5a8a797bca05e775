"""The tables of moves of a gift, a refund, a dispute, a difference and a way out of suspense.

What the service tells may come in any order, so a gift only ever rises: paid outranks failed, failed pending, pending
expired.
"""

from marketplace.kernel.workflow import Workflow
from models.vocabulary import DifferenceState as D
from models.vocabulary import DisputeState as Q
from models.vocabulary import GiftState as G
from models.vocabulary import RefundState as R
from models.vocabulary import SuspenseState as S

GIFT = Workflow(
    "gift",
    {
        (G.STARTED, "open"): G.OPENED,
        (G.STARTED, "expire"): G.EXPIRED,
        (G.OPENED, "expire"): G.EXPIRED,
        (G.STARTED, "wait"): G.PENDING,
        (G.OPENED, "wait"): G.PENDING,
        (G.EXPIRED, "wait"): G.PENDING,
        (G.STARTED, "fail"): G.FAILED,
        (G.OPENED, "fail"): G.FAILED,
        (G.EXPIRED, "fail"): G.FAILED,
        (G.PENDING, "fail"): G.FAILED,
        (G.STARTED, "pay"): G.PAID,
        (G.OPENED, "pay"): G.PAID,
        (G.EXPIRED, "pay"): G.PAID,
        (G.PENDING, "pay"): G.PAID,
        (G.FAILED, "pay"): G.PAID,
    },
)

REFUND = Workflow(
    "gift_refund",
    {
        (R.ASKED, "approve"): R.APPROVED,
        (R.ASKED, "decline"): R.DECLINED,
        (R.APPROVED, "send"): R.SENT,
        (R.APPROVED, "finish"): R.DONE,
        (R.SENT, "finish"): R.DONE,
        (R.APPROVED, "fail"): R.FAILED,
        (R.SENT, "fail"): R.FAILED,
        (R.DONE, "fail"): R.FAILED,
    },
)

DISPUTE = Workflow("gift_dispute", {(Q.OPEN, "win"): Q.WON, (Q.OPEN, "lose"): Q.LOST})

DIFFERENCE = Workflow(
    "difference",
    {
        (D.OPEN, "match"): D.MATCHED,
        (D.OPEN, "explain"): D.EXPLAINED,
        (D.OPEN, "propose"): D.PROPOSED,
        (D.PROPOSED, "agree"): D.ADJUSTED,
        (D.PROPOSED, "agree_words"): D.EXPLAINED,
        (D.PROPOSED, "return"): D.OPEN,
        (D.PROPOSED, "overtake"): D.MATCHED,
    },
)

SUSPENSE_EXIT = Workflow("suspense_exit", {(S.PROPOSED, "agree"): S.DONE, (S.PROPOSED, "decline"): S.DECLINED})

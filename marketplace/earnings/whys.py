"""Why a sum is held, was refused by the bank or is not due: the newest move that brought it there, in words."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.earnings import ceilings, sayings
from marketplace.i18n import Text, t
from models.earning import Earning
from models.history import Move
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningState, LineOutcome

ASKED = (EarningState.HELD, EarningState.FAILED, EarningState.REJECTED, EarningState.REVERSED)
NO_MONEY = t("The fund had no money left for it. It is paid as soon as there is some again, the oldest first.")


def of(earnings: Sequence[Earning]) -> dict[int, Text | str]:
    """The reason of each earning that stands where one is asked for, by earning id."""
    there: dict[int, Earning] = {earning.id: earning for earning in earnings if earning.state in ASKED}
    wanted = (
        select(Move.subject_id, Move.to_state, Move.verb, Move.reason, Move.note)
        .where(Move.subject_type == "earning", Move.subject_id.in_(there))
        .order_by(Move.id)
    )
    moved: dict[int, Text | str] = {}
    for earning_id, state, verb, reason, note in db.execute(wanted):
        if verb == "wait_again":
            # Nobody holds it any more: it waits for money, whoever held it before it was cancelled.
            moved.pop(earning_id, None)
        elif state == there[earning_id].state:
            moved[earning_id] = note if reason == "other" and note else sayings.reason(reason)
    moved |= _of_bank(earnings)
    waits = {
        earning.id: ceilings.against_earning(earning) or NO_MONEY
        for earning in there.values()
        if never_entered(earning) and earning.id not in moved
    }
    return moved | waits


def _of_bank(earnings: Sequence[Earning]) -> dict[int, Text | str]:
    """Why the bank did not pay what failed, in its own words beside ours."""
    failed = [earning.id for earning in earnings if earning.state == EarningState.FAILED]
    if not failed:
        return {}
    wanted = (
        select(PayoutItem.earning_id, PayoutLine.outcome, PayoutLine.reason)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .where(PayoutItem.earning_id.in_(failed), PayoutLine.outcome.in_((LineOutcome.FAILED, LineOutcome.RETURNED)))
        .order_by(PayoutLine.id)
    )
    return {
        earning_id: t("{what}: {why}", what=sayings.reason(outcome), why=why)
        for earning_id, outcome, why in db.execute(wanted)
        if why
    }


def never_entered(earning: Earning) -> bool:
    """Whether an earning is held since it was earned: its fund had too little, or may not pay it."""
    return earning.state == EarningState.HELD and earning.accrue_entry_id is None

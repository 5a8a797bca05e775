"""Where paid money came back to the fund's account: one person says so, a second agrees, and its entries are reversed.

While the batch is at the bank its own answer about the line says it; what comes back later nobody but people can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import history
from marketplace.audit.standing import where
from marketplace.earnings import ceilings, decisions, funds, grounds, owed_anew, paying, still_out
from marketplace.earnings.states import EARNING, GONE, RECEIVED
from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time
from marketplace.kernel import clock, reasons
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.ledger import accounts
from marketplace.payments import adjusted, differences, line_sums, taken_out
from marketplace.payments.queries import OPEN_DIFFERENCES
from marketplace.recoveries import queries as waiting_back
from marketplace.recoveries import service as recoveries
from marketplace.recoveries.states import CLOSED, WAITING
from models.earning import Earning
from models.gift import Difference
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import (
    DifferenceKind,
    DifferenceState,
    EarningState,
    LineOutcome,
    PayoutState,
    RecoveryState,
)

REASON = "came_back"
NEVER_LEFT = (RecoveryState.KEPT, RecoveryState.NOT_SENT)
AT_BANK = t(
    "Its batch is still at the bank: keep what the bank answers about the line. What comes back after the batch agrees"
    " is kept here."
)
WAITS = t("That this money came back waits for a second person already.")
MOVED = t(
    "What is still out of this line has changed since this was said. Do not agree; say why under “It did not come"
    " back”, and say it once more with the right sum."
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to have come back: of which earning, on which day, and the bank's reference if there is one."""

    earning_ref: str
    on: date
    bank_ref: str


def said_by(difference: Difference) -> Said:
    """What is said in a difference about money that came back."""
    ref, day, bank_ref = difference.detail.removeprefix(differences.BACK).split(":", 2)
    return Said(ref, date.fromisoformat(day), bank_ref)


def propose(
    earning: Earning, *, by: Actor, on: date | None, bank_ref: str = "", note: str = "", satang: int | None = None
) -> Difference:
    """Say that the money of an earning came back, on a day, by a reference or for a reason; a second person agrees.

    `satang` is how much came back, where the bank paid another sum by its line than was asked for.

    Raises IllegalMove while its batch is at the bank, and Conflict while the same waits for a second person.
    """
    _must_be_paid(earning, by)
    line = still_out.last_line(earning)
    if _is_at_bank(line):
        raise IllegalMove(AT_BANK)
    _must_be_told(line, on, bank_ref.strip(), note.strip())
    accounts.lock_book(funds.book_of(earning.fund_id))
    if waiting(earning) is not None:
        raise Conflict(WAITS)
    came = still_out.came(earning, satang)
    about, sum_ = line.ref if line is not None else earning.ref, earning.amount_satang
    before = len(_of(earning))
    key = f"{about}:{differences.BACK}{earning.ref}:{before + 1}"
    detail = f"{differences.BACK}{earning.ref}:{on}:{bank_ref.strip()}"
    seen = came if still_out.of(earning) is not None else 0
    told = {"about": about, "fund_id": earning.fund_id, "expected": sum_, "seen": seen, "detail": detail}
    differences.found(DifferenceKind.BANK_LINE, key, **told)  # type: ignore[arg-type]
    (found,) = _of(earning)[before:]
    differences.propose_return(
        found, said=note.strip() or bank_ref.strip(), by=by, beside=came - still_out.whole_of(earning)
    )
    return found


def propose_anew(difference: Difference, *, reason: str, by: Actor) -> None:
    """Say once more that it came back, after a second person had not agreed."""
    earning = earning_of(difference)
    _must_be_paid(earning, by)
    if not reasons.says_something(reason):
        raise Invalid(differences.NO_REASON, field="reason")
    beside = still_out.came(earning, difference.found_satang or None) - still_out.whole_of(earning)
    differences.propose_return(difference, said=reason.strip()[: differences.SAID_MOST], by=by, beside=beside)


def agree(difference: Difference, *, by: Actor) -> None:
    """A second person agrees: payment, sending and debt are reversed. Raises IllegalMove where it is paid no more.

    Raises Conflict where whoever is paid has said since it was proposed that they have the money, or the bank's own
    answer that it came back was kept, Invalid where so much is not out any more. What came more or less than the sum,
    of a line by which the bank paid another, is booked with it; once all of that is back, what the book was adjusted by
    the line is taken back instead. Raises NotEnough. Of a sum that the bank paid by two lines one payment is left, and
    it is the other line's.
    """
    earning, said = earning_of(difference), said_by(difference)
    # Whoever finds a completion false holds its claim and then asks for the book.
    is_false = grounds.found_false(earning)
    funds.hold(earning.fund_id)
    db.refresh(earning, ["state", "version"])
    if (told := confirmed_since(difference) or returned_since(difference)) is not None:
        raise Conflict(told)
    beside, line = _beside(difference, earning), still_out.last_line(earning)
    before = line_sums.all_of(line.ref) if line is not None and proposed(difference).is_all else []
    differences.agree_answer(difference, by=by, adjust=0 if before else beside)
    is_due = not is_false and _is_to_stay(earning)
    if EARNING.allows(earning.state, "reverse"):
        words = dict.fromkeys(one for one in (said.on.isoformat(), said.bank_ref, difference.answer) if one)
        decisions.reverse(earning, by=by, reason=REASON, note=" · ".join(words))
    else:
        _put_back(earning, by)
    if before:
        adjusted.undo(before, by=by, reason=difference.ref)
    elif beside:
        differences.adjust_fund(difference, beside, by=by)
    if earning.state == EarningState.REVERSED and line is not None:
        _by_the_other(earning, line, difference, by, is_due=is_due)


def _is_to_stay(earning: Earning) -> bool:
    """Whether of a sum that stands as paid only what the bank paid beside has to come back.

    Whether that is waited for any more, came back in part or was written off, is no matter of it.
    """
    claim = waiting_back.of_earning(earning)
    is_due = claim is None or claim.reason in recoveries.OF_THE_BANK or claim.state in NEVER_LEFT
    return earning.state in RECEIVED and is_due


def stays_paid_by(earning: Earning) -> str | None:
    """The line by which a sum stays paid when one of its two payments has come back; None where none does."""
    left = taken_out.first(earning) if _is_to_stay(earning) and not grounds.found_false(earning) else None
    return left.about if left is not None else None


def _by_the_other(earning: Earning, line: PayoutLine, difference: Difference, by: Actor, *, is_due: bool) -> None:
    """One of two payments came back: the other pays a sum that is due, and of one that is not it has to come back."""
    left = taken_out.first(earning)
    if left is None or left.about == line.ref:
        return
    if is_due and ceilings.against_earning(earning) is None:
        paying.take_over(earning, why=difference.ref, by=by)
    elif not is_due and not adjusted.parts_of({earning.id}) and not _is_claimed(earning):
        recoveries.open_for(earning, reason=recoveries.NOT_DUE, cause_ref=left.ref, by=by)


def _is_claimed(earning: Earning) -> bool:
    """Whether what the bank paid beside is waited for, or was given up by two people."""
    claim = waiting_back.of_earning(earning)
    return claim is not None and claim.state in (*WAITING, RecoveryState.WRITTEN_OFF)


def _put_back(earning: Earning, by: Actor) -> None:
    """What the bank paid for a sum that nothing was owed for any more came back; the sum stays as it is."""
    if (found := taken_out.first(earning)) is None:
        raise IllegalMove(where(EARNING, earning, by=by))
    taken_out.restore(found, earning, by=by)
    recoveries.settle(earning, "recover", by=by)


def may_come_back(earning: Earning) -> bool:
    """Whether the bank has paid it, as what was owed or although it was not, so that its money can come back."""
    return EARNING.allows(earning.state, "reverse") or (earning.state in GONE and taken_out.first(earning) is not None)


def _must_be_paid(earning: Earning, by: Actor) -> None:
    if not may_come_back(earning):
        raise IllegalMove(where(EARNING, earning, by=by))


def is_due_again(earning: Earning) -> bool:
    """Whether what came back from the bank was and is due, and nobody owes it once more already.

    What is owed once more for a sum that counts as paid since is not due.
    """
    again = owed_anew.newest(earning)
    if again is not None and again.state != EarningState.CANCELLED:
        return False
    return was_due(earning) and not owed_anew.is_paid_before(earning)


def was_due(earning: Earning) -> bool:
    """Whether what came back from the bank was due, and is, whether or not it is owed once more since."""
    if earning.state != EarningState.REVERSED:
        return False
    recovery = waiting_back.of_earning(earning)
    # Where one of two payments came back before, or nobody waits for it, what came back now was the other.
    other = recovery is not None and recovery.reason == recoveries.PAID_TWICE and recovery.state in CLOSED
    if recovery is not None and recovery.state != RecoveryState.KEPT and not other:
        return False
    moves = history(earning)
    return bool(moves) and moves[-1].reason == REASON and not grounds.found_false(earning)


def _beside(difference: Difference, earning: Earning) -> int:
    """What comes more than the sum, below zero less, if that can still be; raises Invalid."""
    beside = difference.adjust_satang or 0
    came, out = still_out.whole_of(earning) + beside, still_out.of(earning)
    if out is None:
        if beside:
            raise Invalid(MOVED, field="answer")
    elif not out.least <= came <= out.most or (difference.found_satang or came) != came:
        raise Invalid(MOVED, field="answer")
    return beside


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the fund gets back if it is agreed, and what of its line is out then; `is_all`: its adjustments go with it.

    `left` is None where the bank paid what was asked for.
    """

    came: int
    left: int | None = None
    is_all: bool = False


def proposed(difference: Difference) -> Proposed:
    """What agreeing that it came back does to the fund, as the book stands."""
    earning = earning_of(difference)
    came, out = still_out.whole_of(earning) + (difference.adjust_satang or 0), still_out.of(earning)
    if out is None:
        return Proposed(came)
    return Proposed(came, out.most - came, still_out.is_last(earning) and came == out.most)


def came_by(difference: Difference) -> int:
    """How much came back by a difference of which two people have agreed that it did, in satang."""
    return difference.found_satang or (difference.expected_satang or 0) + (difference.adjust_satang or 0)


def confirmed_since(difference: Difference) -> Text | None:
    """That the young person said it arrived after somebody last proposed that it came back; None where they did not."""
    proposed = next((move.id for move in reversed(history(difference)) if move.verb == "propose"), 0)
    last = next((move for move in reversed(history(earning_of(difference))) if move.verb == "confirm"), None)
    if last is None or last.id < proposed:
        return None
    return t("On {when}, after this was proposed, the young person confirmed that the money is there. It cannot be"
             " agreed to: send it back with “Do not agree”, so that who proposed it asks them and the bank.",
             when=date_time(last.at))  # fmt: skip


def returned_since(difference: Difference) -> Text | None:
    """That a line of it was put right as not paid after somebody last proposed that its money came back; else None."""
    proposed = next((move.at for move in reversed(history(difference)) if move.verb == "propose"), None)
    return back_since(earning_of(difference), proposed) if proposed is not None else None


def back_since(earning: Earning, when: datetime) -> Text | None:
    """That the bank's answer that it did not pay a line of this sum, or got it back, was kept since an instant."""
    mine = select(PayoutLine.ref).join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
    wanted = select(Difference.ref).where(
        Difference.kind == DifferenceKind.BANK_LINE, Difference.state == DifferenceState.ADJUSTED,
        Difference.detail.startswith(differences.ANSWER), Difference.detail.not_like(f"{differences.ANSWER}paid:%"),
        Difference.about.in_(mine.where(PayoutItem.earning_id == earning.id)), Difference.decided_at >= when,
    )  # fmt: skip
    ref = db.scalar(wanted.order_by(Difference.id.desc()).limit(1))
    if ref is None:
        return None
    return t("After this was proposed, the bank's own answer was kept that a line of this sum was not paid or came back"
             " ({ref}). It may be the same money, so this cannot be agreed to. Do not agree; whoever proposed it asks"
             " the bank.", ref=ref)  # fmt: skip


def agreed_since(earning: Earning, when: datetime) -> Text | None:
    """That two people agreed since an instant that money of this sum came back, whoever pays it now; else None."""
    agreed = (one for one in _of(earning) if one.state == DifferenceState.ADJUSTED)
    ref = next((one.ref for one in agreed if one.decided_at is not None and one.decided_at >= when), None)
    if ref is None:
        return None
    return t("After this was proposed, two people agreed that money of this sum came back ({ref}). It may be the same"
             " money, so this cannot be agreed to. Do not agree; if more came back, have it proposed anew.",
             ref=ref)  # fmt: skip


def earning_of(difference: Difference) -> Earning:
    """The earning whose money is said to have come back."""
    return db.scalars(select(Earning).where(Earning.ref == said_by(difference).earning_ref)).one()


def waiting(earning: Earning) -> Difference | None:
    """What is said of its money and nobody has decided about."""
    return next((one for one in _of(earning) if one.state in OPEN_DIFFERENCES), None)


def is_at_bank(earning: Earning) -> bool:
    """Whether the batch it was last in is still at the bank."""
    return _is_at_bank(still_out.last_line(earning))


@dataclass(frozen=True, slots=True)
class Back:
    """One sum of a line that came back: how much, on which day, its reference or reason, and who said and agreed."""

    satang: int
    on: date
    words: str
    people: tuple[int, ...]


def of_line(line: PayoutLine, earnings: Sequence[Earning]) -> tuple[Back, ...]:
    """What of a line that was paid has come back since."""
    found = list[Back]()
    if line.outcome != LineOutcome.PAID:
        return ()
    paid = {one.id for one in adjusted.paid_by(line.ref)}
    for earning in earnings:
        said_back = (one for one in reversed(_of(earning)) if one.state == DifferenceState.ADJUSTED)
        agreed = next((one for one in said_back if one.about == line.ref), None)
        if earning.id in paid:
            if earning.state != EarningState.REVERSED:
                continue
        elif agreed is None:
            continue
        people: tuple[int | None, ...]
        came = earning.amount_satang if agreed is None else came_by(agreed)
        if agreed is None:
            move = history(earning)[-1]
            on, words, people = clock.bangkok(move.at).date(), move.note, (move.actor_id,)
        else:
            said, people = said_by(agreed), (agreed.proposed_by_id, agreed.decided_by_id)
            on, words = said.on, " · ".join(dict.fromkeys(one for one in (said.bank_ref, agreed.answer) if one))
        found.append(Back(came, on, words, tuple(one for one in people if one is not None)))
    return tuple(found)


def _of(earning: Earning) -> Sequence[Difference]:
    """Whatever was said of money of an earning that came back, the oldest first."""
    mine = Difference.detail.startswith(f"{differences.BACK}{earning.ref}:")
    about = (Difference.kind == DifferenceKind.BANK_LINE, Difference.fund_id == earning.fund_id, mine)
    return db.scalars(select(Difference).where(*about).order_by(Difference.id)).all()


def _must_be_told(line: PayoutLine | None, on: date | None, bank_ref: str, note: str) -> None:
    if on is None:
        raise Invalid(t("Write on which day it came back."), field="back_on")
    if on > clock.today() or (line is not None and line.settled_on is not None and on < line.settled_on):
        raise Invalid(t("The day is not before it was paid and not after today."), field="back_on")
    if not any(letter.isalnum() for letter in bank_ref):
        if not note:
            raise Invalid(t("Write the bank's reference, or below why it came back."), field="back_ref")
        if not reasons.says_something(note):
            raise Invalid(differences.NO_REASON, field="note")
    if len(note) > differences.SAID_MOST:
        raise Invalid(t("Please write at most {count} characters.", count=differences.SAID_MOST), field="note")


def _is_at_bank(line: PayoutLine | None) -> bool:
    return line is not None and line.batch.state == PayoutState.RELEASED

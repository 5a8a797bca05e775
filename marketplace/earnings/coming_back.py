"""Where paid money came back to the fund's account: one person says so, a second agrees, and its entries are reversed.

While the batch is at the bank its own answer about the line says it; what comes back later nobody but people can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.audit import history
from marketplace.audit.standing import where
from marketplace.earnings import decisions, funds
from marketplace.earnings.states import EARNING
from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time
from marketplace.kernel import clock, reasons
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.ledger import accounts
from marketplace.payments import adjusted, differences, line_sums
from marketplace.payments.queries import OPEN_DIFFERENCES
from models.earning import Earning
from models.gift import Difference
from models.ledger import LedgerEntry
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, EarningState, EntryKind, LineOutcome, PayoutState

REASON = "came_back"
AT_BANK = t(
    "Its batch is still at the bank: keep what the bank answers about the line. What comes back after the batch agrees"
    " is kept here."
)
WAITS = t("That this money came back waits for a second person already.")


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


def propose(earning: Earning, *, by: Actor, on: date | None, bank_ref: str = "", note: str = "") -> Difference:
    """Say that the money of an earning came back, on a day, by a reference or for a reason; a second person agrees.

    Raises IllegalMove while its batch is at the bank, and Conflict while the same waits for a second person.
    """
    if not EARNING.allows(earning.state, "reverse"):
        raise IllegalMove(where(EARNING, earning, by=by))
    line = _last_line(earning)
    if _is_at_bank(line):
        raise IllegalMove(AT_BANK)
    _must_be_told(line, on, bank_ref.strip(), note.strip())
    accounts.lock_book(funds.book_of(earning.fund_id))
    if waiting(earning) is not None:
        raise Conflict(WAITS)
    must_be_out(earning)
    about, sum_ = line.ref if line is not None else earning.ref, earning.amount_satang
    before = len(_of(earning))
    key = f"{about}:{differences.BACK}{earning.ref}:{before + 1}"
    detail = f"{differences.BACK}{earning.ref}:{on}:{bank_ref.strip()}"
    told = {"about": about, "fund_id": earning.fund_id, "expected": sum_, "seen": 0, "detail": detail}
    differences.found(DifferenceKind.BANK_LINE, key, **told)  # type: ignore[arg-type]
    (found,) = _of(earning)[before:]
    differences.propose_return(found, said=note.strip() or bank_ref.strip(), by=by)
    return found


def propose_anew(difference: Difference, *, reason: str, by: Actor) -> None:
    """Say once more that it came back, after a second person had not agreed."""
    earning = earning_of(difference)
    must_be_out(earning)
    if not EARNING.allows(earning.state, "reverse"):
        raise IllegalMove(where(EARNING, earning, by=by))
    if not reasons.says_something(reason):
        raise Invalid(differences.NO_REASON, field="reason")
    differences.propose_return(difference, said=reason.strip()[: differences.SAID_MOST], by=by)


def agree(difference: Difference, *, by: Actor) -> None:
    """A second person agrees: payment, sending and debt are reversed. Raises IllegalMove where it is paid no more.

    Raises Conflict where whoever is paid has said since it was proposed that they have the money.
    With the last sum of a line that came back goes what the book was adjusted by the line. Raises NotEnough.
    """
    earning, said = earning_of(difference), said_by(difference)
    accounts.lock_book(funds.book_of(earning.fund_id))
    db.refresh(earning, ["state", "version"])
    if (told := confirmed_since(difference)) is not None:
        raise Conflict(told)
    must_be_out(earning)
    differences.agree_answer(difference, by=by)
    words = dict.fromkeys(one for one in (said.on.isoformat(), said.bank_ref, difference.answer) if one)
    decisions.reverse(earning, by=by, reason=REASON, note=" · ".join(words))
    line = _last_line(earning)
    if line is not None and adjusted.is_all_back(line.ref):
        adjusted.undo(line_sums.adjusting(line.ref), by=by, reason=REASON)


def must_be_out(earning: Earning, satang: int | None = None) -> None:
    """Of a line by which the bank paid another sum no more comes back than it paid; raises Invalid.

    The last sum of such a line comes back whole, whatever it is; `satang` is a part of a sum.
    """
    line = _last_line(earning)
    found = line_sums.adjusting(line.ref) if line is not None else []
    if line is None or not found:
        return
    others = [one for one in adjusted.paid_by(line.ref) if one.id != earning.id]
    if satang is None and all(one.state == EarningState.REVERSED for one in others):
        return
    by_two = sum(one.adjust_satang or 0 for one in found)
    back = satang if satang is not None else earning.amount_satang - adjusted.parts_of({earning.id})
    adjusted.must_be_out(line.ref, back, by_two)


def undone_with(earning: Earning) -> int:
    """What goes out of the fund's book again, below zero what comes, when the last sum of an adjusted line is back."""
    line = _last_line(earning)
    others = [one for one in adjusted.paid_by(line.ref) if one.id != earning.id] if line is not None else []
    if line is None or any(one.state != EarningState.REVERSED for one in others):
        return 0
    return sum(one.adjust_satang or 0 for one in line_sums.adjusting(line.ref))


def confirmed_since(difference: Difference) -> Text | None:
    """That the young person said it arrived after somebody last proposed that it came back; None where they did not."""
    proposed = next((move.id for move in reversed(history(difference)) if move.verb == "propose"), 0)
    last = next((move for move in reversed(history(earning_of(difference))) if move.verb == "confirm"), None)
    if last is None or last.id < proposed:
        return None
    return t("On {when}, after this was proposed, the young person confirmed that the money is there. It cannot be"
             " agreed to: send it back with “Do not agree”, so that who proposed it asks them and the bank.",
             when=date_time(last.at))  # fmt: skip


def earning_of(difference: Difference) -> Earning:
    """The earning whose money is said to have come back."""
    return db.scalars(select(Earning).where(Earning.ref == said_by(difference).earning_ref)).one()


def waiting(earning: Earning) -> Difference | None:
    """What is said of its money and nobody has decided about."""
    return next((one for one in _of(earning) if one.state in OPEN_DIFFERENCES), None)


def is_at_bank(earning: Earning) -> bool:
    """Whether the batch it was last in is still at the bank."""
    return _is_at_bank(_last_line(earning))


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
    is_back = line.outcome == LineOutcome.PAID and any(one.state == EarningState.REVERSED for one in earnings)
    paid = {one.id for one in adjusted.paid_by(line.ref)} if is_back else set[int]()
    for earning in earnings:
        if earning.state != EarningState.REVERSED or earning.id not in paid:
            continue
        people: tuple[int | None, ...]
        agreed = next((one for one in reversed(_of(earning)) if one.state == DifferenceState.ADJUSTED), None)
        if agreed is None:
            move = history(earning)[-1]
            on, words, people = clock.bangkok(move.at).date(), move.note, (move.actor_id,)
        else:
            said, people = said_by(agreed), (agreed.proposed_by_id, agreed.decided_by_id)
            on, words = said.on, " · ".join(dict.fromkeys(one for one in (said.bank_ref, agreed.answer) if one))
        found.append(Back(earning.amount_satang, on, words, tuple(one for one in people if one is not None)))
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


def _last_line(earning: Earning) -> PayoutLine | None:
    """The line that paid it last; where its payment names none, the line of the batch it was last in."""
    paid = select(LedgerEntry.note).where(
        LedgerEntry.cause_type == "earning", LedgerEntry.cause_ref == earning.ref, LedgerEntry.kind == EntryKind.PAY
    )
    ref = db.scalar(paid.order_by(LedgerEntry.id.desc()).limit(1))
    by_it = select(PayoutLine).where(PayoutLine.ref == ref).options(joinedload(PayoutLine.batch))
    if ref and (line := db.scalars(by_it).first()) is not None:
        return line
    wanted = select(PayoutLine).join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
    mine = wanted.where(PayoutItem.earning_id == earning.id).options(joinedload(PayoutLine.batch))
    return db.scalars(mine.order_by(PayoutLine.id.desc()).limit(1)).first()


def _is_at_bank(line: PayoutLine | None) -> bool:
    return line is not None and line.batch.state == PayoutState.RELEASED

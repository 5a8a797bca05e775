"""Where the bank and a batch do not agree: another sum than was asked for, another answer than was kept, or none."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, or_, select

from marketplace.access import Actor
from marketplace.earnings import funds, owed_anew
from marketplace.earnings.bankfile import Result
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import exact
from marketplace.ledger import accounts
from marketplace.payments import bank_refs, differences, line_sums, taken_out
from marketplace.payments.queries import OPEN_DIFFERENCES
from models.earning import Earning
from models.gift import Difference
from models.ledger import LedgerEntry
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, EntryKind, LineOutcome, PayoutState

ANSWERS_WITHIN = timedelta(days=5)


def agrees(batch: PayoutBatch, line: PayoutLine, result: Result, booked: int) -> bool:
    """Whether the bank paid what the book says of the line; where it names another sum, the difference is kept."""
    seen = result.amount_satang
    if result.outcome != LineOutcome.PAID or seen is None:
        return True
    if seen == booked:
        return True
    if not _is_known(line, seen):
        key = f"{line.ref}:{seen}" if booked == line.amount_satang else f"{line.ref}:{seen}:of:{booked}"
        differences.found(
            DifferenceKind.BANK_LINE, _not_in_force(key), about=line.ref, fund_id=batch.fund_id, expected=booked,
            seen=seen, detail=f"{batch.ref} {result.bank_ref}",
        )  # fmt: skip
    return False


def _is_known(line: PayoutLine, seen: int) -> bool:
    """Whether this other sum waits for people, or is what they adjusted the book by last."""
    if any(line_sums.is_of_a_sum(one) and one.found_satang == seen for one in of_line(line)):
        return True
    return any(one.found_satang == seen for one in line_sums.adjusting(line.ref)[-1:])


def reason_of(line: PayoutLine, result: Result) -> str:
    """Why the bank did not pay a line, with the sum it names where that is another than the line's."""
    if result.amount_satang in (None, line.amount_satang):
        return result.reason
    return str(t("{reason} (the bank names {sum} baht)", reason=result.reason, sum=exact(result.amount_satang or 0)))


def _not_in_force(key: str) -> str:
    """A key by which another sum is kept again, where the book has left what was adjusted by it since."""
    number, whole = 1, key
    while (known := differences.by_key(DifferenceKind.BANK_LINE, whole)) is not None:
        if db.get_one(Difference, known).state != DifferenceState.ADJUSTED:
            break
        number, whole = number + 1, f"{key}:{number + 1}"
    return whole


def same_answer(line: PayoutLine, result: Result) -> bool:
    """Whether the bank says of a line that has ended what was kept of it; where not, the difference is kept."""
    ref = bank_refs.fold(result.bank_ref)
    told = (result.outcome, ref, result.settled_on)
    if (line.outcome, bank_refs.fold(line.bank_ref or ""), line.settled_on) == told:
        return True
    day, is_paid = result.settled_on.isoformat(), result.outcome == LineOutcome.PAID
    whole = result.amount_satang if result.amount_satang is not None else line.amount_satang
    batch = db.get_one(PayoutBatch, line.batch_id)
    said = result.bank_ref if is_paid else reason_of(line, result)
    key = _unused(line, f"{line.ref}:{differences.ANSWER}{result.outcome}:{day}:{ref}")
    differences.found(
        DifferenceKind.BANK_LINE, key, about=line.ref,
        fund_id=batch.fund_id, expected=line.amount_satang if line.outcome == LineOutcome.PAID else 0,
        seen=whole if is_paid else 0, detail=f"{differences.ANSWER}{result.outcome}:{day}:{said}",
    )  # fmt: skip
    return False


def _unused(line: PayoutLine, key: str) -> str:
    """A key by which what the bank says again is kept again, where the line was put right by it or since.

    And where its sums were paid by another line after people had found the bank wrong.
    """
    number, whole = 1, key
    while (known := differences.by_key(DifferenceKind.BANK_LINE, whole)) is not None:
        before = db.get_one(Difference, known)
        stale = before.state == DifferenceState.ADJUSTED or _put_right_since(before) or _paid_since(line, before)
        if not stale:
            break
        number, whole = number + 1, f"{key}:{number + 1}"
    return whole


def _put_right_since(before: Difference) -> bool:
    """Whether the line of a difference that was answered in words has been put right by another one after that."""
    if before.decided_at is None:
        return False
    mine = (Difference.kind == DifferenceKind.BANK_LINE, Difference.about == before.about)
    right = (Difference.state == DifferenceState.ADJUSTED, Difference.detail.startswith(differences.ANSWER))
    wanted = select(Difference.id).where(*mine, *right, Difference.decided_at > before.decided_at)
    return db.scalar(wanted.limit(1)) is not None


def _paid_since(line: PayoutLine, before: Difference) -> bool:
    """Whether sums of a line the bank says it paid stand as paid by another one, since people answered that."""
    if before.decided_at is None or line.outcome == LineOutcome.PAID or not before.found_satang:
        return False
    undone = select(LedgerEntry.reverses_id).where(LedgerEntry.reverses_id.is_not(None))
    wanted = (
        select(LedgerEntry.id)
        .join(Earning, (LedgerEntry.cause_type == "earning") & (LedgerEntry.cause_ref == Earning.ref))
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .where(
            PayoutItem.line_id == line.id,
            LedgerEntry.kind == EntryKind.PAY,
            LedgerEntry.note != line.ref,
            LedgerEntry.at > before.decided_at,
            LedgerEntry.id.not_in(undone),
        )
    )
    return db.scalar(wanted.limit(1)) is not None


def said_before(difference: Difference) -> Sequence[Difference]:
    """What the bank had said the same of the same line before, and people have answered; the oldest first."""
    if difference.kind != DifferenceKind.BANK_LINE or differences.is_of_a_return(difference):
        return ()
    wanted = select(Difference).where(
        Difference.kind == DifferenceKind.BANK_LINE, Difference.about == difference.about,
        Difference.id < difference.id, Difference.found_satang == difference.found_satang,
        Difference.state.not_in(OPEN_DIFFERENCES),
    )  # fmt: skip
    is_a_sum = line_sums.is_of_a_sum(difference)
    return [
        one
        for one in db.scalars(wanted.order_by(Difference.id))
        if (line_sums.is_of_a_sum(one) if is_a_sum else one.detail == difference.detail)
    ]


def wrong_total(batch_ref: str, fund_id: int, data: bytes, told: int | None, came: int | None, rows: str = "") -> bool:
    """Keep that a file of the bank contradicts itself, once for each file; False when it was known."""
    accounts.lock_book(funds.book_of(fund_id))
    mark = sha256(data).hexdigest()[:20]
    return differences.found(
        DifferenceKind.BANK_TOTAL, f"{batch_ref}:{mark}", about=batch_ref, fund_id=fund_id,
        expected=came, seen=told, detail=rows or mark,
    )  # fmt: skip


def of_batch(batch: PayoutBatch) -> ColumnElement[bool]:
    """That a difference is what the bank said otherwise of a batch or of one of its lines."""
    refs = select(PayoutLine.ref).where(PayoutLine.batch_id == batch.id)
    return or_(
        (Difference.kind == DifferenceKind.BANK_TOTAL) & (Difference.about == batch.ref),
        (Difference.kind == DifferenceKind.BANK_LINE) & Difference.about.in_(refs),
    )


def open_of(batch: PayoutBatch) -> Sequence[Difference]:
    """What the bank said otherwise of this batch or of its lines, and nobody has answered yet; the oldest first."""
    wanted = select(Difference).where(of_batch(batch), Difference.state.in_(OPEN_DIFFERENCES))
    return db.scalars(wanted.order_by(Difference.id)).all()


def batches_of(refs: Collection[str]) -> dict[str, int]:
    """The numbers of batches, by their own references and those of their lines."""
    own = select(PayoutBatch.ref, PayoutBatch.number).where(PayoutBatch.ref.in_(refs))
    lines = select(PayoutLine.ref, PayoutBatch.number).join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
    found = (*db.execute(own), *db.execute(lines.where(PayoutLine.ref.in_(refs))))
    return {ref: number for ref, number in found}  # noqa: C416


def of_line(line: PayoutLine) -> Sequence[Difference]:
    """What was said otherwise of one line, and nobody has answered yet; the oldest first."""
    about = (Difference.kind == DifferenceKind.BANK_LINE, Difference.about == line.ref)
    wanted = select(Difference).where(*about, Difference.state.in_(OPEN_DIFFERENCES))
    return db.scalars(wanted.order_by(Difference.id)).all()


def of_earnings(earning_ids: Collection[int]) -> Mapping[int, Sequence[Difference]]:
    """By earning, what the bank says otherwise of a line it was on, and nobody has answered yet.

    So is what it says of a line of the sum that one pays once more. Where the bank has only said nothing for days, or
    people say that it came back, there is nothing of it here.
    """
    before = owed_anew.all_before(earning_ids)
    wanted = (
        select(PayoutItem.earning_id, Difference)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .join(Difference, Difference.about == PayoutLine.ref)
        .where(
            PayoutItem.earning_id.in_({one for some in before.values() for one in some}),
            Difference.kind == DifferenceKind.BANK_LINE,
            Difference.found_satang.is_not(None),
            Difference.detail.not_like(f"{differences.BACK}%"),
            Difference.state.in_(OPEN_DIFFERENCES),
        )
    )
    said = defaultdict[int, list[Difference]](list)
    for earning_id, difference in db.execute(wanted.order_by(Difference.id)):
        said[earning_id].append(difference)
    told = {one: [difference for key in sorted(some) for difference in said[key]] for one, some in before.items()}
    return {one: some for one, some in told.items() if some}


def stands_paid_by(earning: Earning) -> Sequence[str]:
    """The lines by which the bank paid a sum that is not kept as paid by them, as two people agreed."""
    return [one.about for one in taken_out.of_sum(earning)]


def must_not_stand_paid(earning: Earning) -> None:
    """Raises Invalid where a sum would be paid once more that stands as paid by a line."""
    if paid := stands_paid_by(earning):
        raise Invalid(
            t(
                "The bank says that it paid this sum by {lines}, and that stands. It is not paid once more: say that it"
                " is not due, or have it put right first what became of that line.", lines=" · ".join(paid),
            ),
            field="decision",
        )  # fmt: skip


def must_be_answered(earning: Earning) -> None:
    """Raises Invalid where the bank may have paid a sum that is to be paid again, and nobody has answered that yet."""
    if waiting := of_earnings({earning.id}).get(earning.id):
        raise Invalid(gainsaid([one.ref for one in waiting]), field="decision")


def gainsaid(refs: Collection[str]) -> Text:
    """That the bank said otherwise of an earlier payment, and by which differences."""
    return t("The bank said something else about a payment of these sums: {refs}. Answer that first, under"
             " “Differences”.", refs=" · ".join(refs))  # fmt: skip


def heard(batch_id: int, refs: Collection[str], *, where: str, by: Actor) -> None:
    """The bank has spoken of lines it had said nothing about: that it was silent is answered, by where it spoke."""
    lines = select(PayoutLine.ref).where(PayoutLine.batch_id == batch_id)
    silent = (
        select(Difference)
        .where(Difference.kind == DifferenceKind.BANK_LINE, Difference.state == DifferenceState.OPEN)
        .where(Difference.about.in_(lines), Difference.found_satang.is_(None))
        .order_by(Difference.id)
    )
    for one in db.scalars(silent).all():
        if one.about in refs:
            differences.match(one, reason=where, by=by)


def paid_in_full(line: PayoutLine, *, where: str, by: Actor) -> None:
    """The bank has named the sum of a line that is paid: that it named another before is answered, by where it did.

    What people proposed because of the other sum falls by that. What two have adjusted is no matter of this.
    """
    for one in of_line(line):
        if line_sums.is_of_a_sum(one) and one.found_satang is not None:
            answer = differences.match_by_bank if one.state == DifferenceState.OPEN else differences.overtake
            answer(one, reason=where, by=by)


def nightly() -> str:
    """Find released lines the bank has not answered for days; gives how many are new."""
    silent = (
        select(PayoutLine, PayoutBatch)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .where(
            PayoutLine.outcome == LineOutcome.PENDING,
            PayoutBatch.state == PayoutState.RELEASED,
            PayoutBatch.released_at < clock.now() - ANSWERS_WITHIN,
        )
        .order_by(PayoutLine.id)
    )
    new = sum(
        differences.found(
            DifferenceKind.BANK_LINE, f"{line.ref}:silent", about=line.ref, fund_id=batch.fund_id,
            expected=line.amount_satang, detail=batch.ref,
        )
        for line, batch in db.execute(silent).all()
    )  # fmt: skip
    return f"{new} silent" if new else ""

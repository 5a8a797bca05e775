"""Why a bank's statement says another balance than the book of a fund, and what of that nothing explains.

The book counts an entry on the day it was written, the bank a payment on the day it made it. What the bank had done by
the end of a day and the book says later explains a part of the gap, and so do differences that are open and what
somebody reads off the statement: lines it shows as paid, entries it does not show yet, entries it shows already though
they were written later. All of it is computed again whenever it is asked.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.ledger import accounts
from marketplace.payments import line_sums, remainders, sums
from marketplace.payments.adjusted import ANSWER, BACK
from models.bank_balance import BankBalance
from models.earning import Fund
from models.gift import Difference, Gift
from models.ledger import LedgerAccount, LedgerEntry, LedgerPosting
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import BalanceItem as What
from models.vocabulary import DifferenceKind, DifferenceState, EntryKind, GiftWay, LineOutcome

LINE, ENTRY, LATER = "line:", "entry:", "later:"
SHOWS_WITHIN = timedelta(days=10)
"""How long a bank may take to show what the book has; what it does not show later is unexplained."""
ON_THE_WAY = (EntryKind.GRANT, EntryKind.CUT, EntryKind.ALLOT, EntryKind.ARRIVE, EntryKind.DONATION,
              EntryKind.REFUND, EntryKind.RESTORE, EntryKind.SETTLE)  # fmt: skip
"""Kinds of entries that reach the account some days before or after they are written."""
BOOKED_WITHIN = timedelta(days=31)
"""How long the book may take to say what the bank had done by the end of a day."""
BOOKED_LATER = (*ON_THE_WAY, EntryKind.ADJUST)
"""Kinds of entries that a statement may show before they are written."""
NEWER = t("A newer statement of this account is here. What it leaves unexplained is adjusted by its own difference, not"
          " by this one.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that explains a part: what it is about, on which day, and how much more it leaves at the bank.

    The reference is that of a batch where lines were paid, of a gift, a difference or a line, or an entry's number.
    """

    kind: What
    ref: str
    on: date
    satang: int
    count: int = 1

    def kept(self) -> dict[str, object]:
        """As it is kept with a comparison."""
        said = {"kind": self.kind.value, "ref": self.ref, "on": self.on.isoformat(), "satang": self.satang}
        return {**said, "count": self.count}


@dataclass(frozen=True, slots=True)
class Gap:
    """What the book says at the end of a day, what lies at the payment service, and what explains another balance."""

    book: int
    service: int
    items: tuple[Item, ...]

    @property
    def explained(self) -> int:
        """How much more the bank should have than the book says."""
        return sum(one.satang for one in self.items)

    def left(self, bank: int) -> int:
        """What of the gap to a balance nothing explains."""
        return bank - self.book - self.explained


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody may read off a statement: a line without an answer, or an entry not shown yet or shown already."""

    value: str
    kind: What
    ref: str
    number: int
    on: date
    satang: int
    entry: str = ""
    """Which kind of entry it is."""


@dataclass(frozen=True, slots=True)
class _Later:
    """An entry on the account of a book, written after the day, with what it takes back or was taken back by."""

    seq: int
    at: datetime
    kind: str
    cause: tuple[str, str]
    satang: int
    note: str
    was_kind: str | None
    was_at: datetime | None
    was_note: str | None
    back_by: str | None


Returns = dict[str, tuple[Difference, date]]
"""What two people say came back, by the reference of the earning and by that of the difference."""


def end_of(day: date) -> datetime:
    """The instant at which a day is over, as reports of the books count it."""
    return clock.instant(day, 24 * 60)


def at(fund: Fund, day: date, ticked: Collection[str] = ()) -> Gap:
    """The book of a fund at the end of a day, and what explains that the bank says another balance."""
    wanted = (
        select(LedgerAccount.role, func.sum(LedgerPosting.amount_satang))
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(
            LedgerAccount.code.in_((_cash(fund), accounts.code_of(fund.ref, R.CLEARING))),
            LedgerEntry.at < end_of(day),
        )
        .group_by(LedgerAccount.role)
    )
    book = {role: int(satang) for role, satang in db.execute(wanted)}
    later, returns = _later(fund, day), _returns(fund)
    items = [*_paid(fund, day, returns), *_read_off(fund, day, ticked), *_open(fund, day, ticked)]
    items += (item for one in later if (item := _since(one, day, returns)) is not None)
    order = sorted(_together(items), key=attrgetter("on", "kind", "ref"))
    return Gap(book.get(R.CASH, 0), book.get(R.CLEARING, 0), tuple(order))


def choices(fund: Fund, day: date) -> list[Choice]:
    """What may be read off the statement of a day: lines at the bank, and entries of the days before and after it."""
    return [*_unanswered(fund, day), *_entries(fund, day), *_booked_later(fund, day)]


def left_now(compared: BankBalance) -> int:
    """What of a comparison nothing explains by now, in satang."""
    fund = db.get_one(Fund, compared.fund_id)
    return at(fund, compared.day, compared.ticked).left(compared.bank_satang)


def why_not(difference: Difference) -> Text | None:
    """Why a book is not adjusted by the remainder of a comparison now; None where it is."""
    last = remainders.newest(difference.fund_id or 0)
    if last is None or last.difference_id != difference.id:
        return NEWER
    if (left := left_now(last)) != remainders.apart(difference):
        return t("By now {sum} baht of this are unexplained, no longer {was}. Write down the statement once more, as a"
                 " correction: this is answered by it, or its new difference is adjusted.",
                 sum=remainders.signed(left), was=remainders.signed(remainders.apart(difference)))  # fmt: skip
    if booked := _booked_since(last, left):
        named = ", ".join(f"{one.number} ({remainders.signed(one.satang)})" for one in booked)
        return t("Entries written after that day come to the very same sum: no. {entries} of the book. If the statement"
                 " shows that money, write it down once more, as a correction, and tick them. If it does not, write"
                 " down a statement of a later day: what is unexplained then is adjusted.", entries=named)  # fmt: skip
    return None


def _booked_since(compared: BankBalance, left: int) -> tuple[Choice, ...]:
    """Entries written after the day of a statement, and not read off it, that come to what it leaves unexplained."""
    fund = db.get_one(Fund, compared.fund_id)
    waits = [one for one in _booked_later(fund, compared.day) if one.value not in compared.ticked]
    found = sums.coming_to(left, [one.satang for one in waits])
    return tuple(waits[place] for place in found)


def _cash(fund: Fund) -> str:
    return accounts.code_of(fund.ref, R.CASH)


def _on_account(fund: Fund, *what: Any) -> Select[*tuple[Any, ...]]:
    """Entries on the account of a fund, with what each changed there."""
    return (
        select(*what)
        .select_from(LedgerEntry)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.code == _cash(fund))
    )


def _returns(fund: Fund) -> Returns:
    """Sums that two people say came back, and on which day."""
    wanted = select(Difference).where(
        Difference.fund_id == fund.id, Difference.kind == DifferenceKind.BANK_LINE,
        Difference.detail.startswith(BACK), Difference.state == DifferenceState.ADJUSTED,
    )  # fmt: skip
    found: Returns = {}
    for one in db.scalars(wanted.order_by(Difference.id)):
        earning, day, _ = one.detail.removeprefix(BACK).split(":", 2)
        found[earning] = found[one.ref] = (one, date.fromisoformat(day))
    return found


def _paid(fund: Fund, day: date, returns: Collection[str]) -> Iterator[Item]:
    """What the bank had paid by the end of the day and was kept as paid later, batch by batch."""
    mirror = aliased(LedgerEntry)
    undone = select(mirror.reverses_id).where(
        mirror.reverses_id == LedgerEntry.id, mirror.cause_ref.not_in(sorted(returns))
    )
    wanted = (
        _on_account(
            fund, PayoutBatch.ref, func.max(PayoutLine.settled_on), func.sum(LedgerPosting.amount_satang),
            func.count(PayoutLine.id.distinct()),
        )
        .join(PayoutLine, PayoutLine.ref == LedgerEntry.note)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .where(
            LedgerEntry.kind == EntryKind.PAY, LedgerEntry.at >= end_of(day), ~undone.exists(),
            PayoutLine.outcome == LineOutcome.PAID, PayoutLine.settled_on <= day,
        )
        .group_by(PayoutBatch.id, PayoutBatch.ref)
    )  # fmt: skip
    for ref, on, satang, count in db.execute(wanted):
        yield Item(What.PAID, ref, on, int(satang), count)


def _later(fund: Fund, day: date) -> Sequence[_Later]:
    """What was written on the account after the day, but for payments."""
    was, mirror = aliased(LedgerEntry), aliased(LedgerEntry)
    wanted = (
        _on_account(
            fund, LedgerEntry.seq, LedgerEntry.at, LedgerEntry.kind, LedgerEntry.cause_type, LedgerEntry.cause_ref,
            LedgerPosting.amount_satang, LedgerEntry.note, was.kind, was.at, was.note, mirror.note,
        )
        .outerjoin(was, was.id == LedgerEntry.reverses_id)
        .outerjoin(mirror, mirror.reverses_id == LedgerEntry.id)
        .where(LedgerEntry.at >= end_of(day), LedgerEntry.kind != EntryKind.PAY)
        .order_by(LedgerEntry.id)
    )  # fmt: skip
    return [
        _Later(seq, at_, kind, (cause, ref), int(satang), *rest)
        for seq, at_, kind, cause, ref, satang, *rest in db.execute(wanted)
    ]


def _since(one: _Later, day: date, returns: Returns) -> Item | None:
    """What an entry that was written later says of the account at the end of the day; None where nothing."""
    cause, ref = one.cause
    if one.kind == EntryKind.DONATION:
        gift = db.scalars(select(Gift).where(Gift.ref == ref)).one()
        came = gift.received_on if gift.way == GiftWay.TRANSFER else None
        return Item(What.RECEIVED, ref, came, one.satang) if came is not None and came <= day else None
    if one.kind == EntryKind.ADJUST and cause == "difference":
        # Written and taken back after the day, unless by what came back, it never was.
        return (
            None if one.back_by is not None and one.back_by not in returns else _adjusted(ref, one.satang, day, returns)
        )
    if one.kind == EntryKind.REVERSAL and one.was_at is not None:
        return _undone(one, one.was_at, day, returns)
    return None


def _adjusted(ref: str, satang: int, day: date, returns: Returns) -> Item | None:
    """What two people adjusted later, by a line the bank had ended or a statement it had closed by then."""
    if ref in returns:
        return Item(What.BACK, ref, returns[ref][1], satang) if returns[ref][1] <= day else None
    difference = db.scalars(select(Difference).where(Difference.ref == ref)).one()
    on: date | None = None
    if difference.kind == DifferenceKind.BANK_LINE:
        on = db.scalar(select(PayoutLine.settled_on).where(PayoutLine.ref == difference.about))
    elif difference.kind == DifferenceKind.BANK_BALANCE:
        on = db.scalar(select(func.min(BankBalance.day)).where(BankBalance.difference_id == difference.id))
    return Item(What.ADJUSTED, ref, on, satang) if on is not None and on <= day else None


def _undone(one: _Later, was_at: datetime, day: date, returns: Returns) -> Item | None:
    """What was taken back later: it had come back by then, was measured anew, or was never paid."""
    cause, ref = one.cause
    by = one.note if cause == "difference" else ref
    if by in returns:
        difference, on = returns[by]
        return Item(What.BACK, difference.ref, on, one.satang) if on <= day else None
    if was_at >= end_of(day):
        return None
    if cause != "difference":
        return Item(What.RIGHT, one.was_note or "", clock.bangkok(was_at).date(), one.satang)
    if db.scalar(select(Difference.id).where(Difference.ref == by)) is not None:
        return _adjusted(by, one.satang, day, returns)
    line = db.scalars(select(Difference.about).where(Difference.ref == ref)).one()
    return Item(What.RIGHT, line, clock.bangkok(was_at).date(), one.satang)


def _read_off(fund: Fund, day: date, ticked: Collection[str]) -> Iterator[Item]:
    """What somebody read off the statement, as long as it is so."""
    for one in choices(fund, day) if ticked else ():
        if one.value in ticked:
            yield Item(one.kind, one.ref, one.on, one.satang if one.kind == What.ALREADY else -one.satang)


def _unanswered(fund: Fund, day: date) -> Iterator[Choice]:
    """Lines that were at the bank at the end of the day and have no answer."""
    wanted = (
        select(PayoutLine, PayoutBatch)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .where(
            PayoutBatch.fund_id == fund.id, PayoutLine.outcome == LineOutcome.PENDING,
            PayoutBatch.released_at < end_of(day),
        )
        .order_by(PayoutBatch.number, PayoutLine.id)
    )  # fmt: skip
    for line, batch in db.execute(wanted):
        on = clock.bangkok(batch.released_at or batch.prepared_at).date()
        yield Choice(f"{LINE}{line.ref}", What.UNANSWERED, batch.ref, batch.number, on, line.amount_satang)


def _entries(fund: Fund, day: date) -> Iterator[Choice]:
    """Entries that a bank may show some days later."""
    mirror = aliased(LedgerEntry)
    wanted = (
        _on_account(fund, LedgerEntry.seq, LedgerEntry.at, LedgerEntry.kind, LedgerPosting.amount_satang)
        .where(
            LedgerEntry.at < end_of(day), LedgerEntry.at >= end_of(day) - SHOWS_WITHIN, LedgerEntry.kind.in_(ON_THE_WAY)
        )
        .where(~select(mirror.id).where(mirror.reverses_id == LedgerEntry.id).exists())
        .order_by(LedgerEntry.id)
    )
    for seq, moment, kind, satang in db.execute(wanted):
        on = clock.bangkok(moment).date()
        yield Choice(f"{ENTRY}{seq}", What.NOT_YET, str(seq), seq, on, int(satang), kind)


def _booked_later(fund: Fund, day: date) -> Iterator[Choice]:
    """Entries written after the day that a statement may show already, but for what tells when it happened."""
    returns, until = _returns(fund), end_of(day) + BOOKED_WITHIN
    for one in _later(fund, day):
        may_be = one.kind in BOOKED_LATER and one.back_by is None and one.at < until
        if may_be and _since(one, day, returns) is None:
            on = clock.bangkok(one.at).date()
            yield Choice(f"{LATER}{one.seq}", What.ALREADY, str(one.seq), one.seq, on, one.satang, one.kind)


def _open(fund: Fund, day: date, ticked: Collection[str]) -> Iterator[Item]:
    """Differences with the bank about this account that nobody has answered yet; of a line's sum what was said last."""
    waits = (DifferenceState.OPEN, DifferenceState.PROPOSED)
    mine: tuple[ColumnElement[bool], ...] = (
        Difference.fund_id == fund.id, Difference.kind == DifferenceKind.BANK_LINE, Difference.state.in_(waits)
    )  # fmt: skip
    wanted = select(Difference, PayoutLine).outerjoin(PayoutLine, PayoutLine.ref == Difference.about).where(*mine)
    last: dict[str, tuple[Difference, PayoutLine | None]] = {}
    for difference, line in db.execute(wanted.order_by(Difference.id)):
        key = difference.about if line_sums.is_of_a_sum(difference) else difference.ref
        if difference.found_satang is not None:
            last[key] = (difference, line)
    for found, its_line in last.values():
        on = _on(found, its_line, day, ticked)
        if on is not None and on <= day and (satang := _more(found, its_line)):
            yield Item(What.OPEN, found.ref, on, satang)


def _more(difference: Difference, line: PayoutLine | None) -> int:
    """How much more the bank has by what an open difference says."""
    if difference.detail.startswith(BACK):
        return difference.found_satang or (difference.expected_satang or 0) + (difference.adjust_satang or 0)
    if line is not None and line.outcome == LineOutcome.PAID and line_sums.is_of_a_sum(difference):
        return line_sums.apart(difference)
    return -remainders.apart(difference)


def _on(difference: Difference, line: PayoutLine | None, day: date, ticked: Collection[str]) -> date | None:
    """On which day the bank did what a difference is about; None where that is not known or changes nothing."""
    if difference.detail.startswith(BACK):
        return date.fromisoformat(difference.detail.split(":", 3)[2])
    if line is None:
        return None
    if line.outcome == LineOutcome.PAID:
        return line.settled_on
    if difference.detail.startswith(ANSWER):
        return date.fromisoformat(difference.detail.split(":", 3)[2])
    return day if line.outcome == LineOutcome.PENDING and f"{LINE}{line.ref}" in ticked else None


def _together(items: Sequence[Item]) -> Iterator[Item]:
    """Lines of one kind of one batch and day, and what came back of one difference, as one item."""
    found: dict[tuple[What, str], Item] = {}
    for one in items:
        key = (one.kind, one.ref)
        before = found.get(key)
        found[key] = one if before is None else Item(
            one.kind, one.ref, max(one.on, before.on), one.satang + before.satang, one.count + before.count
        )  # fmt: skip
    return (one for one in found.values() if one.satang)

"""What an accountant takes away: a trial balance by fund, and the journal line by line. No youth is told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, or_, select

from marketplace.kernel import clock
from marketplace.ledger.accounts import SUSPENSE
from marketplace.ledger.rules import ORDER
from models.earning import Fund
from models.ledger import LedgerAccount, LedgerBook, LedgerEntry, LedgerPosting
from models.session import db


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One fund at the end of a day: the sum on each kind of account, debit above zero, in the order of the chart."""

    fund_ref: str
    name_th: str
    name_en: str
    sums: tuple[int, ...]

    @property
    def adds_up(self) -> bool:
        """Whether debits and credits are the same."""
        return sum(self.sums) == 0


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One line of the journal; what is owed to all youths stands on one account."""

    book: str
    seq: int
    at: datetime
    kind: str
    cause: str
    note: str
    account: str
    debit_satang: int
    credit_satang: int
    hash: str


def trial_balance(day: date, which: ColumnElement[bool], *, suspense: bool = False) -> Sequence[TrialRow]:
    """Every fund of `which` with its sums at the end of `day` in Thailand, and the book of suspense where asked for."""
    wanted = (
        select(LedgerBook.code, LedgerAccount.role, func.sum(LedgerPosting.amount_satang))
        .outerjoin(Fund, Fund.ref == LedgerBook.code)
        .join(LedgerAccount, LedgerAccount.book_id == LedgerBook.id)
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(_books(which, suspense), LedgerEntry.at < clock.instant(day, 24 * 60))
        .group_by(LedgerBook.code, LedgerAccount.role)
    )
    sums = {(ref, role): int(total) for ref, role, total in db.execute(wanted)}
    funds = db.scalars(select(Fund).where(which).order_by(Fund.name_th, Fund.id))
    named = [(fund.ref, fund.name_th, fund.name_en) for fund in funds]
    if suspense and any(book == SUSPENSE for book, _ in sums):
        named.append((SUSPENSE, "", ""))
    return [
        TrialRow(book, name_th, name_en, tuple(sums.get((book, role), 0) for role in ORDER))
        for book, name_th, name_en in named
    ]


def journal(first: date, last: date, which: ColumnElement[bool], *, suspense: bool = False) -> Iterator[JournalLine]:
    """Every line of the entries of `which` funds from one day to another, book by book in order; suspense if asked."""
    wanted = (
        select(
            LedgerBook.code, LedgerEntry.seq, LedgerEntry.at, LedgerEntry.kind, LedgerEntry.cause_type,
            LedgerEntry.cause_ref, LedgerEntry.note, LedgerAccount.role, LedgerPosting.amount_satang, LedgerEntry.hash,
        )
        .join(LedgerBook, LedgerBook.id == LedgerEntry.book_id)
        .outerjoin(Fund, Fund.ref == LedgerBook.code)
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            _books(which, suspense),
            LedgerEntry.at >= clock.instant(first, 0), LedgerEntry.at < clock.instant(last, 24 * 60),
        )
        .order_by(LedgerBook.code, LedgerEntry.seq, LedgerPosting.line_no)
    )  # fmt: skip
    for book, seq, at, kind, cause_type, cause_ref, note, role, satang, hash_ in db.execute(wanted):
        yield JournalLine(
            book, seq, at, kind, f"{cause_type} {cause_ref}", note, role, max(satang, 0), max(-satang, 0),
            bytes(hash_).hex(),
        )  # fmt: skip


def _books(which: ColumnElement[bool], suspense: bool) -> ColumnElement[bool]:
    return or_(Fund.id.is_not(None) & which, LedgerBook.code == SUSPENSE) if suspense else Fund.id.is_not(None) & which

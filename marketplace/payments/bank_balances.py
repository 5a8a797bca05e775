"""Balances of bank statements: written down at the end of a day, held against the book, never changed.

What nothing explains becomes a difference that people answer. A newer statement of the same account that agrees answers
one that is open, by naming itself; where the bank had less that is only proposed, and a second person agrees. Where
somebody was wrong, a correction is another row of the same day. Pages may be added to a row later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.i18n import t, use
from marketplace.i18n.dates import date_time, long_date
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.kernel.money import exact
from marketplace.ledger import accounts
from marketplace.payments import bank_gap, differences, explained, queries, remainders
from marketplace.payments.bank_gap import Gap
from models.bank_balance import BankBalance, BankBalanceFile
from models.earning import Fund
from models.gift import Difference
from models.ledger import LedgerBook, LedgerEntry
from models.session import db
from models.vocabulary import DifferenceKind, DifferenceState, Role

LAST_DAY = 10
"""By this day of the next month a month is compared."""
WRITTEN = "bank_balance.write"
"""The act that keeps what was written, with the fingerprints of the files as `sha256`."""
ADDED = "bank_balance.add_pages"
"""The act that adds pages to what is written, with their fingerprints as `sha256`."""
_STANDS = (*queries.OPEN_DIFFERENCES, DifferenceState.EXPLAINED)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes off a statement, and the comparison that was the last when they began."""

    day: date
    bank_satang: int
    statement_ref: str
    ticked: tuple[str, ...] = ()
    is_correction: bool = False
    seen: str | None = None
    """The reference of the last comparison their page showed, empty where there was none; None where nobody looked."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Pages of the statement, and the folder they are kept in."""

    files: Sequence[CheckedFile] = ()
    folder: Path | None = None


def write(fund: Fund, draft: Draft, *, by: Actor, papers: Papers = Papers()) -> BankBalance:
    """Keep a statement's balance with what explains the gap to the book; the same said twice is kept once.

    Pages that come with the same once more are added to it.
    Raises Invalid naming its field, and Conflict where somebody has written another one meanwhile.
    """
    _must_hold(fund, draft, papers)
    accounts.lock_book(fund.ref)
    gap = bank_gap.at(fund, draft.day, draft.ticked)
    before = _of_day(fund, draft.day)
    if before is not None and _is_same(before, draft, gap, by):
        _add(before, papers, by)
        return before
    _must_be_news(fund, draft, before)
    left = gap.left(draft.bank_satang)
    ref = ids.new_ref("BB")
    difference_id = _difference(fund, draft, gap, ref) if left else None
    compared = BankBalance(
        ref=ref,
        fund_id=fund.id,
        day=draft.day,
        ends_at=bank_gap.end_of(draft.day),
        bank_satang=draft.bank_satang,
        book_satang=gap.book,
        explained_satang=gap.explained,
        remainder_satang=left,
        service_satang=gap.service,
        statement_ref=draft.statement_ref.strip(),
        items=[one.kept() for one in gap.items],
        ticked=sorted(set(draft.ticked)),
        difference_id=difference_id,
        written_by_id=by.account_id,
        written_at=clock.now(),
    )
    db.add(compared)
    db.flush()
    _keep(compared, papers, by)
    told = {"fund": fund.ref, "day": draft.day.isoformat(), "satang": draft.bank_satang, "left": left}
    record(by, WRITTEN, compared, **told, sha256=[one.sha256 for one in papers.files])
    _answer(fund, by)
    return compared


def of_fund(fund: Fund) -> Sequence[BankBalance]:
    """Every comparison of a fund, the newest day first and of one day the last correction."""
    mine = _whole().where(BankBalance.fund_id == fund.id)
    return db.scalars(mine.order_by(BankBalance.day.desc(), BankBalance.id.desc())).all()


def last_of(funds: Sequence[Fund]) -> dict[int, BankBalance]:
    """The newest comparison of each of these funds, by the fund's id."""
    wanted = _whole().where(BankBalance.fund_id.in_([one.id for one in funds]))
    found = db.scalars(wanted.order_by(BankBalance.day, BankBalance.id)).all()
    return {one.fund_id: one for one in found}


def funds_of(actor: Actor) -> Sequence[Fund]:
    """The funds of the reader's office whose books have begun, by name."""
    wanted = select(Fund).where(queries.of_reader(actor), _has_begun(clock.today()))
    return db.scalars(wanted.order_by(Fund.name_th, Fund.id)).all()


def lacking(actor: Actor) -> Sequence[Fund]:
    """The funds an officer answers for of which the last month is not compared, though it should be by now."""
    if not is_late():
        return ()
    mine = actor.scope(Role.OFFICER).condition(Fund.area_code, Fund.office_key)
    return db.scalars(select(Fund).where(mine, *_is_missing()).order_by(Fund.name_th, Fund.id)).all()


def missing(funds: Sequence[Fund]) -> set[int]:
    """Those of these funds, by id, of which the last month is not compared."""
    return set(db.scalars(select(Fund.id).where(Fund.id.in_([one.id for one in funds]), *_is_missing())))


def is_late() -> bool:
    """Whether the last month should be compared by now."""
    return clock.today().day > LAST_DAY


def month_end() -> date:
    """The last day of the last month that is over."""
    return clock.today().replace(day=1) - timedelta(days=1)


def one(actor: Actor, ref: str) -> BankBalance:
    """A comparison of a fund of the reader's office; raises NotFound."""
    wanted = _whole().join(BankBalance.fund).where(BankBalance.ref == ref, queries.of_reader(actor))
    return db.scalars(wanted).one_or_none() or _missing()


def files_of(compared: BankBalance) -> Sequence[BankBalanceFile]:
    """The pages of a statement, as they were added."""
    mine = select(BankBalanceFile).where(BankBalanceFile.balance_id == compared.id)
    return db.scalars(mine.order_by(BankBalanceFile.id)).all()


def one_file(actor: Actor, ref: str) -> BankBalanceFile:
    """A page of a statement of a fund of the reader's office; raises NotFound."""
    wanted = (
        select(BankBalanceFile)
        .join(BankBalanceFile.balance)
        .join(BankBalance.fund)
        .options(contains_eager(BankBalanceFile.balance).contains_eager(BankBalance.fund))
        .where(BankBalanceFile.ref == ref, queries.of_reader(actor))
    )
    return db.scalars(wanted).one_or_none() or _missing()


def of_difference(difference: Difference) -> BankBalance | None:
    """The comparison by which a difference was found; None where it was found otherwise."""
    mine = _whole().where(BankBalance.difference_id == difference.id)
    return db.scalars(mine.order_by(BankBalance.id).limit(1)).one_or_none()


def is_replaced(compared: BankBalance) -> BankBalance | None:
    """The correction of the same day that was written after it; None where it stands."""
    last = _of_day(compared.fund, compared.day)
    return last if last is not None and last.id != compared.id else None


def last_written(fund: Fund) -> BankBalance | None:
    """The comparison of a fund that was written last, whatever its day."""
    mine = select(BankBalance).where(BankBalance.fund_id == fund.id)
    return db.scalars(mine.order_by(BankBalance.id.desc()).limit(1)).one_or_none()


def is_written(fund: Fund, day: date) -> bool:
    """Whether a balance of this day is written."""
    return _of_day(fund, day) is not None


def must_be_over(day: date) -> None:
    """Raises Invalid for a day of which no closing balance can be known yet."""
    if day >= clock.today():
        raise Invalid(
            t("This day is not over yet. Write the balance of a day that has ended, at the latest yesterday."),
            field="day",
        )


def _must_hold(fund: Fund, draft: Draft, papers: Papers) -> None:
    must_be_over(draft.day)
    begun = select(Fund.id).where(Fund.id == fund.id, _has_begun(draft.day))
    if db.scalar(begun) is None:
        raise Invalid(t("On this day the fund had no money yet."), field="day")
    if draft.bank_satang < 0:
        raise Invalid(t("A balance is nothing or more."), field="balance")
    if not draft.statement_ref.strip() and not papers.files:
        raise Invalid(t("Name the statement by its number, or add it as a photo or a PDF."), field="statement_ref")
    checking.must_not_be_too_many(papers.files)
    if len({one.sha256 for one in papers.files}) < len(papers.files):
        raise Invalid(t("This file is here already. Choose another one."), field="files")
    known = {one.value for one in bank_gap.choices(fund, draft.day)}
    if not known.issuperset(draft.ticked):
        raise Invalid(
            t("What you chose has moved since, or belongs to another day. Look through the list again."), field="ticked"
        )


def _must_be_news(fund: Fund, draft: Draft, before: BankBalance | None) -> None:
    """Nobody writes over what they have not seen, and of a day that is compared only a correction is written."""
    last = last_written(fund)
    if draft.seen is not None and draft.seen != (last.ref if last is not None else ""):
        if last is None:
            raise Conflict(t("This page is out of date. Open it again."))
        raise Conflict(
            t("Since you opened this page somebody wrote another statement of this account: {day}, {sum} baht, {when}."
              " Look at it, and write yours only if it is another one.",
              day=long_date(last.day, weekday=False), sum=exact(last.bank_satang), when=date_time(last.written_at))
        )  # fmt: skip
    if before is not None and not draft.is_correction:
        raise Invalid(
            t("For this day {sum} baht are written already. Tick that you correct it if that was wrong; both stay.",
              sum=exact(before.bank_satang)),
            field="is_correction",
        )  # fmt: skip


def _is_same(before: BankBalance, draft: Draft, gap: Gap, by: Actor) -> bool:
    said = (draft.bank_satang, draft.statement_ref.strip(), sorted(set(draft.ticked)), by.account_id)
    kept = (before.bank_satang, before.statement_ref, before.ticked, before.written_by_id)
    return kept == said and before.items == [one.kept() for one in gap.items]


def _difference(fund: Fund, draft: Draft, gap: Gap, ref: str) -> int | None:
    """The difference a remainder stands in: the one it stood in the time before, or one of its own.

    Once a book was adjusted for that one, or a statement agreed, as large a remainder is another.
    """
    before = _until(fund, draft.day)
    stands = before.difference if before is not None else None
    is_as_before = before is not None and before.remainder_satang == gap.left(draft.bank_satang)
    if is_as_before and stands is not None and stands.state in _STANDS:
        return stands.id
    differences.found(
        DifferenceKind.BANK_BALANCE, ref, about=ref, fund_id=fund.id, expected=gap.book + gap.explained,
        seen=draft.bank_satang, detail=draft.day.isoformat(),
    )  # fmt: skip
    return differences.by_key(DifferenceKind.BANK_BALANCE, ref)


def _answer(fund: Fund, by: Actor) -> None:
    """Where the newest statement of the account agrees, it answers what is open of older ones, by naming itself.

    What takes two people it only proposes. All of it is said in the language of the office.
    """
    last = remainders.newest(fund.id)
    if last is None or last.remainder_satang:
        return
    mine = (Difference.fund_id == fund.id, Difference.kind == DifferenceKind.BANK_BALANCE)
    waits = select(Difference).where(*mine, Difference.state == DifferenceState.OPEN).order_by(Difference.id)
    for difference in db.scalars(waits).all():
        with use("th"):
            where = str(t("The statement of {day} ({ref}) leaves nothing unexplained.",
                          day=long_date(last.day, weekday=False), ref=last.ref))  # fmt: skip
        answer = differences.propose_words if explained.needs_two(difference) else differences.match
        answer(difference, reason=where, by=by)


def _add(compared: BankBalance, papers: Papers, by: Actor) -> None:
    """Keep pages that came later; one that is there already stays once."""
    there = {one.sha256 for one in files_of(compared)}
    new = [one for one in papers.files if one.sha256 not in there]
    if new:
        _keep(compared, Papers(new, papers.folder), by)
        record(by, ADDED, compared, sha256=[one.sha256 for one in new])


def _keep(compared: BankBalance, papers: Papers, by: Actor) -> None:
    if papers.folder is None:
        return
    for checked in papers.files:
        kept = checking.kept(checked, papers.folder, by.account_id)
        db.add(BankBalanceFile(ref=ids.new_ref("BF"), balance_id=compared.id, **kept))
    db.flush()


def _of_day(fund: Fund, day: date) -> BankBalance | None:
    mine = _whole().where(BankBalance.fund_id == fund.id, BankBalance.day == day)
    return db.scalars(mine.order_by(BankBalance.id.desc()).limit(1)).one_or_none()


def _until(fund: Fund, day: date) -> BankBalance | None:
    mine = _whole().where(BankBalance.fund_id == fund.id, BankBalance.day <= day)
    return db.scalars(mine.order_by(BankBalance.day.desc(), BankBalance.id.desc()).limit(1)).one_or_none()


def _is_missing() -> tuple[ColumnElement[bool], ...]:
    day = month_end()
    later = select(BankBalance.id).where(BankBalance.fund_id == Fund.id, BankBalance.day >= day)
    return Fund.closed_at.is_(None), _has_begun(day), ~later.exists()


def _has_begun(day: date) -> ColumnElement[bool]:
    """That something stood in the book of a fund by the end of a day."""
    entry = select(LedgerEntry.id).join(LedgerBook, LedgerBook.id == LedgerEntry.book_id)
    return entry.where(LedgerBook.code == Fund.ref, LedgerEntry.at < bank_gap.end_of(day)).exists()


def _whole() -> Select[BankBalance]:
    return select(BankBalance).options(joinedload(BankBalance.fund), joinedload(BankBalance.difference))


def _missing() -> NoReturn:
    raise NotFound

"""Funds: money set aside by an area, promised to enrolments, and freed again when it isn't needed."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select, update

from marketplace.access import Actor
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.earnings import ceilings, families
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.kernel.money import baht
from marketplace.ledger import Cause, NotEnough, accounts, credit, debit, free_money, post
from models.earning import Fund, FundReserve
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind, FundLevel

BACK_DAYS: Final = 2 * 366
AHEAD_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class FundDraft:
    """What an officer says about a new fund."""

    name_th: str
    name_en: str
    source: str
    area_code: str
    starts_on: date
    ends_on: date
    level: FundLevel = FundLevel.AREA
    programme_id: int | None = None
    opportunity_id: int | None = None


@dataclass(frozen=True, slots=True)
class FundSheet:
    """Where the money of a fund is, in satang; what is at hand, at the service and missing is the sum of the others."""

    cash: int
    available: int
    reserved: int
    owed: int
    on_its_way: int
    at_service: int = 0
    missing: int = 0


def open_fund(draft: FundDraft, *, by: Actor, office_key: str | None = None) -> Fund:
    """A new fund with empty books, belonging to the office of its area."""
    if refused := _unlikely(draft):
        raise Invalid(next(iter(refused.values())), errors=refused)
    fund = Fund(
        ref=ids.new_ref("F"),
        name_th=draft.name_th,
        name_en=draft.name_en,
        source=draft.source,
        area_code=draft.area_code,
        office_key=office_key or office_key_for(draft.area_code),
        starts_on=draft.starts_on,
        ends_on=draft.ends_on,
        level=draft.level,
        programme_id=draft.programme_id,
        opportunity_id=draft.opportunity_id,
        created_at=clock.now(),
    )
    db.add(fund)
    db.flush()
    accounts.open_fund_book(fund.ref, fund.id)
    record(by, "fund.open", fund, level=fund.level)
    return fund


def _unlikely(draft: FundDraft) -> dict[str, Text]:
    """What a period cannot be, at its field: an era or a year mistaken is what it mostly is."""
    today, refused = clock.today(), dict[str, Text]()
    if (today - draft.starts_on).days > BACK_DAYS:
        refused["starts_on"] = t("A fund begins at most two years ago: check the year.")
    if draft.ends_on < draft.starts_on:
        refused["ends_on"] = t("The last day cannot be before the first.")
    elif draft.ends_on.year > today.year + AHEAD_YEARS:
        refused["ends_on"] = t("A fund ends within {years} years: check the year.", years=AHEAD_YEARS)
    return refused


def grant(fund: Fund, amount_satang: int, *, key: str, by: Actor, note: str = "") -> None:
    """Put money into a fund, once per `key`; it fills first what the fund has still to find."""
    _positive(amount_satang)
    accounts.lock_book(fund.ref)
    lines = (debit(_code(fund, R.CASH), amount_satang), *free_money.into(fund.ref, amount_satang))
    entry = post(EntryKind.GRANT, lines, key=f"grant:{fund.ref}:{key}", cause=_cause(fund), by=by, note=note)
    if not entry.replayed:
        record(by, "fund.grant", fund, satang=amount_satang, entry=entry.seq)


def cut(fund: Fund, amount_satang: int, *, key: str, by: Actor, note: str) -> None:
    """Take free money out of a fund, once per `key`; raises NotEnough when it is promised or spent."""
    _positive(amount_satang)
    lines = (debit(_code(fund, R.AVAILABLE), amount_satang), credit(_code(fund, R.CASH), amount_satang))
    entry = post(EntryKind.CUT, lines, key=f"cut:{fund.ref}:{key}", cause=_cause(fund), by=by, note=note)
    if not entry.replayed:
        record(by, "fund.cut", fund, satang=amount_satang, entry=entry.seq)


def reserve(
    fund_id: int, enrolment: Enrolment, amount_satang: int, *, by: Actor, is_held: bool = False
) -> FundReserve | None:
    """Promise money of a fund to an enrolment; the same promise twice is one.

    `is_held` says that its books are held and its ceilings were asked since, so that neither is done again.
    Raises NotEnough when less is free, Conflict when another promise is open for the enrolment or when a ceiling of the
    fund, or of one above it, leaves too little room.
    """
    if amount_satang == 0:
        return None
    _positive(amount_satang)
    book = book_of(fund_id) if is_held else hold(fund_id)
    made = select(FundReserve).where(FundReserve.enrolment_id == enrolment.id)
    promises = db.scalars(made.execution_options(populate_existing=True)).all()
    for held in promises:
        if held.closed_at is None:
            if (held.fund_id, held.amount_satang) == (fund_id, amount_satang):
                return held
            raise Conflict(t("Money is already reserved for this enrolment."))
    over = None
    if not is_held:
        over = ceilings.against_promise(db.get_one(Fund, fund_id), enrolment.youth_id, amount_satang)
    if over is not None:
        raise Conflict(over)
    promise = FundReserve(
        fund_id=fund_id,
        enrolment_id=enrolment.id,
        number=len(promises) + 1,
        amount_satang=amount_satang,
        opened_at=clock.now(),
    )
    lines = (
        debit(accounts.code_of(book, R.AVAILABLE), amount_satang),
        credit(accounts.code_of(book, R.RESERVED), amount_satang),
    )
    key, cause = f"reserve:{enrolment.ref}:{promise.number}", Cause("enrolment", enrolment.ref)
    try:
        post(EntryKind.RESERVE, lines, key=key, cause=cause, by=by)
    except NotEnough as error:
        raise NotEnough(t("The fund does not have enough left for this enrolment.")) from error
    db.add(promise)
    db.flush()
    return promise


def release_reserve(enrolment: Enrolment, *, by: Actor, keep: int = 0) -> int:
    """Free what is left of the promise to an enrolment but `keep`, and close it when nothing is kept.

    Gives the satang freed, 0 when no promise was open or no more than `keep` is left of it.
    """
    promise = open_reserve(enrolment.id)
    if promise is None:
        return 0
    book = book_of(promise.fund_id)
    accounts.lock_book(book)
    db.refresh(promise)
    if promise.closed_at is not None:
        return 0
    left = promise.amount_satang - promise.used_satang
    freed = max(left - keep, 0)
    key = f"release:{enrolment.ref}:{promise.number}"
    if keep and freed < left:
        promise.amount_satang -= freed
        # It gets smaller with each part, so that what is left of it names the part.
        key = f"{key}:{promise.amount_satang}"
    else:
        promise.closed_at = clock.now()
    if freed:
        free(book, freed, key=key, cause=Cause("enrolment", enrolment.ref), by=by)
    db.flush()
    return freed


def free(book: str, satang: int, *, key: str, cause: Cause, by: Actor) -> None:
    """Move money from promised back to free."""
    lines = (debit(accounts.code_of(book, R.RESERVED), satang), credit(accounts.code_of(book, R.AVAILABLE), satang))
    post(EntryKind.RELEASE, lines, key=key, cause=cause, by=by)


def open_reserve(enrolment_id: int) -> FundReserve | None:
    """The promise now open for an enrolment."""
    wanted = select(FundReserve).where(FundReserve.enrolment_id == enrolment_id, FundReserve.closed_at.is_(None))
    return db.scalars(wanted).one_or_none()


def payer(opportunity: Opportunity, enrolment: Enrolment) -> int | None:
    """The fund that pays what an enrolment earns: the one whose promise to it is open, else that of its posting."""
    promise = open_reserve(enrolment.id)
    return opportunity.fund_id if promise is None else promise.fund_id


def draw(reserve_id: int, satang: int) -> bool:
    """Use part of a promise (or, below zero, give it back); False when it is closed or too little is left."""
    drawn = db.execute(
        update(FundReserve)
        .where(
            FundReserve.id == reserve_id,
            FundReserve.closed_at.is_(None),
            FundReserve.used_satang + satang <= FundReserve.amount_satang,
        )
        .values(used_satang=FundReserve.used_satang + satang)
        .returning(FundReserve.id)
        .execution_options(synchronize_session="fetch")
    )
    return drawn.first() is not None


def hold(fund_id: int) -> str:
    """Hold the book of a fund, then that of each fund above whose ceiling counts it; gives the code of its own.

    Rules are read anew under the lock, so that what a ceiling leaves stays true until the transaction ends.
    """
    book = book_of(fund_id)
    accounts.lock_book(book)
    for one in families.above(fund_id):
        if one.id != fund_id and (one.most_per_youth_satang is not None or one.most_in_all_satang is not None):
            accounts.lock_book(one.ref)
    return book


def book_of(fund_id: int) -> str:
    """The code of a fund's book; raises NotFound."""
    fund = db.get(Fund, fund_id)
    if fund is None:
        raise NotFound
    return fund.ref


def available(fund_id: int) -> int:
    """What is free in a fund, in satang."""
    return accounts.balance(accounts.code_of(book_of(fund_id), R.AVAILABLE))


def shortage(fund_id: int, amount_satang: int) -> Text | None:
    """What a fund lacks to promise this much now, in words; None when it can. `reserve` has the last word."""
    free = available(fund_id)
    if free >= amount_satang:
        return None
    needed, left = baht(amount_satang), baht(free)
    return t("The fund has too little for this: {needed} baht are needed, {left} are left.", needed=needed, left=left)


def sheet(fund: Fund) -> FundSheet:
    """Where the money of a fund is now."""
    found = accounts.balances(fund.ref)
    return FundSheet(
        cash=found[_code(fund, R.CASH)],
        available=found[_code(fund, R.AVAILABLE)],
        reserved=found[_code(fund, R.RESERVED)],
        owed=sum(satang for code, satang in found.items() if f"/{R.PAYABLE}/" in code),
        on_its_way=found[_code(fund, R.TRANSIT)],
        at_service=found.get(_code(fund, R.CLEARING), 0),
        missing=found.get(_code(fund, R.SHORTFALL), 0),
    )


def _code(fund: Fund, role: R) -> str:
    return accounts.code_of(fund.ref, role)


def _cause(fund: Fund) -> Cause:
    return Cause("fund", fund.ref)


def _positive(amount_satang: int) -> None:
    if amount_satang <= 0:
        raise Invalid(t("Enter an amount above zero."), field="amount")

"""Funds within funds: a part is given money of the fund above it, and never has more than it was given.

Each fund keeps its own book, so an allotment is two entries of one cause: out of the one, into the other.
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.earnings import families, funds, resuming
from marketplace.i18n import t
from marketplace.i18n.lazy import Either
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.ledger import Cause, NotEnough, accounts, credit, debit, free_money, post
from marketplace.offers import fund_rules
from models.earning import Fund
from models.ledger import LedgerAccount, LedgerEntry, LedgerPosting
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind, FundLevel

_BELOW = {FundLevel.PROGRAMME: 0, FundLevel.AREA: 1, FundLevel.OPPORTUNITY: 2}


def place_under(fund: Fund, parent: Fund, *, by: Actor) -> None:
    """Make a fund a part of another; raises Invalid where that cannot be."""
    if fund.id in {one.id for one in fund_rules.chain(parent)}:
        raise Invalid(t("A fund can't be a part of itself."), field="parent")
    if len(fund_rules.chain(parent)) >= fund_rules.DEEPEST:
        raise Invalid(t("There are too many funds above it."), field="parent")
    if fund.level == FundLevel.PROGRAMME or _BELOW[FundLevel(parent.level)] > _BELOW[FundLevel(fund.level)]:
        raise Invalid(t("A wider fund can't be a part of a narrower one."), field="parent")
    if fund.starts_on < parent.starts_on or fund.ends_on > parent.ends_on:
        raise Invalid(t("A part runs within the days of the fund above it."), field="ends_on")
    _must_fit(fund, parent)
    fund.parent_id = parent.id
    db.flush()
    record(by, "fund.place_under", fund, parent=parent.ref)


def _must_fit(fund: Fund, parent: Fund) -> None:
    """Refuse a part whose money would not fit under a ceiling above; the books of both are held."""
    for one in reversed(families.parts(fund.id)):
        accounts.lock_book(one.ref)
    funds.hold(parent.id)
    brings = families.committed(fund)
    for above in families.above(parent.id):
        most = above.most_in_all_satang
        if most is not None and families.committed(above) + brings > most:
            raise Invalid(
                t("It has paid, owes and has promised {sum} baht, more than the ceiling of {fund} leaves.",
                  sum=baht(brings), fund=Either(above.name_th, above.name_en or above.name_th)), field="parent",
            )  # fmt: skip


def allot(part: Fund, satang: int, *, key: str, by: Actor, note: str) -> None:
    """Give a part free money of the fund above it, once per `key`; raises Invalid when less is free."""
    above = _above(part)
    _move(above, part, satang, key=key, by=by, note=note)
    resuming.resume(part, by=by)


def give_back(part: Fund, satang: int, *, key: str, by: Actor, note: str) -> None:
    """Give free money of a part back to the fund above it, at most what came from there, once per `key`."""
    above = _above(part)
    if satang > allotted(part):
        raise Invalid(t("No more can go back than came from there."), field="amount")
    _move(part, above, satang, key=key, by=by, note=note)
    resuming.resume(above, by=by)


def allotted(part: Fund) -> int:
    """What a part has been given by the fund above it and not given back, in satang."""
    wanted = (
        select(func.coalesce(func.sum(LedgerPosting.amount_satang), 0))
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            LedgerEntry.kind == EntryKind.ALLOT,
            LedgerEntry.cause_type == "fund_part",
            LedgerEntry.cause_ref == part.ref,
            LedgerAccount.role == R.CASH,
            LedgerAccount.owner_id == part.id,
        )
    )
    return int(db.scalar(wanted) or 0)


def parts_of(fund: Fund) -> Sequence[Fund]:
    """The funds that are parts of this one, oldest first."""
    return db.scalars(select(Fund).where(Fund.parent_id == fund.id).order_by(Fund.id)).all()


def _above(part: Fund) -> Fund:
    if part.parent_id is None:
        raise Invalid(t("This fund is no part of another."), field="amount")
    return db.get_one(Fund, part.parent_id)


def _move(source: Fund, target: Fund, satang: int, *, key: str, by: Actor, note: str) -> None:
    if satang <= 0:
        raise Invalid(t("Enter an amount above zero."), field="amount")
    if source.closed_at is not None or target.closed_at is not None:
        raise Invalid(t("There is no such fund."), field="amount")
    part = target if target.parent_id == source.id else source
    # From the part upwards, as everybody who holds more than one book does.
    accounts.lock_book(funds.hold(part.id))
    accounts.lock_book(_above(part).ref)
    cause, keys = Cause("fund_part", part.ref), f"allot:{source.ref}:{key}"
    out = (debit(_code(source, R.AVAILABLE), satang), credit(_code(source, R.CASH), satang))
    try:
        entry = post(EntryKind.ALLOT, out, key=f"{keys}:out", cause=cause, by=by, note=note)
    except NotEnough as short:
        raise Invalid(t("Only what is free can be taken out."), field="amount") from short
    if entry.replayed:
        return
    lines = (debit(_code(target, R.CASH), satang), *free_money.into(target.ref, satang))
    post(EntryKind.ALLOT, lines, key=f"{keys}:in", cause=cause, by=by, note=note)
    record(by, "fund.allot", part, satang=satang, out_of=source.ref)


def _code(fund: Fund, role: R) -> str:
    return accounts.code_of(fund.ref, role)

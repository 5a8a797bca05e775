"""How gifts enter the books: one function for each event, each known by its key, so that telling twice books once."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.ledger import Cause, Line, accounts, credit, debit, free_money, post
from models.earning import Fund
from models.gift import Gift, GiftRefund
from models.ledger import LedgerEntry
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind, GiftWay


def donation(gift: Gift, *, by: Actor) -> None:
    """A gift has arrived: at the service when it was paid online, in the fund's account when it was transferred."""
    book = hold(gift)
    lines = [
        debit(accounts.code_of(book, _place(gift)), gift.amount_satang),
        *free_money.into(book, gift.amount_satang),
    ]
    _write(EntryKind.DONATION, lines, f"gift:{gift.ref}", gift, by, note=gift.document_ref)


def fee(gift: Gift, ref: str, satang: int, *, by: Actor) -> None:
    """What the service kept for itself; `ref` is its line there."""
    book = hold(gift)
    lines = [*free_money.out_of(book, satang), credit(accounts.code_of(book, R.CLEARING), satang)]
    _write(EntryKind.FEE, lines, f"fee:{ref}", gift, by, note=ref)


def refund(gift: Gift, way_back: GiftRefund, *, by: Actor, only_free: bool) -> None:
    """A gift, or part of it, goes back; `only_free` raises NotEnough where the money is promised or spent."""
    book, satang = hold(gift), way_back.amount_satang
    taken = [debit(accounts.code_of(book, R.AVAILABLE), satang)] if only_free else free_money.out_of(book, satang)
    lines = [*taken, credit(accounts.code_of(book, _place(gift)), satang)]
    _write(EntryKind.REFUND, lines, f"refund:{way_back.ref}", gift, by, note=way_back.ref)


def refund_failed(gift: Gift, way_back: GiftRefund, *, by: Actor) -> None:
    """What could not be sent back is the fund's again."""
    book, satang = hold(gift), way_back.amount_satang
    lines = [debit(accounts.code_of(book, _place(gift)), satang), *free_money.into(book, satang)]
    _write(EntryKind.RESTORE, lines, f"restore:{way_back.ref}", gift, by, note=way_back.ref)


def disputed(gift: Gift, ref: str, net_satang: int, *, by: Actor) -> None:
    """The service took a disputed sum (below zero), or gave it back; `ref` is its line there."""
    book, satang = hold(gift), abs(net_satang)
    place = accounts.code_of(book, R.CLEARING)
    if net_satang < 0:
        lines, kind = [*free_money.out_of(book, satang), credit(place, satang)], EntryKind.DISPUTE
    else:
        lines, kind = [debit(place, satang), *free_money.into(book, satang)], EntryKind.RESTORE
    _write(kind, lines, f"dispute:{ref}", gift, by, note=ref)


def arrived(fund: Fund, payout_ref: str, net_satang: int, *, by: Actor) -> bool:
    """What the service held of a fund came to its account (below zero: was taken from it); False when told before."""
    accounts.open_clearing(fund.ref, fund.id)
    cash, place = accounts.code_of(fund.ref, R.CASH), accounts.code_of(fund.ref, R.CLEARING)
    lines = [Line(cash, net_satang), Line(place, -net_satang)]
    cause = Cause("payout", payout_ref)
    entry = post(EntryKind.ARRIVE, lines, key=f"arrive:{payout_ref}:{fund.ref}", cause=cause, by=by, note=payout_ref)
    if not entry.replayed:
        record(by, "fund.arrive", fund, satang=net_satang, entry=entry.seq)
    return not entry.replayed


def hold(gift: Gift) -> str:
    """The book of the gift's fund, held until the transaction ends and ready for gifts."""
    fund = db.scalars(select(Fund).where(Fund.id == gift.fund_id)).one()
    accounts.open_clearing(fund.ref, fund.id)
    return fund.ref


def _write(kind: EntryKind, lines: Sequence[Line], key: str, gift: Gift, by: Actor, *, note: str = "") -> None:
    if known(key):
        return
    entry = post(kind, lines, key=key, cause=Cause("gift", gift.ref), by=by, note=note)
    record(by, f"gift.{kind.value}", gift, entry=entry.seq)


def known(key: str) -> bool:
    """Whether an entry is written under this key; its lines may have been others when the fund was short."""
    return db.scalar(select(LedgerEntry.id).where(LedgerEntry.key == key)) is not None


def _place(gift: Gift) -> R:
    """Where the money of a gift is: at the service when it was paid online, else on the fund's own account."""
    return R.CLEARING if gift.way == GiftWay.ONLINE else R.CASH

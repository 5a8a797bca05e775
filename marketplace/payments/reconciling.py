"""Every night the service's account of our money is held against the books, line by line and as a whole.

What we were not told is asked for again; what it kept as fees and paid to our bank is booked; whatever else does not
agree becomes a difference, once. Nothing is ever put right by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.payments import booking, differences, inbox, queries, rail
from marketplace.payments.rail import Rail, Refused, Statement, Unreachable
from marketplace.payments.suspense import PAYOUT
from marketplace.payments.told import CURRENCY
from models.earning import Fund
from models.gift import Difference, Gift, GiftRefund, ServiceBalance, ServiceEvent
from models.ledger import LedgerAccount
from models.session import db, transactional
from models.vocabulary import AccountRole, DifferenceKind, DifferenceState, EventOutcome, GiftState, GiftWay

ASKS_BACK = timedelta(days=4)
"""The service tells for three days; a day more covers the night itself."""
LOOKS_BACK = timedelta(days=35)
SETTLES_WITHIN = timedelta(days=1)
GIFTS = frozenset({"charge", "payment"})
REFUNDS = frozenset({"refund", "payment_refund"})
RETURNS = frozenset({"refund_failure", "payment_failure_refund"})


@dataclass(frozen=True, slots=True)
class Account:
    """What the service says: its lines, what each payment to the bank was made of, and what it holds."""

    since: datetime
    lines: tuple[Statement, ...]
    payouts: Mapping[str, tuple[Statement, ...]]
    balance_satang: int


def nightly() -> str:
    """Hold the service against the books; without a service, or an answer, nothing is said."""
    service = rail.in_use()
    if service is None:
        return ""
    try:
        missed = sum(_hear(service, since=clock.now() - ASKS_BACK))
        account = _ask(service, since=clock.now() - LOOKS_BACK)
    except (Unreachable, Refused) as no:
        return f"no answer ({no})"
    return f"{missed} missed, {transactional(compare)(account)} differ"


def compare(account: Account) -> int:
    """Book fees and arrivals, and find what does not agree; gives how many differences are new."""
    new = sum(_line(line) for line in account.lines if line.kind != PAYOUT)
    new += sum(_payout(ref, parts) for ref, parts in account.payouts.items())
    new += sum(_not_there(account))
    new += sum(_never_came(account.since))
    return new + _balance(account.balance_satang)


def _hear(service: Rail, since: datetime) -> Iterable[bool]:
    receive = transactional(inbox.receive)
    return [receive(event, live=service.live) is not None for event in service.events(since)]


def _ask(service: Rail, since: datetime) -> Account:
    lines = tuple(service.statement(since))
    paid_out = [line.source_ref for line in lines if line.kind == PAYOUT]
    parts = {ref: tuple(service.lines_of_payout(ref)) for ref in paid_out}
    return Account(since, lines, parts, service.balance())


def _line(line: Statement) -> bool:
    """One line that moved money; True when it makes a new difference."""
    gift = _gift_of(line)
    if gift is None:
        return _not_booked(line, None)
    if line.kind in GIFTS:
        return _gift(gift, line)
    if line.kind in REFUNDS or line.kind in RETURNS:
        refund = db.scalars(select(GiftRefund).where(GiftRefund.service_ref == line.source_ref)).one_or_none()
        key = "" if refund is None else f"{'refund' if line.kind in REFUNDS else 'restore'}:{refund.ref}"
        return not booking.known(key) and _not_booked(line, gift)
    return not booking.known(f"dispute:{line.ref}") and _not_booked(line, gift)


def _gift(gift: Gift, line: Statement) -> bool:
    if gift.state != GiftState.PAID:
        return _not_booked(line, gift)
    is_other = line.currency != CURRENCY
    if is_other or line.amount_satang != gift.amount_satang:
        return differences.found(
            DifferenceKind.CURRENCY if is_other else DifferenceKind.AMOUNT, line.ref, about=gift.ref,
            fund_id=gift.fund_id, expected=gift.amount_satang, seen=line.amount_satang,
            detail=f"{line.currency} {line.ref}",
        )  # fmt: skip
    if line.fee_satang:
        booking.fee(gift, line.ref, line.fee_satang, by=SYSTEM)
    if gift.fee_satang is None:
        db.execute(update(Gift).where(Gift.id == gift.id).values(fee_satang=line.fee_satang))
    return False


def _payout(payout_ref: str, parts: Sequence[Statement]) -> bool:
    """A payment to our bank, divided among the funds whose gifts it is made of."""
    net: dict[int, int] = {}
    strange = 0
    for part in parts:
        gift = _gift_of(part)
        if gift is None:
            strange += part.net_satang
        else:
            net[gift.fund_id] = net.get(gift.fund_id, 0) + part.net_satang
    for fund in db.scalars(select(Fund).where(Fund.id.in_(net)).order_by(Fund.id)):
        if net[fund.id]:
            booking.arrived(fund, payout_ref, net[fund.id], by=SYSTEM)
    if not strange:
        return False
    return differences.found(
        DifferenceKind.NOT_BOOKED, payout_ref, about=payout_ref, expected=0, seen=strange,
        detail=f"{PAYOUT} {payout_ref} {parts[0].currency}",
    )  # fmt: skip


def _not_there(account: Account) -> Iterable[bool]:
    """Gifts in the books of which the service's account has no line."""
    seen = {line.payment_ref for line in account.lines if line.kind in GIFTS}
    settled = Gift.paid_at.between(account.since + SETTLES_WITHIN, clock.now() - SETTLES_WITHIN)
    wanted = select(Gift).where(Gift.way == GiftWay.ONLINE, Gift.state == GiftState.PAID, settled)
    return [
        differences.found(
            DifferenceKind.NOT_THERE, gift.ref, about=gift.ref, fund_id=gift.fund_id,
            expected=gift.amount_satang, seen=0, detail=gift.payment_ref or "",
        )
        for gift in db.scalars(wanted.order_by(Gift.id)) if gift.payment_ref not in seen
    ]  # fmt: skip


def _never_came(since: datetime) -> Iterable[bool]:
    """Events that still wait for a payment of ours which nobody has told of."""
    waits = (ServiceEvent.outcome == EventOutcome.WAITING, ServiceEvent.received_at < clock.now() - ASKS_BACK)
    wanted = select(ServiceEvent).where(*waits, ServiceEvent.received_at > since).order_by(ServiceEvent.id)
    return [
        differences.found(DifferenceKind.UNKNOWN_GIFT, event.id, about=event.id, detail=event.payment_ref or "")
        for event in db.scalars(wanted).all()
    ]


def _balance(held: int) -> bool:
    """What the service holds is what the books say it holds; each change of the gap is a difference of its own.

    A gap that stands as it stood the night before is the difference it was, whatever was said of it; once the books
    were adjusted for that one, as large a gap is another.
    """
    clearing = select(func.coalesce(func.sum(LedgerAccount.balance_satang), 0))
    booked = int(db.scalars(clearing.where(LedgerAccount.role == AccountRole.CLEARING)).one())
    before = queries.last_balance()
    now = ServiceBalance(at=clock.now(), held_satang=held, booked_satang=booked)
    db.add(now)
    db.flush()
    if now.gap_satang == 0:
        return False
    if before is not None and before.gap_satang == now.gap_satang and not _adjusted(before.difference_id):
        now.difference_id = before.difference_id
        return False
    key = f"{now.id}:{now.gap_satang}"
    differences.found(DifferenceKind.BALANCE, key, about="stripe", expected=booked, seen=held)
    now.difference_id = differences.by_key(DifferenceKind.BALANCE, key)
    return True


def _adjusted(difference_id: int | None) -> bool:
    state = db.scalar(select(Difference.state).where(Difference.id == (difference_id or 0)))
    return state == DifferenceState.ADJUSTED


def _not_booked(line: Statement, gift: Gift | None) -> bool:
    return differences.found(
        DifferenceKind.NOT_BOOKED,
        line.ref,
        about=gift.ref if gift else line.source_ref or line.ref,
        fund_id=gift.fund_id if gift else None,
        expected=0,
        seen=line.net_satang,
        detail=f"{line.kind} {line.ref} {line.currency}",
    )


def _gift_of(line: Statement) -> Gift | None:
    if not line.payment_ref:
        return None
    return db.scalars(select(Gift).where(Gift.payment_ref == line.payment_ref)).one_or_none()

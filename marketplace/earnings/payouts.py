"""A payout batch on its way to the bank: prepared, approved and authorised by three different people, then released.

The database refuses a batch whose three people are not three, whose lines change after it was locked, and a line
that ends twice.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor
from marketplace.areas import working_days
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import (
    destinations,
    funds,
    on_behalf,
    payees,
    taking_out,
    telling,
    unpayable,
    waiting,
)
from marketplace.earnings.states import EARNING, PAYOUT
from marketplace.i18n import t
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock, ids, reasons
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.ledger import Cause, accounts, credit, debit, post
from models.earning import Earning, Fund
from models.payout import PayoutAccount, PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind, PayoutState
from models.youth import Youth

PAY_WITHIN = timedelta(days=60)
"""A batch is paid at most so long after it is prepared."""


def first_day() -> date:
    """The first day on which what is prepared today can be paid: two more people look, and a bank works on it."""
    return working_days.after(clock.today(), 1)


def prepare(fund: Fund, *, until: date, pay_on: date, by: Actor) -> PayoutBatch:
    """Gather what is approved and was earned up to a day into a new batch, one line a youth, oldest first.

    Whoever has no name the bank knows them by, no account, or one changed less than a day ago, is left for the next
    batch. Raises Invalid for days out of bounds and when nobody can be paid.
    """
    _check_days(until, pay_on)
    accounts.lock_book(fund.ref)
    every = waiting.due(fund, until)
    if not every:
        raise Invalid(t("Nothing approved is waiting for payment up to this day."), field="until")
    left = waiting.left(every)
    found = [earning for earning in every if earning.youth_id not in left.ids]
    if not found:
        raise Invalid(left.why_nobody(), field="until")
    last = db.scalar(select(func.max(PayoutBatch.number)).where(PayoutBatch.fund_id == fund.id))
    batch = PayoutBatch(
        ref=ids.new_ref("B"),
        number=(last or 0) + 1,
        fund_id=fund.id,
        until=until,
        pay_on=pay_on,
        prepared_by_id=by.account_id,
        prepared_at=clock.now(),
        total_satang=sum(earning.amount_satang for earning in found),
    )
    db.add(batch)
    db.flush()
    _write_lines(batch, found, by)
    record(by, "payout.prepare", batch, lines=len({earning.youth_id for earning in found}), satang=batch.total_satang)
    return batch


def lock(batch: PayoutBatch, *, by: Actor) -> taking_out.Dropped:
    """Close the list as the facts are now, and hand it to the approver; gives whose lines were taken out.

    A line whose account was changed since the batch was prepared or that has none, or whose account the bank refused
    since while nobody has decided about that, goes back to the queue. Where none is left the batch stays open.
    """
    if batch.total_satang == 0:
        raise Invalid(t("The batch is empty."))
    on_behalf.must_not_have_entered(batch, by=by)
    dropped = taking_out.look_again(batch, by)
    if batch.total_satang == 0:
        return dropped
    wanted = select(Youth).join(PayoutLine, PayoutLine.youth_id == Youth.id).where(PayoutLine.batch_id == batch.id)
    youths = db.scalars(wanted).all()
    if missing := payees.nameless(youths):
        raise Conflict(
            t("The name on the ID card is missing for {count}. Have it written down, or take these lines out.",
              count=len(missing))
        )  # fmt: skip
    seen = destinations.looked_at({youth.id for youth in youths})
    advance(PAYOUT, batch, "lock", by=by)
    if seen.shared or seen.wrong:
        record(by, "payout.accounts_to_look_at", batch, shared=len(seen.shared), wrong=len(seen.wrong))
    return dropped


def send_back(batch: PayoutBatch, *, by: Actor, note: str) -> None:
    """Give a locked batch back to who prepared it, saying what is wrong."""
    if not reasons.says_something(note):
        raise Invalid(t("Give a reason."), field="note")
    advance(PAYOUT, batch, "return", by=by, note=note)


def approve(batch: PayoutBatch, *, by: Actor, note: str = "") -> None:
    """The second person agrees with the list and its sum. Raises Conflict while a line cannot be paid."""
    _another(by, batch.prepared_by_id)
    on_behalf.must_not_have_entered(batch, by=by)
    _must_be_payable(batch, PayoutState.LOCKED)
    advance(PAYOUT, batch, "approve", by=by, note=note, approved_by_id=by.account_id, approved_at=clock.now())


def authorise(batch: PayoutBatch, *, by: Actor, note: str = "") -> None:
    """The third person allows the money to leave. Raises Conflict while a line cannot be paid."""
    _another(by, batch.prepared_by_id, batch.approved_by_id)
    on_behalf.must_not_have_entered(batch, by=by)
    _must_be_payable(batch, PayoutState.APPROVED)
    advance(PAYOUT, batch, "authorise", by=by, note=note, authorised_by_id=by.account_id, authorised_at=clock.now())


def release(batch: PayoutBatch, *, by: Actor) -> None:
    """Say the bank has been told: every earning of the batch is on its way.

    Raises IllegalMove where the fund's account does not hold it yet, because gifts are still at the payment service,
    and Conflict while a line cannot be paid.
    """
    _another(by, batch.prepared_by_id, batch.approved_by_id)
    on_behalf.must_not_have_entered(batch, by=by)
    book = _must_be_payable(batch, PayoutState.AUTHORISED)
    advance(PAYOUT, batch, "release", by=by, released_by_id=by.account_id, released_at=clock.now())
    at_bank = accounts.balance(accounts.code_of(book, R.CASH)) - accounts.balance(accounts.code_of(book, R.TRANSIT))
    if at_bank < batch.total_satang:
        raise IllegalMove(
            t("The fund's account does not hold this yet: gifts are still on their way from the payment service.")
        )
    lines = dict[int, PayoutLine]()
    for line, earning in _pairs(batch):
        send(book, line, earning, by=by)
        lines[line.id] = line
    for line in lines.values():
        telling.sent(line)


def abort(batch: PayoutBatch, *, by: Actor, reason: str) -> None:
    """Give up a batch before its release; what it held waits for the next one."""
    if not reasons.says_something(reason):
        raise Invalid(t("Give a reason."), field="note")
    advance(PAYOUT, batch, "abort", by=by, note=reason)
    for _, earning in _pairs(batch):
        advance(EARNING, earning, "take_out", by=by, reason="batch_aborted")


def send(book: str, line: PayoutLine, earning: Earning, *, by: Actor) -> None:
    """Move one earning from owed to on its way."""
    lines = (
        debit(accounts.code_of(book, R.PAYABLE, earning.youth_id), earning.amount_satang),
        credit(accounts.code_of(book, R.TRANSIT), earning.amount_satang),
    )
    key = f"send:{line.ref}:{earning.ref}"
    post(EntryKind.SEND, lines, key=key, cause=Cause("earning", earning.ref), by=by, note=line.ref)
    advance(EARNING, earning, "send", by=by, note=line.ref)


def _write_lines(batch: PayoutBatch, found: Sequence[Earning], by: Actor) -> None:
    where = select(PayoutAccount).where(PayoutAccount.youth_id.in_({earning.youth_id for earning in found}))
    paid_to = {account.youth_id: account for account in db.scalars(where)}
    for youth_id, group in groupby(found, key=lambda earning: earning.youth_id):
        earnings, account = list(group), paid_to.get(youth_id)
        line = PayoutLine(
            ref=ids.new_ref("P"),
            batch_id=batch.id,
            youth_id=youth_id,
            amount_satang=sum(earning.amount_satang for earning in earnings),
            method=account.method if account else None,
            bank=account.bank if account else "",
            account_end=account.account_end if account else "",
            account_print=destinations.print_of(account) if account else "",
        )
        db.add(line)
        db.flush()
        for earning in earnings:
            db.add(PayoutItem(line_id=line.id, earning_id=earning.id))
            advance(EARNING, earning, "put_in_batch", by=by, note=batch.ref)


def _check_days(until: date, pay_on: date) -> None:
    today = clock.today()
    if until > today:
        raise Invalid(t("Only what has been earned by today can be paid."), field="until")
    if pay_on < today:
        raise Invalid(t("The day of payment cannot be in the past."), field="pay_on")
    if pay_on < (first := first_day()):
        raise Invalid(t("Two more people and the bank come before it: {day} is the first day of payment.",
                        day=long_date(first)), field="pay_on")  # fmt: skip
    if pay_on > today + PAY_WITHIN:
        last = long_date(today + PAY_WITHIN)
        raise Invalid(t("The day of payment is at most {days} days ahead, so until {last}.", days=PAY_WITHIN.days,
                        last=last), field="pay_on")  # fmt: skip


def _pairs(batch: PayoutBatch) -> list[tuple[PayoutLine, Earning]]:
    wanted = (
        select(PayoutLine)
        .where(PayoutLine.batch_id == batch.id)
        .options(selectinload(PayoutLine.items).joinedload(PayoutItem.earning), joinedload(PayoutLine.youth))
        .order_by(PayoutLine.id)
    )
    return [(line, item.earning) for line in db.scalars(wanted).all() for item in line.items]


def _must_be_payable(batch: PayoutBatch, state: PayoutState) -> str:
    """Hold the book and raise Conflict while a line of a batch in this state cannot be paid; gives the book."""
    book = funds.book_of(batch.fund_id)
    # Under the lock: what a file of the bank says at this moment is read, or comes after this step.
    accounts.lock_book(book)
    if batch.state == state:
        unpayable.check(batch)
    return book


def _another(by: Actor, *others: int | None) -> None:
    if by.account_id is None or by.account_id in others:
        raise Forbidden(t("Who prepares, who approves and who authorises a batch must be three people."))

"""What the bank answered: each line ends once, as paid with the bank's own reference, failed or returned."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select, update

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import bank_differences, bank_references, destinations, funds, heard_since, reachable, telling
from marketplace.earnings.answers_kept import ANSWER, print_of
from marketplace.earnings.bank_cells import one_line
from marketplace.earnings.bankfile import Result
from marketplace.earnings.states import EARNING, PAYOUT
from marketplace.i18n import Text, t, unseen
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.ledger import Cause, accounts, credit, debit, post, reverse
from marketplace.payments import adjusted, bank_refs, line_sums
from models.earning import Earning
from models.ledger import LedgerEntry
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind, LineOutcome, PayoutState

NOT_RELEASED = t("Only a released batch has answers from the bank.")
NOWHERE = t("No account is known for this line, so it cannot have been paid. Ask the bank.")

HEARS = (PayoutState.RELEASED, *heard_since.AGREED)
"""Where a batch takes what the bank answers; once it has agreed, only what contradicts that is kept, for people."""

TOO_EARLY = t("The day is before the batch was authorised.")


def unanswered(count: int) -> Text:
    """That a batch cannot agree yet, and what to do first."""
    return t("Differences of this batch without an answer: {count}. Answer each of them first.", count=count)


class Taken(NamedTuple):
    """What a result file did: how many lines ended, and the references of those of which the bank says otherwise."""

    ended: int
    differing: tuple[str, ...]


def mark_paid(line: PayoutLine, *, bank_ref: str, paid_on: date, by: Actor) -> None:
    """The bank has paid a line; its earnings are paid."""
    ref = bank_refs.read(bank_ref)
    if not line.account_end:
        raise Invalid(NOWHERE, field="outcome")
    batch = _end(line, LineOutcome.PAID, paid_on, by=by, bank_ref=bank_ref.strip())
    bank_references.keep(batch.id, ref.key)
    book = funds.book_of(batch.fund_id)
    for earning in _earnings_of(line):
        lines = (
            debit(accounts.code_of(book, R.TRANSIT), earning.amount_satang),
            credit(accounts.code_of(book, R.CASH), earning.amount_satang),
        )
        key, cause = f"pay:{line.ref}:{earning.ref}", Cause("earning", earning.ref)
        post(EntryKind.PAY, lines, key=key, cause=cause, by=by, note=line.ref)
        advance(EARNING, earning, "pay", by=by, note=line.ref)
    telling.paid(line)


def mark_failed(line: PayoutLine, *, reason: str, on: date, by: Actor, returned: bool = False) -> None:
    """The bank refused a line or sent the money back; its earnings are owed as before and may be tried again."""
    if not reason.strip():
        raise Invalid(t("Give a reason."), field="reason")
    outcome = LineOutcome.RETURNED if returned else LineOutcome.FAILED
    _end(line, outcome, on, by=by, reason=reason.strip()[:200])
    for earning in _earnings_of(line):
        key = f"send:{line.ref}:{earning.ref}"
        sent = db.scalars(select(LedgerEntry.id).where(LedgerEntry.key == key)).one()
        reverse(sent, by=by, reason=outcome.value)
        advance(EARNING, earning, "fail", by=by, reason=outcome.value, note=line.ref)
    telling.refused(line)


def apply_results(batch: PayoutBatch, results: Sequence[Result], *, by: Actor, name: str = "") -> Taken:
    """Take a whole result file, or nothing of it; lines that ended so before are passed over.

    That the bank said nothing of a line before, or another sum, is answered by the file, by its name where it has one.
    A line of which the bank paid another sum stays open, one that ended otherwise than the bank says stays as it is,
    and the difference is kept for people. A batch that has agreed stays so, whatever the bank says later.

    Raises Invalid whose `errors` name the rows, and IllegalMove before the batch was released.
    """
    # Whoever comes second reads what the first has written, and adds nothing.
    accounts.lock_book(funds.book_of(batch.fund_id))
    db.refresh(batch, ["state"])
    must_hear(batch)
    wanted = select(PayoutLine).where(PayoutLine.batch_id == batch.id).execution_options(populate_existing=True)
    lines = {line.ref: line for line in db.scalars(wanted)}
    spent = bank_references.taken(batch, lines, results)
    errors = {str(result.row): why for result in results if (why := _unfit(batch, lines, result, spent))}
    if errors:
        raise Invalid(t("The file was not used: some of its rows cannot be right."), errors=errors)
    told = unseen.visible(one_line(name))[:80]
    where = t("The bank answers in the file “{name}”.", name=told) if told else t("The bank answers in a later file.")
    bank_differences.heard(batch.id, {result.line for result in results}, where=str(where), by=by)
    booked = line_sums.booked_in(batch.id)
    ended, differing = 0, list[str]()
    for result in results:
        line = lines[result.line]
        agrees = bank_differences.agrees(batch, line, result, booked[line.ref])
        if line.outcome != LineOutcome.PENDING:
            agrees = bank_differences.same_answer(line, result) and agrees
        if not agrees:
            differing.append(line.ref)
            continue
        was_open = line.outcome == LineOutcome.PENDING
        if result.outcome == LineOutcome.PAID:
            if was_open:
                mark_paid(line, bank_ref=result.bank_ref, paid_on=result.settled_on, by=by)
            # An older file names what two people have adjusted by, and answers nothing that came after it.
            if result.amount_satang == line.amount_satang:
                bank_differences.paid_in_full(line, where=str(where), by=by)
        elif was_open:
            returned = result.outcome == LineOutcome.RETURNED
            reason = bank_differences.reason_of(line, result)
            mark_failed(line, reason=reason, on=result.settled_on, by=by, returned=returned)
        ended += was_open
    heard_since.keep(batch, rows=len(results), differing=len(differing), by=by)
    return Taken(ended, tuple(differing))


def must_hear(batch: PayoutBatch) -> None:
    """Raises IllegalMove for a batch of which the bank has nothing to answer."""
    if batch.state not in HEARS:
        raise IllegalMove(NOT_RELEASED)


class Unanswered(Conflict):
    """Differences of a batch or of its lines wait for an answer."""


def reconcile(batch: PayoutBatch, *, by: Actor, note: str = "") -> None:
    """Say that every line has ended and the sums agree with the bank's statement.

    Raises Unanswered while a difference of the batch or of one of its lines waits for people.
    """
    # Whoever hands in another file at this moment is before it or after it.
    accounts.lock_book(funds.book_of(batch.fund_id))
    pending = select(func.count()).where(PayoutLine.batch_id == batch.id, PayoutLine.outcome == LineOutcome.PENDING)
    if open_lines := db.scalars(pending).one():
        raise Conflict(t("Lines without the bank's answer: {count}", count=open_lines))
    if waiting := bank_differences.open_of(batch):
        raise Unanswered(unanswered(len(waiting)))
    advance(PAYOUT, batch, "reconcile", by=by, note=note)


def close(batch: PayoutBatch, *, by: Actor) -> None:
    """Put a reconciled batch away."""
    advance(PAYOUT, batch, "close", by=by)


def _end(
    line: PayoutLine, outcome: LineOutcome, on: date, *, by: Actor, bank_ref: str | None = None, reason: str = ""
) -> PayoutBatch:
    batch = db.scalars(select(PayoutBatch).where(PayoutBatch.id == line.batch_id)).one()
    if batch.state != PayoutState.RELEASED:
        raise IllegalMove(NOT_RELEASED)
    if on > clock.today():
        raise Invalid(t("The day cannot be in the future."), field="settled_on")
    if on < free_on(batch):
        raise Invalid(TOO_EARLY, field="settled_on")
    accounts.lock_book(funds.book_of(batch.fund_id))
    ended = db.execute(
        update(PayoutLine)
        .where(PayoutLine.id == line.id, PayoutLine.outcome == LineOutcome.PENDING)
        .values(
            outcome=outcome, settled_on=on, settled_by_id=by.account_id, bank_ref=bank_ref, reason=reason,
            account_print=line.account_print or _print_of_account(batch, line),
        )
        .returning(PayoutLine.id)
        .execution_options(synchronize_session=False)
    ).first()  # fmt: skip
    if ended is None:
        raise Conflict(t("This line already has the bank's answer."))
    db.refresh(line)
    # No book is adjusted by a line that has not ended as paid; what was before that rule is taken back.
    early = [one for one in adjusted.of_line(line.ref) if outcome != LineOutcome.PAID or one.found_satang is None]
    adjusted.undo(early, by=by, reason=outcome.value)
    record(by, ANSWER.format(outcome=outcome.value), batch, line=line.ref, print=print_of(line))
    return batch


def _print_of_account(batch: PayoutBatch, line: PayoutLine) -> str:
    """Of a line written before its account had a fingerprint, that of the account it surely named; else none."""
    account = reachable.meant(batch, [line]).get(line.id)
    return destinations.print_of(account) if account is not None and line.account_end else ""


def _earnings_of(line: PayoutLine) -> Sequence[Earning]:
    wanted = select(Earning).join(PayoutItem, PayoutItem.earning_id == Earning.id).where(PayoutItem.line_id == line.id)
    return db.scalars(wanted.order_by(Earning.id)).all()


def free_on(batch: PayoutBatch) -> date:
    """The day from which a bank could be told to pay: before that the last of three people had not said yes."""
    return clock.bangkok(batch.authorised_at or batch.prepared_at).date()


def _unfit(
    batch: PayoutBatch, lines: Mapping[str, PayoutLine], result: Result, spent: Mapping[str, Text]
) -> Text | None:
    line = lines.get(result.line)
    if line is None:
        return t("This line is not in the batch.")
    if result.settled_on > clock.today():
        return t("The day cannot be in the future.")
    return _unfit_now(batch, line, result, spent) if line.outcome == LineOutcome.PENDING else None


def _unfit_now(batch: PayoutBatch, line: PayoutLine, result: Result, spent: Mapping[str, Text]) -> Text | None:
    """Why a line that waits cannot have ended so."""
    if result.settled_on < free_on(batch):
        return TOO_EARLY
    if result.outcome != LineOutcome.PAID:
        return None
    if not line.account_end:
        return NOWHERE
    return spent.get(bank_refs.fold(result.bank_ref))

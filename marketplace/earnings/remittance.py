"""What passes between an office and its bank: the file to pay from, the answers, and the lines they are about.

Taking the file is an act like any other: it is audited, and every payee finds it on the page 'who saw me'.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor, Verdict
from marketplace.audit import saw
from marketplace.earnings import (
    bank_answers,
    bank_differences,
    bank_formats,
    bank_references,
    contradicted,
    destinations,
    funds,
    handed_over,
    payees,
    policy,
    reachable,
    settlement,
    unpayable,
)
from marketplace.earnings.bank_shapes import BankFormat
from marketplace.earnings.bankfile import PayRow
from marketplace.earnings.rails import BulkFile, Order, PromptPayByHand, Rail
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.ledger import accounts
from marketplace.people import youth as young
from models.earning import Earning
from models.enrolment import Enrolment
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import LineOutcome, PayoutState

MOST_ROWS_TOLD = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank said about one line, as a person wrote it down."""

    outcome: str
    settled_on: date
    bank_ref: str
    reason: str


def can_see_line(actor: Actor, line: PayoutLine) -> Verdict:
    """Whoever sees its batch."""
    return policy.can_see_batch(actor, line.batch)


def lines_of(batch: PayoutBatch) -> Sequence[PayoutLine]:
    """The lines of a batch with their youth, their earnings and what these were earned in."""
    earned = joinedload(PayoutItem.earning).joinedload(Earning.enrolment).joinedload(Enrolment.opportunity)
    wanted = select(PayoutLine).where(PayoutLine.batch_id == batch.id).order_by(PayoutLine.id)
    return db.scalars(
        wanted.options(joinedload(PayoutLine.youth), selectinload(PayoutLine.items).options(earned))
    ).all()


def causes_of(line: PayoutLine) -> Sequence[Earning]:
    """The earnings a line pays, the oldest first, with what they were earned in."""
    wanted = (
        select(Earning)
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .where(PayoutItem.line_id == line.id)
        .options(joinedload(Earning.enrolment).joinedload(Enrolment.opportunity))
        .order_by(Earning.earned_on, Earning.id)
    )
    return db.scalars(wanted).all()


def format_of(batch: PayoutBatch) -> BankFormat:
    """The format a batch was last handed over in; before the first time, that of the fund's last batch."""
    if batch.bank_format is not None:
        return bank_formats.called(batch.bank_format)
    wanted = select(PayoutBatch.bank_format).where(
        PayoutBatch.fund_id == batch.fund_id, PayoutBatch.bank_format.is_not(None)
    )
    return bank_formats.called(db.scalar(wanted.order_by(PayoutBatch.number.desc()).limit(1)))


def bank_file(batch: PayoutBatch, kept: BankFormat, *, by: Actor) -> Order:
    """The file to pay a batch from; that it was taken is kept, for the office and for each payee.

    Lines the bank has answered are not in it again. Raises Conflict when nothing can be paid by it, and when somebody
    still to be paid has no name the bank knows them by.
    Before the release also when a line has nowhere to go: what the bank is told is what is authorised. And always
    while the bank may have paid a sum of it before.
    """
    accounts.lock_book(funds.book_of(batch.fund_id))
    lines = [line for line in lines_of(batch) if line.outcome == LineOutcome.PENDING]
    _must_be_payable(batch, lines)
    if missing := payees.nameless(line.youth for line in lines):
        raise Conflict(
            t("There is no file: the name on the ID card is missing for {count}. They and their case workers are"
              " asked for it. The batch can wait, or be given up.", count=len(missing))
        )  # fmt: skip
    rail: Rail = BulkFile(kept)
    rows = {line.youth_id: row for line, row in _rows(batch, lines) if rail.takes(row)}
    if not rows:
        raise Conflict(t("No line is left that this file could pay."))
    order = rail.order(list(rows.values()), batch=batch.ref)
    for youth_id in rows:
        saw(by, youth_id, "payout:payment")
    batch.bank_format = kept.name
    handed_over.keep_file(batch, lines=len(rows), left=len(lines) - len(rows), kept=kept.name, by=by)
    return order


@dataclass(frozen=True, slots=True)
class ByHand:
    """What somebody needs to pay one line from a banking app; `file_at` is when a file that may hold it was taken."""

    name: str
    number: str
    amount_satang: int
    code: Order
    file_at: datetime | None


BY_HAND: Rail = PromptPayByHand()


def can_be_scanned(line: PayoutLine) -> bool:
    """Whether a line can be paid with a code, the number being the one that was meant and its sums not paid before."""
    return not contradicted.among([line]) and any(BY_HAND.takes(row) for _, row in _rows(line.batch, [line]))


def pay_by_hand(line: PayoutLine, *, by: Actor) -> ByHand:
    """The code to pay a line by; that it was looked at is kept. Raises Conflict where it cannot be paid so."""
    accounts.lock_book(funds.book_of(line.batch.fund_id))
    unpayable.must_not_be_gainsaid(line.batch, [line])
    if payees.nameless([line.youth]):
        raise Conflict(t("A name on an ID card is missing. Have it written down first."))
    ((_, row),) = _rows(line.batch, [line])
    if not BY_HAND.takes(row):
        raise Conflict(t("This line cannot be paid with a code: no right PromptPay number is known for it any more."))
    _must_be_payable(line.batch, [line])
    code = BY_HAND.order([row], batch=line.batch.ref)
    saw(by, line.youth_id, "payout:payment")
    file_at = handed_over.of(line.batch).file_at
    handed_over.keep_code(line, rail=BY_HAND.name, by=by)
    return ByHand(row.name, row.number, row.amount_satang, code, file_at)


def _must_be_payable(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> None:
    """Raises Conflict where the bank must not be told to pay these lines, by a file or by hand."""
    if batch.state == PayoutState.AUTHORISED:
        unpayable.check(batch, lines)
    unpayable.must_not_be_gainsaid(batch, lines)


def _rows(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> Iterator[tuple[PayoutLine, PayRow]]:
    numbers = _numbers(batch, lines)
    for line in lines:
        yield (
            line,
            PayRow(
                line=line.ref,
                name=young.legal_name(line.youth),
                method=line.method or "",
                bank=line.bank,
                account_end=line.account_end,
                amount_satang=line.amount_satang,
                pay_on=batch.pay_on,
                number=numbers.get(line.id, ""),
            ),
        )


def _numbers(batch: PayoutBatch, lines: Sequence[PayoutLine]) -> dict[int, str]:
    """The whole account number of each line, by line, where it is still the one that was meant."""
    return {line_id: destinations.number_of(account) for line_id, account in reachable.meant(batch, lines).items()}


def take_results(batch: PayoutBatch, data: bytes, kept: BankFormat, *, by: Actor, name: str = "") -> settlement.Taken:
    """Take the bank's file, or nothing of it; `name` is what it is called. Raises Invalid."""
    if not data:
        raise Invalid(t("Choose a file."), field="file")
    settlement.must_hear(batch)
    taken = settlement.apply_results(batch, bank_answers.read_results(data, kept.result), by=by, name=name)
    batch.bank_format = kept.name
    return taken


def with_rows(refusal: Invalid) -> Invalid:
    """The same refusal with the number of each bad row in its words."""
    rows = {name: why for name, why in refusal.errors.items() if name and name.isdecimal()}
    if not rows:
        return refusal
    told = {name: t("Row {row}: {why}", row=name, why=str(why)) for name, why in list(rows.items())[:MOST_ROWS_TOLD]}
    return Invalid(refusal.message, errors={"": refusal.message, **told})


def settle(line: PayoutLine, answer: Answer, *, by: Actor) -> None:
    """End a line as the bank said: paid with its reference, refused, or sent back with a reason. Raises Invalid."""
    if answer.outcome == LineOutcome.PAID:
        if answer.reason.strip():
            raise Invalid(bank_answers.paid_for_a_reason(answer.reason.strip()), field="reason")
        if (taken := bank_references.taken_from(line, answer.bank_ref.strip())) is not None:
            raise Invalid(taken, field="bank_ref")
        settlement.mark_paid(line, bank_ref=answer.bank_ref, paid_on=answer.settled_on, by=by)
        _heard(line, by)
        return
    returned = answer.outcome == LineOutcome.RETURNED
    reason = answer.reason.strip() and bank_answers.with_reference(answer.reason.strip(), answer.bank_ref.strip())
    settlement.mark_failed(line, reason=reason, on=answer.settled_on, by=by, returned=returned)
    _heard(line, by)


def _heard(line: PayoutLine, by: Actor) -> None:
    where = str(t("The bank's answer was kept by hand."))
    bank_differences.heard(line.batch_id, {line.ref}, where=where, by=by)

"""What passes between an office and its bank: the file to pay from, the answers, and the lines they are about.

Taking the file is an act like any other: it is audited, and every payee finds it on the page 'who saw me'.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor, Verdict
from marketplace.audit import record, saw
from marketplace.earnings import bankfile, destinations, payees, policy, settlement
from marketplace.earnings.bankfile import PayRow
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.people import youth as young
from models.earning import Earning
from models.enrolment import Enrolment
from models.payout import PayoutAccount, PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import LineOutcome

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


def bank_file(batch: PayoutBatch, *, by: Actor) -> bytes:
    """The file to pay a batch from; that it was taken is kept, for the office and for each payee.

    Raises Conflict when somebody still to be paid has no name the bank knows them by.
    """
    lines = lines_of(batch)
    waiting = [line.youth for line in lines if line.outcome == LineOutcome.PENDING]
    if missing := payees.nameless(waiting):
        raise Conflict(
            t("There is no file: the name on the ID card is missing for {count}. They and their case workers are"
              " asked for it. The batch can wait, or be given up.", count=len(missing))
        )  # fmt: skip
    numbers = _numbers(lines)
    for line in lines:
        saw(by, line.youth_id, "payout:payment")
    record(by, "payout.bank_file", batch, lines=len(lines))
    return bankfile.write_pay_file(
        PayRow(
            line=line.ref,
            name=young.legal_name(line.youth),
            method=line.method or "",
            bank=line.bank,
            account_end=line.account_end,
            amount_satang=line.amount_satang,
            pay_on=batch.pay_on,
            number=numbers.get(line.id, ""),
        )
        for line in lines
    )


def _numbers(lines: Sequence[PayoutLine]) -> dict[int, str]:
    """The whole account number of each line whose youth has not changed it since the batch was prepared."""
    wanted = select(PayoutAccount).where(PayoutAccount.youth_id.in_([line.youth_id for line in lines]))
    kept = {account.youth_id: account for account in db.scalars(wanted)}
    found: dict[int, str] = {}
    for line in lines:
        account = kept.get(line.youth_id)
        meant = (line.method, line.bank, line.account_end)
        if account is not None and (account.method, account.bank, account.account_end) == meant:
            found[line.id] = destinations.number_of(account)
    return found


def take_results(batch: PayoutBatch, data: bytes, *, by: Actor) -> int:
    """Take the bank's file, or nothing of it; gives how many lines ended. Raises Invalid."""
    if not data:
        raise Invalid(t("Choose a file."), field="file")
    try:
        results = bankfile.read_results(data)
    except csv.Error as error:
        raise Invalid(t("This is not a CSV file."), field="file") from error
    return settlement.apply_results(batch, results, by=by)


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
        settlement.mark_paid(line, bank_ref=answer.bank_ref, paid_on=answer.settled_on, by=by)
        return
    returned = answer.outcome == LineOutcome.RETURNED
    settlement.mark_failed(line, reason=answer.reason, on=answer.settled_on, by=by, returned=returned)

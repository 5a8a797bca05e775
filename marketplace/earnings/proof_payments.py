"""How an earning was paid: its lines and their batches, the three people of each, and what the youth said of it."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.earnings import answers_kept, sayings
from marketplace.earnings.proof_steps import BATCH, PAYMENT, RECEIPT, Step, last_acted, last_moved, refs, step
from marketplace.earnings.states import RECEIVED
from marketplace.i18n import Text, dates, t
from marketplace.payments import adjusted, taken_out
from models.earning import Earning
from models.gift import Difference
from models.history import Move
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningKind, LineOutcome, PayoutState

NONE = t("It counts as paid, and no line of a batch has paid it.")
TWICE = t("More than one line says that it was paid.")
NO_WORD = t("The bank's reference or day is missing.")
NOT_AS_ANSWERED = t("It is not what was kept when the bank's answer was taken.")
SHORT = t("The line is worth less than the earning.")
ELSEWHERE = t("The batch is of another fund.")
UNSIGNED = t("Not everybody who has to has signed.")
SAME_PEOPLE = t("Its three people are not three.")
OTHERS = t("The audit trail names others than the batch does.")


def payments(earning: Earning) -> list[Step]:
    """Each line that was to pay it with its batch, or why there is none."""
    found = list(_lines(earning))
    received = earning.state in RECEIVED
    if earning.kind == EarningKind.IN_KIND and not found:
        given = last_moved("earning", earning.id, "deliver")
        asked = (not received or given is not None, t("Nothing tells that it was given."))
        return [step(PAYMENT, [t("Given in kind")], asked)]
    given_up = [_given_up(line) for line in found if line.batch.state == PayoutState.ABORTED]
    found = [line for line in found if line.batch.state != PayoutState.ABORTED]
    if not found:
        return [*given_up, step(PAYMENT, [t("Not in a batch yet")], (not received, NONE))]
    beside = _beside(earning, found)
    paid = sum(line.outcome == LineOutcome.PAID and line.ref not in beside for line in found)
    told = given_up
    for line in found:
        told += [_payment(line, earning, paid, beside.get(line.ref)), _batch(line, earning)]
    return told


def _beside(earning: Earning, found: Sequence[PayoutLine]) -> Mapping[str, Text]:
    """By line that was paid and is not its payment, what became of that: it came back, or was taken out of the fund."""
    told = {one.about: _out(one) for one in taken_out.of_sum(earning)}
    payment = adjusted.paying(earning.id)
    for line in found:
        if line.outcome != LineOutcome.PAID or line.ref in told or line.ref == payment:
            continue
        if any(one.id == earning.id for one in adjusted.back_by(line.ref)):
            told[line.ref] = t("Not its payment any more: it came back, as two people said")
    return told


def _out(difference: Difference) -> Text:
    return t("Not its payment: taken out of the fund by two people ({ref})", ref=difference.ref)


def receipt(earning: Earning) -> list[Step]:
    """What the youth said of it, if anything."""
    wanted = select(Move.at).where(
        Move.subject_type == "earning", Move.subject_id == earning.id, Move.verb == "confirm"
    )
    at = db.scalars(wanted).first()
    return [] if at is None else [Step(RECEIPT, (t("The young person said so"), dates.date_time(at)))]


def _lines(earning: Earning) -> Iterator[PayoutLine]:
    wanted = (
        select(PayoutLine)
        .join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
        .where(PayoutItem.earning_id == earning.id)
        .options(joinedload(PayoutLine.batch))
        .order_by(PayoutLine.id)
    )
    return iter(db.scalars(wanted))


def _given_up(line: PayoutLine) -> Step:
    """A batch that was given up, by which nothing was paid."""
    number = t("{number}, {ref}", number=line.batch.number, ref=line.batch.ref)
    was_paid = line.outcome == LineOutcome.PAID
    return step(BATCH, [number, t("The batch was given up. No payment was made.")], (not was_paid, NOT_AS_ANSWERED))


def _payment(line: PayoutLine, earning: Earning, paid: int, beside: Text | None) -> Step:
    is_paid, lines = line.outcome == LineOutcome.PAID, [sayings.OUTCOME[line.outcome], line.ref]
    if line.bank_ref:
        lines.append(t("Bank's reference {ref}", ref=line.bank_ref))
    if line.settled_on is not None:
        lines.append(t("on {day}", day=dates.long_date(line.settled_on)))
    return step(
        PAYMENT,
        [*lines, line.reason, *([beside] if beside is not None else [])],
        (paid > 0 or earning.state not in RECEIVED, NONE),
        (paid <= 1, TWICE),
        (not is_paid or bool(line.bank_ref and line.settled_on), NO_WORD),
        (answers_kept.line_stands(line), NOT_AS_ANSWERED),
        (line.amount_satang >= earning.amount_satang, SHORT),
    )


def _batch(line: PayoutLine, earning: Earning) -> Step:
    """The people of a batch are three, and those the audit trail tells of."""
    batch = line.batch
    three = (batch.prepared_by_id, batch.approved_by_id, batch.authorised_by_id)
    signed = [person for person in three if person is not None]
    preparer, approver, authoriser = refs(*three)
    named = t(
        "Prepared by {preparer}, approved by {approver}, authorised by {authoriser}",
        preparer=preparer, approver=approver, authoriser=authoriser,
    )  # fmt: skip
    return step(
        BATCH,
        [t("{number}, {ref}", number=batch.number, ref=batch.ref), named],
        (line.outcome == LineOutcome.PENDING or len(signed) == len(three), UNSIGNED),
        (len(set(signed)) == len(signed), SAME_PEOPLE),
        (_signers(batch) == (*three, batch.released_by_id), OTHERS),
        (batch.fund_id == earning.fund_id, ELSEWHERE),
    )


def _signers(batch: PayoutBatch) -> tuple[int | None, ...]:
    """Who the audit trail says prepared it and took each step that its columns name."""
    prepared = last_acted("payout_batch", batch.id, "payout.prepare")
    found = [prepared.actor_id if prepared else None]
    for verb, named in (
        ("approve", batch.approved_by_id), ("authorise", batch.authorised_by_id), ("release", batch.released_by_id),
    ):  # fmt: skip
        moved = last_moved("payout_batch", batch.id, verb)
        # What was sent back has lost its signatures; the trail still tells of them.
        found.append(moved.actor_id if moved and (named is not None or batch.state in _SIGNED[verb]) else None)
    return tuple(found)


_SIGNED = {
    "approve": ("approved", "authorised", "released", "reconciled", "closed"),
    "authorise": ("authorised", "released", "reconciled", "closed"),
    "release": ("released", "reconciled", "closed"),
}

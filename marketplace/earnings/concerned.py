"""What a difference with the bank is about: its batch, line and sums, and what was kept of its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.earnings import coming_back, remittance
from marketplace.payments import differences
from models.earning import Earning
from models.enrolment import Enrolment
from models.gift import Difference
from models.history import Move
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import DifferenceKind

_KEPT = ("pay", "fail", "found_paid", "found_unpaid")


@dataclass(frozen=True, slots=True)
class Concerned:
    """A batch, or one line of it with its sums and the newest move that kept an answer about it."""

    batch: PayoutBatch | None = None
    line: PayoutLine | None = None
    sums: Sequence[Earning] = ()
    kept: Move | None = None


def by(difference: Difference) -> Concerned:
    """What a difference is about; of money that came back the one sum alone. Nothing where it is about no batch."""
    if difference.kind == DifferenceKind.BANK_TOTAL:
        return Concerned(db.scalars(select(PayoutBatch).where(PayoutBatch.ref == difference.about)).one_or_none())
    if difference.kind != DifferenceKind.BANK_LINE:
        return Concerned()
    wanted = select(PayoutLine).where(PayoutLine.ref == difference.about)
    line = db.scalars(wanted.options(joinedload(PayoutLine.batch), joinedload(PayoutLine.youth))).one_or_none()
    if differences.is_of_a_return(difference):
        sums: Sequence[Earning] = (_one(coming_back.earning_of(difference)),)
    else:
        sums = remittance.causes_of(line) if line is not None else ()
    return Concerned(None, None, sums) if line is None else Concerned(line.batch, line, sums, _kept(line))


def _one(earning: Earning) -> Earning:
    wanted = select(Earning).where(Earning.id == earning.id)
    its = joinedload(Earning.enrolment).joinedload(Enrolment.opportunity)
    return db.scalars(wanted.options(its).execution_options(populate_existing=True)).one()


def _kept(line: PayoutLine) -> Move | None:
    """The newest move by which an answer about a line was kept."""
    wanted = (
        select(Move)
        .join(PayoutItem, (Move.subject_type == "earning") & (Move.subject_id == PayoutItem.earning_id))
        .where(PayoutItem.line_id == line.id, Move.note == line.ref, Move.verb.in_(_KEPT))
        .order_by(Move.id.desc())
    )
    return db.scalars(wanted.limit(1)).first()

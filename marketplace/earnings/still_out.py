"""What of the money of a payout line can still come back: all of each sum, or what the bank paid where that differs."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.earnings.states import GONE
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import exact
from marketplace.payments import adjusted, line_sums, taken_out
from models.earning import Earning
from models.ledger import LedgerEntry
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningState, EntryKind

SAY_HOW_MUCH = t("The bank paid another sum by this line, so write how much came back.")
NOT_A_PART = t("Of this line the bank paid what was asked for, so all of the sum came back. A part is a correction.")


@dataclass(frozen=True, slots=True)
class Out:
    """What can have come back with a sum of a line by which the bank paid another sum, in satang.

    `paid` is what the bank paid by the line as the book stands, and `most` what of that is not back yet.
    """

    paid: int
    least: int
    most: int


def of(earning: Earning) -> Out | None:
    """What can have come back with a sum, where the bank paid another sum by its line; None where it did not.

    At least the sum itself or what is left of the money: what came back of a sum in part is a correction.
    """
    line = last_line(earning)
    if line is None or not line_sums.all_of(line.ref):
        return None
    most = max(line_sums.left(line.ref), 0)
    return Out(line_sums.booked(line.ref), min(whole_of(earning), most), most)


def came(earning: Earning, satang: int | None) -> int:
    """How much is taken to have come back; raises Invalid where that cannot be, or has to be told."""
    whole, out = whole_of(earning), of(earning)
    if out is None:
        if satang not in (None, whole):
            raise Invalid(NOT_A_PART, field="back_amount")
        return whole
    if satang is None:
        is_clear = out.most == 0 or (is_last(earning) and out.least == out.most)
        if not is_clear and (is_last(earning) or whole > out.most):
            raise Invalid(SAY_HOW_MUCH, field="back_amount")
        return out.most if is_clear else whole
    if not out.least <= satang <= out.most:
        said = t(
            "The bank paid {paid} baht by this line, and of that {most} are not back yet. With this sum at least"
            " {least} baht came back, and not more than {most}.",
            paid=exact(out.paid), least=exact(out.least), most=exact(out.most),
        )  # fmt: skip
        raise Invalid(said, field="back_amount")
    return satang


def whole_of(earning: Earning) -> int:
    """What of a sum has not come back in part before."""
    return earning.amount_satang - adjusted.parts_of({earning.id})


def is_last(earning: Earning) -> bool:
    """Whether every other sum of its line is back."""
    line = last_line(earning)
    if line is None:
        return True
    others = [one for one in adjusted.paid_by(line.ref) if one.id != earning.id]
    if any(one.state != EarningState.REVERSED for one in others):
        return False
    # What the bank paid by it although nothing was owed for it is out as well.
    wanted = select(Earning).join(PayoutItem, PayoutItem.earning_id == Earning.id)
    rest = db.scalars(wanted.where(PayoutItem.line_id == line.id, Earning.id != earning.id)).all()
    beside = [left for one in rest if (left := taken_out.first(one)) is not None]
    return all(one.about != line.ref for one in beside)


def is_all(earning: Earning, satang: int) -> bool:
    """Whether so much is all that is left of a line by which the bank paid another sum, and no part of it any more."""
    out = of(earning)
    return out is not None and satang == out.most and is_last(earning)


def must_be_out(earning: Earning, satang: int) -> None:
    """Of a line by which the bank paid another sum no more comes back in part than is out; raises Invalid."""
    line = last_line(earning)
    if line is not None and line_sums.all_of(line.ref):
        adjusted.must_be_out(line.ref, satang, line_sums.by_two(line.ref))


def last_line(earning: Earning) -> PayoutLine | None:
    """The line that paid it last; where its payment names none, the line of the batch it was last in.

    Of a sum that nothing is owed for, the line by which the bank paid it all the same.
    """
    if earning.state in GONE and (left := taken_out.first(earning)) is not None:
        beside = select(PayoutLine).where(PayoutLine.ref == left.about).options(joinedload(PayoutLine.batch))
        return db.scalars(beside).one()
    paid = select(LedgerEntry.note).where(
        LedgerEntry.cause_type == "earning", LedgerEntry.cause_ref == earning.ref, LedgerEntry.kind == EntryKind.PAY
    )
    ref = db.scalar(paid.order_by(LedgerEntry.id.desc()).limit(1))
    by_it = select(PayoutLine).where(PayoutLine.ref == ref).options(joinedload(PayoutLine.batch))
    if ref and (line := db.scalars(by_it).first()) is not None:
        return line
    wanted = select(PayoutLine).join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
    mine = wanted.where(PayoutItem.earning_id == earning.id).options(joinedload(PayoutLine.batch))
    return db.scalars(mine.order_by(PayoutLine.id.desc()).limit(1)).first()

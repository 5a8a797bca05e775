"""What two people adjusted in the book of a fund by a payout line: only while the line is paid, and undone with that.

A line that is still at the bank, or that was not paid, took nothing, so nothing about it can be too much or too little.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import exact
from marketplace.ledger import NotEnough, reverse
from models.correction import Correction
from models.earning import Earning
from models.gift import Difference
from models.ledger import LedgerEntry
from models.payout import PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import (
    CorrectionKind,
    CorrectionState,
    DifferenceKind,
    DifferenceState,
    EarningState,
    EntryKind,
    LineOutcome,
)

ANSWER = "answer:"
"""What the detail of a difference begins with that is about another answer than was kept of a payout line."""
BACK = "back:"
"""What the detail of a difference begins with that is about paid money which came back to the fund's account."""
SILENT = t(
    "The bank has said nothing of this line yet, and no book is adjusted by that. Ask the bank, and keep its answer on"
    " the page of the line: this is answered by it."
)
AT_BANK = t(
    "This line is still at the bank. Keep first on its page how it ended; the book is adjusted only by a line that was"
    " paid."
)
NOT_PAID = t("This line was not paid, so it took nothing from the fund and no book is adjusted. Say why they differ.")
ALL_BACK = t("What this line paid has come back, so no book is adjusted by it. Say why they differ.")


def why_not(difference: Difference) -> Text | None:
    """Why no book is adjusted by another sum of a line now; None where one may be."""
    if difference.found_satang is None:
        return SILENT
    outcome = db.scalar(select(PayoutLine.outcome).where(PayoutLine.ref == difference.about))
    if outcome == LineOutcome.PENDING:
        return AT_BANK
    if outcome != LineOutcome.PAID:
        return NOT_PAID
    return ALL_BACK if is_all_back(difference.about) and not _is_out(difference.about) else None


def of_line(line_ref: str) -> Sequence[Difference]:
    """The differences by which a book is adjusted because of a line, and whose entry stands, as they were agreed to."""
    undone = select(LedgerEntry.reverses_id).where(LedgerEntry.reverses_id.is_not(None))
    stands = LedgerEntry.id.not_in(undone)
    wanted = select(Difference).join(LedgerEntry, LedgerEntry.key == "adjust:" + Difference.ref).where(
        Difference.kind == DifferenceKind.BANK_LINE, Difference.about == line_ref,
        Difference.state == DifferenceState.ADJUSTED, stands,
    )  # fmt: skip
    return db.scalars(wanted.order_by(LedgerEntry.id)).all()


def is_undone(difference: Difference) -> bool:
    """Whether the entry of an adjustment was taken back since."""
    entry = select(LedgerEntry.id).where(LedgerEntry.key == f"adjust:{difference.ref}").scalar_subquery()
    return db.scalar(select(LedgerEntry.id).where(LedgerEntry.reverses_id == entry)) is not None


def undone_by(difference: Difference) -> Difference | None:
    """The difference by which the adjustment of another was taken back; None where none was."""
    entry = select(LedgerEntry.id).where(LedgerEntry.key == f"adjust:{difference.ref}").scalar_subquery()
    why = db.scalar(select(LedgerEntry.note).where(LedgerEntry.reverses_id == entry))
    return db.scalars(select(Difference).where(Difference.ref == why)).one_or_none()


def undone_with(difference: Difference) -> int:
    """What the fund got more, in satang, when a difference took the adjustments before it back; below zero: less."""
    one, back = aliased(LedgerEntry), aliased(LedgerEntry)
    wanted = (
        select(func.coalesce(func.sum(Difference.adjust_satang), 0))
        .join(one, one.key == "adjust:" + Difference.ref)
        .join(back, back.reverses_id == one.id)
        .where(Difference.about == difference.about, back.note == difference.ref)
    )
    return -int(db.scalars(wanted).one() or 0)


def undo(found: Collection[Difference], *, by: Actor, reason: str) -> None:
    """Take adjustments of a line back, as it is not paid any more or paid as asked. Raises NotEnough: not free.

    What of one was put in again for single sums is undone after it, so that no more comes back than was taken out.
    """
    # What gives comes first, so that what takes finds it.
    for one in sorted(found, key=lambda one: one.adjust_satang or 0):
        entry_id = db.scalars(select(LedgerEntry.id).where(LedgerEntry.key == f"adjust:{one.ref}")).one()
        try:
            reverse(entry_id, by=by, reason=reason)
        except NotEnough as short:
            said = t(
                "For this line {sum} baht were put into the fund’s book ({ref}), and they are taken out again with it."
                " So much is not free in the fund.", sum=exact(abs(one.adjust_satang or 0)), ref=one.ref,
            )  # fmt: skip
            raise NotEnough(said) from short
        for part in _parts_standing(one):
            reverse(part, by=by, reason=reason)
        record(by, "difference.undone", one, line=one.about, reason=reason)


def _parts_standing(difference: Difference) -> Sequence[int]:
    undone = aliased(LedgerEntry)
    wanted = select(LedgerEntry.id).where(
        LedgerEntry.cause_type == "difference", LedgerEntry.cause_ref == difference.ref,
        LedgerEntry.kind == EntryKind.ADJUST, LedgerEntry.key != f"adjust:{difference.ref}",
        ~exists().where(undone.reverses_id == LedgerEntry.id),
    )  # fmt: skip
    return db.scalars(wanted.order_by(LedgerEntry.id)).all()


def paid_by(line_ref: str) -> Sequence[Earning]:
    """The sums whose newest payment was by this line, whether it stands or not."""
    one = aliased(LedgerEntry)
    newest = (
        select(func.max(one.id))
        .where(one.cause_type == "earning", one.cause_ref == Earning.ref, one.kind == EntryKind.PAY)
        .correlate(Earning)
        .scalar_subquery()
    )
    wanted = (
        select(Earning)
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .join(LedgerEntry, LedgerEntry.id == newest)
        .where(PayoutLine.ref == line_ref, LedgerEntry.note == line_ref)
    )
    return db.scalars(wanted.order_by(Earning.id)).all()


def paying(earning_id: int) -> str | None:
    """The line of the newest payment of a sum, whether it stands or not."""
    wanted = (
        select(LedgerEntry.note)
        .join(Earning, Earning.ref == LedgerEntry.cause_ref)
        .where(Earning.id == earning_id, LedgerEntry.cause_type == "earning", LedgerEntry.kind == EntryKind.PAY)
        .order_by(LedgerEntry.id.desc())
    )
    return db.scalar(wanted.limit(1))


def lines_of(earning: Earning) -> Sequence[str]:
    """The lines by which a sum was paid, as they are kept now."""
    mine = select(PayoutLine.ref).join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
    paid = mine.where(PayoutItem.earning_id == earning.id, PayoutLine.outcome == LineOutcome.PAID)
    return db.scalars(paid.order_by(PayoutLine.id)).all()


def back_by(line_ref: str) -> Sequence[Earning]:
    """The sums that came back by this line, as two people said, and that another line has paid since."""
    said = "back:" + Earning.ref + ":%"
    wanted = (
        select(Earning)
        .join(PayoutItem, PayoutItem.earning_id == Earning.id)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .join(Difference, (Difference.about == PayoutLine.ref) & Difference.detail.like(said))
        .where(PayoutLine.ref == line_ref, Difference.kind == DifferenceKind.BANK_LINE)
        .where(Difference.state == DifferenceState.ADJUSTED, Earning.id.not_in([one.id for one in paid_by(line_ref)]))
    )
    return db.scalars(wanted.distinct().order_by(Earning.id)).all()


def is_all_back(line_ref: str) -> bool:
    """Whether every sum that a line paid has come back."""
    paid = paid_by(line_ref)
    return bool(paid or back_by(line_ref)) and all(one.state == EarningState.REVERSED for one in paid)


def must_be_out(line_ref: str, satang: int, by_two: int) -> None:
    """Raises Invalid where more is said to be back than the bank paid by a line adjusted by so much."""
    whole = db.scalars(select(PayoutLine.amount_satang).where(PayoutLine.ref == line_ref)).one() - by_two
    left = whole - back(line_ref)
    if satang > left:
        said = t(
            "The bank paid {whole} baht by this line, and of that {left} are not back yet. More cannot have come back.",
            whole=exact(whole), left=exact(max(left, 0)),
        )  # fmt: skip
        raise Invalid(said, field="amount")


def back(line_ref: str) -> int:
    """What of the money of a line has come back: of its sums, whole or in part, and more or less with them."""
    paid = paid_by(line_ref)
    whole = sum(one.amount_satang for one in paid if one.state == EarningState.REVERSED)
    whole += sum(one.amount_satang for one in back_by(line_ref))
    beside = sum(one.adjust_satang or 0 for one in of_line(line_ref) if one.detail.startswith(BACK))
    return whole + beside + parts_of([one.id for one in paid if one.state != EarningState.REVERSED])


def _is_out(line_ref: str) -> bool:
    """Whether the bank paid more by a line than has come back of it, as the book was adjusted."""
    whole = db.scalars(select(PayoutLine.amount_satang).where(PayoutLine.ref == line_ref)).one()
    other = (ANSWER, BACK)
    by_two = sum(one.adjust_satang or 0 for one in of_line(line_ref) if not one.detail.startswith(other))
    return whole - by_two > back(line_ref)


def parts_of(earning_ids: Collection[int], *, since: datetime | None = None) -> int:
    """What of the newest payment of sums came back in part, as two people agreed, ever or since an instant."""
    wanted = select(func.coalesce(func.sum(Correction.amount_satang), 0)).where(is_a_part())
    if since is not None:
        wanted = wanted.where(Correction.decided_at >= since)
    return int(db.scalars(wanted.where(Correction.earning_id.in_(earning_ids))).one())


def is_a_part() -> ColumnElement[bool]:
    """Whether by a correction a part of the newest payment of its sum came back.

    What came back of a payment that another has taken the place of is none of that other.
    """
    entry, paid, sum_ = aliased(LedgerEntry), aliased(LedgerEntry), aliased(Earning)
    later = (
        exists()
        .where(sum_.id == Correction.earning_id, entry.key == "correct:" + Correction.ref)
        .where(paid.cause_type == "earning", paid.cause_ref == sum_.ref, paid.kind == EntryKind.PAY)
        .where(paid.id > entry.id)
    )
    return and_(Correction.kind == CorrectionKind.LESS, Correction.state == CorrectionState.DONE, ~later)

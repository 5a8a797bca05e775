"""What came back and is owed once more as a sum of its own: which sum that is, and how far it has gone.

One cause is paid once. Where the bank is found to have paid the first sum after all, the new one is owed no more unless
it was paid as well.
"""

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import aliased

from models.correction import Correction
from models.earning import Earning
from models.session import db
from models.vocabulary import CorrectionKind, EarningSource, EarningState

UNSENT = (EarningState.ACCRUED, EarningState.APPROVED, EarningState.HELD, EarningState.FAILED)
"""Nothing of it is out, and it can be owed no more."""

ON_ITS_WAY = (EarningState.IN_BATCH, EarningState.SENT)
"""Whether it will be paid the batch or the bank says."""

NOT_OUT = (*UNSENT, EarningState.CANCELLED, EarningState.REVERSED)
"""Nothing of it is with the young person, and nobody said that it is not due."""

_OF_A_CORRECTION = Earning.source_type == EarningSource.ADJUSTMENT


def newest(earning: Earning) -> Earning | None:
    """The last sum by which this one is owed once more, as it stands now; None where it is not."""
    found, last = None, _next(earning)
    while last is not None:
        found, last = last, _next(last)
    return found


def is_paid_before(earning: Earning) -> bool:
    """Whether a sum that this one pays once more has been found to be paid since."""
    before = set(all_before({earning.id})[earning.id]) - {earning.id}
    wanted = select(Earning.id).where(Earning.id.in_(before), Earning.state != EarningState.REVERSED)
    return bool(before) and db.scalar(wanted.limit(1)) is not None


def all_before(earning_ids: Collection[int]) -> Mapping[int, Collection[int]]:
    """By earning, itself and the sums that it pays once more."""
    found = {one: {one} for one in earning_ids}
    newest_of = {one: one for one in earning_ids}
    while newest_of:
        before = _before(set(newest_of.values()))
        newest_of = {one: before[last] for one, last in newest_of.items() if last in before}
        for one, last in newest_of.items():
            found[one].add(last)
    return found


def _next(earning: Earning) -> Earning | None:
    again = (Correction.earning_id == earning.id, Correction.kind == CorrectionKind.AGAIN)
    wanted = select(Earning).join(Correction, Correction.id == Earning.source_id).where(_OF_A_CORRECTION, *again)
    return db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _before(earning_ids: Collection[int]) -> Mapping[int, int]:
    sum_ = aliased(Earning)
    wanted = (
        select(sum_.id, Correction.earning_id)
        .join(Correction, Correction.id == sum_.source_id)
        .where(sum_.id.in_(earning_ids), sum_.source_type == EarningSource.ADJUSTMENT)
        .where(Correction.kind == CorrectionKind.AGAIN)
    )
    return {earning_id: before for earning_id, before in db.execute(wanted)}  # noqa: C416

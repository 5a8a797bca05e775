"""What an earning rests on: the one a correction put right, down to the first, and whether that was found false."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.earnings.states import CAME, PROVED_CLAIMS
from models.correction import Correction
from models.earning import Earning
from models.enrolment import Attendance, Claim
from models.milestone import Milestone
from models.session import db
from models.vocabulary import ClaimState, CountsFrom, EarningSource, MilestoneKind

ROLLED = (EarningSource.ATTENDANCE, EarningSource.TRAVEL)
"""What is earned by a row of a roll."""


def first_of(earning: Earning) -> Earning:
    """The earning at the bottom of a chain of corrections; itself where none made it."""
    while earning.source_type == EarningSource.ADJUSTMENT:
        kept = db.get_one(Correction, earning.source_id)
        earning = db.get_one(Earning, kept.earning_id)
    return earning


def corrected_from(earnings: Sequence[Earning]) -> list[Earning]:
    """What corrections of these made, and corrections of those, oldest first."""
    found: list[Earning] = []
    keys = [one.id for one in earnings]
    while keys:
        made = (
            select(Earning)
            .join(Correction, Correction.id == Earning.source_id)
            .where(Earning.source_type == EarningSource.ADJUSTMENT, Correction.earning_id.in_(keys))
        )
        new = db.scalars(made.order_by(Earning.id)).all()
        found.extend(new)
        keys = [one.id for one in new]
    return found


def found_false(earning: Earning) -> bool:
    """Whether the completion or the mark of a roll it rests on does not stand.

    Until this transaction ends nobody finds it so meanwhile.
    """
    first = first_of(earning)
    if first.source_type in ROLLED:
        rows = select(Attendance.status).with_for_update(read=True).execution_options(populate_existing=True)
        return db.scalar(rows.where(Attendance.id == first.source_id)) not in (*CAME, None)
    claims = select(Claim.state).with_for_update(read=True).execution_options(populate_existing=True)
    if first.source_type == EarningSource.CLAIM:
        return db.scalar(claims.where(Claim.id == first.source_id)) == ClaimState.REVOKED
    if first.source_type != EarningSource.MILESTONE:
        return False
    point = db.get_one(Milestone, first.source_id)
    if point.kind != MilestoneKind.STAY or point.counts_from != CountsFrom.COMPLETION:
        return False
    states = set(db.scalars(claims.where(Claim.enrolment_id == point.enrolment_id)))
    return ClaimState.REVOKED in states and not states & set(PROVED_CLAIMS)

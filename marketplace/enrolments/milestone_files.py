"""Files that show that a point was reached: checked like proofs of a completion, each kept with its fingerprint."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import or_, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.files import checking
from marketplace.files.checking import CheckedFile
from marketplace.kernel import ids
from models.enrolment import Claim, Evidence
from models.milestone import Milestone, MilestoneProof
from models.session import db


def attach(milestone: Milestone, files: Sequence[CheckedFile], folder: Path, *, by: Actor) -> None:
    """Keep what was shown; raises Invalid for too many at once."""
    checking.must_not_be_too_many(files)
    for checked in files:
        db.add(
            MilestoneProof(
                ref=ids.new_ref("F"),
                milestone_id=milestone.id,
                **checking.kept(checked, folder, by.account_id),
            )
        )
    db.flush()
    record(by, "milestone.files", milestone, sha256=[checked.sha256 for checked in files])


def of(milestone_id: int) -> Sequence[MilestoneProof]:
    """Everything that was shown for a point, the oldest first."""
    wanted = select(MilestoneProof).where(MilestoneProof.milestone_id == milestone_id)
    return db.scalars(wanted.order_by(MilestoneProof.id)).all()


def shown_elsewhere(milestone: Milestone) -> bool:
    """Whether one of its files was also shown for somebody else: a sign to look at, never a decision."""
    prints = select(MilestoneProof.sha256).where(MilestoneProof.milestone_id == milestone.id)
    points = (
        select(MilestoneProof.id)
        .join(Milestone, Milestone.id == MilestoneProof.milestone_id)
        .where(MilestoneProof.sha256.in_(prints), Milestone.enrolment_id != milestone.enrolment_id)
    )
    claims = (
        select(Evidence.id)
        .join(Claim, Claim.id == Evidence.claim_id)
        .where(Evidence.sha256.in_(prints), Claim.enrolment_id != milestone.enrolment_id)
    )
    return db.scalar(select(or_(points.exists(), claims.exists()))) or False

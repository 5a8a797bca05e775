"""What claims have in common, read for their signs in a few statements however many claims there are."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from marketplace.agreements.days import COUNTING
from marketplace.second_looks.signs import Seen
from models.agreement import Agreement, WorkDay
from models.enrolment import Attendance, Claim, Enrolment, Evidence
from models.offer import Opportunity
from models.session import db

_AT_ONCE = 400


def seen(claims: Sequence[Claim]) -> list[Seen]:
    """The facts of these claims, in their order."""
    files: dict[int, set[str]] = defaultdict(set)
    marks: dict[int, set[tuple[int, datetime, str]]] = defaultdict(set)
    for first in range(0, len(claims), _AT_ONCE):
        some = claims[first : first + _AT_ONCE]
        hashes = select(Evidence.claim_id, Evidence.sha256).where(Evidence.claim_id.in_([one.id for one in some]))
        for claim_id, digest in db.execute(hashes):
            files[claim_id].add(digest)
        marked = (
            select(Attendance.enrolment_id, Attendance.marked_by_id, Attendance.marked_at, Opportunity.area_code)
            .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
            .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
            .where(
                Attendance.enrolment_id.in_([one.enrolment_id for one in some]), Attendance.marked_by_id.is_not(None)
            )
        )
        logged = (
            select(Agreement.enrolment_id, WorkDay.entered_by_id, WorkDay.entered_at, Opportunity.area_code)
            .join(WorkDay, WorkDay.agreement_id == Agreement.id)
            .join(Enrolment, Enrolment.id == Agreement.enrolment_id)
            .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
            .where(Agreement.enrolment_id.in_([one.enrolment_id for one in some]), WorkDay.state.in_(COUNTING))
        )
        for enrolment_id, person, at, area in (*db.execute(marked), *db.execute(logged)):
            if person is not None:
                marks[enrolment_id].add((person, at, area))
    return [
        Seen(
            ref=one.ref,
            files=frozenset(files[one.id]),
            claimed_by=one.claimed_by_id,
            claimed_at=one.created_at,
            marks=tuple(sorted(marks[one.enrolment_id])),
        )
        for one in claims
    ]

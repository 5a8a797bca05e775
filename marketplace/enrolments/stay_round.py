"""The nightly look at days of staying: a word a week before, on the day, and to the office two weeks later.

Looking twice tells nobody twice; a night that was missed is made up for at the next.
"""

from datetime import date, timedelta

from sqlalchemy import and_, or_, select

from marketplace.enrolments import milestones, stay_telling
from marketplace.kernel import clock
from models.enrolment import Enrolment
from models.milestone import Milestone
from models.session import db
from models.vocabulary import MilestoneKind, MilestoneState

AHEAD, PATIENCE = timedelta(days=7), timedelta(days=14)
AT_ONCE = 1000
_WORDS = (stay_telling.coming, stay_telling.due, stay_telling.late)


def nightly() -> int:
    """Tell whoever has to know of days that come or have come; returns how many were told of."""
    today = clock.today()
    wanted = (
        select(Milestone)
        .join(Enrolment, Enrolment.id == Milestone.enrolment_id)
        .where(
            Milestone.kind == MilestoneKind.STAY,
            Milestone.state == MilestoneState.WAITING,
            or_(
                and_(Milestone.told < 1, Milestone.due_on <= today + AHEAD),
                and_(Milestone.told < 2, Milestone.due_on <= today),
                and_(Milestone.told < 3, Milestone.due_on <= today - PATIENCE),
            ),
            Enrolment.state.in_(milestones.BEGUN),
        )
        .order_by(Milestone.due_on, Milestone.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Milestone)
    )
    found = db.scalars(wanted).all()
    for one in found:
        one.told = stage_of(one.due_on, today)
        db.flush()
        _WORDS[one.told - 1](one)
    return len(found)


def stage_of(due_on: date | None, today: date) -> int:
    """How far it has come: 1 a week before, 2 on the day, 3 two weeks after it, 0 before all of that."""
    if due_on is None or due_on > today + AHEAD:
        return 0
    if due_on > today:
        return 1
    return 2 if today < due_on + PATIENCE else 3

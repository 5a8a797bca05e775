"""What is over and not assessed: the host is asked, reminded, and then the office hears that it is missing."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from marketplace.agreements import telling
from marketplace.agreements.holding import holding, holds
from marketplace.agreements.states import OVER
from marketplace.kernel import clock
from models.agreement import Agreement
from models.enrolment import Enrolment
from models.session import db

AT_ONCE = 300
TIME = timedelta(days=14)
"""How long a host has to say how it went."""

SOON = timedelta(days=3)


def is_over(agreement: Agreement) -> bool:
    """Whether it waits for its assessment: in force, and its last day has passed or the enrolment has ended."""
    if not holds(agreement) or agreement.starts_on > clock.today():
        return False
    return agreement.ends_on < clock.today() or agreement.enrolment.state in OVER


def over() -> ColumnElement[bool]:
    """The same of rows."""
    ended = select(Enrolment.id).where(Enrolment.state.in_(OVER))
    return and_(
        holding(),
        Agreement.starts_on <= clock.today(),
        or_(Agreement.ends_on < clock.today(), Agreement.enrolment_id.in_(ended)),
    )


def nightly() -> int:
    """Ask hosts for what is missing, remind them in time, tell the office when late; returns how many heard."""
    today = clock.today()
    asked = _each(Agreement.assess_by.is_(None))
    for agreement in asked:
        agreement.assess_by = today + TIME
        telling.to_assess(agreement)
    near = _each(Agreement.assess_by <= today + SOON, Agreement.assess_reminded_on.is_(None))
    for agreement in near:
        agreement.assess_reminded_on = today
        telling.assess_soon(agreement, _due(agreement))
    late = _each(Agreement.assess_by < today, Agreement.assess_missed_on.is_(None))
    for agreement in late:
        agreement.assess_missed_on = today
        telling.assess_missed(agreement)
    db.flush()
    return len(asked) + len(near) + len(late)


def _due(agreement: Agreement) -> date:
    return agreement.assess_by or clock.today()


def _each(*wanted: ColumnElement[bool]) -> list[Agreement]:
    found = (
        select(Agreement)
        .join(Enrolment, Enrolment.id == Agreement.enrolment_id)
        .options(contains_eager(Agreement.enrolment))
        .where(over(), *wanted)
        .order_by(Agreement.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True, of=Agreement)
    )
    return list(db.scalars(found).all())

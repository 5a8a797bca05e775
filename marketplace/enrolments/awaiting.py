"""What a placement waits for before it begins: an agreement that everybody has signed, and the law of labour that day.

A course waits for neither.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from marketplace.agreements import drafting, holding, pausing, queries, turns
from marketplace.agreements.states import DRAFTABLE
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from models.agreement import Agreement
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import EnrolmentState, OpportunityKind

NOT_BEGUN = (EnrolmentState.APPROVED, EnrolmentState.ENROLLED)


def awaited(enrolment: Enrolment) -> Text | None:
    """What it waits for and whose turn it is; None for a course, and where nothing stands in the way."""
    if enrolment.opportunity.kind != OpportunityKind.PLACEMENT or enrolment.state not in DRAFTABLE:
        return None
    agreement = queries.of_enrolment(enrolment.id)
    waits = turns.waits_for(agreement)
    if waits is not None or agreement is None or enrolment.state not in NOT_BEGUN:
        return waits
    why = drafting.law_against(agreement, holding.number(agreement))
    return t("The law of labour does not allow a first day now: {why}", why=why) if why is not None else None


def has_come() -> ColumnElement[bool]:
    """Of enrolments with their opportunities: the first day has come, of a placement by its agreement in force."""
    return and_(Opportunity.starts_on <= clock.today(), may_come_on(clock.today()))


def may_come_on(day: date | InstrumentedAttribute[date]) -> ColumnElement[bool]:
    """Of enrolments with their opportunities: nothing speaks against coming on a day, of a placement its agreement."""
    signed = select(Agreement.id).where(
        Agreement.enrolment_id == Enrolment.id, holding.holding(), Agreement.starts_on <= day
    )
    goes_on = Enrolment.state.not_in(NOT_BEGUN)
    return or_(Opportunity.kind != OpportunityKind.PLACEMENT, goes_on, signed.exists())


def first_day(enrolment: Enrolment) -> date | None:
    """The first day of a placement by its agreement in force; None for a course, and while it waits."""
    if enrolment.opportunity.kind != OpportunityKind.PLACEMENT:
        return None
    agreement = queries.of_enrolment(enrolment.id)
    return agreement.starts_on if agreement is not None and holding.holds(agreement) else None


def allowed(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """Of those whose day has come: whom law and office let begin today. Whoever changes an agreement waits."""
    return [one for one in enrolments if _may_begin(one)]


def _may_begin(enrolment: Enrolment) -> bool:
    if enrolment.opportunity.kind != OpportunityKind.PLACEMENT:
        return True
    wanted = select(Agreement).where(Agreement.enrolment_id == enrolment.id, holding.holding())
    agreement = db.scalars(wanted).one_or_none()
    if agreement is None:
        return False
    drafting.take_turn(agreement)
    still = holding.holds(agreement) and agreement.starts_on <= clock.today() and pausing.pause_of(agreement) is None
    return still and drafting.law_against(agreement, holding.number(agreement)) is None

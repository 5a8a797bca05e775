"""Suspending an organisation: its listings vanish in the same moment, and everybody it touches is told."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit.moves import advance
from marketplace.enrolments import queries as enrolments
from marketplace.enrolments import telling as learners
from marketplace.enrolments.states import BEFORE_START, OPEN
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.offers import search
from marketplace.organisations import policy, telling
from marketplace.organisations.states import ORGANISATION
from marketplace.people import desks
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db
from models.vocabulary import EnrolmentState

LEAST = 10
"""Letters of the shortest reason: a word is none."""

STAFF_PATH = "/provider/postings"


def suspend(organisation: Organisation, reason: str, *, by: Actor) -> None:
    """Stop it from this moment; raises Invalid without a reason, IllegalMove when it does not stand."""
    said = _reason(reason)
    advance(ORGANISATION, organisation, "suspend", by=by, note=said, suspended_at=clock.now())
    _relist(organisation)
    people = desks.staff_of(organisation.id, *policy.STAFF)
    message = t("The office has suspended your organisation. Its postings are hidden, and nobody new can be taken on.")
    telling.tell(people, message, "organisation.suspended", STAFF_PATH, organisation)
    for enrolment in affected(organisation):
        learners.stopped(enrolment)


def lift(organisation: Organisation, reason: str, *, by: Actor) -> None:
    """Let it go on; what was published is listed again. Raises Invalid without a reason."""
    said = _reason(reason)
    advance(ORGANISATION, organisation, "lift", by=by, note=said, suspended_at=None)
    _relist(organisation)
    people = desks.staff_of(organisation.id, *policy.STAFF)
    message = t("Your organisation is no longer suspended. Its postings can be seen again.")
    telling.tell(people, message, "organisation.lifted", STAFF_PATH, organisation)
    for enrolment in affected(organisation):
        learners.goes_on(enrolment)


def affected(organisation: Organisation) -> Sequence[Enrolment]:
    """Everybody who learns there or has asked to, those who have begun first."""
    wanted = enrolments.loaded().where(
        Opportunity.organisation_id == organisation.id,
        Enrolment.state.in_(OPEN),
        Enrolment.state != EnrolmentState.DRAFT,
    )
    found = db.scalars(wanted.order_by(Enrolment.id)).all()
    return sorted(found, key=lambda one: one.state in BEFORE_START)


def _reason(reason: str) -> str:
    said = reason.strip()
    if len(said) < LEAST:
        raise Invalid(t("Say why, in a sentence. The organisation reads it."), field="note")
    return said


def _relist(organisation: Organisation) -> None:
    wanted = select(Opportunity.id).where(Opportunity.organisation_id == organisation.id)
    search.index_many(list(db.scalars(wanted.order_by(Opportunity.id))))

"""Placements that run, with their young worker and their employer."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from marketplace.duties import watching
from marketplace.kernel import clock
from models.account import Account
from models.enrolment import Enrolment
from models.labour import LabourDuty, LabourFinding
from models.session import db
from models.vocabulary import Role
from tests.factories.enrolments import make_consent, make_enrolment, make_provider, make_youth
from tests.factories.offers import make_placement


def make_work(*, born: date | None = None, state: str = "in_learning", days_ago: int = 1, **given: Any) -> Enrolment:
    """A placement under way; its worker is sixteen unless told otherwise and has a guardian's word."""
    today = clock.today()
    offer = make_placement(starts_on=today - timedelta(days=days_ago), **given)
    youth = make_youth(birth_date=born or today.replace(day=1) - timedelta(days=365 * 16 + 40))
    enrolment = make_enrolment(state, youth=youth, opportunity=offer)
    make_consent(enrolment)
    return enrolment


def make_employer(enrolment: Enrolment) -> Account:
    """Somebody who acts for the organisation of a placement."""
    return make_provider(enrolment.opportunity.organisation_id, Role.EMPLOYER)


def duties(enrolment: Enrolment) -> dict[str, LabourDuty]:
    """What is owed about a placement, by kind."""
    db.flush()
    found = select(LabourDuty).where(LabourDuty.enrolment_id == enrolment.id).execution_options(populate_existing=True)
    return {one.kind: one for one in db.scalars(found)}


def findings(enrolment: Enrolment, *, open_only: bool = True) -> dict[str, LabourFinding]:
    """What was found in a placement, by rule."""
    db.flush()
    found = select(LabourFinding).where(LabourFinding.enrolment_id == enrolment.id)
    kept = found.where(LabourFinding.cleared_on.is_(None)) if open_only else found
    return {one.rule: one for one in db.scalars(kept)}


def look(days: int = 0) -> None:
    """The daily look, so many days from now."""
    with clock.frozen(clock.now() + timedelta(days=days)):
        watching.nightly()
    db.flush()

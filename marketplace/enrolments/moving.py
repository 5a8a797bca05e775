"""Whoever moves elsewhere: what they asked for or joined stays with its office, and they and that office hear so."""

from itertools import groupby

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.areas import offices
from marketplace.enrolments import telling
from marketplace.enrolments.states import OPEN
from marketplace.i18n import t, use
from marketplace.i18n.lazy import Either
from marketplace.people import corrections, desks
from marketplace.people.corrections import Correction
from marketplace.people.telling import tell
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import EnrolmentState, Role
from models.youth import Youth

STAYS = "enrolment.stays"


def correct(youth: Youth, now: Correction, *, note: str, version: int, by: Actor) -> bool:
    """Keep what staff write anew of somebody (`people/corrections.py`); whether that hands them to another office.

    The office of their new home hears of it, and those that keep what was asked before.
    """
    office = youth.office_key
    corrections.correct(youth, now, note=note, version=version, by=by)
    if youth.office_key == office:
        return False
    tell_who_keeps(youth)
    corrections.hand_over(youth)
    return True


def tell_who_keeps(youth: Youth) -> None:
    """Tell a young person who has just moved, and every office that keeps something open of theirs, that it does."""
    wanted = select(Enrolment).where(
        Enrolment.youth_id == youth.id,
        Enrolment.state.in_(OPEN),
        Enrolment.state != EnrolmentState.DRAFT,
        Enrolment.office_key != youth.office_key,
    )
    stay = db.scalars(wanted.order_by(Enrolment.office_key, Enrolment.id)).all()
    for office, theirs in groupby(stay, key=lambda one: one.office_key):
        first, *others = theirs
        _tell_youth(youth, office, first, alone=not others)
        for enrolment in (first, *others):
            _tell_office(enrolment)


def _tell_youth(youth: Youth, office: str, first: Enrolment, *, alone: bool) -> None:
    message = t(
        "You live elsewhere now. What you asked for or joined before stays with {office}: they go on with it.",
        office=_named(office),
    )
    path = telling.YOUTH_PATH.format(ref=first.ref) if alone else telling.YOUTH_ALL_PATH
    own = {youth.account_id} if youth.account_id is not None else set[int]()
    tell(own, event=STAYS, message=message, path=path, about=first)


def _tell_office(enrolment: Enrolment) -> None:
    message = t("Somebody whose request is with your office lives elsewhere now. It stays with you.")
    people, path = telling.deciders(enrolment), telling.OFFICE_PATH
    if enrolment.state == EnrolmentState.AWAITING_GUARDIAN:
        people = desks.who_answers(enrolment.office_key, enrolment.area_code, Role.CASEWORKER)
        path = telling.RECORD_PATH
    tell(people, event=STAYS, message=message, path=path.format(ref=enrolment.ref), about=enrolment, once=True)


def _named(office: str) -> Either:
    """An office by the name it has in either language."""
    with use("th"):
        name_th = offices.office_name(office)
    with use("en"):
        return Either(name_th, offices.office_name(office))

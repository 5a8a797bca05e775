"""Suspending an organisation: its listings vanish in the same moment, and everybody it touches is told."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.agreements import pausing
from marketplace.audit.moves import advance
from marketplace.enrolments import pauses
from marketplace.enrolments import queries as enrolments
from marketplace.enrolments import telling as learners
from marketplace.enrolments.states import BEFORE_START, OPEN
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
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
from models.vocabulary import EnrolmentState, Role

LEAST = 10
"""Letters of the shortest reason: a word is none."""

STAFF_PATH = "/provider/postings"
YOUTH_LIST_PATH = "/office/youth"
MOST_NAMED = 6
"""So many stand in one notice; the page it leads to has them all."""


def suspend(organisation: Organisation, reason: str, *, by: Actor) -> None:
    """Stop it from this moment; raises Invalid without a reason, IllegalMove when it does not stand."""
    said = _reason(reason)
    advance(ORGANISATION, organisation, "suspend", by=by, note=said, suspended_at=clock.now())
    _relist(organisation)
    people = desks.staff_of(organisation.id, *policy.STAFF)
    message = t("The office has suspended your organisation. Its postings are hidden, and nobody new can be taken on.")
    telling.tell(people, message, "organisation.suspended", STAFF_PATH, organisation)
    touched = affected(organisation)
    for theirs in _of_each(touched):
        learners.stopped(theirs, _place(organisation))
    _tell_deciders(
        organisation,
        touched,
        "enrolment.stopped",
        lambda whom: t("An organisation is suspended. Decide how it goes on: {whom}", whom=whom),
    )


def lift(organisation: Organisation, reason: str, *, by: Actor) -> None:
    """Let it go on; what was published is listed again. Raises Invalid without a reason."""
    said, since = _reason(reason), organisation.suspended_at or clock.now()
    advance(ORGANISATION, organisation, "lift", by=by, note=said, suspended_at=None)
    _relist(organisation)
    people = desks.staff_of(organisation.id, *policy.STAFF)
    message = t("Your organisation is no longer suspended. Its postings can be seen again.")
    telling.tell(people, message, "organisation.lifted", STAFF_PATH, organisation)
    pauses.lift(affected(organisation), since)
    pausing.lift(organisation.id, since)
    # What the organisation itself has paused does not go on yet.
    touched = [one for one in affected(organisation) if not pauses.is_still_paused(one)]
    for theirs in _of_each(touched):
        learners.goes_on(theirs, _place(organisation))
    _tell_deciders(
        organisation,
        touched,
        "enrolment.goes_on",
        lambda whom: t("An organisation is no longer suspended. It goes on: {whom}", whom=whom),
    )


def affected(organisation: Organisation) -> Sequence[Enrolment]:
    """Everybody who learns there or has asked to, those who have begun first."""
    wanted = enrolments.loaded().where(
        Opportunity.organisation_id == organisation.id,
        Enrolment.state.in_(OPEN),
        Enrolment.state != EnrolmentState.DRAFT,
    )
    found = db.scalars(wanted.order_by(Enrolment.id)).all()
    return sorted(found, key=lambda one: one.state in BEFORE_START)


def _of_each(touched: Sequence[Enrolment]) -> list[list[Enrolment]]:
    """What is touched, by young person."""
    found: dict[int, list[Enrolment]] = {}
    for enrolment in touched:
        found.setdefault(enrolment.youth_id, []).append(enrolment)
    return list(found.values())


def _place(organisation: Organisation) -> Either:
    return Either(organisation.name_th, organisation.name_en or organisation.name_th)


def _tell_deciders(
    organisation: Organisation, touched: Sequence[Enrolment], event: str, message: Callable[[Text | Either], Text]
) -> None:
    """One notice for each who decides, with everybody it is about: by alias, since phones are shared."""
    theirs: dict[int, list[Enrolment]] = {}
    for enrolment in touched:
        for account_id in learners.deciders(enrolment):
            theirs.setdefault(account_id, []).append(enrolment)
    office = desks.who_answers(organisation.office_key, organisation.area_code, Role.OFFICER)
    for account_id, found in sorted(theirs.items()):
        if account_id in office:
            path = telling.OFFICE_PATH.format(ref=organisation.ref)
        else:
            path = learners.OFFICE_PATH.format(ref=found[0].ref) if len(found) == 1 else YOUTH_LIST_PATH
        telling.tell({account_id}, message(_named(found)), event, path, organisation)


def _named(found: Sequence[Enrolment]) -> Text | Either:
    """Alias and course of each."""
    shown = [(one.youth.alias, one.opportunity) for one in found[:MOST_NAMED]]
    whom = Either(
        ", ".join(f"{alias} – {offer.title_th}" for alias, offer in shown),
        ", ".join(f"{alias} – {offer.title_en or offer.title_th}" for alias, offer in shown),
    )
    more = len(found) - len(shown)
    return t("{whom} and {more} more", whom=whom, more=more) if more else whom


def _reason(reason: str) -> str:
    said = reason.strip()
    if len(said) < LEAST:
        raise Invalid(
            t("Say why, in a sentence of at least {least} letters. The organisation reads it.", least=LEAST),
            field="note",
        )
    return said


def _relist(organisation: Organisation) -> None:
    wanted = select(Opportunity.id).where(Opportunity.organisation_id == organisation.id)
    search.index_many(list(db.scalars(wanted.order_by(Opportunity.id))))

"""Who is in a thread today: the adults of a match or enrolment, and the second adult of the young person's office.

Who counts as vetted: a mentor's side while all eight checks hold; an organisation's while the office has it in, and to
begin while all it has shown of itself holds; a second adult while somebody else has put them in that office.
"""

from marketplace.access import Actor
from marketplace.access.sessions import is_paused
from marketplace.enrolments import undoing
from marketplace.kernel import clock
from marketplace.people import desks
from marketplace.resources.telling import keepers_of
from marketplace.vetting import facts
from models.account import Account
from models.enrolment import Enrolment
from models.mentoring import MentorMatch
from models.session import db
from models.thread import Thread
from models.vocabulary import EnrolmentState, MatchState, OrganisationState, Role
from models.youth import Youth

SUPPLIERS = (Role.PROVIDER, Role.PROVIDER_ADMIN, Role.EMPLOYER)
SECONDS = (Role.CASEWORKER, Role.OFFICER)
LIVE = (EnrolmentState.APPROVED, EnrolmentState.ENROLLED, EnrolmentState.IN_LEARNING, EnrolmentState.ON_BREAK)
"""Enrolments with a channel: before approval a provider does not know who somebody is."""


def of_match(match: MentorMatch) -> set[int]:
    """The vetted adults of a mentor's side: none unless the match runs and all checks hold today."""
    if match.state != MatchState.ACTIVE or not facts.standing(match.resource).holds:
        return set()
    return _usable(keepers_of(match.resource))


def of_enrolment(enrolment: Enrolment) -> set[int]:
    """The adults of an organisation the office has let in, while the enrolment runs: a paper to renew ends no talk."""
    organisation = enrolment.opportunity.organisation
    known = organisation.state in (OrganisationState.ACTIVE, OrganisationState.RENEWAL_DUE)
    if undoing.told_state(enrolment) not in LIVE or not known:
        return set()
    return _usable(desks.staff_of(organisation.id, *SUPPLIERS))


def to_begin(enrolment: Enrolment) -> set[int]:
    """Those of them a thread may be begun with: none while the organisation has a paper to renew."""
    organisation = enrolment.opportunity.organisation
    until = organisation.papers_until
    holds = organisation.state == OrganisationState.ACTIVE and (until is None or until >= clock.today())
    return of_enrolment(enrolment) if holds else set()


def of(thread: Thread) -> set[int]:
    """The adults of a thread's other side today; empty once its match or enrolment has ended."""
    if thread.match is not None:
        return of_match(thread.match)
    return of_enrolment(thread.enrolment) if thread.enrolment is not None else set()


def second_for(youth: Youth, office_key: str, first: set[int]) -> int | None:
    """The second adult: the young person's case worker, else somebody of their office; none of the first."""
    able = _usable(desks.accounts_of(office_key, *SECONDS, area_code=youth.area_code)) - first
    if youth.account_id is not None:
        able.discard(youth.account_id)
    if youth.case_worker_id in able:
        return youth.case_worker_id
    workers = able & desks.accounts_of(office_key, Role.CASEWORKER, area_code=youth.area_code)
    return min(workers or able, default=None)


def is_second(thread: Thread) -> bool:
    """Whether the second adult still holds their place, so that the thread may be written in."""
    able = _usable(desks.accounts_of(thread.office_key, *SECONDS, area_code=thread.area_code))
    return thread.second_id in able and thread.second_id not in of(thread)


def colleagues_of(thread: Thread, account_id: int | None) -> set[int]:
    """Officers of the young person's place, and the second adult, who may look at what this one wrote."""
    able = _usable(desks.accounts_of(thread.office_key, Role.OFFICER, area_code=thread.area_code) | {thread.second_id})
    return able - of(thread) - {account_id or 0}


def is_first(actor: Actor, thread: Thread) -> bool:
    """Whether somebody is one of the adults of the other side today."""
    return actor.account_id is not None and not actor.is_paused and actor.account_id in of(thread)


def _usable(accounts: set[int]) -> set[int]:
    found = set()
    for account_id in accounts:
        account = db.get(Account, account_id)
        if account is not None and account.disabled_at is None and not is_paused(account_id):
            found.add(account_id)
    return found

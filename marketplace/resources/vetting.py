"""How an office comes to let a pledge meet young people, and stops it at once: by facts, never by one person alone."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from marketplace import notices
from marketplace.access import SYSTEM, Actor, Verdict
from marketplace.audit import history
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.people.telling import office as to_office
from marketplace.resources import pledges, telling
from marketplace.vetting import facts, rules
from models.resource import Resource
from models.session import db
from models.vetting import VettingFact
from models.vocabulary import ResourceState, Role, VettingCheck

PAGE = 30
OFFICE = (Role.OFFICER, Role.CASEWORKER)
OFFICE_PATH = "/office/pledges/{ref}"
GROUPS: dict[str, tuple[ResourceState, ...]] = {
    "new": (ResourceState.PLEDGED,),
    "checking": (ResourceState.IN_VETTING,),
    "checked": (ResourceState.APPROVED,),
    "open": (ResourceState.AVAILABLE, ResourceState.PAUSED),
    "due": (ResourceState.RENEWAL_DUE,),
    "stopped": (ResourceState.SUSPENDED,),
}
"""The heaps of an office, in the order of work."""

VERBS = ("start_vetting", "approve", "open", "reject", "suspend", "look_again", "renew")
_LIVE = (ResourceState.APPROVED, ResourceState.AVAILABLE, ResourceState.PAUSED)
_RECRUITING = frozenset({VettingCheck.APPLICATION, VettingCheck.INTERVIEW})


def can_open(actor: Actor) -> Verdict:
    """Officers and case workers, for the pledges of their place."""
    return Verdict.when(bool(actor.acting(*OFFICE)))


def can_vet(actor: Actor, resource: Resource) -> Verdict:
    """An officer or case worker of the pledge's place who does not give it."""
    if not actor.acting(*OFFICE).covers(resource.area_code, resource.office_key):
        return Verdict.hidden()
    if pledges.can_change(actor, resource):
        return Verdict.no(t("This is your own pledge. A colleague has to look at it."))
    return Verdict.yes()


def can_see(actor: Actor, resource: Resource) -> Verdict:
    """The office of the pledge's place."""
    return Verdict.when(actor.acting(*OFFICE).covers(resource.area_code, resource.office_key))


def one(actor: Actor, ref: str) -> Resource:
    """A pledge of the actor's places; raises NotFound alike for foreign and missing."""
    found = find(actor, ref)
    if found is None:
        raise NotFound
    return found


def find(actor: Actor, ref: str) -> Resource | None:
    """A pledge of the actor's places, if there is one."""
    found = db.scalars(select(Resource).where(Resource.ref == ref)).first()
    return found if found is not None and can_see(actor, found) else None


def heap(actor: Actor, group: str, page: int = 1) -> tuple[Sequence[Resource], int]:
    """One heap of the office, oldest first, and how much is in it."""
    where = (_within(actor), Resource.state.in_(GROUPS[group]))
    total = db.scalar(select(func.count()).select_from(Resource).where(*where)) or 0
    wanted = select(Resource).where(*where).order_by(Resource.id).limit(PAGE).offset(PAGE * (max(page, 1) - 1))
    return db.scalars(wanted).all(), total


def counts(actor: Actor) -> dict[str, int]:
    """How much lies in each heap."""
    counted = select(Resource.state, func.count()).where(_within(actor)).group_by(Resource.state)
    by_state = {state: number for state, number in db.execute(counted)}  # noqa: C416  rows are not pairs to mypy
    return {group: sum(by_state.get(state, 0) for state in states) for group, states in GROUPS.items()}


def record(resource: Resource, check: VettingCheck, done_on: date, *, by: Actor, note: str = "") -> VettingFact:
    """Keep that a check was made, in any order; an approval is an officer's who did not recruit.

    A pledge that waited for this check to be renewed is open again. Raises Invalid, Forbidden.
    """
    if check is VettingCheck.APPROVAL:
        verdict = can_approve(by, resource)
        if not verdict:
            raise Forbidden(verdict.reason) if verdict.reason is not None else NotFound()
    if check not in facts.needed_of(resource, clock.today()):
        raise Invalid(t("This kind of pledge does not need this check."), field="check")
    fact = facts.record(resource, check, done_on, by=by, note=note)
    if resource.state == ResourceState.RENEWAL_DUE and facts.standing(resource).holds:
        pledges.move(resource, "renew", by=by)
    return fact


def can_approve(actor: Actor, resource: Resource) -> Verdict:
    """An officer of the place who neither gives the pledge nor took it on, nor took the application or interview."""
    if not actor.acting(Role.OFFICER).covers(resource.area_code, resource.office_key):
        return Verdict.no(t("An officer has to approve it."))
    if pledges.can_change(actor, resource):
        return Verdict.no(t("This is your own pledge. A colleague has to look at it."))
    if actor.account_id in recruiters(resource):
        return Verdict.no(t("You took this on yourself. A colleague has to approve it."))
    return Verdict.yes()


def recruiters(resource: Resource) -> frozenset[int]:
    """Whoever took the pledge on, took its application or held its interview."""
    moved = {move.actor_id for move in history(resource) if move.verb == "start_vetting"}
    met = {fact.recorded_by_id for fact in facts.of(resource) if fact.kind in _RECRUITING and fact.struck_at is None}
    return frozenset(one for one in moved | met if one is not None)


def act(resource: Resource, verb: str, *, by: Actor, note: str = "") -> None:
    """Move a pledge as the office; raises Conflict while a check is missing, Invalid where a reason is."""
    if verb not in VERBS:
        raise NotFound
    if verb in ("suspend", "reject") and not note.strip():
        raise Invalid(t("Write why. Whoever gives it will ask."), field="note")
    if verb in ("approve", "open", "renew") and not facts.standing(resource).holds:
        raise Conflict(t("A check is missing or has run out. See which below."))
    pledges.move(resource, verb, by=by, note=note.strip()[:400])
    if verb == "suspend":
        _tell_suspended(resource)


def strike(resource: Resource, ref: str, *, by: Actor) -> None:
    """Strike a wrong fact out; what no longer holds takes on nothing new from this moment."""
    facts.strike(resource, ref, by=by)
    fall_due(resource)


def fall_due(resource: Resource) -> bool:
    """Let a pledge whose checks no longer hold wait for its renewal; what runs goes on and is the office's to judge."""
    if resource.state != ResourceState.AVAILABLE or facts.standing(resource).holds:
        return False
    pledges.move(resource, "fall_due", by=SYSTEM, reason="run_out")
    return True


def tick() -> int:
    """Tell of checks that run out in 30, 14, 7 and 0 days, and let fall due what has run out; returns how many."""
    today, newer = clock.today(), aliased(VettingFact)
    superseded = (
        select(newer.id)
        .where(
            newer.resource_id == VettingFact.resource_id,
            newer.kind == VettingFact.kind,
            newer.id > VettingFact.id,
            newer.struck_at.is_(None),
        )
        .exists()
    )
    soon = (
        select(VettingFact, Resource)
        .join(Resource, Resource.id == VettingFact.resource_id)
        .where(
            VettingFact.struck_at.is_(None),
            VettingFact.valid_until <= today + timedelta(days=max(rules.MARKS)),
            ~superseded,
            Resource.state.in_(_LIVE),
        )
        .order_by(VettingFact.id)
    )
    done = 0
    for fact, resource in db.execute(soon).all():
        if fact.valid_until is None:
            continue
        reached = rules.mark(fact.valid_until, today)
        if fact.valid_until < today:
            done += fall_due(resource)
        elif reached is not None and (fact.days_told is None or reached < fact.days_told):
            fact.days_told = reached
            _tell_of_expiry(resource, fact.valid_until)
            done += 1
    db.flush()
    return done


def _tell_of_expiry(resource: Resource, last: date) -> None:
    message = t("A check of a pledge runs out on {day}.", day=last)
    path = OFFICE_PATH.format(ref=resource.ref)
    to_office(
        resource.office_key, resource.area_code, Role.OFFICER,
        event="pledge.expires", message=message, path=path, about=resource,
    )  # fmt: skip
    for account_id in sorted(telling.keepers_of(resource)):
        path = telling.OWNER_PATH.format(ref=resource.ref)
        notices.tell(account_id, event="pledge.expires", message=message, path=path, about=resource)


def _tell_suspended(resource: Resource) -> None:
    message = t("The office has stopped a pledge of yours. Please ask them why.")
    for account_id in sorted(telling.keepers_of(resource)):
        path = telling.OWNER_PATH.format(ref=resource.ref)
        notices.tell(account_id, event="pledge.suspended", message=message, path=path, about=resource)


def _within(actor: Actor) -> ColumnElement[bool]:
    return actor.acting(*OFFICE).condition(Resource.area_code, Resource.office_key)

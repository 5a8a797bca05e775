"""Who may see and keep what matching finds, and who decides what counts how much in it."""

from marketplace.access import Actor, Verdict
from marketplace.matching.places import Place
from marketplace.people import policy as people
from models.allocation import AllocationRun
from models.shortlist import Shortlist
from models.vocabulary import Role
from models.youth import Youth

CHOOSERS = (Role.CASEWORKER, Role.OFFICER)
ALLOCATION_SEERS = people.READERS
DESERT_SEERS = (*people.READERS, Role.COMMITTEE)
DECIDERS = (Role.COMMITTEE, Role.PROVINCE)
READERS = (*DECIDERS, Role.OFFICER, Role.APPROVER, Role.CASEWORKER, Role.AUDITOR)


def can_shortlist(actor: Actor, youth: Youth) -> Verdict:
    """A case worker or officer of the young person's place, never for themselves."""
    mine = actor.youth_id == youth.id
    return Verdict.when(not mine and actor.scope(*CHOOSERS).covers(youth.area_code, youth.office_key))


def can_see_shortlist(actor: Actor, shortlist: Shortlist) -> Verdict:
    """The staff who see the young person it is for."""
    return people.can_see_youth_as_staff(actor, shortlist.youth)


def can_share(actor: Actor, shortlist: Shortlist) -> Verdict:
    """Whoever could have made it."""
    return can_shortlist(actor, shortlist.youth)


def can_read_own(actor: Actor, shortlist: Shortlist) -> Verdict:
    """The young person it is for, once it is shared."""
    return Verdict.when(actor.youth_id == shortlist.youth_id and shortlist.shared_at is not None)


def can_see_allocations(actor: Actor) -> Verdict:
    """Staff who see young people of an area: a run names them, so a committee has no part in it."""
    return Verdict.when(bool(actor.scope(*ALLOCATION_SEERS)))


def can_see_deserts(actor: Actor) -> Verdict:
    """Staff who see young people of an area, and the committee, which sees protected counts."""
    return Verdict.when(bool(actor.scope(*DESERT_SEERS)))


def can_allocate(actor: Actor) -> Verdict:
    """Case workers and officers, for the young people of their own office."""
    return Verdict.when(bool(actor.scope(*CHOOSERS)))


def can_see_allocation(actor: Actor, run: AllocationRun) -> Verdict:
    """Whoever sees the office it is of."""
    return Verdict.when(actor.scope(*ALLOCATION_SEERS).covers(run.area_code, run.office_key))


def can_change_allocation(actor: Actor, run: AllocationRun, _who: object = None) -> Verdict:
    """Case workers and officers of the office it is of."""
    return Verdict.when(actor.scope(*CHOOSERS).covers(run.area_code, run.office_key))


def can_see_weights(actor: Actor, place: Place) -> Verdict:
    """Those who work in any part of the place."""
    return Verdict.when(place.is_touched_by(actor.scope(*READERS)))


def can_see_any_weights(actor: Actor) -> Verdict:
    """Those who work in any place for which weights can be set."""
    return Verdict.when(bool(actor.scope(*READERS)))


def can_set_weights(actor: Actor, place: Place) -> Verdict:
    """The committee and the province of all of the place."""
    scope = actor.scope(*DECIDERS)
    return Verdict.when(bool(place.areas) and all(scope.covers(code, None) for code in place.areas))

"""Who looks into a concern: the level it lies with and those above, whoever it was given to, never whoever it names."""

from marketplace.access import Actor, Verdict
from marketplace.i18n import t
from models.concern import Concern
from models.vocabulary import ConcernLevel, ConcernState, Role

DESKS: dict[ConcernLevel, Role] = {
    ConcernLevel.OFFICE: Role.OFFICER,
    ConcernLevel.PROVINCE: Role.PROVINCE,
    ConcernLevel.COUNTRY: Role.STEWARD,
}
"""The role that answers for a concern at each level."""

HANDLERS = (*DESKS.values(), Role.CASEWORKER)


def can_open(actor: Actor) -> Verdict:
    """Officers, the province and stewards; case workers for what they were given; auditors for the counts."""
    return Verdict.when(actor.has(*HANDLERS, Role.AUDITOR))


def can_see(actor: Actor, concern: Concern) -> Verdict:
    """The level it lies with, the levels above it, and the person it was given to; nobody it names."""
    if actor.account_id is None or any(one.account_id == actor.account_id for one in concern.named):
        return Verdict.hidden()
    return Verdict.when(concern.handler_id == actor.account_id or _stands_over(actor, concern))


def can_work(actor: Actor, concern: Concern) -> Verdict:
    """Whoever sees it, as long as it is open, and not on what they reported themselves."""
    if not can_see(actor, concern):
        return Verdict.hidden()
    if concern.reporter_id == actor.account_id:
        return Verdict.no(t("You reported this yourself. A colleague has to look into it."))
    if concern.state == ConcernState.CLOSED:
        return Verdict.no(t("It is closed. Whoever reported it can open it again."))
    return Verdict.yes()


def can_lead(actor: Actor, concern: Concern) -> Verdict:
    """Giving it to a case worker, pausing access, closing: whoever holds it in hand, or stands over it."""
    if not (verdict := can_work(actor, concern)):
        return verdict
    if concern.state != ConcernState.IN_HAND:
        return Verdict.no(t("Take it up first."))
    return Verdict.yes()


def _stands_over(actor: Actor, concern: Concern) -> bool:
    if actor.has(Role.STEWARD):
        return True
    if concern.level == ConcernLevel.COUNTRY:
        return False
    if actor.scope(Role.PROVINCE).covers(concern.area_code, concern.office_key or None):
        return True
    at_office = concern.level == ConcernLevel.OFFICE
    return at_office and actor.scope(Role.OFFICER).covers(concern.area_code, concern.office_key or None)

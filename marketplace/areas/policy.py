"""Who decides how an office works: its province, and the stewards of the country."""

from marketplace.access import Actor, Verdict
from marketplace.areas.settings import Desk
from models.vocabulary import Role

DECIDERS = (Role.PROVINCE, Role.STEWARD)


def can_see_settings(actor: Actor) -> Verdict:
    """Those who decide for the offices of a province."""
    return Verdict.when(bool(actor.scope(*DECIDERS)))


def can_change_setting(actor: Actor, desk: Desk) -> Verdict:
    """Those who decide for the province this office lies in."""
    return Verdict.when(actor.scope(*DECIDERS).covers(desk.province, desk.key))

"""How long whoever looks waits for the answers, by which lists say when they begin; nothing else of their life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.carried import brought
from marketplace.enrolments import beginning
from marketplace.matching.reading import terms_of
from marketplace.matching.terms import ANYONE, LifeTerms

if TYPE_CHECKING:
    from marketplace.access import Actor


def life(who: Actor) -> LifeTerms:
    """A life of which only the waiting is known: by the account, or by what this browser answered."""
    if who.is_known:
        return LifeTerms(own_days=beginning.own_days(who))
    told = brought()
    if told.birth_date is None and not told.area_code:
        return ANYONE
    answered = terms_of(told)
    return LifeTerms(own_days=answered.own_days, guardian_days=answered.guardian_days)

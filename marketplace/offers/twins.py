"""Postings that may be the same written twice: of one organisation, at one place, beginning together, named alike."""

from collections.abc import Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Final

from sqlalchemy import select

from marketplace.i18n import thai
from models.offer import Opportunity
from models.session import db
from models.vocabulary import OpportunityState

TOGETHER: Final = timedelta(days=3)
"""First days so close are one beginning; a copy for later starts at least a week apart."""
ALIKE: Final = 0.85
"""A slip or a small word apart; another number makes another group."""
MOST: Final = 3
OVER: Final = (OpportunityState.REJECTED, OpportunityState.WITHDRAWN, OpportunityState.ARCHIVED)
_LOOKED_AT: Final = 200


def of(one: Opportunity) -> Sequence[Opportunity]:
    """At most three that look like this one: the nearest first, and what was handed in or is shown before drafts."""
    near = (
        select(Opportunity)
        .where(
            Opportunity.organisation_id == one.organisation_id,
            Opportunity.area_code == one.area_code,
            Opportunity.kind == one.kind,
            Opportunity.id.not_in((one.id, one.replaces_id or one.id)),
            Opportunity.replaces_id.is_distinct_from(one.id),
            Opportunity.state.not_in(OVER),
            Opportunity.starts_on.between(one.starts_on - TOGETHER, one.starts_on + TOGETHER),
        )
        .order_by(Opportunity.state == OpportunityState.DRAFT, Opportunity.id)
        .limit(_LOOKED_AT)
    )
    alike = [other for other in db.scalars(near) if are_alike(one.title_th, other.title_th)]
    return sorted(alike, key=lambda other: _far(one, other))[:MOST]


def _far(one: Opportunity, other: Opportunity) -> tuple[bool, bool, timedelta, timedelta, int]:
    """Drafts come last; of the rest another title or other days are farther away."""
    return (
        other.state == OpportunityState.DRAFT,
        thai.normalise(one.title_th) != thai.normalise(other.title_th),
        abs(other.starts_on - one.starts_on),
        abs(other.ends_on - one.ends_on),
        other.id,
    )


def are_alike(one: str, other: str) -> bool:
    """Whether two titles may be meant as the same; those that count differently are not."""
    first, second = thai.normalise(one), thai.normalise(other)
    if _figures(first) != _figures(second):
        return False
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def _figures(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())

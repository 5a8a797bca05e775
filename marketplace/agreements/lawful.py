"""The law of labour for a real person's placement: judged when they ask, when they are approved, and every day after.

Whoever draws up the terms of an agreement asks `judge_terms` with them before anybody signs.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.agreements.text import Terms
from marketplace.kernel.week import Slot as WeekSlot
from marketplace.labour.cases import Case
from marketplace.labour.judging import Verdict, judge
from marketplace.labour.limits import closed_places_on
from marketplace.offers import work
from models.offer import Opportunity, Slot
from models.session import db
from models.vocabulary import OpportunityKind, PlaceType
from models.youth import Youth

LOWER_SECONDARY = 2
_LAWFUL = Verdict()
_NEVER_CLOSED = 0
_WITH_RULES = (PlaceType.HOME, PlaceType.FISHING_VESSEL)
"""Places that are closed to nobody and have rules of their own."""


def judge_placement(opportunity: Opportunity, youth: Youth, on: date | None = None, **facts: Any) -> Verdict:
    """What the law says of this person at this work; the age is that of the first day, or of `on` when later.

    Learning alone breaks nothing. Raises NoRate where the law or the wage of the place is not known.
    """
    if opportunity.kind != OpportunityKind.PLACEMENT or youth.birth_date is None:
        return _LAWFUL
    return judge_terms(opportunity, times_of([opportunity.id])[opportunity.id], youth, on, **facts)


def judge_terms(
    terms: work.Terms, times: Iterable[work.Timed], youth: Youth, on: date | None = None, **facts: Any
) -> Verdict:
    """The same for terms that are not a posting, such as those of an agreement."""
    return judge(case_for(terms, times, youth, **facts), on)


def stricter(terms: Terms, posting: Opportunity) -> Terms:
    """Agreed terms as the work is: every danger that they or the posting name, at the place that admits fewer."""
    closed = closed_places_on(max(terms.starts_on, posting.starts_on))
    places = (terms.place_type, posting.place_type)
    place = max(places, key=lambda one: (closed.get(one, _NEVER_CLOSED), one in _WITH_RULES))
    return replace(terms, hazards=tuple(sorted({*terms.hazards, *posting.hazards})), place_type=place)


def case_for(terms: work.Terms, times: Iterable[work.Timed], youth: Youth, **facts: Any) -> Case:
    """This person under these terms; whoever has no birth date yet is taken as the law's youngest."""
    finished = None if youth.level is None else youth.level >= LOWER_SECONDARY
    birth = youth.birth_date or terms.starts_on
    return work.case_of(terms, times, birth, finished_lower_secondary=finished, **facts)


def times_of(opportunity_ids: Iterable[int]) -> dict[int, tuple[work.Timed, ...]]:
    """The weekly times of opportunities with what each is for, in one query."""
    found: dict[int, list[work.Timed]] = {key: [] for key in opportunity_ids}
    wanted = select(Slot).where(Slot.opportunity_id.in_(found)).order_by(Slot.weekday, Slot.start_minute)
    for slot in db.scalars(wanted):
        found[slot.opportunity_id].append((WeekSlot(slot.weekday, slot.start_minute, slot.end_minute), slot.kind))
    return {key: tuple(times) for key, times in found.items()}

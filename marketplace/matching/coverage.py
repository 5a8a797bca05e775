"""Where nothing fits, for those who look after a place: exact for the staff, protected for everybody else.

A survey reads lives and opportunities as they are now and is kept in memory until any of them changes.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from marketplace.access import Actor
from marketplace.earnings import cells
from marketplace.kernel import clock
from marketplace.matching.deserts import demand, siting
from marketplace.matching.deserts.demand import AreaNeed, Condition
from marketplace.matching.deserts.siting import Chosen
from marketplace.matching.index import live
from marketplace.matching.reading import lives_of, offer_terms
from marketplace.matching.terms import OfferTerms, YouthTerms
from marketplace.offers import catalogue
from marketplace.offers import queries as offers
from marketplace.offers.facets import Group
from marketplace.offers.wanted import Sort, Wanted
from marketplace.people.policy import READERS
from models.enrolment import Enrolment
from models.resource import Resource
from models.session import bound, db
from models.vocabulary import Mode, ResourceKind, ResourceState, Role
from models.youth import Youth

BEST: Final = 5
AT_ONCE: Final = 500
MOST_OFFERS: Final = 3_000
MOST_KEPT: Final = 64
_kept: dict[Hashable, "Survey"] = {}


@dataclass(frozen=True)
class Survey:
    """Who is there, who finds nothing, what there is by subdistrict, and what would open the most."""

    rows: tuple[AreaNeed, ...]
    best: tuple[Chosen, ...]
    youth: int
    without: int
    offers: int


def areas(actor: Actor) -> list[str]:
    """The subdistricts of the actor's area where young people live."""
    wanted = select(Youth.area_code).where(_staff(actor), Youth.area_code.is_not(None)).distinct()
    return sorted(str(code) for code in db.scalars(wanted))


def sees_exactly(actor: Actor) -> bool:
    """Whether this person may see small counts: staff who see the young people themselves."""
    return bool(actor.scope(*READERS))


def survey(actor: Actor, area: str, condition: Condition | None) -> Survey:
    """The survey of an area of the actor's (a code or its beginning), of all lives or those of one condition."""
    return _survey(_staff(actor), area, condition, (repr(actor.scope(*READERS, Role.COMMITTEE)),))


def around(district: str) -> Survey:
    """The survey of a whole province by district, for whoever thinks of offering something in `district`."""
    return _survey(
        Youth.area_code.between(district[:2], district[:2] + "9999"), district[:2], None, ("district",), digits=4
    )


def protected_best(found: Survey) -> tuple[tuple[Chosen, int], ...]:
    """The additions whose count may be shown to anybody, each with it."""
    counts = [(one, cells.part(one.alone, found.without)) for one in found.best]
    return tuple((one, count) for one, count in counts if count is not None)


def closest(found: Survey) -> Chosen | None:
    """What would open the most, to be named without count or place; None where even that could point at somebody."""
    if cells.part(found.without, found.youth) is None:
        return None
    return max(found.best, key=lambda one: one.alone, default=None)


def _survey(
    whose: ColumnElement[bool], area: str, condition: Condition | None, key: tuple[str, ...], *, digits: int = 6
) -> Survey:
    within = [whose, Youth.area_code.is_not(None)]
    if area:
        within.append(Youth.area_code.between(area, area + "99999"))
    stamp = db.execute(
        select(func.count(), func.max(Youth.id), func.sum(Youth.version)).select_from(Youth).where(*within)
    ).one()
    seats = db.scalar(select(func.sum(Enrolment.version)))
    full = (*key, area, condition, digits, clock.today(), catalogue.version(), tuple(stamp), seats, repr(bound().url))
    if full not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[full] = _counted(within, condition, digits)
    return _kept[full]


def _counted(within: Sequence[ColumnElement[bool]], condition: Condition | None, digits: int) -> Survey:
    today = clock.today()
    rows = db.scalars(select(Youth).where(*within).order_by(Youth.ref)).all()
    people = _people(rows, digits)
    if condition is not None:
        people = [one for one in people if condition in demand.conditions(one.life)]
    terms = _offers({one.area[:2] for one in people})
    there = [replace(one, area=one.area[:digits]) for one in terms]
    left = _without(people, terms, today)
    table = demand.needs(
        people,
        there,
        today,
        left=left,
        mentors=_pledged(ResourceKind.MENTOR, people, digits),
        sites=_pledged(ResourceKind.SITE, people, digits),
    )
    lived_in = {one.area for one in people}
    shown = tuple(row for row in table if row.area in lived_in)
    # Classes are sited in subdistricts, whatever the table is by.
    codes = {one.ref: one.area_code or "" for one in rows}
    best = siting.best_additions((), (), today, BEST, left=[replace(one, area=codes[one.ref]) for one in left])
    return Survey(shown, best, len(people), sum(row.without for row in shown), len(terms))


def _people(rows: Sequence[Youth], digits: int) -> list[YouthTerms]:
    """Lives with the seats they have, which close what overlaps as on their own page."""
    found: list[YouthTerms] = []
    for first in range(0, len(rows), AT_ONCE):
        some = rows[first : first + AT_ONCE]
        lives = lives_of(some)
        found += [
            YouthTerms(ref=one.ref, life=life, area=(one.area_code or "")[:digits])
            for one, life in zip(some, lives, strict=True)
        ]
    return found


def _without(people: Sequence[YouthTerms], terms: Sequence[OfferTerms], on: date) -> tuple[YouthTerms, ...]:
    """Whom nothing fits: of the whole country by the index of "for you", of the provinces while it is not ready."""
    with live.current() as index:
        if index is None or not people:
            return demand.without(people, terms, on)
        _, counts = import_module("marketplace.matching.index.batch").rank_many(
            index, [one.life for one in people], on, 1
        )
        return tuple(one for one, count in zip(people, counts.tolist(), strict=True) if not count)


def _offers(provinces: set[str]) -> list[OfferTerms]:
    today = clock.today()
    near = Wanted(today=today, areas=tuple(sorted(provinces)), sort=Sort.SOON, count=MOST_OFFERS)
    home = Wanted(today=today, chosen={Group.MODE: frozenset({Mode.ONLINE})}, sort=Sort.SOON, count=MOST_OFFERS)
    ids = dict.fromkeys((*(catalogue.search(near).ids if provinces else ()), *catalogue.search(home).ids))
    return [offer_terms(one) for one in offers.shown(tuple(ids))]


def _pledged(kind: ResourceKind, people: Sequence[YouthTerms], digits: int) -> dict[str, int]:
    provinces = {one.area[:2] for one in people}
    wanted: Any = select(Resource.area_code).where(Resource.kind == kind, Resource.state == ResourceState.AVAILABLE)
    return dict(Counter(str(code)[:digits] for code in db.scalars(wanted) if str(code)[:2] in provinces))


def _staff(actor: Actor) -> ColumnElement[bool]:
    return actor.scope(*READERS, Role.COMMITTEE).condition(Youth.area_code, Youth.office_key)

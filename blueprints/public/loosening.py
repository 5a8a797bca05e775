"""One change opens more: what to loosen when little is found, each with the number of opportunities it would add.

The search has counted on its way what one wish alone keeps out; only another place needs a search of its own.
"""

from collections.abc import Iterator
from dataclasses import replace

from blueprints.public.asking import Asked
from marketplace.i18n import Text, t
from marketplace.matching.nearby import reach_km
from marketplace.matching.terms import LifeTerms
from marketplace.offers import queries
from marketplace.offers.facets import Group
from marketplace.offers.queries import Page
from marketplace.offers.wanted import Alone, Near, Wanted
from models.vocabulary import Transport

MOST = 3
FARTHER = (60, 120)
GIVEN_UP = {
    Group.PAID: t("If it need not be paid"),
    Group.EVENING: t("If you can come by day too"),
    Group.FIELD: t("In every field of work"),
    Group.KIND: t("Of every kind"),
    Group.FORM: t("With every way of learning"),
    Group.MODE: t("On site and online"),
    Group.SUPPORT: t("Whatever support is there"),
    Group.LANGUAGE: t("In every language"),
    Group.LEVEL: t("Whatever school it asks for"),
}
"""What giving up the marks of a group is called."""

Opens = tuple[int, Text, str]
"""How many more there would be, what is changed, and the address."""

Loosened = tuple[str, str, str]
"""One filter made wider: its address, what it says and how many more there would be."""


def changes(asked: Asked, wanted: Wanted, found: Page, life: LifeTerms, action: str) -> tuple[Loosened, ...]:
    """The changes that open most, at most three."""
    possible = (*_elsewhere(asked, wanted, found.total, life), *_with_less(asked, found.alone))
    best = sorted((each for each in possible if each[0] > 0), key=lambda each: -each[0])[:MOST]
    return tuple(
        (f"{action}?{query}", str(text), str(t("+{count} opportunities", count=f"{more:,}")))
        for more, text, query in best
    )


def _elsewhere(asked: Asked, wanted: Wanted, total: int, life: LifeTerms) -> Iterator[Opens]:
    """Looking farther, or at what no word was typed for: other rows than those that were looked at."""
    if wanted.near is not None and wanted.near.km is not None:
        yield from _farther(asked, wanted, wanted.near, total, life)
    elif asked.area:
        yield _more(replace(wanted, areas=()), total), t("Anywhere in the country"), asked.query(area=None)
    if asked.text:
        yield _more(replace(wanted, ids=None), total), t("Without the words you typed"), asked.query(q=None)


def _farther(asked: Asked, wanted: Wanted, near: Near, total: int, life: LifeTerms) -> Iterator[Opens]:
    minutes = next((minutes for minutes in FARTHER if minutes > (asked.near or 0)), None)
    if minutes is None:
        return
    wider = replace(wanted, near=Near(near.point, reach_km(minutes, wanted.today, life.transport or Transport.PUBLIC)))
    text = t("If the way may take {minutes} minutes", minutes=minutes)
    yield _more(wider, total), text, asked.query(near=minutes)


def _more(wider: Wanted, total: int) -> int:
    return queries.count(wider) - total


def _with_less(asked: Asked, alone: Alone) -> Iterator[Opens]:
    """One wish given up."""
    if alone.late:
        yield alone.late, t("If it may start later"), asked.query(soon=None)
    if alone.busy:
        yield alone.busy, t("At any hour of the week"), asked.query(fits=None)
    for group, more in alone.groups.items():
        if more:
            yield more, GIVEN_UP[group], asked.query(**{str(group): None})

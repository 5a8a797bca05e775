"""One change opens more: what to loosen when little is found, each with the number of opportunities it would add."""

from collections.abc import Iterator
from dataclasses import replace

from blueprints.public.asking import Asked
from marketplace.i18n import Text, t
from marketplace.matching.nearby import reach_km
from marketplace.matching.terms import LifeTerms
from marketplace.offers import queries
from marketplace.offers.facets import Group
from marketplace.offers.wanted import Near, Wanted
from models.vocabulary import Transport

MOST = 3
FARTHER = (60, 120)
DROPPED = {
    "paid": (Group.PAID, t("If it need not be paid")),
    "evening": (Group.EVENING, t("If you can come by day too")),
}
GROUPS = {
    Group.FIELD: t("In every field of work"),
    Group.KIND: t("Of every kind"),
    Group.FORM: t("With every way of learning"),
    Group.MODE: t("On site and online"),
    Group.SUPPORT: t("Whatever support is there"),
    Group.LANGUAGE: t("In every language"),
}


Loosened = tuple[str, str, str]
"""One filter made wider: its address, what it says and how many more there would be."""


def changes(asked: Asked, wanted: Wanted, total: int, life: LifeTerms, action: str) -> tuple[Loosened, ...]:
    """The changes that open most, at most three."""
    found = [(queries.count(wider) - total, text, query) for text, wider, query in _possible(asked, wanted, life)]
    best = sorted((each for each in found if each[0] > 0), key=lambda each: -each[0])[:MOST]
    return tuple(
        (f"{action}?{query}", str(text), str(t("+{count} opportunities", count=f"{more:,}")))
        for more, text, query in best
    )


def _possible(asked: Asked, wanted: Wanted, life: LifeTerms) -> Iterator[tuple[Text, Wanted, str]]:
    yield from _places(asked, wanted, life)
    if "soon" in asked.switches:
        yield t("If it may start later"), replace(wanted, starts_by=None), asked.query(soon=None)
    if wanted.free is not None:
        yield t("At any hour of the week"), replace(wanted, free=None), asked.query(fits=None)
    for switch, (group, text) in DROPPED.items():
        if switch in asked.switches:
            yield text, _without(wanted, group), asked.query(**{switch: None})
    for group, text in GROUPS.items():
        if group in asked.chosen:
            yield text, _without(wanted, group), asked.query(**{str(group): None})
    if asked.level is not None:
        yield t("Whatever school it asks for"), _without(wanted, Group.LEVEL), asked.query(level=None)
    if asked.text:
        yield t("Without the words you typed"), replace(wanted, ids=None), asked.query(q=None)


def _places(asked: Asked, wanted: Wanted, life: LifeTerms) -> Iterator[tuple[Text, Wanted, str]]:
    if wanted.near is not None and wanted.near.km is not None:
        yield from _farther(asked, wanted, life)
    elif asked.area:
        yield t("Anywhere in the country"), replace(wanted, areas=()), asked.query(area=None)


def _farther(asked: Asked, wanted: Wanted, life: LifeTerms) -> Iterator[tuple[Text, Wanted, str]]:
    if wanted.near is None:
        return
    for minutes in FARTHER:
        if minutes > (asked.near or 0):
            km = reach_km(minutes, wanted.today, life.transport or Transport.PUBLIC)
            wider = replace(wanted, near=Near(wanted.near.point, km))
            yield t("If the way may take {minutes} minutes", minutes=minutes), wider, asked.query(near=minutes)
            return


def _without(wanted: Wanted, group: Group) -> Wanted:
    return replace(wanted, chosen={other: values for other, values in wanted.chosen.items() if other != group})

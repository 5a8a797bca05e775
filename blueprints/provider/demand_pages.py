"""Finished values for 'What should I offer?': the own district in sentences, and what would open the most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import additions
from marketplace.areas import names
from marketplace.i18n import Text, t
from marketplace.matching import coverage
from marketplace.matching.deserts import demand
from marketplace.matching.deserts.demand import WORDS
from marketplace.offers import shelf

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.matching.coverage import Survey


@dataclass(frozen=True, slots=True)
class Idea:
    """One class that would open many, and where its posting begins."""

    text: Text
    note: str
    href: str


@dataclass(frozen=True, slots=True)
class Place:
    """One district of the actor's organisations."""

    title: str
    said: tuple[Text, ...]
    ideas: tuple[Idea, ...]
    missing: tuple[Text, ...]
    begin_href: str


@dataclass(frozen=True, slots=True)
class DemandPage:
    """All of them."""

    places: tuple[Place, ...]


def page(actor: Actor) -> DemandPage:
    """The districts where the actor's organisations are."""
    districts = sorted({one.area_code[:4] for one in shelf.organisations_of(actor)})
    return DemandPage(tuple(_place(district, coverage.around(district)) for district in districts[:5]))


def _place(district: str, found: Survey) -> Place:
    best = coverage.protected_best(found)
    near = [(one, count) for one, count in best if one.addition.offer.area.startswith(district)]
    return Place(
        title=names.titled(district),
        said=_said(district, found),
        ideas=tuple(
            Idea(
                additions.sentence(one.addition, count),
                additions.described(one.addition),
                additions.posting_href(one.addition),
            )
            for one, count in near or best
        ),
        missing=() if best else _missing(found),
        begin_href=url_for("provider.show_new_posting"),
    )


def _missing(found: Survey) -> tuple[Text, ...]:
    """What it takes for an idea to stand here, and what comes closest."""
    needed = t("One stands here as soon as a class would open something for ten or more for whom nothing fits now.")
    closest = coverage.closest(found)
    if closest is None:
        return needed, t("Too few are known in your province to say what comes closest without pointing at somebody.")
    return needed, t("What comes closest in your province: {what}.", what=closest.addition.text)


def _said(district: str, found: Survey) -> tuple[Text, ...]:
    shown = next((row for row in demand.protected(found.rows) if row.area == district), None)
    if shown is None or shown.youth is None:
        return (t("Too few young people are known here to say more without pointing at somebody."),)
    said = [t("Young people known here: {count}", count=f"{shown.youth:,}")]
    if shown.without is not None:
        said.append(t("Nothing that is open fits {count} of them.", count=f"{shown.without:,}"))
    counts = shown.without_by_condition
    said += [
        t("{condition}: {count}", condition=WORDS[each], count=counts[each])
        for each in sorted(counts, key=lambda each: (-counts[each], each))
    ]
    said.append(t("Free seats in what is open here: {count}", count=f"{shown.seats:,}"))
    return tuple(said)

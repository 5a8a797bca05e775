"""The page of one organisation: what it is, where, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import trust_parts
from blueprints.parts import Fact
from marketplace.areas import names, offices
from marketplace.i18n import Text, pick, t
from marketplace.i18n.dates import long_date
from marketplace.i18n.words import word
from marketplace.organisations import trust_rules
from models.vocabulary import OrganisationKind, ResourceKind, TrustPart

if TYPE_CHECKING:
    from marketplace.organisations.trust_rules import Told
    from models.organisation import Organisation, OrganisationBranch
    from models.resource import Resource


@dataclass(frozen=True)
class Pledge:
    """Something the organisation gives besides."""

    label: str
    href: str
    kind: str


@dataclass(frozen=True)
class OrganisationPage:
    """Everything the template says."""

    title: str
    kind: str
    about: tuple[str, ...]
    facts: tuple[Fact, ...]
    pledges: tuple[Pledge, ...]
    trust: tuple[Fact, ...]
    score: Text | str


def organisation_page(
    found: Organisation,
    pledged: Sequence[Resource],
    places: Sequence[OrganisationBranch],
    trust: Mapping[TrustPart, Told],
) -> OrganisationPage:
    """The page; nothing on it says how to reach a person."""
    facts = [
        Fact(t("Area"), names.address(found.area_code)),
        Fact(t("Looks after it"), offices.office_name(found.office_key)),
    ]
    if places:
        facts.append(
            Fact(
                t("Places"),
                lines=tuple(f"{pick(one.name_th, one.name_en)}, {names.address(one.area_code)}" for one in places),
            )
        )
    if found.visited_on is not None:
        facts.append(Fact(t("Place checked"), long_date(found.visited_on, weekday=False)))
    return OrganisationPage(
        title=pick(found.name_th, found.name_en),
        kind=str(word(OrganisationKind, found.kind)),
        about=tuple(line for line in pick(found.about_th, found.about_en).splitlines() if line.strip()),
        facts=tuple(facts),
        trust=trust_parts.public_facts(trust),
        score=_score(trust),
        pledges=tuple(
            Pledge(
                pick(one.title_th, one.title_en),
                url_for("public.show_resource", ref=one.ref),
                str(word(ResourceKind, one.kind)),
            )
            for one in pledged
        ),
    )


def _score(trust: Mapping[TrustPart, Told]) -> Text:
    if not any(one.is_counted for one in trust.values()):
        return t("The numbers are counted every night, and this is still to come.")
    whole = trust_rules.score(trust)
    if whole is None:
        return t("Too few have learnt or worked here for a number. That counts neither for nor against it.")
    return t("Altogether about {score} of 100", score=whole)

"""How it went at an organisation, in finished words: in fives for everybody, in plain numbers for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from blueprints.parts import Fact
from marketplace.i18n import Text, t
from marketplace.organisations import sayings
from models.vocabulary import TrustPart

if TYPE_CHECKING:
    from marketplace.organisations.trust_rules import Count, Told


def public_facts(parts: Mapping[TrustPart, Told]) -> tuple[Fact, ...]:
    """Each part beside the country; nothing where there is too little to say."""
    return tuple(Fact(sayings.TRUST[part], lines=_lines(one)) for part, one in parts.items())


def own_facts(parts: Mapping[TrustPart, Told], counts: Mapping[TrustPart, Count]) -> tuple[Fact, ...]:
    """The same with the plain numbers of last night."""
    found = []
    for part, one in parts.items():
        lines = _lines(one)
        if (count := counts.get(part)) is not None:
            lines += (t("{good} of {cases} in the last year", good=count.good, cases=count.cases),)
        found.append(Fact(sayings.TRUST[part], lines=lines))
    return tuple(found)


def _lines(one: Told) -> tuple[Text, ...]:
    if not one.is_counted:
        return (t("Not counted yet"),)
    if one.about is None:
        return (t("Too few to say"),)
    return (
        t("about {share} of 100", share=one.about),
        t("from at least {cases} cases; in the whole country about {mean} of 100", cases=one.at_least, mean=one.usual),
    )

"""What is lacking near a place in sentences: what young people need to come, counted where nothing fits them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.areas import names
from marketplace.i18n import Text, t
from marketplace.matching import coverage
from marketplace.matching.deserts import demand
from marketplace.matching.deserts.demand import WORDS, Condition

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from marketplace.access import Actor

PLEDGEABLE = (
    Condition.CHILDCARE,
    Condition.DEVICE,
    Condition.LANGUAGE,
    Condition.NEAR,
    Condition.STEP_FREE,
    Condition.EVENINGS,
)
"""What a ride, a room, a pair of hands or a device can do something about."""

MOST_PLACES, MOST = 3, 4


@dataclass(frozen=True, slots=True)
class Lacking:
    """One place with what is lacking there, the most first."""

    place: str
    said: tuple[Text, ...]


def near(area_codes: Iterable[str]) -> tuple[Lacking, ...]:
    """For whoever gives something in these areas: small counts are left out, and places where nothing is left."""
    districts = sorted({code[:4] for code in area_codes if len(code) >= 4})[:MOST_PLACES]
    found = []
    for district in districts:
        rows = demand.protected(coverage.around(district).rows)
        row = next((one for one in rows if one.area == district), None)
        said = _said(row.without_by_condition) if row is not None else ()
        if said:
            found.append(Lacking(names.titled(district), said))
    return tuple(found)


def of_office(actor: Actor) -> tuple[Text, ...]:
    """The same for the office's own area, exactly for who sees its young people."""
    rows = coverage.survey(actor, "", None).rows
    shown = rows if coverage.sees_exactly(actor) else demand.protected(rows)
    counts: Counter[Condition] = Counter()
    for row in shown:
        counts.update(row.without_by_condition)
    return _said(counts)


def _said(counts: Mapping[Condition, int]) -> tuple[Text, ...]:
    first = sorted((each for each in PLEDGEABLE if counts.get(each)), key=lambda each: (-counts[each], each))[:MOST]
    return tuple(t("{condition}: {count}", condition=WORDS[each], count=f"{counts[each]:,}") for each in first)

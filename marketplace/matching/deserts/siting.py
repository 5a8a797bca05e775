"""What to open, and where: possible classes, and the few that together open the most, each with its exact count.

A class opens somebody when nothing fitted before and it does; who is opened by one is not counted for the next. Taking
the largest each time is within 1 - 1/e of the best choice of as many (coverage is submodular; Nemhauser, Wolsey and
Fisher 1978). The fit is the one of every other page.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from marketplace.areas.points import point_of
from marketplace.i18n import Text, t
from marketplace.kernel import week
from marketplace.matching.deserts.demand import without
from marketplace.matching.edges import edges
from marketplace.matching.terms import OfferTerms, YouthTerms
from models.vocabulary import Language, Mode, Support

STARTS_AFTER, SEATS = timedelta(days=14), 20
NAMES: dict[str, Text] = {
    "morning_class": t("A class in the morning"),
    "afternoon_class": t("A class in the afternoon"),
    "evening_class": t("A class in the evening"),
    "weekend_class": t("A class at weekends"),
    "online_evening_class": t("A class online in the evening"),
}


@dataclass(frozen=True)
class Addition:
    """A class that could be opened; `offer` is all it takes to count again."""

    name: str
    offer: OfferTerms

    @property
    def text(self) -> Text:
        """What it is, in words."""
        return NAMES[self.name]


@dataclass(frozen=True)
class Chosen:
    """One of the best: how many it opens beyond those before it, how many by itself, and who."""

    addition: Addition
    opens: int
    alone: int
    youth: tuple[str, ...]


@dataclass(frozen=True)
class _Kind:
    name: str
    mode: str
    sessions: str
    gives: frozenset[str]
    cannot_give: frozenset[str]

    def able(self, wanted: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
        """The sets of support such a class can give: nobody is driven to what is online, no morning is an evening."""
        return tuple(dict.fromkeys((one | self.gives) - self.cannot_give for one in wanted))


def possible(people: Sequence[YouthTerms], on: date) -> tuple[Addition, ...]:
    """Classes worth counting for these people: each kind in each subdistrict, bare and with what they need of it."""
    by_area: dict[str, list[YouthTerms]] = {}
    for one in people:
        by_area.setdefault(one.area, []).append(one)
    found = []
    for area, there in sorted(by_area.items()):
        for kind in _kinds():
            found += [
                Addition(kind.name, _offer(kind, area, supports, languages, on))
                for supports in kind.able(_supports(there))
                for languages in _languages(there)
            ]
    return tuple(found)


def best_additions(
    people: Sequence[YouthTerms],
    offers: Sequence[OfferTerms],
    on: date,
    k: int,
    *,
    additions: Sequence[Addition] | None = None,
    left: Sequence[YouthTerms] | None = None,
) -> tuple[Chosen, ...]:
    """The `k` additions that open the most together, taken one by one; fewer when nobody is left to open.

    `left` are those without, where somebody knows already.
    """
    left = without(people, offers, on) if left is None else left
    if additions is None:
        additions = possible(left, on)
    covers = coverage(left, additions, on)
    alone = covers.sum(axis=1)
    open_ = np.ones(len(left), np.bool_)
    chosen: list[Chosen] = []
    for _ in range(k):
        counts = (covers & open_).sum(axis=1)
        if not len(counts) or counts.max() == 0:
            break
        at = min(np.flatnonzero(counts == counts.max()).tolist(), key=lambda at: _plainest(additions[at]))
        opened = np.flatnonzero(covers[at] & open_).tolist()
        chosen.append(Chosen(additions[at], len(opened), int(alone[at]), tuple(left[who].ref for who in opened)))
        open_[opened] = False
    return tuple(chosen)


def coverage(people: Sequence[YouthTerms], additions: Sequence[Addition], on: date) -> np.ndarray:
    """Whom each addition fits: a row for each addition, a column for each person."""
    covers = np.zeros((len(additions), len(people)), np.bool_)
    if len(additions) and len(people):
        pairs = edges([one.life for one in people], [each.offer for each in additions], on, len(additions))
        covers[pairs.offer, pairs.youth] = True
    return covers


def _plainest(addition: Addition) -> tuple[int, int, str]:
    """Of equals the one that asks the least of whoever opens it."""
    more = addition.offer.supports_offered - {Support.EVENING}
    return len(more), len(addition.offer.languages), addition.offer.ref


@cache
def _kinds() -> tuple[_Kind, ...]:
    with (Path(__file__).parent / "data" / "additions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            _Kind(row["addition"], row["mode"], row["sessions"], _listed(row["gives"]), _listed(row["cannot_give"]))
            for row in csv.DictReader(file)
        )


def _listed(cell: str) -> frozenset[str]:
    return frozenset(Support(code) for code in cell.split(";") if code)


def _offer(kind: _Kind, area: str, supports: frozenset[str], languages: frozenset[str], on: date) -> OfferTerms:
    ref = "-".join((kind.name, area, *sorted(supports), *sorted(languages)))
    return OfferTerms(
        ref=ref,
        area=area,
        point=point_of(area).point,
        mode=Mode(kind.mode),
        place_type="school",
        slots=week.parse(kind.sessions),
        starts_on=on + STARTS_AFTER,
        apply_by=on + STARTS_AFTER,
        seats_left=SEATS,
        languages=languages,
        supports_offered=supports,
    )


def _supports(people: Iterable[YouthTerms]) -> tuple[frozenset[str], ...]:
    """Nothing, each need by itself, and all of them."""
    asked = sorted({need for one in people for need in one.life.support_needs})
    sets = [frozenset[str](), *(frozenset({need}) for need in asked), frozenset(asked)]
    return tuple(dict.fromkeys(sets))


def _languages(people: Iterable[YouthTerms]) -> tuple[frozenset[str], ...]:
    """Thai, and Thai with the language most used beside it."""
    used = Counter(word for one in people for word in one.life.languages or () if word != Language.THAI)
    thai = frozenset({str(Language.THAI)})
    most = min(used, key=lambda word: (-used[word], word), default=None)
    return (thai,) if most is None else (thai, thai | {most})

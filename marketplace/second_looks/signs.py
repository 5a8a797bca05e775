"""Signs that claims may belong to a ring: the same file, minute, or two places at once. They raise, people decide."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import LookRisk, LookSign

MANY_AT_ONCE = 5
"""Completions one person may claim within a minute before it is worth a look."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a claim has in common with others: files by hash, who claimed it when, and where days were marked when."""

    ref: str
    files: frozenset[str]
    claimed_by: int | None
    claimed_at: datetime
    marks: tuple[tuple[int, datetime, str], ...] = ()
    """By whom, when, and in which area a day of it was marked."""


def signs_of(claims: Sequence[Seen], others: Iterable[Seen] = ()) -> dict[str, frozenset[LookSign]]:
    """The signs of each claim, among them all and `others` that are not to be drawn themselves."""
    everybody = [*claims, *others]
    files = Counter(file for one in everybody for file in one.files)
    minutes = Counter(_minute(one) for one in everybody if one.claimed_by is not None)
    places: dict[tuple[int, datetime], set[str]] = {}
    for one in everybody:
        for person, at, area in one.marks:
            places.setdefault((person, _to_minute(at)), set()).add(area)
    found = {}
    for one in claims:
        raised = {
            LookSign.SAME_FILE: any(files[file] > 1 for file in one.files),
            LookSign.SAME_MINUTE: one.claimed_by is not None and minutes[_minute(one)] >= MANY_AT_ONCE,
            LookSign.TWO_PLACES: any(len(places[person, _to_minute(at)]) > 1 for person, at, _ in one.marks),
        }
        found[one.ref] = frozenset(sign for sign, is_raised in raised.items() if is_raised)
    return found


def risk_of(signs: frozenset[LookSign]) -> LookRisk:
    """The stratum of a claim with these signs."""
    if not signs:
        return LookRisk.PLAIN
    return LookRisk.ONE_SIGN if len(signs) == 1 else LookRisk.MORE_SIGNS


def _minute(one: Seen) -> tuple[int | None, datetime]:
    return one.claimed_by, _to_minute(one.claimed_at)


def _to_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)

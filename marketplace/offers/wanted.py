"""What somebody looks for in the public list, and what a page of it found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from marketplace.kernel.geo import Point
from marketplace.offers.facets import Group


class Sort(StrEnum):
    """In which order results stand."""

    SOON = "soon"
    NEAR = "near"
    MONEY = "money"
    CLOSING = "closing"
    BEST = "best"


class Near(NamedTuple):
    """Where distances are measured from; with `km` nothing further away is wanted."""

    point: Point
    km: float | None = None


@dataclass(frozen=True)
class Wanted:
    """Empty means no limit; `ids` are the hits of a text, best first."""

    today: date
    chosen: Mapping[Group, frozenset[str]] = field(default_factory=dict)
    ids: tuple[int, ...] | None = None
    areas: tuple[str, ...] = ()
    near: Near | None = None
    starts_by: date | None = None
    free: int | None = None
    sort: Sort = Sort.SOON
    first: int = 0
    count: int = 20


class Alone(NamedTuple):
    """How many one wish alone keeps out: that it starts in time, lies in free hours, or has the marks of a group."""

    late: int = 0
    busy: int = 0
    groups: Mapping[Group, int] = {}


@dataclass(frozen=True)
class Found:
    """One page of results, how many there are, how many each mark would leave, and what one wish alone keeps out."""

    total: int
    ids: tuple[int, ...]
    counts: Mapping[Group, Mapping[str, int]]
    alone: Alone

"""What the one pass over the columns reads and is asked; the pass itself, compiled, is `sifting`."""

from typing import Any, NamedTuple

import numpy.typing as npt

Array = npt.NDArray[Any]
ANYWHERE = -2.0
"""A nearness that everything has."""

BY_START, BY_NEARNESS, BY_MONEY, BY_CLOSING, AS_GIVEN = range(5)
ID_BITS = 31
LATE, BUSY, WISHES = range(3)
"""Where what one wish alone keeps out is counted: by its start, by its hours, and from there on group by group."""
NONE, SEVERAL = -1, -2


class Store(NamedTuple):
    """The columns a pass reads, one row an opportunity; `weeks` holds the hours as six words."""

    id: Array
    alive: Array
    flags: Array
    area: Array
    parts: Array
    weeks: Array
    first_on: Array
    apply_by: Array
    money: Array
    direction: Array


class Through(NamedTuple):
    """Which rows to look at: runs of an order as (first, last), then those laid on top of it."""

    order: Array
    runs: Array
    loose_first: int
    loose_last: int


class Asked(NamedTuple):
    """What a row must be; `parts` and `weeks` are the hours that are not free, `areas` ranges of codes.

    Of the marks of group g, `some[g]` are asked for: all of them where `every[g]`, else any one.
    """

    order: int
    today: int
    starts_by: int
    parts: int
    weeks: Array
    areas: Array
    point: Array
    nearness: float
    some: Array
    every: Array
    of_group: Array

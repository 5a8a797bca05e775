"""What an allocation is asked and what it answers, as plain values; no solver is imported here.

Money is satang a month, mentor time hours a month, a fit is a score in millionths. Weekly minutes are worth 52/12 a
month. Rows may come in any order: references, not places, decide between equals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Index = npt.NDArray[np.int32]
Marks = npt.NDArray[np.bool_]
Real = npt.NDArray[np.float64]

MILLION = 1_000_000
NONE = -1
MOST_TOTAL = 1 << 59


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem:
    """Who may go where, and what there is: arrays of one length for each kind of row.

    A priority is told in parts of `priority_unit`. `fund` is a place in `funds` or NONE (no limit of money). A mentored
    offer takes one mentor of those `may_mentor` allows for the youth's kind; with nobody in `mentors` it takes none.
    `mentor_places` is how many each mentor may take at most, whatever their hours.
    """

    youth: Sequence[str]
    priority: Whole
    offers: Sequence[str]
    seats: Whole
    edge_youth: Index
    edge_offer: Index
    edge_fit: Whole
    priority_unit: int = 1
    stipend: Whole | None = None
    fund: Index | None = None
    funds: Sequence[str] = ()
    budget: Whole | None = None
    mentored: Marks | None = None
    weekly_minutes: Whole | None = None
    mentors: Sequence[str] = ()
    mentor_hours: Real | None = None
    mentor_places: Whole | None = None
    youth_kind: Index | None = None
    may_mentor: Marks | None = None

    def __post_init__(self) -> None:
        """Refuse what is no problem: references twice, lengths that differ, numbers below nothing or beyond all."""
        for name, refs in (
            ("youth", self.youth),
            ("offers", self.offers),
            ("funds", self.funds),
            ("mentors", self.mentors),
        ):
            if len(set(refs)) != len(refs):
                raise ValueError(f"{name}: a reference is there twice")
        rows, edges = len(self.youth), len(self.edge_youth)
        if not (len(self.priority) == rows and len(self.seats) == len(self.offers)):
            raise ValueError("a column is shorter than its rows")
        if not len(self.edge_offer) == len(self.edge_fit) == edges:
            raise ValueError("the columns of the edges differ in length")
        if edges and int(self.edge_fit.max()) * int(self.priority.max(initial=0)) * rows > MOST_TOTAL:
            raise ValueError("the priorities are too great to be added up exactly; make them smaller")
        if any(len(column) and int(column.min()) < 0 for column in (self.priority, self.seats, self.edge_fit)):
            raise ValueError("a number is below nothing")


class Why(StrEnum):
    """Why a line reads as it does: the best of all fits, or what stood before a better one."""

    BEST = "best"
    LOCKED = "locked"
    NO_FIT = "no_fit"
    SEATS = "seats"
    FUND = "fund"
    MENTOR = "mentor"


@dataclass(frozen=True, eq=False)
class Prices:
    """What one more seat, satang or minute is worth, in the plan's unit; zero where nobody waits for it.

    `mentor` is by kind of youth: the dearest minute its cheapest mentor asks. With them any further pair is judged:
    it cannot matter unless fit x priority exceeds its costs by more than `worth` of its youth.
    """

    seat: Whole
    fund: Real
    mentor: Real
    worth: Whole


@dataclass(frozen=True, eq=False)
class Plan:
    """A placement of everybody, in the order of the problem's youth; `objective` and `bound` are in parts of `unit`.

    No plan within the same limits has more than `bound`; `binding` names what stops somebody from a better fit.
    """

    offer: Index
    mentor: Index
    fit: Whole
    why: tuple[Why, ...]
    next_best: Index
    objective: int
    bound: int
    unit: int
    binding: tuple[tuple[str, str], ...]
    prices: Prices

    @property
    def gap(self) -> float:
        """How far the plan may be from the best, as a fraction of the bound."""
        return (self.bound - self.objective) / self.bound if self.bound else 0.0


class Infeasible(Exception):
    """Locked pairs that cannot all be kept; `kind` (fit, seats, fund, mentor) and `ref` say what binds."""

    def __init__(self, kind: str, ref: str) -> None:
        super().__init__(f"locked pairs ask for more than {kind} {ref} allows")
        self.kind = kind
        self.ref = ref


class Cancelled(Exception):
    """The caller asked to stop; nothing was decided."""


def kinds_of(
    areas: Sequence[str],
    languages: Sequence[frozenset[str]],
    mentor_areas: Sequence[Sequence[str]],
    mentor_languages: Sequence[frozenset[str]],
) -> tuple[Index, Marks]:
    """Youth by kind (one area, the same languages), and which mentor may take which: a prefix and a language fit."""
    seen: dict[tuple[str, frozenset[str]], int] = {}
    kind = np.array([seen.setdefault(each, len(seen)) for each in zip(areas, languages, strict=True)], np.int32)
    may = np.zeros((len(seen), len(mentor_areas)), np.bool_)
    for (area, spoken), at in seen.items():
        for mentor, (prefixes, words) in enumerate(zip(mentor_areas, mentor_languages, strict=True)):
            may[at, mentor] = bool(spoken & words) and any(area.startswith(prefix) for prefix in prefixes)
    return kind, may

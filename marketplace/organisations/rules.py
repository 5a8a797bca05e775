"""Which documents a kind of organisation needs, and what those it has add up to on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from marketplace.kernel import dated
from marketplace.kernel.dated import ANY, DatedTable
from models.organisation import OrganisationPaper
from models.vocabulary import OrganisationPaperKind, PaperState

_DATA = Path(__file__).parent / "data"
_FOR_GOOD = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """One document that is asked for."""

    kind: OrganisationPaperKind
    needed: bool
    runs_out: bool
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What an organisation has shown: `until` is the last day on which everything it needs holds."""

    missing: tuple[OrganisationPaperKind, ...]
    run_out: tuple[OrganisationPaperKind, ...]
    until: date

    @property
    def holds(self) -> bool:
        """Whether everything that is needed is there and holds."""
        return not self.missing and not self.run_out


def asked(organisation_kind: str, day: date) -> tuple[Asked, ...]:
    """The documents a kind of organisation is asked for, those it needs first."""
    rows = {row.key: row for row in _papers().in_force(day)}
    found = []
    for kind in OrganisationPaperKind:
        row = rows.get((organisation_kind, kind)) or rows.get((ANY, kind))
        if row is not None:
            needed, runs_out = row.facts["need"] == "needed", row.facts["runs_out"] == "yes"
            found.append(Asked(kind, needed, runs_out, row.source))
    return tuple(sorted(found, key=lambda one: not one.needed))


def standing(
    papers: Iterable[OrganisationPaper], organisation_kind: str, day: date, *, counting: Iterable[str]
) -> Standing:
    """What the documents in one of the states of `counting` add up to; the one that holds longest counts."""
    known, counted = dict[str, date](), frozenset(counting)
    for paper in papers:
        if paper.state in counted and paper.removed_at is None:
            ends = paper.valid_until or _FOR_GOOD
            known[paper.kind] = max(known.get(paper.kind, ends), ends)
    needed = [one.kind for one in asked(organisation_kind, day) if one.needed]
    missing = tuple(kind for kind in needed if kind not in known)
    run_out = tuple(kind for kind in needed if kind in known and known[kind] < day)
    ends_on = [known[kind] for kind in needed if kind in known]
    if missing:
        ends_on.append(day - timedelta(days=1))
    return Standing(missing, run_out, min(ends_on, default=_FOR_GOOD))


COUNTED = (PaperState.CONFIRMED,)
SHOWN = (PaperState.CONFIRMED, PaperState.WAITING)


@cache
def _papers() -> DatedTable:
    return dated.read(_DATA / "papers.csv", key=("organisation", "paper"))

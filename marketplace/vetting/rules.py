"""What a pledge needs and whether it holds on a day: pure, by dated rows, the same for every page and every match.

A pledge is matchable exactly when every check it needs holds on the day. It takes on something new only when all of
them still hold tomorrow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from marketplace.kernel import dated
from marketplace.kernel.dated import ANY, DatedRow, DatedTable
from models.vocabulary import VettingCheck

MARKS = (30, 14, 7, 0)
"""Days before the last one on which a check that runs out is told of."""

_DAY = timedelta(days=1)
_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Known:
    """One check that was made: on which day, and the last day on which it holds (None: for good)."""

    done_on: date
    valid_until: date | None = None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a set of checks adds up to on a day; `until` is the last day on which all of them hold."""

    missing: tuple[VettingCheck, ...]
    run_out: tuple[VettingCheck, ...]
    until: date | None
    day: date

    @property
    def holds(self) -> bool:
        """Whether every check that is needed holds today."""
        return not self.missing and not self.run_out

    @property
    def takes_new(self) -> bool:
        """Whether something new may begin: nothing runs out by tomorrow."""
        return self.holds and (self.until is None or self.until > self.day + _DAY)


def needed(kind: str, *, private: bool, day: date) -> tuple[VettingCheck, ...]:
    """The checks a kind of pledge needs, given by a private person or by an organisation."""
    table = _needed()
    giver = "private" if private else "organisation"
    for key in ((kind, giver), (kind, ANY), (ANY, ANY)):
        if (row := table.find(day, *key)) is not None:
            return tuple(VettingCheck(name) for name in row.facts["checks"].split(";") if name)
    return ()


def standing(known: Mapping[VettingCheck, Known], wanted: Iterable[VettingCheck], day: date) -> Standing:
    """What is known of the wanted checks on a day; what was done later is not known yet."""
    missing, run_out, ends = [], [], list[date]()
    for check in wanted:
        one = known.get(check)
        if one is None or one.done_on > day:
            missing.append(check)
        elif not _holds(check, one, day):
            run_out.append(check)
        elif one.valid_until is not None:
            ends.append(one.valid_until)
    return Standing(tuple(missing), tuple(run_out), min(ends, default=None), day)


def valid_until(check: VettingCheck, done_on: date) -> date | None:
    """The last day on which a check made on a day holds; None for good."""
    days = _row(check, done_on).facts["valid_days"]
    return done_on + timedelta(days=int(days)) if days else None


def is_fresh(check: VettingCheck, done_on: date, shown_on: date) -> bool:
    """Whether a paper of one day is still young enough to be shown on another."""
    days = _row(check, shown_on).facts["fresh_days"]
    return not days or shown_on - done_on <= timedelta(days=int(days))


def edition(check: VettingCheck, day: date) -> str:
    """The edition of a text that is in force on a day; nothing for checks without one."""
    return _row(check, day).facts["edition"]


def mark(valid_until: date, day: date) -> int | None:
    """The nearest mark that a day has come to before a check runs out; None before the first."""
    left = (valid_until - day).days
    return min((one for one in MARKS if left <= one), default=None)


def _holds(check: VettingCheck, one: Known, day: date) -> bool:
    current = edition(check, day)
    return (one.valid_until is None or day <= one.valid_until) and (not current or one.edition == current)


def _row(check: VettingCheck, day: date) -> DatedRow:
    table = _checks()
    return table.find(day, check) or table.rows[[row.key for row in table.rows].index((check,))]


@cache
def _checks() -> DatedTable:
    return dated.read(_DATA / "checks.csv", key=("check",))


@cache
def _needed() -> DatedTable:
    return dated.read(_DATA / "needed.csv", key=("kind", "giver"))

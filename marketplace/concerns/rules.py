"""How soon a concern has to be looked at, as dated rows, and which kind is how urgent until somebody has judged it."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from marketplace.enrolments import due_days
from marketplace.kernel import clock, dated
from marketplace.kernel.dated import DatedTable
from models.vocabulary import ConcernKind, ConcernLevel, ConcernUrgency

URGENCY = {
    ConcernKind.DANGER: ConcernUrgency.DANGER,
    ConcernKind.VIOLENCE: ConcernUrgency.SERIOUS,
    ConcernKind.TOUCH: ConcernUrgency.SERIOUS,
    ConcernKind.CONTACT: ConcernUrgency.SERIOUS,
    ConcernKind.WORK: ConcernUrgency.SERIOUS,
    ConcernKind.MONEY: ConcernUrgency.OTHER,
    ConcernKind.INSULT: ConcernUrgency.OTHER,
    ConcernKind.OTHER: ConcernUrgency.OTHER,
}
LEVELS = tuple(ConcernLevel)
KINDS, URGENCIES = tuple(URGENCY), tuple(ConcernUrgency)
"""The gravest first."""


def due(urgency: ConcernUrgency, since: datetime) -> datetime:
    """By when somebody has to have taken it up; hours run day and night, working days end with the office's day."""
    row = table().one(clock.bangkok(since).date(), urgency).facts
    days = int(row["working_days"])
    return due_days.due(since, days) if days else since + timedelta(hours=int(row["hours"]))


def above(level: ConcernLevel) -> ConcernLevel:
    """The next level up; the country is above itself."""
    return LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]


@cache
def table() -> DatedTable:
    """The clocks with their source."""
    return dated.read(Path(__file__).parent / "data" / "clocks.csv", key=("urgency",))

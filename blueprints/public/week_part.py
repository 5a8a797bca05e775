"""'When?': the week as a picture, the hours of work and of learning, and the days it runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from blueprints import beginning_words
from marketplace.i18n import t
from marketplace.i18n.dates import clock_time, date_range, long_date
from marketplace.i18n.weeks import WeekText, each
from marketplace.kernel import week
from marketplace.kernel.week import Slot
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.offers.queries import Detail


@dataclass(frozen=True)
class Cell:
    """One cell of the week."""

    kind: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class WeekPart:
    """The week with its key and sentences."""

    cells: dict[tuple[int, int], Cell]
    work: str
    learn: str
    free: str
    words: tuple[WeekText, ...]
    starts: str
    joins: str
    runs: str


def week_part(detail: Detail, offer: OfferTerms, life: LifeTerms, on: date) -> WeekPart:
    """The week of an opportunity over the free hours of whoever looks."""
    cells = {} if life.free is None else {_at(part): Cell("free") for part in week.parts(life.free)}
    for slots, kind in ((offer.learn_slots, "learn"), (offer.work_slots, "on")):
        for slot in slots:
            _mark(cells, slot, kind)
    opens = detail.span.opens
    return WeekPart(
        cells=cells,
        work=_hours("work", offer.work_slots),
        learn=_hours("learn", offer.learn_slots),
        free=str(t("Your free hours")) if life.free is not None else "",
        words=each(offer.slots),
        starts=long_date(opens) if opens > on else "",
        joins=_joins(detail, life.waits_for(offer), on),
        runs=date_range(*detail.span.runs),
    )


def _joins(detail: Detail, waits: int, on: date) -> str:
    """When whoever looks would begin; nothing where nobody can ask."""
    if not detail.is_open or detail.is_preview:
        return ""
    return str(beginning_words.for_asker(detail.opportunity, waits, on))


def _mark(cells: dict[tuple[int, int], Cell], slot: Slot, kind: str) -> None:
    """The first cell a time touches carries its hours; the others are only filled."""
    touched = sorted(week.parts_touched(week.mask((slot,))))
    for number, part in enumerate(touched):
        lines = (clock_time(slot.start_minute), clock_time(slot.end_minute)) if number == 0 else ()
        before = cells.get(_at(part))
        held = before.lines if before is not None and before.kind != "free" else ()
        cells[_at(part)] = Cell(kind, held + lines)


def _at(part: week.Part) -> tuple[int, int]:
    return part.weekday, int(part.part)


def _hours(kind: str, slots: Iterable[Slot]) -> str:
    minutes = sum(slot.minutes for slot in slots)
    if not minutes:
        return ""
    hours = f"{minutes / 60:.1f}".removesuffix(".0")
    return str(t("Work, {hours} hours", hours=hours) if kind == "work" else t("Learning, {hours} hours", hours=hours))

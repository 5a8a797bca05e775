"""Lists to be matched outside the database: opportunities, youth, funds and mentors by file.

A bad cell stops the whole file with its row and column, so that a result never rests on half a list. What a youth's
row leaves open is read the careful way: no free hours, no level, no papers, on foot; an empty upper limit is none.
"""

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from marketplace.areas.points import point_of
from marketplace.i18n import Text, t
from marketplace.imports import cells, match_cells, sheets
from marketplace.imports.cells import Era
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import LONGEST_REF
from marketplace.imports.sheets import Limits, Row
from marketplace.kernel import clock
from marketplace.kernel.dated import NoRate
from marketplace.kernel.errors import Invalid
from marketplace.kernel.geo import Point
from marketplace.labour import law
from marketplace.labour.rates import minimum_wage
from marketplace.matching.terms import FundTerms, LifeTerms, MentorTerms, OfferTerms, YouthTerms
from models.vocabulary import OpportunityKind

T = TypeVar("T")
Read = Callable[[Row, str], T]

LIMITS: Final = Limits(rows=2_000_000, megabytes=1_024)
OPPORTUNITIES: Final = (
    "ref", "kind", "title", "area", "lat", "lon", "mode", "sessions", "start", "end", "apply_by", "seats_left",
    "age_min", "age_max", "level_min", "languages", "skills", "supports_offered", "requires_documents", "wage_per_hour",
    "stipend_per_month", "cost_per_month", "credits", "hazards", "place_type", "fund",
)  # fmt: skip
YOUTH: Final = (
    "ref", "birth_date", "area", "lat", "lon", "free", "level", "languages", "interests", "skills", "support_needs",
    "has_documents", "transport", "travel_minutes_max", "cost_per_month_max", "need_per_month", "priority",
)  # fmt: skip
FUNDS: Final = ("fund", "budget_per_month")
MENTORS: Final = ("mentor", "hours_per_month", "areas", "languages")


class _Cells:
    """Cells of one file; what a cell says is worked out once, however many rows say the same."""

    def __init__(self, era: Era) -> None:
        self.day = era.day
        self._known: dict[tuple[Hashable, str, str], Any] = {}

    def __call__(self, row: Row, column: str, read: Read[T]) -> T:
        key = (read, column, row.get(column))
        if key not in self._known:
            self._known[key] = read(row, column)
        found: T = self._known[key]
        return found


def opportunities(path: Path) -> list[OfferTerms]:
    """The opportunities of a file, in its order; raises BadFile."""
    return _read(path, OPPORTUNITIES, ("start", "end", "apply_by"), _offer)


def youth(path: Path) -> list[YouthTerms]:
    """The young people of a file, in its order; raises BadFile."""
    return _read(path, YOUTH, ("birth_date",), _youth)


def funds(path: Path) -> list[FundTerms]:
    """The funds of a file, in its order; raises BadFile."""
    return _read(path, FUNDS, (), _fund, key="fund")


def mentors(path: Path) -> list[MentorTerms]:
    """The mentors of a file, in its order; raises BadFile."""
    return _read(path, MENTORS, (), _mentor, key="mentor")


def _read(
    path: Path,
    required: Sequence[str],
    dates: Sequence[str],
    read: Callable[[Row, _Cells], T],
    *,
    key: str = "ref",
) -> list[T]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadFile(t("The file cannot be opened.")) from error
    sheet = sheets.read(content, path.name, required, LIMITS)
    told = _Cells(Era(row.get(column) for row in sheet.rows for column in dates))
    seen: dict[str, int] = {}
    found = []
    for row in sheet.rows:
        sheets.refuse_ragged(row)
        ref = _ref(row, key)
        if ref in seen:
            raise BadFile(t("Row {row} has the same reference", row=seen[ref]), row=row.number, column=key)
        seen[ref] = row.number
        try:
            found.append(read(row, told))
        except Invalid as refusal:
            raise _at(row, refusal) from refusal
    return found


def _at(row: Row, refusal: Invalid) -> BadFile:
    column, why = next(iter(refusal.errors.items()), (refusal.field, refusal.message))
    return BadFile(why if isinstance(why, Text) else t("This cell cannot be read."), row=row.number, column=column)


def _ref(row: Row, key: str) -> str:
    try:
        return cells.line(row, key, LONGEST_REF) or cells.needed(row, key)
    except Invalid as refusal:
        raise _at(row, refusal) from refusal


def _offer(row: Row, told: _Cells) -> OfferTerms:
    kind = told(row, "kind", match_cells.kind)
    main, extra = told(row, "sessions", cells.times), told(row, "learn_sessions", cells.times)
    area, starts_on = told(row, "area", match_cells.area), told(row, "start", told.day)
    offer = OfferTerms(
        ref=_ref(row, "ref"),
        kind=kind,
        field=told(row, "field", match_cells.word),
        area=area,
        point=_point(row, area),
        mode=told(row, "mode", match_cells.mode),
        place_type=told(row, "place_type", match_cells.place_type),
        slots=tuple(sorted({*main, *extra})),
        work_slots=main if kind == OpportunityKind.PLACEMENT else (),
        starts_on=starts_on,
        ends_on=_maybe_day(row, "end", told),
        apply_by=_maybe_day(row, "apply_by", told),
        seats_left=cells.number(row, "seats_left"),
        age_min=told(row, "age_min", match_cells.age),
        age_max=told(row, "age_max", match_cells.age),
        level_min=told(row, "level_min", match_cells.level),
        languages=told(row, "languages", match_cells.words),
        skills=told(row, "skills", match_cells.words),
        supports_offered=told(row, "supports_offered", match_cells.supports),
        requires_documents=told(row, "requires_documents", cells.yes),
        hazards=told(row, "hazards", match_cells.hazards),
        wage_per_hour_satang=told(row, "wage_per_hour", cells.satang),
        wage_per_day_satang=told(row, "wage_per_day", cells.satang) or None,
        stipend_per_session_satang=told(row, "stipend_per_session", cells.satang),
        stipend_per_hour_satang=told(row, "stipend_per_hour", cells.satang),
        stipend_per_month_satang=told(row, "stipend_per_month", cells.satang),
        travel_per_session_satang=told(row, "travel_per_session", cells.satang),
        cost_per_month_satang=told(row, "cost_per_month", cells.satang),
        credits=cells.number(row, "credits", most=1_000, otherwise=0),
        pay_day=told(row, "pay_day", match_cells.pay_day),
        fund=cells.line(row, "fund", LONGEST_REF),
    )
    _check(offer)
    return offer


def _check(offer: OfferTerms) -> None:
    """Refuse limits that contradict each other, and work of a day no law or no wage is known for."""
    if offer.ends_on is not None and offer.ends_on < offer.starts_on:
        raise Invalid(t("The end lies before the start."), field="end")
    if offer.age_max is not None and offer.age_max < (offer.age_min or 0):
        raise Invalid(t("The highest age is below the lowest."), field="age_max")
    if offer.is_placement and not law.is_known(offer.starts_on):
        raise Invalid(t("No law of young workers is known for that day."), field="start")
    if offer.wage_per_hour_satang or offer.wage_per_day_satang:
        try:
            minimum_wage(offer.area, offer.starts_on, offer.place_type)
        except NoRate:
            raise Invalid(t("No minimum wage is known for this place and day."), field="start") from None


def _youth(row: Row, told: _Cells) -> YouthTerms:
    area = told(row, "area", match_cells.area)
    limit = row.get("cost_per_month_max")
    life = LifeTerms(
        birth_date=_born(row, told),
        point=_point(row, area),
        free=told(row, "free", match_cells.free),
        level=told(row, "level", match_cells.level),
        languages=told(row, "languages", match_cells.words),
        support_needs=told(row, "support_needs", match_cells.supports),
        has_documents=told(row, "has_documents", cells.yes),
        transport=told(row, "transport", match_cells.transport),
        travel_minutes_max=told(row, "travel_minutes_max", cells.maybe),
        cost_per_month_max_satang=told(row, "cost_per_month_max", cells.satang) if limit else None,
        need_per_month_satang=told(row, "need_per_month", cells.satang),
        interests=told(row, "interests", match_cells.words),
        skills=told(row, "skills", match_cells.words),
    )
    return YouthTerms(ref=_ref(row, "ref"), life=life, area=area, priority=told(row, "priority", match_cells.priority))


def _fund(row: Row, _told: _Cells) -> FundTerms:
    return FundTerms(ref=_ref(row, "fund"), budget_per_month_satang=cells.satang(row, "budget_per_month"))


def _mentor(row: Row, told: _Cells) -> MentorTerms:
    return MentorTerms(
        ref=_ref(row, "mentor"),
        hours_per_month=told(row, "hours_per_month", match_cells.hours),
        areas=told(row, "areas", match_cells.prefixes),
        languages=told(row, "languages", match_cells.words),
    )


def _point(row: Row, area: str) -> Point:
    """Where the row says, else where its area lies."""
    lat, lon = cells.degrees(row, "lat", 90), cells.degrees(row, "lon", 180)
    if lat is not None and lon is not None:
        return Point(lat, lon)
    if lat is not None or lon is not None:
        raise Invalid(t("Give both coordinates or none."), field="lat" if lat is None else "lon")
    return point_of(area).point


def _born(row: Row, told: _Cells) -> date:
    born, today = told(row, "birth_date", told.day), clock.today()
    if not today.year - match_cells.OLDEST <= born.year or born > today:
        raise Invalid(t("Nobody alive was born on this day: check it."), field="birth_date")
    return born


def _maybe_day(row: Row, column: str, told: _Cells) -> date | None:
    return told(row, column, told.day) if row.get(column) else None

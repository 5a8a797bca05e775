"""Lists to be matched outside the database: opportunities, youth, funds and mentors by file.

A bad cell stops the whole file with its row and column, so that a result never rests on half a list. What a youth's
row leaves open is read the careful way: no free hours, no level, no papers, on foot; an empty upper limit is none.
"""

import re
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from marketplace.areas import names
from marketplace.areas.points import point_of
from marketplace.i18n import Text, t, thai
from marketplace.imports import cells, sheets
from marketplace.imports.cells import Era
from marketplace.imports.errors import BadFile
from marketplace.imports.kinds import LONGEST_REF
from marketplace.imports.sheets import Limits, Row
from marketplace.kernel import clock, week
from marketplace.kernel.dated import NoRate
from marketplace.kernel.errors import Invalid
from marketplace.kernel.geo import Point
from marketplace.labour.rates import minimum_wage
from marketplace.matching import paydays
from marketplace.matching.paydays import NotAPayday
from marketplace.matching.terms import FundTerms, LifeTerms, MentorTerms, OfferTerms, YouthTerms
from models.vocabulary import Mode, OpportunityKind, PlaceType, Support, Transport

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
OLDEST: Final = 130
_HAZARD: Final = re.compile(r"H\d{2}")
_DECIMAL: Final = re.compile(r"\d{1,9}(\.\d{1,9})?")


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
    kind = told(row, "kind", _kind)
    main, extra = told(row, "sessions", cells.times), told(row, "learn_sessions", cells.times)
    area, starts_on = told(row, "area", _area), told(row, "start", told.day)
    offer = OfferTerms(
        ref=_ref(row, "ref"),
        kind=kind,
        field=told(row, "field", _word),
        area=area,
        point=_point(row, area),
        mode=told(row, "mode", _mode),
        place_type=told(row, "place_type", _place_type),
        slots=tuple(sorted({*main, *extra})),
        work_slots=main if kind == OpportunityKind.PLACEMENT else (),
        starts_on=starts_on,
        ends_on=_maybe_day(row, "end", told),
        apply_by=_maybe_day(row, "apply_by", told),
        seats_left=cells.number(row, "seats_left"),
        age_min=told(row, "age_min", _age),
        age_max=told(row, "age_max", _age),
        level_min=told(row, "level_min", _level),
        languages=told(row, "languages", _words),
        skills=told(row, "skills", _words),
        supports_offered=told(row, "supports_offered", _supports),
        requires_documents=told(row, "requires_documents", cells.yes),
        hazards=told(row, "hazards", _hazards),
        wage_per_hour_satang=told(row, "wage_per_hour", cells.satang),
        wage_per_day_satang=told(row, "wage_per_day", cells.satang) or None,
        stipend_per_session_satang=told(row, "stipend_per_session", cells.satang),
        stipend_per_month_satang=told(row, "stipend_per_month", cells.satang),
        travel_per_session_satang=told(row, "travel_per_session", cells.satang),
        cost_per_month_satang=told(row, "cost_per_month", cells.satang),
        credits=cells.number(row, "credits", most=1_000, otherwise=0),
        pay_day=told(row, "pay_day", _pay_day),
        fund=cells.line(row, "fund", LONGEST_REF),
    )
    _check(offer)
    return offer


def _check(offer: OfferTerms) -> None:
    """Refuse limits that contradict each other, and paid work of a day no wage is known for."""
    if offer.ends_on is not None and offer.ends_on < offer.starts_on:
        raise Invalid(t("The end lies before the start."), field="end")
    if offer.age_max is not None and offer.age_max < (offer.age_min or 0):
        raise Invalid(t("The highest age is below the lowest."), field="age_max")
    if offer.wage_per_hour_satang or offer.wage_per_day_satang:
        try:
            minimum_wage(offer.area, offer.starts_on, offer.place_type)
        except NoRate:
            raise Invalid(t("No minimum wage is known for this place and day."), field="start") from None


def _youth(row: Row, told: _Cells) -> YouthTerms:
    area = told(row, "area", _area)
    limit = row.get("cost_per_month_max")
    life = LifeTerms(
        birth_date=_born(row, told),
        point=_point(row, area),
        free=told(row, "free", _free),
        level=told(row, "level", _level),
        languages=told(row, "languages", _words),
        support_needs=told(row, "support_needs", _supports),
        has_documents=told(row, "has_documents", cells.yes),
        transport=told(row, "transport", _transport),
        travel_minutes_max=told(row, "travel_minutes_max", cells.maybe),
        cost_per_month_max_satang=told(row, "cost_per_month_max", cells.satang) if limit else None,
        need_per_month_satang=told(row, "need_per_month", cells.satang),
        interests=told(row, "interests", _words),
        skills=told(row, "skills", _words),
    )
    return YouthTerms(ref=_ref(row, "ref"), life=life, area=area, priority=told(row, "priority", _priority))


def _fund(row: Row, _told: _Cells) -> FundTerms:
    return FundTerms(ref=_ref(row, "fund"), budget_per_month_satang=cells.satang(row, "budget_per_month"))


def _mentor(row: Row, told: _Cells) -> MentorTerms:
    return MentorTerms(
        ref=_ref(row, "mentor"),
        hours_per_month=told(row, "hours_per_month", _hours),
        areas=told(row, "areas", _prefixes),
        languages=told(row, "languages", _words),
    )


def _point(row: Row, area: str) -> Point:
    """Where the row says, else where its area lies."""
    lat, lon = cells.degrees(row, "lat", 90), cells.degrees(row, "lon", 180)
    if lat is not None and lon is not None:
        return Point(lat, lon)
    if lat is not None or lon is not None:
        raise Invalid(t("Give both coordinates or none."), field="lat" if lat is None else "lon")
    return point_of(area).point


def _area(row: Row, column: str) -> str:
    """Six digits within a province of the country; a subdistrict since renumbered stands where its district does."""
    text = thai.digits(row.get(column)).strip()
    if not (text.isascii() and text.isdecimal() and len(text) == 6 and names.exists(text[:2])):
        raise Invalid(t("Write the six digits of a subdistrict."), field=column)
    return text


def _born(row: Row, told: _Cells) -> date:
    born, today = told(row, "birth_date", told.day), clock.today()
    if not today.year - OLDEST <= born.year or born > today:
        raise Invalid(t("Nobody alive was born on this day: check it."), field="birth_date")
    return born


def _maybe_day(row: Row, column: str, told: _Cells) -> date | None:
    return told(row, column, told.day) if row.get(column) else None


def _free(row: Row, column: str) -> int:
    return week.mask_within(cells.times(row, column))


def _kind(row: Row, column: str) -> str:
    return cells.one(row, column, OpportunityKind).value


def _mode(row: Row, column: str) -> str:
    return cells.one(row, column, Mode, Mode.ONSITE).value


def _place_type(row: Row, column: str) -> str:
    return cells.one(row, column, PlaceType, PlaceType.OTHER).value


def _transport(row: Row, column: str) -> str:
    return cells.one(row, column, Transport, Transport.NONE).value


def _age(row: Row, column: str) -> int | None:
    return cells.maybe(row, column, most=OLDEST)


def _level(row: Row, column: str) -> int:
    return cells.number(row, column, most=6, otherwise=0)


def _supports(row: Row, column: str) -> frozenset[str]:
    return frozenset(cells.several(row, column, Support))


def _words(row: Row, column: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in cells.listed(row, column))


def _word(row: Row, column: str) -> str:
    return cells.line(row, column, LONGEST_REF).casefold()


def _hazards(row: Row, column: str) -> frozenset[str]:
    found = [code.upper() for code in cells.listed(row, column)]
    if strange := [code for code in found if not _HAZARD.fullmatch(code)]:
        raise Invalid(t("{word} is no code of hazardous work such as H04.", word=strange[0][:40]), field=column)
    return frozenset(found)


def _pay_day(row: Row, column: str) -> str:
    text = thai.digits(row.get(column)).lower()
    try:
        paydays.read(text)
    except NotAPayday:
        raise Invalid(t("Write monthly, a day of the week such as fri, or a day from 1 to 31."), field=column) from None
    return text


def _prefixes(row: Row, column: str) -> tuple[str, ...]:
    found = tuple(thai.digits(code) for code in cells.listed(row, column))
    if any(not (code.isascii() and code.isdecimal() and len(code) <= 6) for code in found):
        raise Invalid(t("Write codes of areas, two to six digits each."), field=column)
    return found


def _priority(row: Row, column: str) -> float:
    return _decimal(row, column) if row.get(column) else 1.0


def _hours(row: Row, column: str) -> float:
    return _decimal(row, column) if row.get(column) else 0.0


def _decimal(row: Row, column: str) -> float:
    text = thai.digits(row.get(column)).strip()
    if not _DECIMAL.fullmatch(text):
        raise Invalid(t("Write a number such as 12 or 1.5."), field=column)
    return float(text)

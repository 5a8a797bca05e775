"""Cases of young workers by file: each row is one person's work as employment, judged without a database.

A cell that cannot be read stops the whole file with its row and column: half a judgement would pass for a whole one.
"""

import csv
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from marketplace.areas import names
from marketplace.i18n import Text, t, thai, use
from marketplace.imports import cells, sheets
from marketplace.imports.cells import Era
from marketplace.imports.errors import BadFile
from marketplace.imports.sheets import Row
from marketplace.imports.verdicts import inert
from marketplace.kernel.dated import NoRate
from marketplace.kernel.errors import Invalid
from marketplace.kernel.week import Slot
from marketplace.labour import law
from marketplace.labour.cases import Case, Notices, Sex
from marketplace.labour.judging import Verdict, judge
from marketplace.labour.limits import hazards_on
from models.vocabulary import PlaceType

COLUMNS = (
    "case", "birth_date", "start", "end", "province", "district", "shifts", "wage_per_day", "hazards", "place_type",
    "overtime_hours_per_week", "works_holidays", "night_permit", "notified_on", "ended_notified_on",
    "guardian_consent", "deposit", "pays_to", "lift_kg", "sex",
)  # fmt: skip
OUTPUT = ("case", "verdict", "rules", "why")
DATES = ("birth_date", "start", "end", "notified_on", "ended_notified_on")
LONGEST_CASE = 200
_DECIMAL = re.compile(r"\d{1,6}(\.\d{1,3})?")
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Judged:
    """A case of the file with its verdict."""

    case: str
    verdict: Verdict


def judge_file(content: bytes, name: str, progress: Progress = lambda _done, _all: None) -> tuple[Judged, ...]:
    """Every case of a file in its order; raises BadFile at the first cell that cannot be read."""
    sheet = sheets.read(content, name, COLUMNS)
    era = Era(row.get(column) for row in sheet.rows for column in DATES)
    seen: dict[str, int] = {}
    found = []
    for done, row in enumerate(sheet.rows, start=1):
        sheets.refuse_ragged(row)
        try:
            found.append(_judged(row, era, seen))
        except Invalid as refusal:
            field, why = next(iter(refusal.errors.items()))
            raise BadFile(why if isinstance(why, Text) else Text(str(why)), row=row.number, column=field) from None
        progress(done, len(sheet.rows))
    return tuple(found)


def table(judged: Sequence[Judged], locale: str = "en") -> str:
    """The verdicts as CSV; a cell a spreadsheet would take for a formula begins with an apostrophe."""
    said = io.StringIO(newline="")
    sheet = csv.writer(said, lineterminator="\r\n")
    sheet.writerow(OUTPUT)
    with use(locale):
        for each in judged:
            why = "; ".join(f"{broken.number}: {broken.why}" for broken in each.verdict.broken)
            rules = ";".join(each.verdict.numbers)
            sheet.writerow((inert(each.case), each.verdict.outcome.value, rules, why))
    return said.getvalue()


def read_case(row: Row, era: Era) -> Case:
    """The case of a row, read as employment; raises Invalid naming the column."""
    start = era.day(row, "start")
    if not law.is_known(start):
        raise Invalid(t("No law of young workers is known for that day."), field="start")
    return Case(
        birth_date=era.day(row, "birth_date"),
        start=start,
        end=era.day(row, "end") if row.get("end") else None,
        area_code=_area(row),
        shifts=_shifts(row),
        wage_per_day_satang=cells.satang(row, "wage_per_day"),
        place_type=cells.one(row, "place_type", PlaceType, PlaceType.OTHER),
        hazards=_hazards(row, start),
        overtime_minutes_a_week=math.ceil(_decimal(row, "overtime_hours_per_week") * 60),
        works_holidays=cells.yes(row, "works_holidays"),
        night_permit=cells.yes(row, "night_permit"),
        notices=Notices(*(era.day(row, name) if row.get(name) else None for name in DATES[3:])),
        guardian_agreed=cells.yes(row, "guardian_consent"),
        takes_deposit=cells.yes(row, "deposit"),
        pays_the_worker=_pays_the_worker(row),
        lift_grams=int(_decimal(row, "lift_kg") * 1000),
        sex=_sex(row),
    )


def _judged(row: Row, era: Era, seen: dict[str, int]) -> Judged:
    cells.needed(row, "case")
    case = cells.line(row, "case", LONGEST_CASE)
    if case in seen:
        raise Invalid(t("Row {row} has the same reference", row=seen[case]), field="case")
    seen[case] = row.number
    try:
        return Judged(case, judge(read_case(row, era)))
    except NoRate:
        raise Invalid(t("No minimum wage is known for this place in that time."), field="province") from None


def _area(row: Row) -> str:
    province, district = (thai.digits(row.get(name)).strip() for name in ("province", "district"))
    if len(province) != 2 or not names.exists(province):
        raise Invalid(t("Write the two digits of a province."), field="province")
    if district and (len(district) != 4 or not district.startswith(province) or not names.exists(district)):
        raise Invalid(t("Write the four digits of a district of the province."), field="district")
    return district or province


def _shifts(row: Row) -> tuple[Slot, ...]:
    cells.needed(row, "shifts")
    shifts = cells.times(row, "shifts")
    pieces = [piece for piece in row.get("shifts").split(";") if piece.strip()]
    if not pieces:
        raise Invalid(t("This cell is empty."), field="shifts")
    if len(pieces) != len(shifts):
        raise Invalid(t("The same shift is written twice."), field="shifts")
    return shifts


def _hazards(row: Row, start: date) -> tuple[str, ...]:
    found = tuple(code.upper() for code in cells.listed(row, "hazards"))
    known = [hazard.code for hazard in hazards_on(start)]
    for code in found:
        if code not in known:
            raise Invalid(
                t("{word} is not known here. Write one of: {known}", word=code[:40], known=", ".join(known)),
                field="hazards",
            )
    return found


def _pays_the_worker(row: Row) -> bool:
    word = row.get("pays_to").lower()
    if word not in ("", "youth", "other"):
        raise Invalid(
            t("{word} is not known here. Write one of: {known}", word=word[:40], known="youth, other"), field="pays_to"
        )
    return word != "other"


def _sex(row: Row) -> Sex | None:
    if not row.get("sex") and not _decimal(row, "lift_kg"):
        return None
    cells.needed(row, "sex")
    return cells.one(row, "sex", Sex)


def _decimal(row: Row, column: str) -> Decimal:
    text = thai.digits(row.get(column)).strip()
    if text and not _DECIMAL.fullmatch(text):
        raise Invalid(t("Write a number, for example 2 or 2.5."), field=column)
    return Decimal(text or 0)

"""Cells of lists that are matched: each reads one column of a row and raises Invalid at it."""

import re
from typing import Final

from marketplace.areas import names
from marketplace.i18n import t, thai
from marketplace.imports import cells
from marketplace.imports.kinds import LONGEST_REF
from marketplace.imports.sheets import Row
from marketplace.kernel import week
from marketplace.kernel.errors import Invalid
from marketplace.matching import paydays
from marketplace.matching.paydays import NotAPayday
from models.vocabulary import Mode, OpportunityKind, PlaceType, Support, Transport

OLDEST: Final = 130
_HAZARD: Final = re.compile(r"H\d{2}")
_DECIMAL: Final = re.compile(r"\d{1,9}(\.\d{1,9})?")


def area(row: Row, column: str) -> str:
    """Six digits within a province of the country; a subdistrict since renumbered stands where its district does."""
    text = thai.digits(row.get(column)).strip()
    if not (text.isascii() and text.isdecimal() and len(text) == 6 and names.exists(text[:2])):
        raise Invalid(t("Write the six digits of a subdistrict."), field=column)
    return text


def free(row: Row, column: str) -> int:
    """Half hours that are free to the minute."""
    return week.mask_within(cells.times(row, column))


def kind(row: Row, column: str) -> str:
    """What it is."""
    return cells.one(row, column, OpportunityKind).value


def mode(row: Row, column: str) -> str:
    """Where it takes place; on site where nothing is said."""
    return cells.one(row, column, Mode, Mode.ONSITE).value


def place_type(row: Row, column: str) -> str:
    """What kind of place."""
    return cells.one(row, column, PlaceType, PlaceType.OTHER).value


def transport(row: Row, column: str) -> str:
    """How somebody gets about; not at all where nothing is said."""
    return cells.one(row, column, Transport, Transport.NONE).value


def age(row: Row, column: str) -> int | None:
    """Whole years; empty is no limit."""
    return cells.maybe(row, column, most=OLDEST)


def level(row: Row, column: str) -> int:
    """A level of school, 0 where nothing is said."""
    return cells.number(row, column, most=6, otherwise=0)


def supports(row: Row, column: str) -> frozenset[str]:
    """Kinds of support."""
    return frozenset(cells.several(row, column, Support))


def words(row: Row, column: str) -> frozenset[str]:
    """Words in a row, capitals or not."""
    return frozenset(word.casefold() for word in cells.listed(row, column))


def word(row: Row, column: str) -> str:
    """One word, capitals or not."""
    return cells.line(row, column, LONGEST_REF).casefold()


def hazards(row: Row, column: str) -> frozenset[str]:
    """Codes of hazardous work."""
    found = [code.upper() for code in cells.listed(row, column)]
    if strange := [code for code in found if not _HAZARD.fullmatch(code)]:
        raise Invalid(t("{word} is no code of hazardous work such as H04.", word=strange[0][:40]), field=column)
    return frozenset(found)


def pay_day(row: Row, column: str) -> str:
    """When money comes, as `paydays` reads it."""
    text = thai.digits(row.get(column)).lower()
    try:
        paydays.read(text)
    except NotAPayday:
        raise Invalid(t("Write monthly, a day of the week such as fri, or a day from 1 to 31."), field=column) from None
    return text


def prefixes(row: Row, column: str) -> tuple[str, ...]:
    """Codes of areas or their beginnings."""
    found = tuple(thai.digits(code) for code in cells.listed(row, column))
    if any(not (code.isascii() and code.isdecimal() and len(code) <= 6) for code in found):
        raise Invalid(t("Write codes of areas, two to six digits each."), field=column)
    return found


def priority(row: Row, column: str) -> float:
    """How far somebody goes before others, 1 where nothing is said."""
    return decimal(row, column) if row.get(column) else 1.0


def hours(row: Row, column: str) -> float:
    """Hours, 0 where nothing is said."""
    return decimal(row, column) if row.get(column) else 0.0


def decimal(row: Row, column: str) -> float:
    """A number with a point."""
    text = thai.digits(row.get(column)).strip()
    if not _DECIMAL.fullmatch(text):
        raise Invalid(t("Write a number such as 12 or 1.5."), field=column)
    return float(text)

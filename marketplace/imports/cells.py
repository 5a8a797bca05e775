"""What cells say: numbers in either digits, money, lists, weeks, words of a list, dates of either era.

Every reader raises Invalid with the column as its field, and one plain sentence.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar, cast

from marketplace.areas import names
from marketplace.i18n import Text, crossing, t, thai, use
from marketplace.i18n.dates import parse_date
from marketplace.i18n.text import LOCALES
from marketplace.imports.sheets import Row
from marketplace.kernel import clock, money, week
from marketplace.kernel.errors import Invalid

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
LONGEST_NUMBER = 12
_SHORT_YEAR = re.compile(r"(\d{1,2}\s*[-/. ]\s*\d{1,2}\s*[-/. ]\s*)(\d{2})")
_BORN = frozenset({"birth_date"})
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


class Reading:
    """The cells of one row, read one after another: what cannot be read is kept, so that a row is told all at once."""

    def __init__(self) -> None:
        self.errors: dict[str, object] = {}

    def __call__(self, read: Callable[[], T]) -> T:
        """What is read; a refusal is kept, and `end` lets nothing follow from what stands in for it."""
        try:
            return read()
        except Invalid as refusal:
            for field, why in (refusal.errors or {refusal.field or "": refusal.message}).items():
                self.errors.setdefault(field, why)
            return cast(T, None)

    def end(self) -> None:
        """Raise Invalid with everything that was refused."""
        if self.errors:
            raise Invalid(t("Please look at the marked answers."), errors=self.errors)


NEAR = 10
"""Years from today within which a day that is planned or was just reported lies."""


class Era:
    """How a file counts its years: by most of those written in full, for those written short.

    Where a short year lies near today in one era only, it is of that one, whatever the rest of the file does.
    """

    def __init__(self, dates: Iterable[str]) -> None:
        years = [int(found) for cell in dates for found in _YEAR.findall(thai.digits(cell))[:1]]
        buddhist = sum(year > 2400 for year in years)
        self.known = bool(years)
        self.buddhist = buddhist * 2 > len(years)

    def day(self, row: Row, column: str) -> date:
        """The day a cell means."""
        text = needed(row, column)
        short = _SHORT_YEAR.fullmatch(thai.digits(text).strip())
        if short and self.known:
            year = int(short[2])
            century = (_only(year) if column not in _BORN else None) or self._century(year)
            text = short[1] + str(century + year)
        return parse_date(text, field=column)

    def _century(self, year: int) -> int:
        if self.buddhist:
            return 2500
        return 2000 if 2000 + year <= clock.today().year + 10 else 1900


def _only(year: int) -> int | None:
    """The century of a short year that lies near today in one era only; None where both do or neither."""
    now = clock.today().year
    near = [century for century, ahead in ((2500, 543), (2000, 0)) if abs(century + year - ahead - now) <= NEAR]
    return near[0] if len(near) == 1 else None


def birthday(row: Row, column: str) -> date:
    """A day whose year is written in full: of two digits nobody knows whose century they are."""
    return parse_date(needed(row, column), field=column)


def needed(row: Row, column: str) -> str:
    """The text of a cell that may not be empty."""
    text = row.get(column)
    if not text:
        raise Invalid(t("This cell is empty."), field=column)
    return text


def line(row: Row, column: str, longest: int) -> str:
    """A line of text, at most so long."""
    text = " ".join(row.get(column).split())
    if len(text) > longest:
        raise Invalid(t("Please write at most {count} characters.", count=longest), field=column)
    return text


def shown_line(row: Row, column: str, longest: int) -> str:
    """A line that others will read, without a way to reach somebody past Okat."""
    return _shown(line(row, column, longest), column)


def number(row: Row, column: str, *, least: int = 0, most: int = 10**9, otherwise: int | None = None) -> int:
    """A whole number; an empty cell is `otherwise`, or refused when there is none."""
    text = thai.digits(row.get(column)).replace(",", "").strip()
    if not text and otherwise is not None:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER):
        raise Invalid(t("Write a whole number."), field=column)
    if not least <= int(text) <= most:
        raise Invalid(t("The number must be from {least} to {most}.", least=least, most=most), field=column)
    return int(text)


def maybe(row: Row, column: str, *, least: int = 0, most: int = 10**9) -> int | None:
    """A whole number, or nothing from an empty cell."""
    return number(row, column, least=least, most=most) if row.get(column) else None


def satang(row: Row, column: str) -> int:
    """Baht with at most two decimals, as satang; an empty cell is 0."""
    text = row.get(column)
    try:
        return money.parse_baht(text) if text else 0
    except ValueError:
        raise Invalid(t("Write an amount in baht, for example 1200.50."), field=column) from None


def degrees(row: Row, column: str, most: int) -> float | None:
    """A coordinate in degrees, or nothing from an empty cell."""
    text = thai.digits(row.get(column)).strip()
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,20})?", text) or abs(float(text)) > most:
        raise Invalid(t("Write the coordinate in degrees, for example 6.5412."), field=column)
    return float(text)


def yes(row: Row, column: str) -> bool:
    """1 or 0; an empty cell is 0."""
    text = thai.digits(row.get(column)).strip()
    if text not in ("", "0", "1"):
        raise Invalid(t("Write 1 for yes or 0 for no."), field=column)
    return text == "1"


def one(row: Row, column: str, kind: type[E], otherwise: E | None = None) -> E:
    """A word of a list."""
    text = row.get(column).lower()
    if not text and otherwise is not None:
        return otherwise
    try:
        return kind(text)
    except ValueError:
        raise _unknown(text, kind, column) from None


def called(row: Row, column: str, kind: type[E], words: Mapping[str, Text]) -> E:
    """A word of a list, or what it is called in either language."""
    said = thai.normalise(row.get(column))
    for member in kind:
        if said == member.value or said in _in_both(words[member]):
            return member
    raise _unknown(row.get(column), kind, column, words)


def _in_both(word: Text) -> set[str]:
    found = set()
    for locale in LOCALES:
        with use(locale):
            found.add(thai.normalise(str(word)))
    return found


def several(row: Row, column: str, kind: type[E]) -> tuple[str, ...]:
    """Words of a list, parted by `;`, each once."""
    found = [part.lower() for part in listed(row, column)]
    known = {member.value for member in kind}
    for part in found:
        if part not in known:
            raise _unknown(part, kind, column)
    return tuple(dict.fromkeys(found))


def listed(row: Row, column: str) -> tuple[str, ...]:
    """Words parted by `;`, each once."""
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in row.get(column).split(";")))))


def shown_list(row: Row, column: str) -> tuple[str, ...]:
    """Words parted by `;` that others will read, without a way to reach somebody past Okat."""
    _shown(row.get(column), column)
    return listed(row, column)


def times(row: Row, column: str) -> tuple[week.Slot, ...]:
    """Weekly times such as `mon 09:00-12:00;tue 13:00-16:00`."""
    try:
        return week.parse(thai.digits(row.get(column)))
    except week.NotAWeek as error:
        example = "mon 09:00-12:00;thu 13:00-16:00"
        raise Invalid(
            t("{part} is not a weekly time. Write it as {example}", part=error.part, example=example), field=column
        ) from None


def subdistrict(row: Row, column: str = "area") -> str:
    """The code of a subdistrict."""
    text = thai.digits(row.get(column)).strip()
    if len(text) != 6 or not names.exists(text):
        raise Invalid(t("Write the six digits of a subdistrict."), field=column)
    return text


def _shown(text: str, column: str) -> str:
    if (refusal := crossing.refusal(text, to_all=True)) is not None:
        raise Invalid(refusal, field=column)
    return text


def _unknown(text: str, kind: type[E], column: str, words: Mapping[str, Text] | None = None) -> Invalid:
    known: object = ", ".join(member.value for member in kind)
    if words is not None:
        # Joined when it is read, since whoever reads it may speak either language.
        places = {f"word{number}": words[member] for number, member in enumerate(kind)}
        known = Text(", ".join(f"{{{place}}}" for place in places), tuple(places.items()))
    why: Text = t("{word} is not known here. Write one of: {known}", word=text[:40] or "-", known=known)
    return Invalid(why, field=column)

"""Dates as people write them: either era, either language, any order that can be read in one way only."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from marketplace.i18n import almanac, thai
from marketplace.i18n.text import Text, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid

# A year above this can only be Buddhist; one outside the span is a slip of the finger.
_LAST_COMMON_YEAR: Final = 2400
_SPAN: Final = range(1850, 2151)

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[t ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([-/. ])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})")
_ERA = r"(พ\s?\.?\s?ศ\s?\.?|ค\s?\.?\s?ศ\s?\.?|b\.?e\.?|c\.?e\.?|a\.?d\.?)?"
_NAMED = re.compile(rf"(\D*?)(\d{{1,2}})\s*(\D+?)[\s,]*{_ERA}\s*(\d{{4}}|\d{{2}})")
_MONTH_FIRST = re.compile(rf"(\D+?)\s*(\d{{1,2}})(?:st|nd|rd|th)?[\s,]+{_ERA}\s*(\d{{4}}|\d{{2}})")


def parse_date(
    text: str, *, field: str | None = None, earliest: date | None = None, latest: date | None = None
) -> date:
    """The one day a person can have meant; raises Invalid with what to write instead.

    Reads 2026-11-30, 30/11/2569, 30-11-2026, 30 พ.ย. 2569, วันจันทร์ที่ ๓๐ พฤศจิกายน พ.ศ. ๒๕๖๙,
    30 November 2026. A year above 2400 is Buddhist. A year of two digits is refused unless `earliest`
    and `latest` leave one reading; they judge nothing else.
    """
    year, era, month, day = _parts(thai.normalise(text[:80]), field)
    if len(year) == 4:
        candidates = [_common(int(year), era)]
    else:
        candidates = [c for c in _centuries(int(year), era) if _within(c, month, day, earliest, latest)]
        if len(set(candidates)) != 1:
            raise Invalid(_whole_year(candidates, month, day), field=field)
    if candidates[0] not in _SPAN:
        raise Invalid(t("The year {year} cannot be right: check it", year=year), field=field)
    found = _date(candidates[0], month, day)
    if found is None:
        raise Invalid(t("There is no such day: check the day and the month"), field=field)
    return found


def _parts(plain: str, field: str | None) -> tuple[str, str, int, int]:
    """The year as written, its era (be, ce or nothing), month and day."""
    if found := _YEAR_FIRST.fullmatch(plain):
        return found[1], "", int(found[3]), int(found[4])
    if found := _DAY_FIRST.fullmatch(plain):
        return found[4], "", int(found[3]), int(found[1])
    if (found := _NAMED.fullmatch(plain)) and _is_weekday(found[1]) and (month := _month(found[3])):
        return found[5], _era(found[4]), month, int(found[2])
    if (found := _MONTH_FIRST.fullmatch(plain)) and (month := _month(found[1])):
        return found[4], _era(found[3]), month, int(found[2])
    raise Invalid(t("Write the date as day/month/year, for example 30/11/2026"), field=field)


def _common(year: int, era: str) -> int:
    buddhist = era == "be" or (not era and year > _LAST_COMMON_YEAR)
    return year - almanac.BUDDHIST_ERA if buddhist else year


def _centuries(year: int, era: str) -> list[int]:
    buddhist = [2400 + year - almanac.BUDDHIST_ERA, 2500 + year - almanac.BUDDHIST_ERA]
    return {"be": buddhist, "ce": [1900 + year, 2000 + year]}.get(era, [*buddhist, 1900 + year, 2000 + year])


def _whole_year(candidates: Iterable[int], month: int, day: int) -> Text:
    """What to write instead, with the reading that lies nearest to today."""
    today = clock.today()
    readings = [found for year in candidates if (found := _date(year, month, day)) is not None]
    if not readings:
        return t("Write the year with four digits, for example 2007")
    nearest = min(readings, key=lambda found: abs(found - today))
    return t("Write the year with four digits, for example {day}", day=nearest)


def _within(year: int, month: int, day: int, earliest: date | None, latest: date | None) -> bool:
    if earliest is None or latest is None:
        return True
    found = _date(year, month, day)
    return found is not None and earliest <= found <= latest


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bare(word: str) -> str:
    return re.sub(r"[\s.,]", "", word)


def _era(word: str | None) -> str:
    if not word:
        return ""
    return "be" if word[0] in "พb" else "ce"


def _month(word: str) -> int | None:
    return _MONTH_OF.get(_bare(word))


def _is_weekday(word: str) -> bool:
    return _bare(word).removeprefix("วัน").removesuffix("ที่") in _WEEKDAYS


def _month_words() -> dict[str, int]:
    words: dict[str, int] = {"sept": 9}
    for number in range(1, 13):
        full = almanac.MONTHS["th"][number - 1]
        english = almanac.MONTHS["en"][number - 1].lower()
        spoken = re.sub("(คม|ยน|พันธ์)$", "", full)
        for word in (full, spoken, almanac.MONTHS_SHORT["th"][number - 1], english, english[:3]):
            words[_bare(thai.normalise(word))] = number
    return words


def _weekday_words() -> frozenset[str]:
    names = (
        *almanac.DAYS["th"],
        *almanac.DAYS_SHORT["th"],
        *almanac.DAYS["en"],
        *almanac.DAYS_SHORT["en"],
        "พฤหัส",
    )
    return frozenset({""} | {_bare(thai.normalise(name)) for name in names})


_MONTH_OF = _month_words()
_WEEKDAYS = _weekday_words()

"""Values inside a sentence that wait for its reader, as the sentence does."""

from dataclasses import dataclass
from datetime import date
from html import escape

from marketplace.i18n.dates import day_name, long_date, short_date
from marketplace.i18n.text import Text, pick


@dataclass(frozen=True, slots=True)
class DayName:
    """A weekday (0 is Monday)."""

    weekday: int
    short: bool = False

    def __str__(self) -> str:
        return day_name(self.weekday, short=self.short)

    def __html__(self) -> str:
        return escape(str(self))


@dataclass(frozen=True, slots=True)
class Inside:
    """A phrase within a sentence: in English it begins small there."""

    text: Text

    def __str__(self) -> str:
        said = str(self.text)
        return said if said[1:2].isupper() else said[:1].lower() + said[1:]

    def __html__(self) -> str:
        return escape(str(self))


@dataclass(frozen=True, slots=True)
class ShortDay:
    """A date in few words: `ศ. 11 ธ.ค.`"""

    day: date

    def __str__(self) -> str:
        return short_date(self.day)

    def __html__(self) -> str:
        return escape(str(self))


@dataclass(frozen=True, slots=True)
class FullDay:
    """A date with its year: `11 ธันวาคม 2569`."""

    day: date

    def __str__(self) -> str:
        return long_date(self.day, weekday=False)

    def __html__(self) -> str:
        return escape(str(self))


@dataclass(frozen=True, slots=True)
class Either:
    """Words kept in both languages."""

    th: str
    en: str

    def __str__(self) -> str:
        return pick(self.th, self.en)

    def __html__(self) -> str:
        return escape(str(self))

"""Sentences that wait for their reader: a `Text` is rendered in the language of whoever looks at it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from marketplace.i18n.almanac import BUDDHIST_ERA, MONTHS
from marketplace.i18n.catalogue import lookup, singulars

LOCALES = ("th", "en")
DEFAULT = "th"

_PLACE = re.compile(r"\{(\w+)\}")
_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


@dataclass(frozen=True, slots=True)
class Text:
    """A message key with its values; `str()` renders it in the current locale."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        template = lookup(self.key, _locale.get())
        if self.values and template == self.key:
            template = _said_of_one(self.key, dict(self.values))
        return template.format(**{name: _said(value) for name, value in self.values}) if self.values else template

    def __html__(self) -> str:
        return escape(str(self))

    def __bool__(self) -> bool:
        return bool(self.key)


def _said(value: object) -> object:
    """A value as its reader says it: a day with its month in words and the year of the reader's era."""
    if not isinstance(value, date) or isinstance(value, datetime):
        return value
    locale = _locale.get()
    year = value.year + (BUDDHIST_ERA if locale == "th" else 0)
    return f"{value.day} {MONTHS[locale][value.month - 1]} {year}"


def _said_of_one(key: str, values: dict[str, object]) -> str:
    """The form of English for one, where the first number of a message is that."""
    single = singulars().get(key)
    if single is None:
        return key
    numbers = (said for name in _PLACE.findall(key) if (said := str(values.get(name))).isdecimal())
    return single if next(numbers, "") == "1" else key


def t(key: str, **values: object) -> Text:
    """A lazy message; `key` is the English sentence with `{named}` places for the values."""
    return Text(key, tuple(values.items()))


def current_locale() -> str:
    """`th` or `en`."""
    return _locale.get()


def set_locale(locale: str) -> None:
    """Speak `locale` from here on in this context; an unknown one falls back to Thai."""
    _locale.set(locale if locale in LOCALES else DEFAULT)


@contextmanager
def use(locale: str) -> Iterator[None]:
    """Speak `locale` inside the block."""
    token = _locale.set(locale if locale in LOCALES else DEFAULT)
    try:
        yield
    finally:
        _locale.reset(token)


def pick(th: str | None, en: str | None) -> str:
    """What people entered, in the reader's language when there is one, else in the other."""
    first, second = (th, en) if _locale.get() == "th" else (en, th)
    return first or second or ""

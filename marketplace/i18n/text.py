"""Sentences that wait for their reader: a `Text` is rendered in the language of whoever looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape

from marketplace.i18n.catalogue import lookup

LOCALES = ("th", "en")
DEFAULT = "th"

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


@dataclass(frozen=True, slots=True)
class Text:
    """A message key with its values; `str()` renders it in the current locale."""

    key: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        template = lookup(self.key, _locale.get())
        return template.format(**dict(self.values)) if self.values else template

    def __html__(self) -> str:
        return escape(str(self))

    def __bool__(self) -> bool:
        return bool(self.key)


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

"""Messages at rest: a notice keeps its key and values, and is spoken in the language of whoever reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.i18n import Text, dates


@dataclass(frozen=True, slots=True)
class _Day:
    """A date that waits for its reader's calendar."""

    day: date

    def __format__(self, _spec: str) -> str:
        return dates.short_date(self.day, year=True)


@dataclass(frozen=True, slots=True)
class _Moment:
    """An instant that waits for its reader's calendar."""

    at: datetime

    def __format__(self, _spec: str) -> str:
        return dates.date_time(self.at)


def pack(message: Text) -> dict[str, object]:
    """A message as plain JSON; raises TypeError for a value that has no place in one."""
    return {"key": message.key, "values": {name: _packed(value) for name, value in message.values}}


def unpack(stored: dict[str, Any]) -> Text:
    """The message `pack` kept."""
    values = stored.get("values") or {}
    return Text(str(stored["key"]), tuple((name, _unpacked(value)) for name, value in values.items()))


def _packed(value: object) -> object:
    match value:
        case Text():
            return {"text": pack(value)}
        case datetime():
            return {"moment": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case str() | int():
            return value
    raise TypeError(f"a message cannot hold {type(value).__name__}")


def _unpacked(value: Any) -> object:
    match value:
        case {"text": stored}:
            return unpack(stored)
        case {"moment": stored}:
            return _Moment(datetime.fromisoformat(stored))
        case {"day": stored}:
            return _Day(date.fromisoformat(stored))
    return value

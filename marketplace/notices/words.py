"""Messages at rest: a notice keeps its key and values, and is spoken in the language of whoever reads it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marketplace.i18n import Text, dates
from marketplace.i18n.lazy import DayName, Either, FullDay, Inside, ShortDay


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
    return _packed_lazy(value)


def _packed_lazy(value: object) -> object:
    """Values that are said in their reader's language, as they wait."""
    match value:
        case Inside():
            return {"inside": pack(value.text)}
        case Either():
            return {"either": [value.th, value.en]}
        case DayName():
            return {"weekday": value.weekday, "short": value.short}
        case ShortDay():
            return {"short_day": value.day.isoformat()}
        case FullDay():
            return {"full_day": value.day.isoformat()}
    raise TypeError(f"a message cannot hold {type(value).__name__}")


def _unpacked(value: Any) -> object:
    match value:
        case {"text": stored}:
            return unpack(stored)
        case {"moment": stored}:
            return _Moment(datetime.fromisoformat(stored))
        case {"day": stored}:
            return _Day(date.fromisoformat(stored))
    return _unpacked_lazy(value)


def _unpacked_lazy(value: Any) -> object:
    match value:
        case {"inside": stored}:
            return Inside(unpack(stored))
        case {"either": [th, en]}:
            return Either(th, en)
        case {"weekday": number, "short": short}:
            return DayName(number, short)
        case {"short_day": stored}:
            return ShortDay(date.fromisoformat(stored))
        case {"full_day": stored}:
            return FullDay(date.fromisoformat(stored))
    return value

"""What a fund gives for one time of learning: a sum for having come, or so much an hour, never both.

By the hour, each session is paid for the minutes it is held, or for those somebody was there, rounded to the satang
(half a satang counts up) session by session: what is promised, shown and owed is the sum of the same rounded parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from models.vocabulary import SlotKind

if TYPE_CHECKING:
    from marketplace.offers.drafts import PostingDraft

_HOUR: Final = 60


class Stipend(Protocol):
    """What a posting, its draft and its terms all say of the stipend."""

    @property
    def stipend_per_session_satang(self) -> int: ...

    @property
    def stipend_per_hour_satang(self) -> int: ...


class Held(Protocol):
    """Something that begins and ends at a moment."""

    @property
    def starts_at(self) -> datetime: ...

    @property
    def ends_at(self) -> datetime: ...


def for_time(posting: Stipend, minutes: int) -> int:
    """Satang for having come to one session of so many minutes."""
    return posting.stipend_per_session_satang + by_hour(posting.stipend_per_hour_satang, minutes)


def by_hour(satang: int, minutes: int) -> int:
    """Satang for so many minutes at so much an hour; half a satang counts up."""
    return (2 * satang * minutes + _HOUR) // (2 * _HOUR)


def a_week(posting: Stipend, minutes: Iterable[int]) -> int:
    """Satang for the weekly times of these lengths."""
    return sum(for_time(posting, length) for length in minutes)


def longest(draft: PostingDraft) -> int:
    """Minutes of its longest weekly time of learning."""
    return max((time.slot.minutes for time in draft.times if time.kind == SlotKind.LEARN), default=0)


def length(session: Held) -> int:
    """How many minutes a session takes."""
    return int((session.ends_at - session.starts_at).total_seconds()) // _HOUR


def attended(session: Held, minutes: int | None) -> int:
    """For how many minutes somebody was there: those their mark says, else all of the session."""
    return length(session) if minutes is None else minutes

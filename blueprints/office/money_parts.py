"""Finished values that the pages of money share, shaped as the components want them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from marketplace.earnings import hands, sayings
from marketplace.i18n import Text, dates, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DAY_FIRST = re.compile(r"^\d{4}-\d{2}-\d{2}(?= · )")


@dataclass(frozen=True, slots=True)
class Money:
    """A line of a sum worked out."""

    label: Text | str
    amount: str
    notes: tuple[Text | str, ...] = ()
    href: str = ""
    flag: Text | str = ""
    """What a person is asked to look at."""


@dataclass(frozen=True, slots=True)
class Action:
    """A link that is said beside the title."""

    label: Text | str
    href: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line that leads somewhere."""

    href: str
    title: object
    note: object = ""
    due: object = ""
    due_kind: str = ""
    due_exact: str = ""
    more: object = ""
    also: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption."""

    caption: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Something the machine looked at."""

    text: Text | str
    flag: bool


@dataclass(frozen=True, slots=True)
class Move:
    """One move in the history."""

    title: Text | str
    text: str
    note: str
    state: str = ""


def moves(steps: Iterable[hands.Step], words: Mapping[str, Text], key: str) -> tuple[Move, ...]:
    """History as a timeline: the word of the verb or the state, by whom and when, with what they said."""
    return tuple(
        Move(
            title=words.get(getattr(step, key), getattr(step, key)),
            text=str(t("by {name}", name=step.by)) if step.by else "",
            note=" · ".join(
                str(part) for part in (dates.date_time(step.at), sayings.reason(step.reason), _said(step)) if str(part)
            ),
        )
        for step in steps
    )


def _said(step: hands.Step) -> str:
    """The words somebody wrote; references the machine noted for itself stay away."""
    if step.verb in ("put_in_batch", "send", "pay", "fail"):
        return ""
    return _DAY_FIRST.sub(_as_day, step.note)


def _as_day(found: re.Match[str]) -> str:
    """A day that the machine put before somebody's words, as pages say it; a day that there is not stays as typed."""
    try:
        return dates.short_date(date.fromisoformat(found[0]), year=True)
    except ValueError:
        return found[0]

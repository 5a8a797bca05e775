"""What a sheet said: its sums and lines as figures, and every word that stood on it, in its own language."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from marketplace.earnings.statement import Group, Statement
from models.vocabulary import StatementKind

FORM = 1
"""The shape of what is kept; another shape gets another number, so that older sheets still verify."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sum as it stood on the sheet; `on` is an ISO day."""

    ref: str
    payer: str
    on: str
    satang: int
    state: str
    what: str
    of: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What one kind of payer had paid and still owed, in satang."""

    paid: int
    coming: int


@dataclass(frozen=True, slots=True)
class Content:
    """A sheet as it was given out."""

    whose: str
    kind: StatementKind
    first: date
    last: date
    issued_on: date
    locale: str
    employer: Sums
    fund: Sums
    lines: tuple[Line, ...]
    said: Mapping[str, Any]


EMPLOYER, FUND, IN_KIND = "employer", "fund", "in_kind"


def lines_of(told: Statement) -> tuple[Line, ...]:
    """Every line of a statement, what was taken back included."""
    parts = (
        (EMPLOYER, told.employer.lines),
        (FUND, told.fund.lines),
        (IN_KIND, told.in_kind),
        (FUND, told.undone),
    )
    return tuple(
        Line(one.ref, payer, one.on.isoformat(), one.amount_satang, str(one.state), str(one.what), one.of)
        for payer, lines in parts
        for one in lines
    )


def sums_of(group: Group) -> Sums:
    """The sums of one payer."""
    return Sums(group.paid_satang, group.to_come_satang)


def written(content: Content, salt: str) -> str:
    """The content as the one text its code is made of; the salt keeps the code from being worked out beforehand."""
    return json.dumps(
        {"form": FORM, "salt": salt, **asdict(content)}, ensure_ascii=False, sort_keys=True, default=_plain
    )


def read(text: str) -> Content:
    """What `written` wrote."""
    kept = json.loads(text)
    return Content(
        whose=kept["whose"],
        kind=StatementKind(kept["kind"]),
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        issued_on=date.fromisoformat(kept["issued_on"]),
        locale=kept["locale"],
        employer=Sums(**kept["employer"]),
        fund=Sums(**kept["fund"]),
        lines=_lines(kept["lines"]),
        said=kept["said"],
    )


def _lines(kept: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    return tuple(Line(**one) for one in kept)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)

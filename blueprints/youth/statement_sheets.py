"""Statements on paper: the words that are kept with a sheet, and the frame of code and square around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import segno
from flask import url_for
from markupsafe import Markup

from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock
from marketplace.statements import codes, queries

if TYPE_CHECKING:
    from datetime import date

    from _typeshed import DataclassInstance

    from models.statement import IssuedStatement
    from models.vocabulary import StatementKind

NOT_ON_PAPER = ("_href", "_label", "_key")


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the words of a sheet; without a code it is only looked at."""

    back_href: str
    name_href: str
    month: str = ""
    code: str = ""
    checked_at: str = ""
    qr: Markup | str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A sheet that was made before."""

    text: Text
    href: str


def words(page: DataclassInstance) -> dict[str, Any]:
    """Everything a page says, as plain texts and lists; where it leads to is left out."""
    return {one.name: _plain(getattr(page, one.name)) for one in fields(page) if not one.name.endswith(NOT_ON_PAPER)}


def look(first: date) -> Frame:
    """Around a month that is looked at before it is made."""
    return Frame(_to_money(first), url_for("youth.show_name"), month=f"{first:%Y-%m}")


def made(issued: IssuedStatement) -> Frame:
    """Around a sheet that was given out: its code, and a square that leads to where anybody checks it."""
    square = segno.make(url_for("public.show_checked_statement", code=issued.code, _external=True), error="m")
    return Frame(
        back_href=_to_money(issued.first_on),
        name_href="",
        code=codes.printed(issued.code),
        checked_at=url_for("public.show_check", _external=True),
        qr=Markup(square.svg_inline(scale=3, border=2, light="#fff", svgclass="qr", lineclass=None)),  # noqa: S704
        picture=square.svg_data_uri(scale=4, border=0),
    )


def earlier(youth_id: int, kind: StatementKind, first: date) -> tuple[Earlier, ...]:
    """The sheets that were made of a span, the newest first."""
    endpoint = f"youth.{'show' if kind == 'month' else 'download'}_issued_{kind}"
    return tuple(
        Earlier(
            t("Made {day}, code {code}", day=_when(one), code=codes.printed(one.code)),
            url_for(endpoint, statement=one.ref),
        )
        for one in queries.earlier(youth_id, kind, first)
    )


def _when(one: IssuedStatement) -> str:
    return dates.long_date(clock.bangkok(one.issued_at).date(), weekday=False)


def _to_money(first: date) -> str:
    return url_for("youth.show_money", month=f"{first:%Y-%m}")


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if is_dataclass(value) and not isinstance(value, Text | type):
        return words(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return str(value)

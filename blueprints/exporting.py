"""A list on screen as a file: the same rows under the same filters in the same order, all its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, url_for

from marketplace.enrolments import exports

MOST = exports.MOST
"""Rows a file holds at most."""


@dataclass(frozen=True, slots=True)
class Export:
    """Where the list on screen is to be had as a file."""

    csv_href: str
    xlsx_href: str


def links(endpoint: str, **filters: Any) -> Export:
    """The addresses of the list as a file, under these filters."""
    return Export(url_for(endpoint, suffix="csv", **filters), url_for(endpoint, suffix="xlsx", **filters))


def answer(name: str, suffix: str, head: Sequence[object], rows: Sequence[Sequence[object]]) -> Response:
    """The file itself, called `okat-<name>`; another ending than csv and xlsx is not found."""
    if suffix not in ("csv", "xlsx"):
        abort(404)
    said = [str(word) for word in head], [[str(cell) for cell in row] for row in rows]
    body = exports.as_csv(*said) if suffix == "csv" else exports.as_xlsx(*said)
    response = Response(body, content_type=exports.CSV if suffix == "csv" else exports.XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"okat-{name}.{suffix}")
    return response

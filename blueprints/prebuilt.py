"""Pieces of pages rendered once and filled often: the words stand, only what differs is put in.

A template is rendered with holes where values will stand. Whatever fills a hole is escaped as a template would.
Finished markup is kept as the bytes that travel, so a page is put together without being encoded anew.
"""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

_HOLE = re.compile("\x02(\\d+)\x03")
_needs_care = re.compile("[&<>\"']").search


def hole(number: int) -> Markup:
    """The mark of a place that is filled later."""
    return Markup(f"\x02{number}\x03")  # noqa: S704  our own mark


class Piece:
    """Rendered text with holes."""

    __slots__ = ("_order", "texts")

    def __init__(self, rendered: str) -> None:
        parts = _HOLE.split(rendered)
        self.texts = tuple(part.encode() for part in parts[::2])
        self._order = [int(number) for number in parts[1::2]]

    def fill(self, *values: str | bytes) -> bytes:
        """The piece with every hole filled by the value of its number."""
        safe = [value if type(value) is bytes else finished(value) for value in values]
        filled = [self.texts[0]]
        for number, text in zip(self._order, self.texts[1:], strict=True):
            filled += (safe[number], text)
        return b"".join(filled)


def finished(value: str | bytes) -> bytes:
    """Words as they stand in a page: plain ones escaped, markup and what is finished already as it is."""
    if type(value) is str and not _needs_care(value):
        return value.encode()
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, Markup) else escape(value)).encode()


def joined(pieces: Iterable[bytes]) -> bytes:
    """Finished pieces one after the other."""
    return b"".join(pieces)


def in_template(piece: bytes) -> Markup:
    """A finished piece as templates take it."""
    return Markup(piece.decode())  # noqa: S704  rendered by us or escaped above

"""Pieces of pages rendered once and filled often: the words stand, only what differs is put in.

A template is rendered with holes where values will stand. Whatever fills a hole is escaped as a template would.
"""

import re

from markupsafe import Markup, escape

_HOLE = re.compile("\x02(\\d+)\x03")


def hole(number: int) -> Markup:
    """The mark of a place that is filled later."""
    return Markup(f"\x02{number}\x03")  # noqa: S704  our own mark


class Piece:
    """Rendered text with holes."""

    __slots__ = ("_order", "texts")

    def __init__(self, rendered: str) -> None:
        parts = _HOLE.split(rendered)
        self.texts = tuple(parts[::2])
        self._order = [int(number) for number in parts[1::2]]

    def fill(self, *values: str) -> Markup:
        """The piece with every hole filled by the value of its number."""
        safe = [value if type(value) is Markup else escape(value) for value in values]
        filled = [self.texts[0]]
        for number, text in zip(self._order, self.texts[1:], strict=True):
            filled += (safe[number], text)
        return Markup("".join(filled))  # noqa: S704  rendered by us or escaped above


def joined(pieces: list[Markup]) -> Markup:
    """Finished pieces one after the other."""
    return Markup("".join(pieces))  # noqa: S704  all of them are markup already

"""A bank's reference, typed by people: one transfer has one, whatever the letters' case, width, spaces and hyphens."""

import re
import unicodedata

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import InstrumentedAttribute

_BREAKS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")


def tidy(said: str) -> str:
    """How a reference is kept: in plain letters and figures, with nothing around it."""
    return unicodedata.normalize("NFKC", said).strip()


def same(column: InstrumentedAttribute[str | None], said: str) -> ColumnElement[bool]:
    """Whether what stands in `column` is this reference, however it was typed."""
    kept = func.replace(func.replace(func.lower(column), "-", ""), " ", "")
    return kept == _BREAKS.sub("", tidy(said)).lower()

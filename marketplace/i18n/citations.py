"""Sources of law and rates as a Thai reader knows them: the data cites in English, and it is said phrase by phrase."""

import csv
import re
from functools import cache
from pathlib import Path

from marketplace.i18n.text import current_locale


def cite(source: str) -> str:
    """A source in the reader's language; a phrase that has no Thai stays as it is written."""
    if current_locale() != "th":
        return source
    known = _phrases()
    return _any_phrase().sub(lambda found: known[found[0]], source).replace("; ", " · ")


@cache
def _phrases() -> dict[str, str]:
    with (Path(__file__).parent / "data" / "citations.csv").open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["th"] for row in csv.DictReader(file)}


@cache
def _any_phrase() -> re.Pattern[str]:
    """Every phrase, the longest first, so that the whole name of an act wins over its beginning."""
    return re.compile("|".join(map(re.escape, sorted(_phrases(), key=len, reverse=True))))

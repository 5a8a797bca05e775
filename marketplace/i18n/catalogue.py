"""The Thai catalogues: one file per room, read once; two files may not disagree about a message."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent / "catalogues"


class Contradiction(Exception):
    """Two catalogue files translate the same message differently."""


@cache
def messages(locale: str) -> dict[str, str]:
    """Every translated message of a locale; raises Contradiction when files disagree."""
    merged: dict[str, str] = {}
    for path in sorted((FOLDER / locale).glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale=locale, ignore_obsolete=True):
                key, said = entry.id, entry.string
                if not isinstance(key, str) or not isinstance(said, str) or not key or not said:
                    continue
                if merged.setdefault(key, said) != said:
                    raise Contradiction(f"{path.name}: {key!r}")
    return merged


def lookup(key: str, locale: str) -> str:
    """The message in `locale`; English is its own key."""
    return key if locale == "en" else messages(locale).get(key, key)

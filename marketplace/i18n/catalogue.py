"""The catalogues: Thai, one file per room, no two of which may disagree; and the forms of English for one."""

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


@cache
def singulars() -> dict[str, str]:
    """English messages as they are said of one, by their key."""
    found = {}
    for path in sorted((FOLDER / "en").glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale="en", ignore_obsolete=True):
                if isinstance(entry.id, tuple) and isinstance(entry.string, tuple):
                    found[entry.id[1]] = entry.string[0]
    return found


def lookup(key: str, locale: str) -> str:
    """The message in `locale`; English is its own key."""
    return key if locale == "en" else messages(locale).get(key, key)

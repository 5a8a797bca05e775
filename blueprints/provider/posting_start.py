"""What a new posting may begin with, read from an address; whatever cannot be read is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.areas import names
from marketplace.organisations import branches
from models.vocabulary import Language, Mode, SlotKind, Support

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from models.organisation import OrganisationBranch

MOST_TIMES = 7
DAY = 24 * 60


def suggested(args: MultiDict[str, str]) -> dict[str, Any]:
    """Facts of the posting's form: place, how people take part, weekly times, support and languages."""
    area = args.get("area", "")
    found: dict[str, Any] = {
        "area": area if len(area) == 6 and names.exists(area) else None,
        "mode": next((each.value for each in Mode if each == args.get("mode")), None),
        "supports": [each.value for each in Support if each in args.getlist("support")],
        "languages": [each.value for each in Language if each in args.getlist("language")],
        "times": [time for text in args.getlist("time")[:MOST_TIMES] for time in [_time(text)] if time],
    }
    return {name: value for name, value in found.items() if value}


def held_at(branch: OrganisationBranch | None) -> dict[str, Any]:
    """What a branch says of the place."""
    if branch is None:
        return {}
    return {"branch": branch.ref, "area": branch.area_code, "place_th": branches.place_words(branch)}


def _time(text: str) -> dict[str, object] | None:
    parts = text.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts):
        return None
    day, start, end = map(int, parts)
    if day > 6 or not 0 <= start < end <= DAY:
        return None
    return {"weekday": str(day), "start": start, "end": end, "kind": SlotKind.LEARN.value}

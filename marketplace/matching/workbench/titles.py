"""What limits are called: opportunities, funds and mentors by their references, in the reader's language."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from marketplace.i18n import pick, t
from models.earning import Fund
from models.offer import Opportunity
from models.resource import Resource
from models.session import db

NOBODY = "-"
"""The mentor of a place where nobody checked has room."""

_TABLES: dict[str, tuple[Any, Any, Any]] = {
    "seats": (Opportunity.ref, Opportunity.title_th, Opportunity.title_en),
    "fund": (Fund.ref, Fund.name_th, Fund.name_en),
    "mentor": (Resource.ref, Resource.title_th, Resource.title_en),
}


def of_mentors(found: Iterable[Resource]) -> dict[int, str]:
    """What mentors are called, by key; those of one name with their reference."""
    by_key = {one.id: one for one in found}
    said = {key: pick(one.title_th, one.title_en) for key, one in by_key.items()}
    often = Counter(said.values())
    return {key: title if often[title] == 1 else f"{title} ({by_key[key].ref})" for key, title in said.items()}


def of(limits: Iterable[Sequence[str]]) -> dict[str, str]:
    """The titles of (kind, reference) pairs by reference; those of one name with it; what is gone is left out."""
    wanted: dict[str, set[str]] = {}
    for kind, ref in limits:
        wanted.setdefault(kind, set()).add(ref)
    found = {NOBODY: str(t("no checked mentor with room"))} if NOBODY in wanted.get("mentor", ()) else {}
    rows = [
        (ref, pick(th, en))
        for kind, refs in wanted.items()
        if kind in _TABLES
        for ref, th, en in db.execute(select(*_TABLES[kind]).where(_TABLES[kind][0].in_(refs)))
    ]
    often = Counter(title for _, title in rows)
    return found | {ref: title if often[title] == 1 else f"{title} ({ref})" for ref, title in rows}

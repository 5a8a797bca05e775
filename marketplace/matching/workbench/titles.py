"""What limits are called: opportunities, funds and mentors by their references, in the reader's language."""

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


def of(limits: Iterable[Sequence[str]]) -> dict[str, str]:
    """The titles of (kind, reference) pairs by reference; what is not there any more is left out."""
    wanted: dict[str, set[str]] = {}
    for kind, ref in limits:
        wanted.setdefault(kind, set()).add(ref)
    found = {NOBODY: str(t("no checked mentor with room"))} if NOBODY in wanted.get("mentor", ()) else {}
    return found | {
        ref: pick(th, en)
        for kind, refs in wanted.items()
        if kind in _TABLES
        for ref, th, en in db.execute(select(*_TABLES[kind]).where(_TABLES[kind][0].in_(refs)))
    }

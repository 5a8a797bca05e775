"""What the address of 'For you' asks for; whatever cannot be read is left out, never an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from marketplace.matching.choosing import Asked, Order, Switch
from models.vocabulary import OpportunityKind

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

ENDPOINT = "youth.show_matches"
SUPPOSED = "if"
"""The parameter that names the one change a list supposes."""


def read(args: MultiDict[str, str]) -> Asked:
    """The list an address asks for."""
    order = args.get("sort", "")
    return Asked(
        kinds=frozenset(kind for kind in OpportunityKind if kind in args.getlist("kind")),
        switches=frozenset(switch for switch in Switch if args.get(switch, "") not in ("", "0")),
        order=next((each for each in Order if each == order), Order.BEST),
        change=args.get(SUPPOSED, "")[:40],
    )


def address(asked: Asked, **changes: object) -> dict[str, Any]:
    """The same as it stands in an address, with changes; None takes one out."""
    found: dict[str, object] = {
        "kind": sorted(asked.kinds) or None,
        "sort": None if asked.order == Order.BEST else str(asked.order),
        SUPPOSED: asked.change or None,
    }
    found |= dict.fromkeys(sorted(asked.switches), 1)
    return {name: value for name, value in (found | changes).items() if value is not None}


def href(asked: Asked, **changes: object) -> str:
    """The address of the list, with changes."""
    return url_for(ENDPOINT, **address(asked, **changes))

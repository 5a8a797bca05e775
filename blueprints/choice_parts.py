"""The form above a list of what fits: how an address tells what is asked, and the boxes and orders that write it.

Whatever cannot be read is left out, never an error.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from marketplace.i18n import Text, t, words
from marketplace.kernel import week
from marketplace.matching.choosing import Asked, Order, Switch
from models.vocabulary import OpportunityKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.datastructures import MultiDict

    from marketplace.matching.choosing import Choice

SUPPOSED = "if"
"""The parameter that names the one change a list supposes."""

SWITCHES = {
    Switch.SOON: t("Starts soon"),
    Switch.PAID: t("Paid"),
    Switch.EVENING: t("Evenings work"),
    Switch.NEAR: t("At most 30 minutes away"),
    Switch.ONLINE: t("Online"),
    Switch.CREDIT: t("Counts credits"),
}
ORDERS = {
    Order.BEST: t("best for you"),
    Order.NEAR: t("nearest"),
    Order.MONEY: t("money"),
    Order.PAYDAY: t("first money"),
    Order.SOON: t("soonest"),
}


@dataclass(frozen=True)
class Box:
    """One box of the form above the list."""

    name: str
    value: str
    label: Text
    checked: bool


@dataclass(frozen=True)
class SortLink:
    """One order of the list."""

    label: Text
    href: str
    current: bool


@dataclass(frozen=True)
class OpensLink:
    """One change and what it would open."""

    href: str
    text: Text
    gain: Text


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


def unfiltered(asked: Asked) -> Asked:
    """The same list with nothing left out."""
    return replace(asked, kinds=frozenset(), switches=frozenset())


def boxes(asked: Asked) -> tuple[Box, ...]:
    """What the list may be narrowed to."""
    kinds = (Box("kind", kind, words.word(OpportunityKind, kind), kind in asked.kinds) for kind in OpportunityKind)
    return (*(Box(name, "1", text, name in asked.switches) for name, text in SWITCHES.items()), *kinds)


def kept(asked: Asked) -> tuple[Box, ...]:
    """What the form carries along unseen."""
    sort = "" if asked.order == Order.BEST else str(asked.order)
    pairs = ((SUPPOSED, asked.change), ("sort", sort))
    return tuple(Box(name, value, t("Kept"), checked=True) for name, value in pairs if value)


def sorts(asked: Asked, choice: Choice, to: Callable[..., str], *, told: bool = False) -> tuple[SortLink, ...]:
    """The orders that make sense; `to` makes an address from changes, `told` are words to whoever helps."""
    said = {**ORDERS, Order.BEST: t("best for them")} if told else ORDERS
    offered = [order for order in ORDERS if order != Order.NEAR or choice.life.point is not None]
    return tuple(
        SortLink(said[order], to(sort=None if order == Order.BEST else str(order)), order == asked.order)
        for order in offered
    )


def free_cells(free: int | None) -> frozenset[tuple[int, int]]:
    """Free hours as cells of the drawn week."""
    return frozenset((part.weekday, int(part.part)) for part in week.parts(free)) if free else frozenset()

"""How the office reaches a young person from a page that is about danger: who it is, and the look at the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.money_parts import Item
from marketplace.people import policy, queries
from marketplace.people.disclosure import staff_view

if TYPE_CHECKING:
    from marketplace.access import Actor


@dataclass(frozen=True, slots=True)
class Reach:
    """A young person, where their number is shown, and whether there is none at all."""

    youth: Item
    call_href: str
    has_no_number: bool


def of(actor: Actor, youth_id: int | None) -> Reach | None:
    """Whom to call and how; nothing where the reader may not see the young person."""
    youth = queries.seen_youth(actor, youth_id)
    if youth is None:
        return None
    seen = staff_view(actor, youth)
    may = bool(youth.phone_sealed) and bool(policy.can_reveal(actor, youth))
    return Reach(
        youth=Item(href=url_for("office.show_youth", youth=youth.ref), title=seen.called, note=seen.ref),
        call_href=url_for("office.reveal_fact", youth=youth.ref) if may else "",
        has_no_number=not youth.phone_sealed,
    )

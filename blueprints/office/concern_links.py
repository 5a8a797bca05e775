"""A concern as one line that leads to it, alone and beside others about the same people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.money_parts import Item
from blueprints.office.queue_rows import due_of
from marketplace.areas import names
from marketplace.concerns.words import KINDS, OUTCOMES, STATES, URGENCIES
from marketplace.i18n import Text, dates, t
from models import vocabulary as v

if TYPE_CHECKING:
    from marketplace.concerns.together import Beside
    from models.concern import Concern


def item(concern: Concern) -> Item:
    """A concern as a line: kind, state, place, when and its clock."""
    due = due_of(concern.due_at)
    closed = concern.state == v.ConcernState.CLOSED
    state = OUTCOMES[v.ConcernOutcome(concern.outcome)] if concern.outcome else STATES[v.ConcernState(concern.state)]
    return Item(
        href=url_for("office.show_concern", concern=concern.ref),
        title=KINDS[v.ConcernKind(concern.kind)],
        note=t(
            "{state}, {place}, reported {when}",
            state=state,
            place=place(concern),
            when=f"{dates.short_date(concern.reported_at)} {dates.time_of_day(concern.reported_at)}",
        ),
        due="" if closed or concern.due_at is None else due.text,
        due_kind=due.kind,
        due_exact=due.exact,
    )


def place(concern: Concern) -> Text | str:
    """Where it is, as finely as is known."""
    if concern.area_code is None:
        return t("place not said")
    return names.titled(concern.area_code) if len(concern.area_code) == 2 else names.short(concern.area_code)


def marked(concern: Concern, same: Sequence[Concern]) -> Item:
    """The same in a list; `same` are the open concerns about the same young person, the gravest first."""
    others = [one for one in same if one.id != concern.id]
    if not others:
        return item(concern)
    gravest = others[0]
    more = t(
        "About the same young person {count} more, the gravest: {kind}, {code}",
        count=len(others), kind=KINDS[v.ConcernKind(gravest.kind)], code=gravest.ref,
    )  # fmt: skip
    return replace(item(concern), more=more)


def beside(one: Beside) -> Item:
    """Another open concern on the page of the first, with what both have in common."""
    if one.is_same_youth and one.is_same_adult:
        shared = t("The same young person and the same adult")
    else:
        shared = t("The same young person") if one.is_same_youth else t("The same adult")
    return replace(short(one.concern), more=shared)


def short(concern: Concern) -> Item:
    """Kind, urgency, state and clock of an open one, by its code."""
    state = t(
        "{code}: {urgency}, {state}",
        code=concern.ref,
        urgency=URGENCIES[v.ConcernUrgency(concern.urgency)],
        state=STATES[v.ConcernState(concern.state)],
    )
    return replace(item(concern), note=state)

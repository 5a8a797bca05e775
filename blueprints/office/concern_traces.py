"""A concern for somebody who had it and has it no more: where it went, when, and who has it now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import concern_links
from blueprints.office.money_parts import Item
from blueprints.parts import Fact, Step
from marketplace.concerns import notes, traces
from marketplace.concerns.words import LEVELS, STATES
from marketplace.i18n import Text, dates, t
from marketplace.people import desks as people
from models import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.access import Actor
    from models.concern import Concern
    from models.history import Move

TITLE = t("A concern that went on from you")
_DONE = {
    "take": t("Taken up"),
    "hand_over": t("Given to a case worker"),
    "close": t("Closed"),
    "reopen": t("Opened again one level up: whoever reported it added to it"),
}
_WENT_UP = {
    "by_hand": t("Passed to the next level"),
    "overdue": t("Went to the next level: nobody had taken it up in time"),
}
_WENT_BY_ITSELF = t("Went on by itself")


@dataclass(frozen=True, slots=True)
class TracePage:
    """Where it is, and what its reader wrote of it while it was theirs."""

    title: Text
    subtitle: Text
    state: Text
    state_line: Text | str
    state_kind: str
    facts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    own: tuple[Step, ...]
    names: str
    """Words that are kept whole at the end of a line: of the people who had it."""


def one(actor: Actor, concern: Concern) -> TracePage:
    """Nothing that others wrote, nor what kind it is now: that may have been added since."""
    moves = traces.moves(concern)
    closed = concern.state == v.ConcernState.CLOSED
    return TracePage(
        title=TITLE,
        subtitle=t("{code}, reported {when}", code=concern.ref, when=dates.date_time(concern.reported_at)),
        names=" ".join(sorted({*_known(moves).values(), *_given(moves).values()})),
        state=STATES[v.ConcernState(concern.state)],
        state_line=t("by {moment}", moment=dates.date_time(concern.due_at)) if concern.due_at is not None else "",
        state_kind="done" if closed else "",
        facts=tuple(_facts(concern)),
        steps=tuple(_steps(moves)),
        own=tuple(
            Step(dates.date_time(each.at), text=notes.text_of(each))
            for each in concern.notes
            if each.author_id == actor.account_id and not each.from_reporter
        ),
    )


def listed(actor: Actor) -> tuple[Item, ...]:
    """Those that went on from the reader, as lines."""
    return tuple(
        Item(
            href=url_for("office.show_concern", concern=each.ref),
            title=each.ref,
            note=t(
                "{level}: {state}",
                level=LEVELS[v.ConcernLevel(each.level)],
                state=STATES[v.ConcernState(each.state)],
            ),
            more=t("{place}, reported {when}", place=concern_links.place(each), when=dates.date_time(each.reported_at)),
        )
        for each in traces.gone_on(actor)
    )


def _facts(concern: Concern) -> Iterator[Fact]:
    known = people.names_of([concern.handler_id]) if concern.handler_id is not None else {}
    yield Fact(t("Where it lies"), lines=(LEVELS[v.ConcernLevel(concern.level)], concern_links.place(concern)))
    yield Fact(t("In the hands of"), known.get(concern.handler_id or 0, t("Nobody yet")))


def _steps(moves: Sequence[Move]) -> Iterator[Step]:
    known, given = _known(moves), _given(moves)
    for each in moves:
        title = _WENT_UP.get(each.reason, _WENT_BY_ITSELF) if each.verb == "escalate" else _DONE[each.verb]
        named = each.verb != "reopen" and each.actor_id is not None
        by = t("by {name}", name=known.get(each.actor_id or 0, "")) if named else ""
        if each.verb == "hand_over" and each.note in given:
            by = t("by {name} to {other}", name=known.get(each.actor_id or 0, ""), other=given[each.note])
        yield Step(title, text=by, note=dates.date_time(each.at))


def _known(moves: Sequence[Move]) -> dict[int, str]:
    """Who did what was done, by name."""
    return people.names_of({each.actor_id for each in moves if each.actor_id is not None})


def _given(moves: Sequence[Move]) -> dict[str, str]:
    """To whom it was given, by the reference that its move keeps."""
    return people.names_by_ref({each.note for each in moves if each.verb == "hand_over"})

"""Finished values for reports: what can be chosen, where one stands, and the reader's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from marketplace.access import Actor
from marketplace.concerns import notes, places, reporting
from marketplace.concerns.words import KINDS, OUTCOMES, STATES
from marketplace.i18n import Text, dates, t
from models.vocabulary import ConcernKind, ConcernOutcome, ConcernState

if TYPE_CHECKING:
    from models.concern import Concern


@dataclass(frozen=True, slots=True)
class Choice:
    """One button that sends."""

    value: str
    label: Text
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """What can be reported, and what need not be asked."""

    path: str
    choices: tuple[Choice, ...]
    asks_province: bool
    asks_name: bool
    concerned: tuple[tuple[str, Text | str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """Something whoever reports has written before."""

    text: str
    when: str
    heading: Text | None = None


@dataclass(frozen=True, slots=True)
class OnePage:
    """Where a report stands, as far as its reporter may know."""

    title: Text
    code: str
    state: Text
    state_kind: str
    next: Text | str
    answer: str
    said: tuple[Said, ...]
    add_href: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One of the reader's own reports."""

    href: str
    title: Text
    note: Text
    due: str = ""


def report(actor: Actor, path: str) -> ReportPage:
    """The page that sends: kinds in their order, danger first."""
    said = safe_path(path)
    place = places.of(actor, said)
    return ReportPage(
        path=said,
        choices=tuple(Choice(kind.value, KINDS[kind], kind == ConcernKind.DANGER) for kind in ConcernKind),
        asks_province=place.area_code is None,
        asks_name=actor.is_known,
        concerned=tuple(places.concerned(actor, said)),
    )


def one(concern: Concern, *, code: str = "", is_new: bool = False) -> OnePage:
    """Where it stands. Notes of those who look into it are never here."""
    closed = concern.state == ConcernState.CLOSED
    outcome = OUTCOMES[ConcernOutcome(concern.outcome)] if concern.outcome else t("This report is closed")
    return OnePage(
        title=KINDS[ConcernKind(concern.kind)],
        code=code,
        state=outcome if closed else STATES[ConcernState(concern.state)],
        state_kind="done" if closed else "",
        next=_next(concern),
        answer=concern.told if closed else "",
        said=tuple(
            Said(notes.text_of(one), dates.date_time(one.at), notes.heading_of(one))
            for one in concern.notes
            if one.from_reporter
        ),
        add_href=url_for("public.add_to_report") if code else url_for("public.add_to_own_report", concern=concern.ref),
        is_new=is_new,
    )


def own(actor: Actor) -> tuple[OwnLine, ...]:
    """What the reader reported under their name."""
    return tuple(
        OwnLine(
            url_for("public.show_own_report", concern=found.ref),
            KINDS[ConcernKind(found.kind)],
            t(
                "{state}, reported on {day}",
                state=STATES[ConcernState(found.state)],
                day=dates.date_time(found.reported_at),
            ),
        )
        for found in (reporting.own(actor) if actor.is_known else ())
    )


def safe_path(path: str) -> str:
    """The page a report was made on, when it is one of ours and holds no secret."""
    shown = path.partition("?")[0]
    return shown if reporting.is_open_address(shown) else ""


def _next(concern: Concern) -> Text | str:
    if concern.state == ConcernState.CLOSED:
        return t("If it is not all right, write it below: the level above looks at it again.")
    if concern.due_at is not None:
        return t(
            "Somebody takes it up by {when}. If nobody does, the level above is told by itself.",
            when=dates.date_time(concern.due_at),
        )
    return t("You can add to it at any time.")

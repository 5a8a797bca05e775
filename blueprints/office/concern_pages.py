"""Finished values for those who look into concerns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.guard import can_be_read
from blueprints.office import concern_links, concern_traces, reach
from blueprints.office.money_parts import Item
from blueprints.office.queue_rows import Due, due_of
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact, Step
from marketplace.concerns import desks, handling, notes, other_side, places, policy, queries, together
from marketplace.concerns.words import KINDS, LEVELS, OUTCOMES, STATES, URGENCIES
from marketplace.i18n import Text, dates, pick, t
from marketplace.organisations import policy as organisations
from marketplace.organisations import sayings
from marketplace.organisations.papers import LOOKED_AT
from marketplace.people import desks as people
from models import vocabulary as v

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.access import Actor
    from models.concern import AccessPause, Concern

_OURS = {"messages": "messages", "applications": "enrolments", "agreements": "agreements", "days": "days"}
_ELSEWHERE = re.compile(rf"/(?:youth|guardian|provider|mentor)/({'|'.join(_OURS)})/([A-Z0-9-]{{10,48}})")
_MENTORING = re.compile(r"/(?:mentor/matches|youth/mentor|youth/matches)(?:/|$)")
FOUND_BY_OKAT = t("Wrote the words below. Okat found them; nobody has judged yet what they mean.")
_OFFERED = re.compile(r"/(youth/apply|provider/postings)/([A-Z0-9-]{10,48})")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class ListPage:
    """What is open, what was closed lately; for auditors numbers alone."""

    total: int
    items: tuple[Item, ...]
    pages: tuple[PageLink, ...]
    closed: tuple[Item, ...]
    gone_on: tuple[Item, ...]
    columns: tuple[Column, ...]
    counts: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody it is about, and whether their access waits."""

    name: str
    since: Text | str
    lines: tuple[Text | str, ...]


@dataclass(frozen=True, slots=True)
class ConcernPage:
    """One concern with everything known and what can be done."""

    title: Text
    subtitle: Text
    state: Text
    state_line: Text | str
    state_kind: str
    facts: tuple[Fact, ...]
    notes: tuple[Step, ...]
    people: tuple[Person, ...]
    kept_out: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    ref: str
    is_new: bool
    can_work: bool
    can_lead: bool
    why_not: Text | None
    can_go_up: bool
    can_hand_over: bool
    can_pause: bool
    can_resume: bool
    organisations: tuple[Item, ...]
    reach: reach.Reach | None
    beside: tuple[Item, ...]


def listed(actor: Actor, page: int) -> ListPage:
    """Open concerns, the first due first."""
    found, total = queries.open_for(actor, page=page) if actor.has(*policy.HANDLERS) else ((), 0)
    closed = queries.closed_for(actor, size=10)[0] if actor.has(*policy.HANDLERS) else ()
    counted = queries.counts(actor) if actor.has(v.Role.AUDITOR) else {}
    together_with = together.by_youth(actor, found)
    return ListPage(
        total=total,
        items=tuple(concern_links.marked(one, together_with.get(one.youth_id or 0, ())) for one in found),
        pages=page_links("office.show_concerns", page, total, queries.PAGE),
        closed=tuple(concern_links.item(one) for one in closed),
        gone_on=concern_traces.listed(actor),
        columns=(Column(t("What is reported")), *(Column(STATES[state], True) for state in v.ConcernState)),
        counts=tuple(
            (KINDS[kind], *(counted.get((kind, state), 0) for state in v.ConcernState))
            for kind in v.ConcernKind
            if counted
        ),
    )


def one(actor: Actor, concern: Concern) -> ConcernPage:
    """Everything about one; the reader has been let in already."""
    works, leads = policy.can_work(actor, concern), policy.can_lead(actor, concern)
    due = due_of(concern.due_at)
    about = handling.accused(concern)
    return ConcernPage(
        title=KINDS[v.ConcernKind(concern.kind)],
        subtitle=t("Reported {when}", when=dates.date_time(concern.reported_at)),
        state=OUTCOMES[v.ConcernOutcome(concern.outcome)] if concern.outcome else STATES[v.ConcernState(concern.state)],
        state_line=_clock(concern, due),
        state_kind="done"
        if concern.state == v.ConcernState.CLOSED
        else ("stop" if concern.urgency == v.ConcernUrgency.DANGER else ""),
        facts=tuple(_facts(concern)),
        reach=reach.of(actor, concern.youth_id),
        notes=tuple(_notes(concern)),
        people=tuple(_people(concern)),
        kept_out=tuple(one.account.name for one in concern.named if one.account_id not in about),
        others=tuple((one.ref, one.name) for one in other_side.of(concern) if one.id not in about),
        ref=concern.ref,
        is_new=concern.state == v.ConcernState.NEW,
        can_work=bool(works),
        can_lead=bool(leads),
        why_not=None if works else works.reason,
        can_go_up=concern.level != v.ConcernLevel.COUNTRY,
        can_hand_over=bool(desks.case_workers_of(concern)),
        can_pause=bool(leads) and bool(pausable(concern)),
        can_resume=bool(leads) and bool(paused(concern)),
        organisations=tuple(_organisations(actor, concern)),
        beside=tuple(concern_links.beside(one) for one in together.beside(actor, concern)),
    )


def _organisations(actor: Actor, concern: Concern) -> Iterator[Item]:
    """Whom it may be about, for readers who could suspend them."""
    named = [one.account_id for one in concern.named]
    for one in places.organisations_of(concern.about_path, named):
        if organisations.can_decide(actor, one) and one.state in LOOKED_AT:
            href = url_for("office.show_organisation", organisation=one.ref)
            yield Item(href=href, title=pick(one.name_th, one.name_en), note=sayings.STATES[one.state])


def case_workers(concern: Concern) -> list[tuple[str, str]]:
    """Those it can be given to."""
    found = desks.case_workers_of(concern)
    return [(str(key), found[key]) for key in sorted(found, key=lambda key: (found[key], key))]


def pausable(concern: Concern) -> list[tuple[str, str]]:
    """Those it is about whose access does not wait yet."""
    accused, waiting = handling.accused(concern), {one.account_id for one in concern.pauses if one.ended_at is None}
    return [
        (one.account.ref, one.account.name)
        for one in concern.named
        if one.account_id in accused and one.account_id not in waiting
    ]


def paused(concern: Concern) -> list[tuple[str, str]]:
    """Those whose access waits, by the key of their pause."""
    return [(one.ref, one.account.name) for one in concern.pauses if one.ended_at is None]


def _clock(concern: Concern, due: Due) -> Text | str:
    """By when it is to be dealt with, or for how long that is past."""
    if concern.due_at is None or due.kind == "late":
        return due.text
    return t("by {moment}", moment=due.exact)


def _at_office(path: str) -> str:
    """Where the office reads what a page of somebody else is about; nothing where this reader has no such page."""
    wanted = path
    if found := _ELSEWHERE.match(path):
        wanted = f"/office/{_OURS[found[1]]}/{found[2]}"
    elif _MENTORING.match(path):
        wanted = "/office/mentoring"
    elif found := _OFFERED.match(path):
        wanted = f"/opportunities/{found[2]}" if found[1] == "youth/apply" else f"/office/postings/{found[2]}"
    return wanted if can_be_read(wanted) else ""


def _facts(concern: Concern) -> Iterator[Fact]:
    known = people.names_of([key for key in (concern.reporter_id, concern.handler_id) if key is not None])
    yield Fact(t("How urgent"), URGENCIES[v.ConcernUrgency(concern.urgency)])
    yield Fact(t("Where it lies"), lines=(LEVELS[v.ConcernLevel(concern.level)], concern_links.place(concern)))
    if concern.handler_id is not None:
        yield Fact(t("In the hands of"), known.get(concern.handler_id, ""))
    if concern.reporter_id is not None:
        yield Fact(t("Reported by"), known.get(concern.reporter_id, ""))
    elif concern.youth_id is not None:
        yield Fact(t("Reported by"), t("Okat itself, from what was typed"))
    else:
        yield Fact(t("Reported by"), t("Somebody who gave no name"))
    if contact := handling.contact_of(concern):
        yield Fact(t("How to reach them"), contact)
    if concern.about_path:
        href = _at_office(concern.about_path)
        yield Fact(
            t("Reported from the page"), concern.about_path, href=href, link=t("Look at the page") if href else ""
        )


def _notes(concern: Concern) -> Iterator[Step]:
    known = people.names_of([one.author_id for one in concern.notes if one.author_id is not None])
    for one in concern.notes:
        reported = one.from_reporter and one.author_id not in handling.wrote(concern)
        who = t("Whoever reported it") if reported else known.get(one.author_id or 0, "")
        said = filter(None, (str(notes.heading_of(one) or ""), notes.text_of(one)))
        yield Step(who, text="\n".join(said), note=dates.date_time(one.at))


def _people(concern: Concern) -> Iterator[Person]:
    accused = handling.accused(concern)
    running: dict[int, AccessPause] = {one.account_id: one for one in concern.pauses if one.ended_at is None}
    for named in concern.named:
        if named.account_id not in accused:
            continue
        pause = running.get(named.account_id)
        yield Person(
            name=named.account.name,
            since=t("Access paused since {when}", when=dates.date_time(pause.began_at)) if pause else "",
            lines=tuple(
                line
                for line in (
                    FOUND_BY_OKAT if named.named_by_id is None and concern.state != v.ConcernState.CLOSED else "",
                    handling.reason_of(pause) if pause else "",
                )
                if line
            ),
        )

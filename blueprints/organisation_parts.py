"""Finished values of an organisation's documents and history, as its keepers and its office see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.parts import Fact, Step
from marketplace.areas import names
from marketplace.audit import history
from marketplace.i18n import Text, dates, pick, t
from marketplace.i18n.words import word
from marketplace.kernel import clock
from marketplace.kernel.sizes import megabytes
from marketplace.organisations import changes, papers, policy, sayings
from marketplace.people import desks
from models.vocabulary import ChangeState, OrganisationKind, PaperState

if TYPE_CHECKING:
    from models.organisation import Organisation, OrganisationChange, OrganisationPaper


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One document that was shown."""

    ref: str
    title: Text
    text: Text | str
    added: Text
    kind: str
    reason: str
    file: str
    file_href: str
    remove_href: str
    is_waiting: bool
    is_counting: bool


@dataclass(frozen=True, slots=True)
class Need:
    """One document that is asked for and not there; colours and signs alone would say nothing to many."""

    text: Text
    flag: bool = True


def needs(organisation: Organisation) -> tuple[Need, ...]:
    """The needed documents that were not shown; whatever was shown stands among the lines, with what it is worth."""
    missing = papers.standing(organisation, waiting=True).missing
    return tuple(Need(t("{paper}: missing", paper=sayings.PAPERS[kind])) for kind in missing)


def lines(organisation: Organisation) -> tuple[PaperLine, ...]:
    """Every document that was shown, newest first."""
    found = papers.of(organisation)
    called = desks.names_of({one.added_by_id for one in found if one.added_by_id is not None})
    return tuple(_line(organisation, one, called.get(one.added_by_id or 0, "")) for one in found)


def change_facts(change: OrganisationChange | None) -> tuple[Fact, ...]:
    """What a change would change: the new, and the old beneath it."""
    if change is None:
        return ()
    staff = dict(changes.staff(changes.organisation_of(change)))
    found = []
    for name, said in change.facts.items():
        if name == changes.BRANCH:
            place = changes.branch_of(change)
            found.append(Fact(sayings.FIELDS[name], pick(place.name_th, place.name_en) if place is not None else said))
            continue
        new = staff.get(said, said) if name == changes.IN_CHARGE else _shown(name, said)
        old = change.before.get(name, "")
        lines = (new, t("until now {old}", old=_shown(name, old))) if old else (new,)
        found.append(Fact(sayings.FIELDS[name], lines=lines))
    return tuple(found)


def lacking(organisation: Organisation) -> Text | None:
    """What the change that waits says nothing of: the documents that do not hold; nothing without such a change."""
    waits = changes.waiting(organisation)
    found = changes.lacking(organisation, waits) if waits is not None else ()
    if not found:
        return None
    named = ", ".join(str(sayings.PAPERS[kind]) for kind in found)
    return t("Missing or run out: {papers}. Until they are renewed nothing new can be published.", papers=named)


def refusal(organisation: Organisation) -> str:
    """The reason against the newest change, if that was refused."""
    newest = changes.last(organisation)
    if newest is None or newest.state != ChangeState.REFUSED:
        return ""
    return next((move.note for move in reversed(history(newest)) if move.verb == "refuse"), "")


def steps(organisation: Organisation) -> tuple[Step, ...]:
    """What happened, oldest first."""
    return tuple(
        Step(sayings.STATES[move.to_state], move.note, dates.date_time(move.at)) for move in history(organisation)
    )


def said_last(organisation: Organisation, verbs: Sequence[str]) -> str:
    """The words of the last move by one of these verbs."""
    return next((move.note for move in reversed(history(organisation)) if move.verb in verbs), "")


def _line(organisation: Organisation, one: OrganisationPaper, by: str) -> PaperLine:
    until = one.valid_until
    run_out = (until or clock.today()) < clock.today()
    kinds = {PaperState.WAITING: "draft", PaperState.CONFIRMED: "done", PaperState.REFUSED: "stop"}
    said: Text = sayings.PAPER_STATES[one.state]
    if until is not None and run_out and one.state != PaperState.REFUSED:
        said = t("Ran out on {day}", day=dates.long_date(until, weekday=False))
    elif until is not None:
        said = t("{state}, holds until {day}", state=said, day=dates.long_date(until, weekday=False))
    name = sayings.PAPERS[one.kind]
    # The old and the renewed one of a kind are told apart by their last day.
    called = name if until is None else t("{paper} until {day}", paper=name, day=dates.long_date(until, weekday=False))
    return PaperLine(
        ref=one.ref,
        title=t("{paper}, number {number}", paper=name, number=one.number) if one.number else name,
        text=said,
        added=t("Added {at} by {name}", at=dates.date_time(one.added_at), name=by)
        if by
        else t("Added {at}", at=dates.date_time(one.added_at)),
        kind="stop" if run_out else kinds[PaperState(one.state)],
        reason=one.reason if one.state == PaperState.REFUSED else "",
        file=f"{called}: {one.given_name} ({megabytes(one.size)} MB)",
        file_href=url_for("provider.show_organisation_file", document=one.ref),
        remove_href=url_for("provider.remove_paper", document=one.ref) if policy.may_remove(organisation, one) else "",
        is_waiting=one.state == PaperState.WAITING,
        is_counting=one.state == PaperState.CONFIRMED,
    )


def _shown(name: str, said: str) -> str:
    if name == "kind":
        return str(word(OrganisationKind, said))
    return names.address(said) if name == "area_code" else said or str(t("None"))

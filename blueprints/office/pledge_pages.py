"""Finished values for vetting: heaps in the order of work, and one pledge with every check and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import contribution_parts
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact, Step
from marketplace.areas import names
from marketplace.audit import history
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.people import desks
from marketplace.resources import availability, vetting
from marketplace.resources.states import PLEDGE
from marketplace.vetting import facts, rules
from models.vocabulary import ResourceKind, ResourceState, ResourceUnit, Support, VettingCheck

if TYPE_CHECKING:
    from blueprints.contribution_parts import CertificatesPart
    from marketplace.access import Actor
    from marketplace.vetting.rules import Standing
    from models.resource import Resource
    from models.vetting import VettingFact

HEAPS: dict[str, Text] = {
    "new": t("New"),
    "checking": t("Being checked"),
    "checked": t("Checked, to open"),
    "due": t("Renewal due"),
    "stopped": t("Stopped"),
    "open": t("Open"),
}
_VERBS: dict[str, tuple[Text, str]] = {
    "start_vetting": (t("Take it on"), ""),
    "approve": (t("Everything is in order"), ""),
    "open": (t("Open it"), ""),
    "renew": (t("Open it again"), ""),
    "look_again": (t("Check it anew"), ""),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One heap with its number."""

    label: Text
    href: str
    count: int
    current: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One pledge in a heap."""

    href: str
    title: str
    note: Text
    due: Text | str
    due_kind: str
    due_exact: str = ""


@dataclass(frozen=True, slots=True)
class HeapPage:
    """One heap."""

    tabs: tuple[Tab, ...]
    lines: tuple[Line, ...]
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check that is needed: whether it holds, until when, by whom, and how to strike it out."""

    title: Text
    says: Text | str
    note: str
    flag: bool
    strike_href: str


@dataclass(frozen=True, slots=True)
class Button:
    """One thing the office may do now."""

    label: Text
    href: str
    kind: str


@dataclass(frozen=True, slots=True)
class PledgePage:
    """One pledge as the office sees it."""

    title: str
    facts: tuple[Fact, ...]
    about: str
    state: Text
    meaning: Text
    kind: str
    checks: tuple[CheckLine, ...]
    checks_title: Text
    choices: tuple[tuple[str, Text], ...]
    buttons: tuple[Button, ...]
    suspend_href: str
    reject_href: str
    record_href: str
    can_vet: bool
    why_not: Text | None
    no_approval: Text | str
    steps: tuple[Step, ...]
    certificates: CertificatesPart


def heap(actor: Actor, asked: str, page: int) -> HeapPage:
    """One heap of the office, the first with work in it when none is asked for."""
    counts = vetting.counts(actor)
    group = asked if asked in HEAPS else next((name for name in HEAPS if counts[name]), "new")
    found, total = vetting.heap(actor, group, page)
    standings = facts.standings(found)
    return HeapPage(
        tabs=tuple(
            Tab(label, url_for("office.show_pledges", heap=name), counts[name], name == group, name == "due")
            for name, label in HEAPS.items()
        ),
        lines=tuple(_line(one, standings[one.id]) for one in found),
        pages=page_links("office.show_pledges", page, total, vetting.PAGE, heap=group),
    )


def one(actor: Actor, resource: Resource) -> PledgePage:
    """Everything about one pledge."""
    standing, verdict = facts.standing(resource), vetting.can_vet(actor, resource)
    approval = vetting.can_approve(actor, resource)
    meaning, kind = _meaning(resource, standing)
    verbs = PLEDGE.verbs(resource.state)
    needed = facts.needed_of(resource, clock.today())
    return PledgePage(
        title=pick(resource.title_th, resource.title_en),
        facts=_facts(resource),
        about=pick(resource.about_th, resource.about_en),
        state=words.word(ResourceState, resource.state),
        meaning=meaning,
        kind=kind,
        checks=_checks(resource, standing, can_vet=bool(verdict)),
        checks_title=t(
            "Checks: {held} of {all} hold",
            held=len(needed) - len(standing.missing) - len(standing.run_out),
            all=len(needed),
        ),
        choices=tuple((check.value, words.word(VettingCheck, check)) for check in needed),
        buttons=tuple(
            Button(label, url_for("office.move_pledge", pledge=resource.ref, verb=verb), face)
            for verb, (label, face) in _VERBS.items()
            if verb in verbs and (standing.holds or verb in ("start_vetting", "look_again"))
        )
        if verdict
        else (),
        suspend_href=_stop(resource, "suspend") if verdict and "suspend" in verbs else "",
        reject_href=_stop(resource, "reject") if verdict and "reject" in verbs else "",
        record_href=url_for("office.record_check", pledge=resource.ref),
        can_vet=bool(verdict) and bool(needed),
        why_not=verdict.reason,
        no_approval="" if approval or VettingCheck.APPROVAL not in needed else approval.reason or "",
        steps=tuple(
            Step(words.word(ResourceState, move.to_state), move.note, dates.date_time(move.at))
            for move in history(resource)
        ),
        certificates=contribution_parts.part(
            resource, issue="office.issue_certificate", download="office.download_certificate", may_issue=bool(verdict)
        ),
    )


def _stop(resource: Resource, verb: str) -> str:
    return url_for("office.move_pledge", pledge=resource.ref, verb=verb)


def _facts(resource: Resource) -> tuple[Fact, ...]:
    row = availability.of(resource.id)
    amount = f"{resource.capacity:,} {words.word(ResourceUnit, resource.unit)}"
    covers = ", ".join(str(words.word(Support, need)) for need in row.supports)
    rows = (
        Fact(t("Kind"), words.word(ResourceKind, resource.kind)),
        Fact(t("How much"), amount),
        Fact(t("Area"), names.address(resource.area_code)),
        Fact(t("When"), pick(resource.when_th, resource.when_en)),
        Fact(t("It covers"), covers),
        Fact(t("Wants to be asked"), t("Each time") if row.asks_first else ""),
    )
    return tuple(row for row in rows if row.value)


def _checks(resource: Resource, standing: Standing, *, can_vet: bool) -> tuple[CheckLine, ...]:
    found = [fact for fact in facts.of(resource) if fact.struck_at is None]
    called = desks.names_of({fact.recorded_by_id for fact in found if fact.recorded_by_id is not None})
    newest = {fact.kind: fact for fact in reversed(found)}
    lines = []
    for check in facts.needed_of(resource, clock.today()):
        fact = newest.get(check)
        lines.append(
            CheckLine(
                title=words.word(VettingCheck, check),
                says=_says(fact, called, run_out=check in standing.run_out),
                note=fact.note if fact is not None else "",
                flag=check in standing.missing or check in standing.run_out,
                strike_href=url_for("office.strike_check", pledge=resource.ref, check=fact.ref)
                if fact is not None and can_vet
                else "",
            )
        )
    return tuple(lines)


def _says(fact: VettingFact | None, called: dict[int, str], *, run_out: bool) -> Text:
    if fact is None:
        return t("Not done yet")
    done = dates.short_date(fact.done_on, year=True)
    by = called.get(fact.recorded_by_id or 0, "Okat")
    if run_out:
        return t("Has run out; done on {day}", day=done)
    if fact.valid_until is None:
        return t("On {day}, kept by {name}", day=done, name=by)
    last = dates.short_date(fact.valid_until, year=True)
    return t("On {day}, kept by {name}, holds until {last}", day=done, name=by, last=last)


def _meaning(resource: Resource, standing: Standing) -> tuple[Text, str]:
    if resource.state == ResourceState.SUSPENDED:
        return t("Stopped at once. Nothing of it is planned with, and nothing is kept."), "stop"
    if resource.state in (ResourceState.WITHDRAWN, ResourceState.REJECTED):
        return t("It has ended."), "stop"
    if standing.takes_new:
        return t("Every check holds. It can be matched."), "done"
    if standing.holds:
        return t("A check runs out tomorrow at the latest. Nothing new begins before it is renewed."), "stop"
    left = len(standing.missing) + len(standing.run_out)
    return t("It cannot be matched yet. Checks missing: {count}", count=left), ""


def _line(one: Resource, standing: Standing) -> Line:
    left = len(standing.missing) + len(standing.run_out)
    due: Text | str = t("Checks missing: {count}", count=left) if left else ""
    kind = "late" if standing.run_out else ""
    if not left and standing.until is not None and (standing.until - clock.today()).days <= max(rules.MARKS):
        due, kind = t("Runs out {day}", day=dates.short_date(standing.until)), "soon"
    return Line(
        href=url_for("office.show_pledge", pledge=one.ref),
        title=pick(one.title_th, one.title_en),
        note=t("{kind}, {place}", kind=words.word(ResourceKind, one.kind), place=names.short(one.area_code)),
        due=due,
        due_kind=kind,
    )

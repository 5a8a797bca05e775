"""Finished values for the organisations of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import organisation_parts
from blueprints.exporting import Export, links
from blueprints.office.money_parts import Item
from blueprints.office.queue_pages import Tab
from blueprints.organisation_parts import Need, PaperLine
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact, Step
from marketplace.areas import names, offices
from marketplace.enrolments import policy as enrolments
from marketplace.enrolments import sayings as enrolment_words
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.organisations import changes, onboarding, papers, policy, queries, sayings, suspending
from marketplace.organisations.states import ORGANISATION
from models.vocabulary import OrganisationKind, OrganisationState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from marketplace.access import Actor
    from models.enrolment import Enrolment
    from models.organisation import Organisation

HEAPS: dict[str, Text] = {
    "new": t("New"),
    "reading": t("Being looked at"),
    "papers": t("Documents to look at"),
    "changes": t("Changes to look at"),
    "due": t("Run out"),
    "asked": t("Asked back"),
    "stopped": t("Suspended"),
    "active": t("Active"),
}
DONE: dict[str, Text] = {
    "start_review": t("It is yours to look at now."),
    "give_back": t("They are told what you asked."),
    "decline": t("They are told why."),
    "activate": t("It is active. Whoever brought it in can post now."),
    "suspend": t("It is suspended. Now decide for each of those who learn there."),
    "lift": t("It goes on. Those who were told of the suspension are told."),
}
_BUTTONS: dict[str, Text] = {
    "start_review": t("Take it on"),
    "activate": t("Everything is in order: activate"),
}
_WORDED: dict[str, Text] = {
    "give_back": t("Ask something"),
    "decline": t("Do not take it in"),
    "suspend": t("Suspend it at once"),
    "lift": t("End the suspension"),
}
_HINTS: dict[str, Text] = {
    "suspend": t(
        "The organisation reads this. Name nobody who told you something. From this moment nothing of it is listed."
    ),
    "lift": t("The organisation reads this. What was published is listed again at once."),
}
_KINDS = {
    OrganisationState.ACTIVE: "done",
    OrganisationState.DECLINED: "stop",
    OrganisationState.SUSPENDED: "stop",
    OrganisationState.RENEWAL_DUE: "stop",
}


@dataclass(frozen=True, slots=True)
class HeapPage:
    """One heap."""

    tabs: tuple[Tab, ...]
    items: tuple[Item, ...]
    pages: tuple[PageLink, ...]
    heap: str
    words: str
    export: Export


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the office may do now."""

    label: Text
    href: str
    hint: Text | str = ""
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class PaperToAnswer:
    """A document with where it is answered, for whoever may."""

    paper: PaperLine
    action: str


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One organisation as its office sees it."""

    title: str
    state: Text
    means: Text | str
    kind: str
    facts: tuple[Fact, ...]
    about: tuple[str, ...]
    twins: tuple[Item, ...]
    needs: tuple[Need, ...]
    papers: tuple[PaperToAnswer, ...]
    steps: tuple[Step, ...]
    buttons: tuple[Act, ...]
    worded: tuple[Act, ...]
    why_not: Text | str
    public_href: str
    change: tuple[Fact, ...]
    change_lacks: Text | None
    change_action: str
    touched_title: Text
    touched: tuple[Item, ...]
    touched_elsewhere: Text | None


def heap(actor: Actor, asked: str, said: str, page: int) -> HeapPage:
    """One heap, the first with work in it when none is asked for."""
    counts = queries.counts(actor)
    name = _heap_asked(asked, counts)
    found, total = queries.heap(actor, name, said, page)
    return HeapPage(
        tabs=tuple(
            Tab(label, url_for("office.show_organisations", heap=each), counts[each], each == name, each == "due")
            for each, label in HEAPS.items()
        ),
        items=tuple(_item(one) for one in found),
        pages=page_links("office.show_organisations", page, total, queries.PAGE, heap=name, q=said),
        heap=name,
        words=said,
        export=links("office.export_organisations", heap=name, q=said or None),
    )


def _heap_asked(asked: str, counts: Mapping[str, int]) -> str:
    return asked if asked in HEAPS else next((each for each in HEAPS if counts[each]), "new")


HEAD: tuple[Text, ...] = (
    t("Reference"),
    t("Organisation"),
    t("Kind"),
    t("Area"),
    t("State"),
    t("Registration number"),
    t("Documents hold until"),
)


def heap_file(actor: Actor, asked: str, said: str, most: int) -> list[list[object]]:
    """The heap on screen under the same filters, all its pages."""
    found, _total = queries.heap(actor, _heap_asked(asked, queries.counts(actor)), said, size=most)
    return [
        [
            one.ref,
            pick(one.name_th, one.name_en),
            words.word(OrganisationKind, one.kind),
            names.address(one.area_code),
            sayings.STATES[one.state],
            one.registration_no or "",
            one.papers_until.isoformat() if one.papers_until is not None and one.papers_until != date.max else "",
        ]
        for one in found
    ]


def one(actor: Actor, found: Organisation) -> OfficePage:
    """Everything about one."""
    verdict, verbs = policy.can_decide(actor, found), ORGANISATION.verbs(found.state)
    touched, waits = suspending.affected(found), changes.waiting(found)
    ours = [each for each in touched if enrolments.can_see_as_office(actor, each)]
    return OfficePage(
        title=pick(found.name_th, found.name_en),
        state=sayings.STATES[found.state],
        means=_means(found),
        kind=_KINDS.get(OrganisationState(found.state), ""),
        facts=_facts(found),
        about=tuple(line for line in pick(found.about_th, found.about_en).splitlines() if line.strip()),
        twins=tuple(_item(each) for each in onboarding.twins(found) if policy.can_see(actor, each)),
        needs=organisation_parts.needs(found),
        papers=tuple(
            PaperToAnswer(line, _answer(found, line, bool(verdict))) for line in organisation_parts.lines(found)
        ),
        steps=organisation_parts.steps(found),
        buttons=_acts(found, _BUTTONS, verbs) if verdict else (),
        worded=_acts(found, _WORDED, verbs) if verdict else (),
        why_not=verdict.reason or "",
        public_href=url_for("public.show_organisation", ref=found.ref)
        if found.state in (OrganisationState.ACTIVE, OrganisationState.RENEWAL_DUE)
        else "",
        change=organisation_parts.change_facts(waits),
        change_lacks=organisation_parts.lacking(found),
        change_action=url_for("office.decide_change", change=waits.ref) if waits is not None and verdict else "",
        touched_title=t("Learning there or asked to, people: {count}", count=len(touched)),
        touched=tuple(_enrolment(each) for each in ours),
        touched_elsewhere=_elsewhere(len(touched) - len(ours), anybody=bool(ours)),
    )


def _enrolment(one: Enrolment) -> Item:
    return Item(
        href=url_for("office.show_enrolment", enrolment=one.ref),
        title=t("{who}: {title}", who=one.youth.alias, title=pick(one.opportunity.title_th, one.opportunity.title_en)),
        note=enrolment_words.state(one.state),
    )


def _elsewhere(count: int, *, anybody: bool) -> Text | None:
    """How many of those who are counted stand on no list of this reader, and who decides for them."""
    if not count:
        return None
    if not anybody:
        return t("All of them, people: {count}, belong to other offices, who decide for them.", count=count)
    return t("More belong to other offices, who decide for them; people: {count}", count=count)


def _acts(found: Organisation, labels: dict[str, Text], verbs: frozenset[str]) -> tuple[Act, ...]:
    return tuple(
        Act(
            label,
            url_for("office.move_organisation", organisation=found.ref, act=verb),
            _HINTS.get(verb, ""),
            verb in ("decline", "suspend"),
        )
        for verb, label in labels.items()
        if verb in verbs
    )


def _answer(found: Organisation, line: PaperLine, may: bool) -> str:
    if not may or found.state not in papers.LOOKED_AT or not (line.is_waiting or line.is_counting):
        return ""
    return url_for("office.answer_document", document=line.ref)


def _means(found: Organisation) -> Text | str:
    if found.state == OrganisationState.SUSPENDED:
        return t("Nothing of it is listed and nobody new begins there. Decide for each of those below how it goes on.")
    if found.state == OrganisationState.IN_REVIEW:
        return t("Look at the facts and at each document. Activating says that every document is right.")
    if found.papers_until is not None and found.papers_until < clock.today():
        return t("Nothing new can be published until its documents hold again. What runs goes on.")
    if found.state == OrganisationState.ACTIVE and found.papers_until is None:
        return t("It came in before documents were asked for.")
    return ""


def _facts(found: Organisation) -> tuple[Fact, ...]:
    rows = [
        Fact(t("Kind"), words.word(OrganisationKind, found.kind)),
        Fact(t("Area"), names.address(found.area_code)),
        Fact(t("Looks after it"), offices.office_name(found.office_key)),
        Fact(t("Registration number"), found.registration_no or t("None")),
    ]
    who = onboarding.brought_by(found)
    if who:
        rows.append(Fact(t("Brought in by, and in charge of it afterwards"), who))
    if found.visited_on is not None:
        rows.append(Fact(t("Place checked"), dates.long_date(found.visited_on, weekday=False)))
    return tuple(rows)


def _item(one: Organisation) -> Item:
    said = t("{kind}, {place}", kind=words.word(OrganisationKind, one.kind), place=names.short(one.area_code))
    until, due, face = one.papers_until, "", ""
    if until is not None and (until - clock.today()).days <= 30:
        day = dates.short_date(until)
        late = until < clock.today()
        due, face = (
            str(t("Ran out {day}", day=day) if late else t("Runs out {day}", day=day)),
            "late" if late else "soon",
        )
    return Item(
        href=url_for("office.show_organisation", organisation=one.ref),
        title=pick(one.name_th, one.name_en),
        note=said,
        due=due,
        due_kind=face,
    )

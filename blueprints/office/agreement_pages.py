"""Finished values for the agreements of an area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for

from blueprints import agreement_parts
from blueprints.agreement_parts import Line, View
from blueprints.exporting import Export, links
from blueprints.law_parts import title_of
from blueprints.office.queue_pages import Tab
from blueprints.paging import PageLink, page_links
from marketplace.agreements import pausing, policy, queries, sayings, signed_names, signing
from marketplace.agreements.queries import View as Part
from marketplace.agreements.states import SIGNABLE, WORK_DAY
from marketplace.areas import names
from marketplace.i18n import Text, pick, t
from marketplace.kernel import clock
from marketplace.people import guardians
from marketplace.people.disclosure import view_in
from models.vocabulary import AgreementState, Party

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.people.guardians import Path
    from models.agreement import Agreement, WorkDay

VIEWS = {
    Part.REVIEW: t("Waits for you"),
    Part.SIGNING: t("Being signed"),
    Part.RUNNING: t("Running"),
    Part.DISPUTED: t("With a disputed day"),
    Part.UNASSESSED: t("Over, assessment missing"),
    Part.OUTDATED: t("Posting has changed"),
    Part.UNLAWFUL: t("With a day against the law"),
    Part.ENDED: t("Ended"),
}
HEAD = (t("Reference"), t("Name"), t("Placement"), t("Host"), t("First day"), t("Last day"), t("State"), t("Area"))


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list as it is asked for."""

    tabs: tuple[Tab, ...]
    words: str
    view: str
    lines: tuple[Line, ...]
    pages: tuple[PageLink, ...]
    export: Export
    is_filtered: bool
    all_href: str


@dataclass(frozen=True, slots=True)
class LinkToMake:
    """A party that can be sent a link."""

    label: Text
    action: str


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A link just made, and who signs by it."""

    href: str
    party: Party

    @property
    def title(self) -> Text:
        """To whom it is handed: a link that reaches another party would let them sign in its name."""
        return t("Give this link to: {party}", party=sayings.PARTIES[self.party])


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """One agreement as the office sees it."""

    view: View
    who: str
    decide_href: str
    why_not: Text | None
    links: tuple[LinkToMake, ...]
    link: MadeLink | None
    guardian_href: str
    guardian_why: Text | None
    guardian_care: Text | None
    enrolment_href: str
    same_phone: Text | None
    odd_names: tuple[Text, ...]
    outdated: Text | None


def listed(actor: Actor, arguments: Mapping[str, str], page: int) -> ListPage:
    """One page of the list."""
    part, words = _asked(arguments)
    counted, here = queries.counts(actor, words), _address(part, words)
    found = queries.listed(actor, part, words=words, page=page)
    return ListPage(
        tabs=tuple(
            Tab(
                VIEWS[each],
                url_for("office.show_agreements", **_address(each, words)),
                counted[each],
                each is part,
                each in (Part.DISPUTED, Part.OUTDATED, Part.UNLAWFUL) and counted[each] > 0,
            )
            for each in Part
        ),
        words=words,
        view=str(part),
        lines=tuple(
            agreement_parts.line(
                one,
                url_for("office.show_agreement", agreement=one.ref),
                who=_called(actor, one),
                waits=one.state == AgreementState.IN_REVIEW,
            )
            for one in found
        ),
        pages=page_links("office.show_agreements", page, counted[part], queries.PAGE, **here),
        export=links("office.export_agreements", **here),
        is_filtered=bool(words),
        all_href=url_for("office.show_agreements", view=part),
    )


def export(actor: Actor, arguments: Mapping[str, str], most: int) -> list[list[object]]:
    """The same rows as texts."""
    part, words = _asked(arguments)
    return [
        [
            one.ref,
            _called(actor, one),
            title_of(one.enrolment),
            pick(one.host.name_th, one.host.name_en),
            one.starts_on.isoformat(),
            one.ends_on.isoformat(),
            agreement_parts.state_of(one),
            names.address(one.area_code),
        ]
        for one in queries.listed(actor, part, words=words, size=most)
    ]


def one(actor: Actor, agreement: Agreement, link: MadeLink | None = None) -> AgreementPage:
    """One agreement with what this person may do."""
    verdict = policy.can_decide(actor, agreement)
    waits = agreement.state == AgreementState.IN_REVIEW
    signs = agreement.state in SIGNABLE and pausing.pause_of(agreement) is None
    helps = signs and bool(policy.can_help_signing(actor, agreement))
    empty = [Party(each.party) for each in signing.places_of(agreement) if each.signed_at is None] if helps else []
    way = signing.way_for(agreement.enrolment.youth)
    return AgreementPage(
        view=agreement_parts.view(
            agreement,
            pdf_href=url_for("office.download_agreement", agreement=agreement.ref),
            day_href=(lambda day: url_for("office.show_day", day=day.ref)) if verdict else None,
        ),
        who=_called(actor, agreement),
        decide_href=url_for("office.decide_agreement", agreement=agreement.ref) if waits and verdict else "",
        why_not=verdict.reason if waits and not verdict else None,
        links=tuple(
            LinkToMake(
                sayings.PARTIES[each],
                url_for("office.make_agreement_link", agreement=agreement.ref, party=each),
            )
            for each in empty
            if each in signing.LINKED and (each != Party.GUARDIAN or not way.through_case_worker)
        ),
        link=link,
        guardian_href=url_for("office.record_agreement_guardian", agreement=agreement.ref)
        if Party.GUARDIAN in empty and way.through_case_worker
        else "",
        guardian_why=way.reason if Party.GUARDIAN in empty else None,
        guardian_care=_who_gets_it(agreement, way) if Party.GUARDIAN in empty else None,
        enrolment_href=url_for("office.show_enrolment", enrolment=agreement.enrolment.ref),
        same_phone=_same_phone(agreement),
        odd_names=tuple(signed_names.odd(agreement)),
        outdated=agreement_parts.outdated_of(agreement),
    )


def _who_gets_it(agreement: Agreement, way: Path) -> Text | None:
    """Whom the guardian's link is for, where contact with another guardian is not safe."""
    known = guardians.recorded(agreement.enrolment.youth, clock.today())
    unsafe = [guardians.name_of(one) for one in known if not one.safe]
    if not way.signers or not unsafe:
        return None
    return t(
        "Give the guardian's link only to {names}. Contact with {others} is not safe.",
        names=", ".join(map(guardians.name_of, way.signers)),
        others=", ".join(unsafe),
    )


def _same_phone(agreement: Agreement) -> Text | None:
    """Who signed where the young person had been signed in not long before."""
    found = [sayings.PARTIES[one.party] for one in signing.places_of(agreement) if one.same_phone]
    if not found:
        return None
    return t(
        "Signed on a phone on which the young person was signed in not long before: {parties}. Speak with them first.",
        parties=", ".join(map(str, found)),
    )


def can_settle(day: WorkDay) -> bool:
    """Whether it is disputed now."""
    return WORK_DAY.allows(day.state, "settle")


def _asked(arguments: Mapping[str, str]) -> tuple[Part, str]:
    view = arguments.get("view", "")
    return (Part(view) if view in set(Part) else Part.REVIEW), arguments.get("q", "").strip()[:80]


def _address(part: Part, words: str) -> dict[str, Any]:
    parts = {"view": str(part), "q": words}
    return {name: value for name, value in parts.items() if value}


def _called(actor: Actor, agreement: Agreement) -> str:
    return view_in(actor, agreement.enrolment.youth, agreement.enrolment).called

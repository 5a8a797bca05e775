"""Finished values for completions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import claim_words
from blueprints.exporting import links
from blueprints.paging import page_links
from blueprints.parts import Fact
from blueprints.provider.parts import Item, ListPage, size
from marketplace.audit import history
from marketplace.enrolments import claim_states, claimed_hours, claims, hours_attended, learner_names, progress
from marketplace.i18n import Text, dates, pick, t, words
from models import vocabulary as v

if TYPE_CHECKING:
    from models.enrolment import Claim, Enrolment


PAGE = 20


def claims_list(found: Sequence[Claim], total: int, page: int) -> ListPage:
    """The organisation's claims, newest first."""
    return ListPage(
        items=claim_items(found),
        pages=page_links("provider.show_claims", page, total, PAGE),
        total=total,
        export=links("provider.export_claims"),
    )


def claims_file(found: Sequence[Claim]) -> tuple[list[object], list[list[object]]]:
    """The claims on screen with a head."""
    head: list[object] = [t("Reference"), t("Name"), t("Posting"), t("Hours claimed"), t("State")]
    names = learner_names.of_all(one.enrolment for one in found)
    return head, [
        [
            one.ref,
            learner_names.pick(names, one.enrolment),
            pick(one.enrolment.opportunity.title_th, one.enrolment.opportunity.title_en),
            one.hours,
            words.word(v.ClaimState, one.state),
        ]
        for one in found
    ]


@dataclass(frozen=True)
class ClaimFormPage:
    """What stands around the claim form."""

    title: Text
    subtitle: str
    line: Text
    flag: Text | None
    none_yet: Text | None
    back_href: str
    accept: str = field(default="image/jpeg,image/png,image/webp,application/pdf")


def claim_form(one: Enrolment) -> ClaimFormPage:
    """A learner with what attendance shows."""
    done, attended = progress.of(one), hours_attended.minutes(one)
    return ClaimFormPage(
        title=t("Claim that {name} has finished", name=learner_names.one(one)),
        subtitle=pick(one.opportunity.title_th, one.opportunity.title_en),
        line=t(
            "{progress}, {hours} hours in all. A claim cannot be higher.",
            progress=done.text,
            hours=attended // 60,
        ),
        flag=done.flag,
        none_yet=claimed_hours.none_yet(attended),
        back_href=url_for("provider.show_application", application=one.ref),
    )


@dataclass(frozen=True)
class ClaimPage:
    """One claim as its organisation sees it."""

    title: Text
    state: Text
    kind: str
    reason: Text | str
    reason_from: Text
    facts: tuple[Fact, ...]
    files: tuple[Item, ...]
    wants_more: bool
    none_yet: Text | None
    most: int | None
    """Hours that can be claimed, where those that were are more than attendance shows."""
    steps: tuple[Item, ...]
    accept: str = field(default="image/jpeg,image/png,image/webp,application/pdf")


def claim(one: Claim) -> ClaimPage:
    """The claim, its proof and how far it has come."""
    offer, waits = one.enrolment.opportunity, claim_words.answer(one, one.enrolment)
    moves = history(one)
    said = claimed_hours.told(one, moves)
    came_back = [move.verb for move in moves][-1:] == ["send_back"]
    wants_more = one.state == v.ClaimState.MORE_EVIDENCE_NEEDED
    minutes = hours_attended.minutes(one.enrolment)
    attended = minutes // 60
    kinds = {v.ClaimState.VERIFIED: "done", v.ClaimState.REJECTED: "stop", v.ClaimState.REVOKED: "stop"}
    return ClaimPage(
        title=t("Completion of {name}", name=learner_names.one(one.enrolment)),
        state=words.word(v.ClaimState, one.state),
        kind=kinds.get(v.ClaimState(one.state), ""),
        reason=said[moves[-1].id] if came_back else one.reason_note,
        reason_from=t("Attendance was corrected") if came_back else t("The office writes"),
        facts=(
            Fact(t("Opportunity"), pick(offer.title_th, offer.title_en)),
            Fact(t("Hours"), one.hours),
            Fact(t("Attendance"), progress.of(one.enrolment).text),
            Fact(t("What was learned"), lines=claims.paragraphs_of(one) or ("–",)),
            *((Fact(t("Answer"), waits),) if waits is not None else ()),
        ),
        files=tuple(
            Item(url_for("provider.show_file", ref=file.ref), file.given_name, size(file.size)) for file in one.evidence
        ),
        wants_more=wants_more,
        none_yet=claimed_hours.none_yet(minutes),
        most=attended if wants_more and one.hours > attended else None,
        steps=tuple(Item("", claim_states.step(move), said[move.id], dates.date_time(move.at)) for move in moves),
    )


def claim_items(found: Sequence[Claim]) -> tuple[Item, ...]:
    """Claims as entries of a list."""
    names = learner_names.of_all(one.enrolment for one in found)
    return tuple(_item(one, names) for one in found)


def _item(one: Claim, names: learner_names.Names) -> Item:
    title = pick(one.enrolment.opportunity.title_th, one.enrolment.opportunity.title_en)
    return Item(
        url_for("provider.show_claim", claim=one.ref),
        learner_names.pick(names, one.enrolment),
        t("{title}, hours {hours}", title=title, hours=one.hours),
        tag=words.word(v.ClaimState, one.state),
    )

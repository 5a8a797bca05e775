"""Finished values for an organisation on its way in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import organisation_parts
from blueprints.organisation_parts import Need, PaperLine
from blueprints.parts import Fact, Step
from blueprints.provider.parts import Item
from marketplace.areas import names, offices
from marketplace.i18n import Text, pick, t
from marketplace.i18n.words import word
from marketplace.organisations import sayings
from marketplace.organisations.states import FILLING, ORGANISATION
from models.vocabulary import OrganisationKind, OrganisationState

if TYPE_CHECKING:
    from models.organisation import Organisation

DONE: dict[str, Text] = {
    "submit": t("It is with the office. You are told here and by message what comes of it."),
    "take_back": t("It is yours again. Send it when it is ready."),
    "give_up": t("It has ended. Nobody looks at it any more."),
}
_MEANS: dict[str, Text] = {
    OrganisationState.DRAFT: t("Fill it in, show the documents and send it. What you keep stays here."),
    OrganisationState.SUBMITTED: t("An officer of your place reads it next. Until then you can fetch it back."),
    OrganisationState.IN_REVIEW: t("An officer reads it now. You are told what comes of it."),
    OrganisationState.INFO_REQUESTED: t("Answer by changing what is below, then send it again."),
    OrganisationState.ACTIVE: t("You can post what young people can join."),
    OrganisationState.DECLINED: t("You can begin another one when that has changed."),
    OrganisationState.LAPSED: t("Nobody looks at it any more."),
}
_KINDS = {OrganisationState.ACTIVE: "done", OrganisationState.DECLINED: "stop", OrganisationState.LAPSED: "stop"}


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """One organisation on its way in."""

    title: str
    state: Text
    means: Text | str
    kind: str
    said: str
    facts: tuple[Fact, ...]
    needs: tuple[Need, ...]
    papers: tuple[PaperLine, ...]
    steps: tuple[Step, ...]
    is_open: bool
    save_href: str
    add_href: str
    submit_href: str
    take_back_href: str
    give_up_href: str


def items(found: Iterable[Organisation]) -> tuple[Item, ...]:
    """Lines that lead to each."""
    return tuple(
        Item(
            url_for("provider.show_opening", opening=one.ref),
            pick(one.name_th, one.name_en),
            t("{state}, {place}", state=sayings.STATES[one.state], place=names.short(one.area_code)),
        )
        for one in found
    )


def opening(found: Organisation) -> OpeningPage:
    """Everything about one."""
    verbs = ORGANISATION.verbs(found.state)

    def way(verb: str) -> str:
        return url_for("provider.move_opening", opening=found.ref, verb=verb) if verb in verbs else ""

    return OpeningPage(
        title=pick(found.name_th, found.name_en),
        state=sayings.STATES[found.state],
        means=_MEANS.get(OrganisationState(found.state), ""),
        kind=_KINDS.get(OrganisationState(found.state), ""),
        said=organisation_parts.said_last(found, ("give_back", "decline"))
        if found.state in (OrganisationState.INFO_REQUESTED, OrganisationState.DECLINED)
        else "",
        facts=(
            Fact(t("Kind"), word(OrganisationKind, found.kind)),
            Fact(t("Area"), names.address(found.area_code)),
            Fact(t("Looks after it"), offices.office_name(found.office_key)),
        ),
        needs=organisation_parts.needs(found),
        papers=organisation_parts.lines(found),
        steps=organisation_parts.steps(found),
        is_open=found.state in FILLING,
        save_href=url_for("provider.save_opening", opening=found.ref),
        add_href=url_for("provider.add_opening_paper", opening=found.ref),
        submit_href=way("submit"),
        take_back_href=way("take_back"),
        give_up_href=way("give_up"),
    )

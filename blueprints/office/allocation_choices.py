"""Finished values of the page on which one person of a plan is placed by hand: where they could go, and nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import allocation_words as say
from marketplace.i18n import Text, pick, t
from marketplace.matching.workbench import holding, offered
from marketplace.matching.workbench.checks import Beside
from marketplace.matching.workbench.states import CHANGEABLE
from marketplace.people.disclosure import view_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from marketplace.access import Actor
    from marketplace.matching.workbench.offered import Offered
    from models.allocation import AllocationLine, AllocationRun

NOWHERE = "nowhere"
GONE = holding.CLOSED


@dataclass(frozen=True, slots=True)
class Choice:
    """One opportunity for one person, and whether it has room in the plan."""

    ref: str
    title: str
    note: Text | str
    checked: bool


@dataclass(frozen=True, slots=True)
class LinePage:
    """One person of a run, where else they could be placed, and what lies outside the plan."""

    title: Text
    now: Text
    back_href: str
    choices: tuple[Choice, ...]
    others: tuple[Choice, ...]
    is_open: bool
    can_change: bool


def line(actor: Actor, run: AllocationRun, found: AllocationLine, *, chosen: str | None = None) -> LinePage:
    """One person with what fits them, each with whether it has room; `chosen` is what was sent, if anything was."""
    chosen = _now(found) if chosen is None else chosen
    inside = offered.in_question(run)
    beside = Beside(run, found)
    others = tuple(_choices(beside, offered.beyond(run, found, inside), chosen))
    return LinePage(
        title=t("Where to place {name}", name=view_in(actor, found.youth, run).called),
        now=say.why(found),
        back_href=url_for("office.show_allocation", run=run.ref),
        choices=(
            *_choices(beside, _with_present(found, offered.best(found, inside)), chosen),
            *_gone(found, chosen),
            Choice(NOWHERE, str(t("Nowhere in this plan")), "", chosen == NOWHERE),
        ),
        others=others,
        is_open=any(one.checked for one in others),
        can_change=run.state in CHANGEABLE,
    )


def _now(found: AllocationLine) -> str:
    """What stands for the line: nowhere only where a person has said so."""
    if found.opportunity is not None:
        return found.opportunity.ref
    return NOWHERE if found.locked else ""


def _with_present(found: AllocationLine, best: list[Offered]) -> list[Offered]:
    """The choices with the present place among them."""
    if found.opportunity_id in {one.shown.card.id for one in best}:
        return best
    present = offered.present(found)
    return best if present is None else [offered.Offered(present, found.fit_millionths), *best]


def _choices(beside: Beside, some: Sequence[Offered], chosen: str) -> Iterator[Choice]:
    for one in some:
        card = one.shown.card
        objection = beside.objection(one.shown)
        note = t("{points} points of 100", points=say.points(one.fit))
        if one.outside is not None:
            note = t("{points}. Outside this plan: {reason}", points=note, reason=one.outside)
        if objection is not None:
            note = t("{points}. Not now: {reason}", points=note, reason=objection)
        yield Choice(card.ref, f"{card.title} · {card.organisation}", note, card.ref == chosen)


def _gone(found: AllocationLine, chosen: str) -> Iterator[Choice]:
    """The present place where it is listed no more."""
    offer = found.opportunity
    if offer is not None and offered.present(found) is None:
        title = (
            f"{pick(offer.title_th, offer.title_en)} · {pick(offer.organisation.name_th, offer.organisation.name_en)}"
        )
        yield Choice(offer.ref, title, GONE, offer.ref == chosen)

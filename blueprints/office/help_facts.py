"""The help a request stands on, as the office reads it: each part with its giver, and what else could be found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.parts import Fact
from marketplace.areas import names
from marketplace.enrolments import support
from marketplace.enrolments.states import OVER
from marketplace.i18n import Text, pick, t
from marketplace.kernel import clock
from marketplace.matching import help_words, helped
from marketplace.resources import amounts, bundles
from models.vocabulary import BundleState, OwnerAnswer, ReservationState

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.enrolment import Enrolment
    from models.reservation import Reservation

_STANDS: dict[str, Text] = {
    ReservationState.HELD: t("kept, firm with the approval"),
    ReservationState.CONFIRMED: t("firm"),
    ReservationState.RELEASED: t("no longer kept"),
    ReservationState.USED: t("given"),
}


@dataclass(frozen=True, slots=True)
class HelpPart:
    """What may be done about help that is missing; an empty lead when there is nothing to do."""

    lead: Text | str = ""
    found: tuple[Fact, ...] = ()
    href: str = ""


def kept(enrolment: Enrolment) -> Fact:
    """Each part of the newest help with where it stands; nothing where none was ever kept."""
    bundle = bundles.latest(enrolment.id)
    label = t("Help kept")
    if bundle is None:
        return Fact(label)
    lines: list[object] = [_line(one) for one in bundle.parts]
    if bundle.state == BundleState.BROKEN:
        lines.insert(0, t("A part fell away, so all of it was freed."))
    return Fact(label, lines=tuple(lines))


def findable(actor: Actor, enrolment: Enrolment) -> HelpPart:
    """Other help that could be kept now, where help is missing and none stands."""
    if enrolment.state in OVER or not support.can_find(actor, enrolment):
        return HelpPart()
    if not frozenset(enrolment.youth.support_needs) - frozenset(enrolment.opportunity.supports):
        return HelpPart()
    if bundles.standing(enrolment.id) is not None:
        return HelpPart()
    found = helped.for_enrolment(enrolment, clock.today())
    if found is None:
        return HelpPart(
            t("No help nearby covers every need in every week. Ask for a pledge, or talk with the provider.")
        )
    return HelpPart(
        help_words.sentence(found),
        tuple(
            Fact(
                help_words.listed(part.needs),
                lines=(
                    pick(part.supply.resource.title_th, part.supply.resource.title_en),
                    names.address(part.supply.resource.area_code),
                    amounts.words(part.supply.resource.unit, part.demand.amount),
                ),
            )
            for part in found.parts
        ),
        url_for("office.find_help", enrolment=enrolment.ref),
    )


def _line(one: Reservation) -> Text:
    what = help_words.listed(one.needs.split(","))
    state = _STANDS[one.state]
    if one.state == ReservationState.HELD and one.answer == OwnerAnswer.WAITING:
        state = t("waits for the giver's yes")
    elif one.answer == OwnerAnswer.DECLINED:
        state = t("the giver said no")
    title = pick(one.resource.title_th, one.resource.title_en)
    return t("{what}: {title}, {state}", what=what, title=title, state=state)

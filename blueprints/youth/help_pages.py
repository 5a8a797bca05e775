"""Help from people nearby as a young person reads it: what, from how near, when; never from whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from blueprints.cards import CardView, Why, card_view
from blueprints.parts import Fact
from marketplace.i18n import Text, t, weeks, words
from marketplace.kernel import clock, week
from marketplace.matching import help_words, helped
from marketplace.matching.reading import offer_terms
from marketplace.resources import uses
from models.vocabulary import BundleState, OwnerAnswer, ReservationState, Support

if TYPE_CHECKING:
    from datetime import date

    from blueprints.youth.keeping import Person
    from marketplace.matching.bundles import Bundle
    from marketplace.offers.queries import Detail
    from models.bundle import SupportBundle
    from models.reservation import Reservation

_STANDS: dict[str, Text] = {
    BundleState.HELD: t("Kept for you until the office decides"),
    BundleState.CONFIRMED: t("Kept for you, firmly"),
    BundleState.BROKEN: t("Part of it has gone. Your office looks for other help."),
    BundleState.RELEASED: t("No longer kept"),
    BundleState.USED: t("You had this help"),
}


def for_offer(offer: Detail, who: Person) -> Bundle | None:
    """Help with which an opportunity would fit a young person; only for those with an account."""
    if who.youth is None or not who.youth.support_needs:
        return None
    return helped.for_offer(who.life, who.youth.area_code or "", offer_terms(offer.shown), clock.today())


def cards(who: Person, on: date) -> tuple[CardView, ...]:
    """Opportunities that fit with help, each saying with which."""
    if who.youth is None or not who.youth.support_needs:
        return ()
    found = helped.for_life(who.life, who.youth.area_code or "", on)
    made = ((card_view(one.shown, who.life, on), Why(str(help_words.sentence(one.bundle)))) for one in found)
    return tuple(replace(card, reasons=(why, *card.reasons[:2])) for card, why in made)


def parts(bundle: Bundle | None) -> tuple[Fact, ...]:
    """Each part before it is asked for."""
    if bundle is None:
        return ()
    return tuple(
        Fact(
            help_words.listed(part.needs),
            lines=(
                help_words.distance(part),
                *(weeks.each(week.slots_of(part.demand.mask)) if part.demand.mask else ()),
                *((t("Whoever gives it says yes or no within three days"),) if part.supply.times.asks_first else ()),
            ),
        )
        for part in bundle.parts
    )


def kept(bundle: SupportBundle | None) -> tuple[Fact, ...]:
    """Each part of the help that is or was kept for an application."""
    if bundle is None:
        return ()
    return tuple(Fact(_named(one), lines=_lines(one)) for one in bundle.parts)


def stands(bundle: SupportBundle | None) -> Text | str:
    """Where the help stands, in a sentence."""
    return _STANDS[bundle.state] if bundle is not None else ""


def to_thank(bundle: SupportBundle | None) -> tuple[tuple[str, Text], ...]:
    """The parts one may say thank you for."""
    firm = (ReservationState.CONFIRMED, ReservationState.USED)
    found = bundle.parts if bundle is not None else ()
    return tuple((one.ref, _named(one)) for one in found if one.state in firm and not one.thanks)


def _named(one: Reservation) -> Text:
    return help_words.listed(one.needs.split(","))


def _lines(one: Reservation) -> tuple[object, ...]:
    lines: list[object] = []
    if one.week_mask is not None:
        lines.extend(weeks.each(week.slots_of(week.from_bytes(one.week_mask))))
    if one.answer == OwnerAnswer.WAITING and one.state == ReservationState.HELD:
        lines.append(t("Waits for a yes of whoever gives it"))
    if one.state == ReservationState.RELEASED:
        lines.append(t("No longer kept"))
    if one.thanks:
        lines.append(uses.THANKS[one.thanks])
    return tuple(lines) or tuple(words.word(Support, need) for need in one.needs.split(","))

"""Finished values for a shared shortlist as the young person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.posting_facts import public_href
from blueprints.session import actor
from marketplace.enrolments import beginning
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.matching import shortlists
from marketplace.offers import coming
from marketplace.offers.states import takes_applications

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.shortlist import Shortlist, ShortlistLine


@dataclass(frozen=True, slots=True)
class SharedLine:
    """One opportunity of the list, as `components/kept.html` prints it."""

    place: int
    title: str
    href: str
    organisation: str
    reasons: tuple[Text, ...]
    money: Text
    way: Text | str
    when: str
    state: Text
    is_open: bool
    apply_href: str
    score: str = ""


@dataclass(frozen=True, slots=True)
class SharedPage:
    """The whole list."""

    title: Text
    lead: Text
    supposed: Text | None
    note: str
    lines: tuple[SharedLine, ...]


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A list that was shared, as an entry above 'For you'."""

    href: str
    title: Text
    note: Text
    due: str = ""


def shared_list(shortlist: Shortlist) -> SharedPage:
    """What was chosen, in its order, with what is still open."""
    return SharedPage(
        title=t("Chosen for you"),
        lead=t(
            "{name} put this together on {day}. You decide.",
            name=shortlist.made_by.name,
            day=dates.long_date(shortlist.judged_on),
        ),
        supposed=shortlists.supposed_of(shortlist),
        note=shortlist.note,
        lines=tuple(_line(line) for line in shortlist.lines),
    )


def links(actor: Actor) -> tuple[SharedLink, ...]:
    """The lists shared with the asking young person."""
    return tuple(
        SharedLink(
            url_for("youth.show_shortlist", shared=one.ref),
            t("{name} chose for you: {count}", name=one.made_by.name, count=len(one.lines)),
            t("Put together on {day}", day=dates.long_date(one.judged_on)),
        )
        for one in shortlists.shared_with(actor)
    )


def _money(line: ShortlistLine) -> Text:
    """What is left in a month when the list was put together; below zero it is theirs to pay."""
    if line.month_satang < 0:
        return t("You pay {sum} baht a month", sum=baht(-line.month_satang))
    if line.month_satang or line.opportunity.cost_per_month_satang:
        return t("{amount} baht a month", amount=baht(line.month_satang))
    return t("Free to learn")


def _line(line: ShortlistLine) -> SharedLine:
    offer = line.opportunity
    span, mine = coming.of(offer), beginning.of_asker(offer, beginning.own_days(actor()))
    is_open = takes_applications(offer, offer.organisation.state, clock.today(), span.asks_until)
    return SharedLine(
        place=line.place,
        title=pick(offer.title_th, offer.title_en),
        href=public_href(offer),
        organisation=pick(offer.organisation.name_th, offer.organisation.name_en),
        reasons=(shortlists.said_of(line),),
        money=_money(line),
        way="" if line.minutes is None else t("{minutes} minutes one way", minutes=line.minutes),
        when=dates.short_date(beginning.on_a_list(mine, is_open=is_open), year=True),
        state=t("Open until {day}", day=dates.short_date(span.asks_until))
        if is_open
        else t("No longer open for applications"),
        is_open=is_open,
        apply_href=url_for("youth.show_apply", offer=offer.ref) if is_open else "",
    )

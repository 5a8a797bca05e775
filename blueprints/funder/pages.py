"""Finished values for funders: sums worked out, and counts of people in which nobody can be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import fund_words
from marketplace.earnings import cells
from marketplace.earnings.statement import WHAT
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from models.vocabulary import GiftState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.earnings.giving import Gifts, Giving
    from models.gift import Gift


@dataclass(frozen=True, slots=True)
class Money:
    """A line of a sum worked out."""

    label: Text
    amount: str
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled fact."""

    label: Text
    value: object = ""
    lines: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class FundPart:
    """What one fund became."""

    title: str
    line: Text
    source: str
    paid: Text
    of: tuple[Text, ...]
    money: tuple[Money, ...]
    budget: tuple[Money, ...]
    facts: tuple[Fact, ...]
    hidden: Text | None


@dataclass(frozen=True, slots=True)
class GiftLine:
    """One gift of the reader's own."""

    href: str
    title: Text
    note: Text


@dataclass(frozen=True, slots=True)
class GivingPage:
    """Everything a funder's money became."""

    gifts: tuple[GiftLine, ...]
    paid: Text
    lines: tuple[Text, ...]
    funds: tuple[FundPart, ...]
    show_total: bool


STATES: dict[str, Text] = {
    GiftState.STARTED: t("Begun"),
    GiftState.OPENED: t("Not paid yet"),
    GiftState.PENDING: t("Payment on its way"),
    GiftState.PAID: t("Received"),
    GiftState.FAILED: t("Payment failed"),
    GiftState.EXPIRED: t("Never paid"),
}


def giving(gifts: Gifts, own: Sequence[Gift] = ()) -> GivingPage:
    """All funds, with a total when there are several, and the reader's own gifts."""
    lines = [t("paid to young people, out of {sum} baht", sum=baht(gifts.budget))]
    if gifts.young_people is not None:
        lines.append(t("Young people: {count}", count=f"{gifts.young_people:,}"))
    return GivingPage(
        gifts=tuple(_gift(one) for one in own),
        paid=t("{sum} baht", sum=baht(gifts.paid)),
        lines=tuple(lines),
        funds=tuple(_fund(one) for one in gifts.givings),
        show_total=len(gifts.givings) > 1,
    )


def _gift(one: Gift) -> GiftLine:
    return GiftLine(
        url_for("public.show_gift", gift=one.ref),
        t("{sum} baht, {name}", sum=baht(one.amount_satang), name=pick(one.fund.name_th, one.fund.name_en)),
        t("{state}, {day}", state=STATES[one.state], day=_day(clock.bangkok(one.created_at).date())),
    )


def _fund(one: Giving) -> FundPart:
    return FundPart(
        title=pick(one.fund.name_th, one.fund.name_en),
        line=t(
            "{office}, {days}",
            office=fund_words.one_told(one.fund),
            days=t("{first} to {last}", first=_day(one.fund.starts_on), last=_day(one.fund.ends_on)),
        ),
        source=one.fund.source,
        paid=t("{sum} baht", sum=baht(one.paid)),
        of=(t("paid to young people, out of {sum} baht", sum=baht(one.budget)),),
        money=(
            Money(t("Paid out"), baht(one.paid), (t("Has arrived in young people's accounts"),)),
            Money(t("Owed"), baht(one.owed), (t("Earned, and paid in one of the next rounds"),)),
            Money(t("Promised"), baht(one.promised), (t("Set aside for enrolments, not yet earned"),)),
            Money(t("Still free"), baht(one.free), (t("Can still be promised"),)),
        ),
        budget=(Money(t("Budget, baht"), baht(one.budget)),),
        facts=_facts(one),
        hidden=t("Uses behind which fewer than {least} young people stand are not shown.", least=cells.SMALL)
        if one.some_uses_hidden
        else None,
    )


def _facts(one: Giving) -> tuple[Fact, ...]:
    facts = [Fact(t("Young people who earn from it"), _count(one.young_people))]
    if one.young_people is not None:
        hidden = t("Not shown, so that nobody can be found")
        received = hidden if one.received is None else f"{one.received:,}"
        facts.append(Fact(t("Of these, already paid"), received))
    for use in one.uses:
        told = t("{times} times, {sum} baht", times=f"{use.times:,}", sum=baht(use.satang))
        facts.append(Fact(WHAT[use.source], told))
    return tuple(facts)


def _count(people: int | None) -> Text | str:
    return t("Fewer than {least}", least=cells.SMALL) if people is None else f"{people:,}"


def _day(day: date) -> str:
    return dates.long_date(day, weekday=False)

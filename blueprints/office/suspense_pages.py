"""Finished values for money that belongs to no fund yet: what of it is left, where it lies, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office.money_parts import Item
from blueprints.office.suspense_forms import PLACES, WAYS
from blueprints.parts import Fact
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel.money import baht
from marketplace.payments import policy, queries, suspense
from models.vocabulary import SuspenseState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.access import Actor
    from models.gift import Difference, SuspenseExit

STATES: dict[str, Text] = {
    SuspenseState.PROPOSED: t("Waits for a second person"),
    SuspenseState.DONE: t("Done by two people"),
    SuspenseState.DECLINED: t("Not agreed"),
}


@dataclass(frozen=True, slots=True)
class ExitLine:
    """One sum on its way out."""

    title: Text
    lines: tuple[Text | str, ...]
    decide_href: str


@dataclass(frozen=True, slots=True)
class SuspensePart:
    """What a difference has in suspense, beneath its facts."""

    left: Text
    lines: tuple[ExitLine, ...]
    exit_href: str


@dataclass(frozen=True, slots=True)
class SuspensePage:
    """All of it."""

    facts: tuple[Fact, ...]
    waiting: tuple[Item, ...]
    items: tuple[Item, ...]


def listed() -> SuspensePage:
    """What is in suspense, where it lies, and from which differences it comes."""
    sheet, found = suspense.sheet(), suspense.taken_up()
    lefts = suspense.lefts(found)
    return SuspensePage(
        facts=(
            Fact(t("In suspense"), t("{sum} baht", sum=baht(sheet.suspense))),
            Fact(t("Of it at the payment service"), t("{sum} baht", sum=baht(sheet.clearing))),
            Fact(t("Of it in the bank account"), t("{sum} baht", sum=baht(sheet.cash))),
        ),
        waiting=tuple(_waiting(one) for one in suspense.exits(waiting=True)),
        items=tuple(_item(one, lefts[one.id]) for one in found if lefts[one.id]),
    )


def part(actor: Actor, difference: Difference) -> SuspensePart | None:
    """What a difference has in suspense; None where it has, and had, nothing there."""
    if difference not in suspense.taken_up():
        return None
    left = suspense.lefts([difference])[difference.id]
    may = bool(left) and bool(policy.can_pass_on(actor, difference))
    return SuspensePart(
        left=t("In suspense: {sum} baht of it.", sum=baht(left))
        if left
        else t("Nothing of it is in suspense any more."),
        lines=tuple(_line(actor, difference, one) for one in suspense.exits(difference)),
        exit_href=url_for("office.propose_exit", suspended=difference.ref) if may else "",
    )


def funds() -> Sequence[tuple[str, str]]:
    """The funds it may go to: those that take gifts."""
    return [(one.ref, pick(one.name_th, one.name_en)) for one in queries.open_funds()]


def others(difference: Difference) -> Sequence[tuple[str, Text]]:
    """What in suspense it could cancel out: the other way round, with its reference."""
    return [
        (one.ref, t("{ref}: {sum} baht, {about}", ref=one.ref, sum=baht(left), about=one.about))
        for one, left in suspense.cancellers(difference)
    ]


def _line(actor: Actor, difference: Difference, one: SuspenseExit) -> ExitLine:
    waits = one.state == SuspenseState.PROPOSED
    may = waits and bool(policy.can_decide_exit(actor, one))
    satang = one.amount_satang if one.difference_id == difference.id else -one.amount_satang
    lies = () if one.against_id is not None else (dict(PLACES)[one.place],)
    return ExitLine(
        title=t("{sum} baht: {what}", sum=baht(satang), what=STATES[one.state]),
        lines=(_whereto(one), *lies, one.reason),
        decide_href=url_for("office.decide_exit", leaving=one.ref) if may else "",
    )


def _whereto(one: SuspenseExit) -> Text:
    if one.fund is not None:
        return t("To the fund {fund}", fund=pick(one.fund.name_th, one.fund.name_en))
    if one.against is not None:
        return t("{ref} and {other} cancel each other out", ref=one.difference.ref, other=one.against.ref)
    return t("{what}, reference {ref}", what=dict(WAYS)[one.way], ref=one.sent_ref)


def _waiting(one: SuspenseExit) -> Item:
    return Item(
        href=url_for("office.show_difference", difference=one.difference.ref),
        title=t("{sum} baht: {what}", sum=baht(one.amount_satang), what=_whereto(one)),
        note=one.reason,
        due=STATES[one.state],
        due_kind="soon",
    )


def _item(one: Difference, left: int) -> Item:
    return Item(
        href=url_for("office.show_difference", difference=one.ref),
        title=t("{sum} baht", sum=baht(left)),
        note=t("{about}, taken up {when}", about=one.about, when=dates.date_time(one.decided_at or one.found_at)),
    )

"""Finished values for what somebody told of their life, as the office that writes it for them sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.parts import Fact
from marketplace.areas import names
from marketplace.i18n import Text, dates, t, weeks, words
from marketplace.kernel import clock, week
from marketplace.people import answers, corrections, desks, free_time, policy
from marketplace.people.disclosure import staff_view
from models.vocabulary import Support

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.people.corrections import Correction
    from models.history import Move
    from models.youth import Youth


@dataclass(frozen=True, slots=True)
class AnswersPart:
    """What has been written anew of somebody, and the way to do so for those who may."""

    href: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """The page on which it is written."""

    title: Text
    back_href: str
    has_account: bool
    boxes: frozenset[str]
    finer: str
    phone: Text | str
    address: Text | str


def part(actor: Actor, youth: Youth) -> AnswersPart:
    """The history beside the facts, for those who read names."""
    moves = corrections.changes(youth) if policy.can_reveal(actor, youth) else ()
    known = desks.names_of({move.actor_id for move in moves if move.actor_id is not None})
    may = policy.can_correct(actor, youth)
    return AnswersPart(
        href=url_for("office.show_their_answers", youth=youth.ref) if may else "",
        told=tuple(str(_told(move, known.get(move.actor_id or 0, ""))) for move in moves),
    )


def facts(actor: Actor, youth: Youth) -> tuple[Fact, ...]:
    """Where they live, when they are free and how far they go, for those who read names."""
    if not policy.can_reveal(actor, youth):
        return ()
    told = answers.of(youth)
    limit = told.travel_minutes_max
    return (
        Fact(t("Lives in"), names.address(told.area_code) if told.area_code else t("Not told")),
        Fact(t("Free times"), t("Not told") if told.free is None else weeks.summary(week.slots_of(told.free))),
        Fact(t("Way there"), t("Up to {minutes} minutes", minutes=limit) if limit is not None else t("No limit")),
    )


def kept_otherwise(youth: Youth, sent: Correction) -> dict[str, object]:
    """What is kept by now and was sent otherwise, in words by its field."""
    told = answers.of(youth)
    needs = ", ".join(str(words.word(Support, one)) for one in told.support_needs) or t("not told")
    found: dict[str, object] = {}
    if sent.area_code != told.area_code:
        found["area_code"] = names.address(told.area_code) if told.area_code else t("not told")
    if sent.free != told.free:
        found["free"] = t("Not told") if told.free is None else weeks.summary(week.slots_of(told.free))
    if sent.travel_minutes_max != (limit := told.travel_minutes_max):
        found["minutes"] = t("No limit") if limit is None else t("Up to {minutes} minutes", minutes=limit)
    if sent.support_needs is not None and set(sent.support_needs) != set(told.support_needs):
        found["support_needs"] = needs
    return {name: t("Kept by now: {what}", what=said) for name, said in found.items()}


def page(actor: Actor, youth: Youth, ticked: Iterable[str]) -> AnswersPage:
    """The page for one person; what is sealed stands there masked or not at all."""
    who, free = staff_view(actor, youth), answers.of(youth).free
    return AnswersPage(
        title=t("What has changed for {name}?", name=who.called),
        back_href=url_for("office.show_youth", youth=youth.ref),
        has_account=youth.account_id is not None,
        boxes=frozenset(ticked),
        finer=str(weeks.summary(week.slots_of(free))) if free is not None and free_time.is_finer(free) else "",
        phone=t("We have {phone}. Leave it empty to keep it.", phone=who.phone) if who.phone else "",
        address=t("We have an address. Leave it empty to keep it.") if who.has_address else "",
    )


def _told(move: Move, name: str) -> Text:
    """One change in a line."""
    what = ", ".join(map(str, corrections.changed_in(move)))
    day = dates.short_date(clock.bangkok(move.at).date(), year=True)
    if not move.to_state:
        return t("{day}, {name}: {what}. {note}", day=day, name=name, what=what, note=move.note)
    before, now = (names.address(code) if code else t("not told") for code in (move.from_state, move.to_state))
    return t(
        "{day}, {name}: {what}, from {before} to {now}. {note}",
        day=day, name=name, what=what, before=before, now=now, note=move.note,
    )  # fmt: skip

"""Finished values of points that are paid for, as their young person, the organisation and the office read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.enrolments import milestones
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from models.vocabulary import MilestoneKind, MilestoneState

if TYPE_CHECKING:
    from models.milestone import Milestone

AS: dict[str, Text] = {"host": t("The organisation"), "youth": t("The young person")}


@dataclass(frozen=True, slots=True)
class Point:
    """One point: what it is, what it brings, where it stands and when its day is."""

    ref: str
    title: Text | str
    amount: Text
    state: Text
    kind: str
    day: Text | str
    words: tuple[Text | str, ...]
    can_say: bool
    is_stay: bool
    href: str = ""


def point(one: Milestone, href: str = "") -> Point:
    """A point in words."""
    open_ = one.state == MilestoneState.WAITING
    return Point(
        ref=one.ref,
        title=title_of(one),
        amount=amount_of(one),
        state=milestones.WORDS[one.state],
        kind={"verified": "done", "ended": "stop", "said": "draft"}.get(one.state, ""),
        day=day_of(one),
        words=said_of(one),
        can_say=open_ and not milestones.is_early(one),
        is_stay=one.kind == MilestoneKind.STAY,
        href=href,
    )


def title_of(one: Milestone) -> Text | str:
    """What a point is called."""
    return t("Still there after {days} days", days=one.days) if one.days is not None else one.title


def amount_of(one: Milestone) -> Text:
    """What it brings; a thing has a worth."""
    if one.kind == MilestoneKind.THING:
        return t("worth {sum} baht", sum=baht(one.amount_satang))
    return t("{sum} baht", sum=baht(one.amount_satang))


def opportunity_of(one: Milestone) -> str:
    """The opportunity it belongs to."""
    return pick(one.enrolment.opportunity.title_th, one.enrolment.opportunity.title_en)


def day_of(one: Milestone) -> Text | str:
    """When the days are full, or from when they will be counted."""
    if one.kind != MilestoneKind.STAY:
        return ""
    if one.due_on is None:
        return t("Counted from the first day") if one.counts_from == "start" else t("Counted from the completion")
    return t("{day}, {when}", day=dates.long_date(one.due_on, weekday=False), when=dates.relative_days(one.due_on))


def said_of(one: Milestone) -> tuple[Text | str, ...]:
    """Who said what of it and when."""
    if one.said_at is None or one.state == MilestoneState.WAITING:
        return ()
    day = dates.short_date(clock.bangkok(one.said_at).date())
    told = t("{who} said {day}: {proof}", who=AS.get(one.said_as, ""), day=day, proof=one.proof)
    return (told,) if one.still_there else (told, t("No longer there"))

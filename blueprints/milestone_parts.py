"""Finished values of points that are paid for, as their young person, the organisation and the office read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.session import actor
from marketplace.audit import standing
from marketplace.enrolments import milestone_access, milestone_files, milestones, stay_breaks
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from models.vocabulary import BreakState, MilestoneKind, MilestoneState

if TYPE_CHECKING:
    from blueprints.milestone_forms import BreakAnswerForm
    from models.milestone import Milestone, StayBreak

ACCEPT = "image/jpeg,image/png,image/webp,application/pdf"
AS: dict[str, Text] = {"host": t("The organisation"), "youth": t("The young person")}


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that was shown for a point."""

    href: str
    title: str
    note: Text
    flag: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """A break: its days and reason, where it stands, and what can be done about it."""

    text: Text
    state: Text
    kind: str
    words: str = ""
    href: str = ""
    remove_href: str = ""


@dataclass(frozen=True, slots=True)
class AskedPage:
    """A break somebody asked for, with what an answer needs."""

    title: Text
    subtitle: str
    away: Away
    waits: bool
    back_href: str


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
    who = AS.get(one.said_as, "")
    told = (
        t("{who} said {day}: {proof}", who=who, day=day, proof=one.proof)
        if one.proof
        else t("{who} said {day}, with a file", who=who, day=day)
    )
    return (told,) if one.still_there else (told, t("No longer there"))


def files(one: Milestone) -> tuple[Shown, ...]:
    """What was shown for a point."""
    return tuple(
        Shown(
            url_for("provider.show_file", ref=file.ref),
            file.given_name,
            t("{size} kB", size=max(1, file.size // 1024)),
        )
        for file in milestone_files.of(one.id)
    )


def away(one: StayBreak, *, href: str = "", remove_href: str = "") -> Away:
    """A break in words; it is answered at `href` while it waits, and taken back at `remove_href`."""
    faces = {BreakState.ASKED: "draft", BreakState.KEPT: "done", BreakState.REFUSED: "stop"}
    return Away(
        text=t("{days}: {reason}", days=dates.date_range(one.from_on, one.to_on), reason=one.reason),
        state=stay_breaks.WORDS[one.state],
        kind=faces.get(BreakState(one.state), ""),
        words=one.answer,
        href=href if one.state == BreakState.ASKED else "",
        remove_href=remove_href if one.state != BreakState.REFUSED else "",
    )


def asked(one: StayBreak, called: str, back_href: str) -> AskedPage:
    """A break as whoever answers it reads it."""
    offer = milestone_access.enrolment_of(one).opportunity
    return AskedPage(
        title=t("A break of {name}", name=called),
        subtitle=pick(offer.title_th, offer.title_en),
        away=away(one),
        waits=one.state == BreakState.ASKED,
        back_href=back_href,
    )


def answered(one: StayBreak, form: BreakAnswerForm) -> bool:
    """Keep the answer to a break; False, with the field told, when it cannot be kept so. Raises Conflict when stale."""
    standing.must_be_seen(stay_breaks.BREAK, one, form.seen_version(), by=actor())
    if not form.validate():
        return False
    try:
        if form.decision.data == "agree":
            stay_breaks.agree(one, by=actor())
        else:
            stay_breaks.refuse(one, by=actor(), answer=form.answer.data or "")
    except Invalid as refusal:
        form.take(refusal)
        return False
    return True

"""Requests as rows of a list: when they are due, what to look at, what they cost, and the same as texts for a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for

from marketplace.areas import names
from marketplace.enrolments import checks, commitments, policy, sayings
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.people.disclosure import view_in

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.enrolment import Enrolment

FUND_MONEY = t("Fund money, baht")


@dataclass(frozen=True, slots=True)
class Due:
    """When an answer is due: a few words, how near, and the moment in full."""

    text: Text | str = ""
    kind: str = ""
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One request of the queue."""

    ref: str
    title: str
    href: str
    note: Text
    due: Text | str
    due_kind: str
    due_exact: str
    flag: Text
    is_flag: bool
    pickable: bool
    cells: tuple[Text | str, ...]
    here: bool = False
    checked: bool = False


def rows(actor: Actor, found: Sequence[Enrolment], here: dict[str, Any]) -> tuple[Row, ...]:
    """Requests as rows; `here` is the filter the way back leads to."""
    judged, costs = checks.of_many(found), costs_of(found)
    made = []
    for one in found:
        flagged = [check.text for check in judged[one.id] if check.flag]
        due = due_of(policy.owed_at(one))
        more = t("{first} (+{more})", first=flagged[0], more=len(flagged) - 1) if len(flagged) > 1 else None
        made.append(
            Row(
                ref=one.ref,
                title=called(actor, one),
                href=url_for("office.show_enrolment", enrolment=one.ref, **here),
                note=t("{state}: {title}", state=sayings.state(one.state), title=title_of(one)),
                due=due.text,
                due_kind=due.kind,
                due_exact=due.exact,
                flag=more or (flagged[0] if flagged else t("Everything is in order")),
                is_flag=bool(flagged),
                pickable=not flagged and bool(policy.decision(actor, one)),
                cells=(baht(costs[one.id]), waited(one.created_at)),
            )
        )
    return tuple(made)


def export(actor: Actor, found: Sequence[Enrolment]) -> tuple[list[str], list[list[str]]]:
    """The rows on screen as texts, with a head."""
    head = [t("Reference"), t("Name"), t("Matter"), t("State"), t("Due"), t("Look at"), FUND_MONEY, t("Area")]
    judged, costs = checks.of_many(found), costs_of(found)
    rows = [
        [
            one.ref,
            called(actor, one),
            title_of(one),
            str(sayings.state(one.state)),
            clock.bangkok(owed).strftime("%Y-%m-%d %H:%M") if (owed := policy.owed_at(one)) else "",
            " · ".join(str(check.text) for check in judged[one.id] if check.flag),
            baht(costs[one.id]),
            names.address(one.area_code),
        ]
        for one in found
    ]
    return [str(word) for word in head], rows


def due_of(moment: datetime | None) -> Due:
    """The clock chip of an answer that is owed."""
    if moment is None:
        return Due()
    exact, day = dates.date_time(moment), clock.bangkok(moment).date()
    days = (day - clock.today()).days
    if moment < clock.now():
        return Due(t("{days} days late", days=-days) if days < 0 else t("late since today"), "late", exact)
    if days == 0:
        return Due(t("today {time}", time=dates.clock_time(moment)), "today", exact)
    return Due(t("tomorrow"), "soon", exact) if days == 1 else Due(dates.short_date(day), "", exact)


def waited(since: datetime) -> Text:
    """How long somebody has waited, in days."""
    days = (clock.today() - clock.bangkok(since).date()).days
    return t("{days} days", days=days) if days else t("since today")


def costs_of(found: Sequence[Enrolment]) -> dict[int, int]:
    lengths = commitments.session_lengths(one.opportunity for one in found)
    return {
        one.id: one.reserved_satang or commitments.cost_of(one.opportunity, lengths[one.opportunity_id]).total_satang
        for one in found
    }


def called(actor: Actor, one: Enrolment) -> str:
    return view_in(actor, one.youth, one).called


def title_of(one: Enrolment) -> str:
    return pick(one.opportunity.title_th, one.opportunity.title_en)

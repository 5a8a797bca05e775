"""Finished values about the law of labour that employers and offices share: findings, notices, papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from marketplace.duties import sayings
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.labour.law import rule_on
from models.vocabulary import DutyState, FindingWeight, PaperState

if TYPE_CHECKING:
    from models.enrolment import Enrolment
    from models.labour import LabourDuty, LabourFinding, LabourPaper


@dataclass(frozen=True, slots=True)
class Due:
    """Until when, in words, how near, and in full."""

    text: Text | str
    kind: str
    exact: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the daily look found: the rule, why it broke, and what follows."""

    title: Text | str
    text: str
    lines: tuple[Text, ...]
    kind: str
    href: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A permit or letter with its dates and whether it counts."""

    ref: str
    title: Text
    text: Text
    kind: str
    reason: str
    is_waiting: bool
    is_counting: bool


def due_of(duty: LabourDuty) -> Due:
    """The clock chip of a notice."""
    exact = dates.long_date(duty.due_on)
    if duty.state == DutyState.SENT and duty.sent_on is not None:
        return Due(t("Sent {day}", day=dates.short_date(duty.sent_on)), "", dates.long_date(duty.sent_on))
    days = (duty.due_on - clock.today()).days
    if days < 0:
        return Due(t("{days} days late", days=-days), "late", exact)
    kind = "today" if days == 0 else "soon" if days <= 3 else ""
    return Due(t("Until {day}", day=dates.short_date(duty.due_on)), kind, exact)


def findings(
    found: Iterable[LabourFinding], *, hrefs: dict[int, str] | None = None, names: dict[int, str] | None = None
) -> tuple[Finding, ...]:
    """Findings as sentences; `hrefs` and `names` are those of their placements."""
    return tuple(
        Finding(
            title=_rule(one.rule, one.found_on),
            text=pick(one.why_th, one.why_en),
            lines=_lines(one),
            kind="done"
            if one.cleared_on or one.settled_on or one.weight == FindingWeight.TELLS
            else "stop"
            if one.weight == FindingWeight.BLOCKS
            else "draft",
            href=(hrefs or {}).get(one.enrolment_id, ""),
            who=(names or {}).get(one.enrolment_id, ""),
        )
        for one in found
    )


def papers(found: Iterable[LabourPaper]) -> tuple[Paper, ...]:
    """Papers with the days they hold."""
    return tuple(_paper(one) for one in found)


def title_of(enrolment: Enrolment) -> str:
    """The posting in the reader's language."""
    return pick(enrolment.opportunity.title_th, enrolment.opportunity.title_en)


def period_of(enrolment: Enrolment) -> str:
    """From when to when the posting runs."""
    return dates.date_range(enrolment.opportunity.starts_on, enrolment.opportunity.ends_on)


def _rule(rule: str, day: date) -> Text | str:
    row = rule_on(rule, day)
    return f"{row.name} ({rule})" if row is not None else t("A birthday")


def _lines(one: LabourFinding) -> tuple[Text, ...]:
    said = t("Found on {day}, {cause}.", day=dates.short_date(one.found_on, year=True), cause=sayings.CAUSES[one.cause])
    if one.settled_on is not None:
        return (said, t("Closed by the office on {day}.", day=dates.short_date(one.settled_on, year=True)))
    if one.cleared_on is not None:
        return (said, t("In order again since {day}.", day=dates.short_date(one.cleared_on, year=True)))
    return (said, sayings.FOLLOWS[one.weight])


def _paper(one: LabourPaper) -> Paper:
    over = one.valid_until < clock.today()
    state = t("Has run out") if over and one.state == PaperState.CONFIRMED else sayings.PAPER_STATES[one.state]
    return Paper(
        ref=one.ref,
        title=sayings.PAPERS[one.kind],
        text=t(
            "No. {number}, {days}. {state}.",
            number=one.number,
            days=dates.date_range(one.valid_from, one.valid_until),
            state=state,
        ),
        kind="stop"
        if one.state == PaperState.REFUSED or over
        else "done"
        if one.state == PaperState.CONFIRMED
        else "draft",
        reason=one.reason,
        is_waiting=one.state == PaperState.WAITING,
        is_counting=one.state == PaperState.CONFIRMED and not over,
    )

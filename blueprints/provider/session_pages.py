"""Finished values for the week and the roll."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.provider.application_pages import application_items
from blueprints.provider.claim_pages import claim_items
from blueprints.provider.parts import Item
from marketplace.agreements import days, policy, queries, sayings
from marketplace.enrolments import attendance, learner_names
from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from models import vocabulary as v

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.access import Actor, Verdict
    from models.enrolment import Claim, Enrolment
    from models.offer import Opportunity, Session
    from models.organisation import Organisation


Logged = tuple[Text, str]
"""What a log says of a day, and where it is written."""


@dataclass(frozen=True)
class WeekPage:
    """What a provider does this week."""

    heading: Text
    today: tuple[Item, ...]
    unmarked: tuple[Item, ...]
    coming: tuple[Item, ...]
    waiting: tuple[Item, ...]
    waiting_total: int
    asked: tuple[Item, ...]
    to_mend: tuple[Item, ...]
    to_assess: tuple[Item, ...]
    stopped: tuple[Text, ...]


def week(
    held: Sequence[Session],
    waiting: Sequence[Enrolment],
    waiting_total: int,
    asked: Sequence[Claim],
    to_mend: Sequence[Opportunity],
    ours: Sequence[Organisation],
    to_assess: tuple[Item, ...] = (),
) -> WeekPage:
    """Sessions of today, those still unmarked, those that come, who waits for an answer, and what is to be mended.

    One that was cancelled stands there until its hour, so that it can be held after all. Of one to which nobody comes
    because the office has closed the place no roll waits.
    """
    closed: dict[int, datetime | None] = {one.id: one.suspended_at for one in ours}
    today, now = clock.today(), clock.now()
    shown = [one for one in held if not one.cancelled or one.starts_at > now]
    off = {one.id for one in shown if attendance.is_closed(one, closed.get(one.opportunity.organisation_id))}
    due = attendance.with_somebody_due([one for one in shown if one.id not in off])
    todays = [one for one in shown if one.held_on == today]
    unmarked = [one for one in shown if one.held_on < today and _is_unmarked(one, due)]
    to_mark = sum(_is_unmarked(one, due) for one in todays) + len(unmarked)
    return WeekPage(
        heading=t("Sessions to mark: {count}", count=to_mark) if to_mark else t("Everything is marked"),
        today=tuple(_meeting(one, due, off) for one in todays),
        unmarked=tuple(_meeting(one, due, off) for one in unmarked),
        coming=tuple(_meeting(one, due, off) for one in shown if one.held_on > today),
        waiting=application_items(waiting[:5]),
        waiting_total=waiting_total,
        asked=claim_items(asked),
        to_mend=tuple(
            Item(url_for("provider.show_posting", posting=one.ref), pick(one.title_th, one.title_en), t("Name a fund"))
            for one in to_mend
        ),
        to_assess=to_assess,
        stopped=tuple(
            t(
                "The office has suspended {organisation}. Its postings are hidden, nobody new can be taken on, and"
                " whoever learns there was told not to set out.",
                organisation=pick(one.name_th, one.name_en),
            )
            for one in ours
            if one.suspended_at is not None
        ),
    )


def _is_unmarked(one: Session, due: Container[int]) -> bool:
    """Whether a roll waits: somebody was due, and it is no work of a placement, which is written in its log."""
    return not one.cancelled and one.marked_at is None and one.id in due and not attendance.is_logged(one)


@dataclass(frozen=True)
class Person:
    """One learner on the roll; of work, what the log says of the day and where it is written."""

    ref: str
    name: str
    note: str
    state: str
    error: str
    logged: Text | str = ""
    log_href: str = ""
    most: int = 0
    """Minutes of the session, where a mark may say for how many of them they were there."""
    minutes: str = ""


@dataclass(frozen=True)
class Sent:
    """What was sent with a roll, by learner: marks and minutes as they were given, and what is wrong by its radios."""

    marks: Mapping[str, str]
    minutes: Mapping[str, str]
    wrong: Mapping[str, str]


@dataclass(frozen=True)
class RollPage:
    """One session and who learns in it."""

    title: Text
    line: Text
    people: tuple[Person, ...]
    can_mark: bool
    why_not: Text | None
    marked: Text | None
    is_late: bool
    cancelled: bool
    cancel_href: str
    restore_href: str
    posting_href: str
    seen: str


def roll(
    meeting: Session,
    lines: Sequence[attendance.RollLine],
    verdict: Verdict,
    sent: Sent,
    logs: Mapping[int, Logged] | None = None,
) -> RollPage:
    """Everybody is set to came on a new roll; whoever comes onto one already marked or sent is left open."""
    offer, told = meeting.opportunity, logs or {}
    otherwise = "" if sent.marks or sent.wrong or meeting.marked_at else v.AttendanceStatus.HERE
    names = learner_names.of((line.enrolment.opportunity_id, line.youth) for line in lines)
    people = tuple(_person(meeting, line, names, sent, otherwise, told.get(line.enrolment.id)) for line in lines)
    came = Counter(line.mark.status for line in lines if line.mark)
    start, end = clock.bangkok(meeting.starts_at), clock.bangkok(meeting.ends_at)
    return RollPage(
        title=t("Roll call: {title}", title=pick(offer.title_th, offer.title_en)),
        line=t(
            "{day} {times}, session {number}",
            day=dates.long_date(meeting.held_on),
            times=dates.time_range(start, end),
            number=meeting.number,
        ),
        people=people,
        can_mark=bool(verdict) and bool(people),
        why_not=verdict.reason,
        marked=t(
            "Marked {when}: came {here}, late {late}, away {away}",
            when=dates.date_time(meeting.marked_at),
            here=came["here"],
            late=came["late"],
            away=came["away"],
        )
        if meeting.marked_at
        else None,
        is_late=meeting.marked_at is not None and clock.now() > meeting.marked_at + attendance.CORRECTION,
        cancelled=meeting.cancelled,
        cancel_href=""
        if meeting.marked_at or meeting.cancelled
        else url_for("provider.cancel_session", meeting=meeting.ref),
        restore_href=url_for("provider.restore_session", meeting=meeting.ref)
        if meeting.cancelled and meeting.starts_at > clock.now()
        else "",
        posting_href=url_for("provider.show_posting", posting=offer.ref),
        seen=attendance.seen_in(lines),
    )


def _person(
    meeting: Session,
    line: attendance.RollLine,
    names: learner_names.Names,
    sent: Sent,
    otherwise: str,
    logged: Logged | None,
) -> Person:
    ref, mark = line.enrolment.ref, line.mark
    said, href = logged or ("", "")
    return Person(
        ref=ref,
        name=learner_names.pick(names, line.enrolment),
        note=mark.note if mark else "",
        state=sent.marks.get(ref, mark.status if mark else otherwise),
        error=sent.wrong.get(f"mark-{ref}", ""),
        logged=said,
        log_href=href,
        most=attendance.part_of(meeting, line),
        minutes=sent.minutes.get(ref, str((mark and mark.minutes) or "")),
    )


def logged(actor: Actor, meeting: Session, lines: Sequence[attendance.RollLine]) -> dict[int, Logged]:
    """What the logs say of a day of work, by learner, and where its host writes it."""
    if not attendance.is_logged(meeting):
        return {}
    ids = [line.enrolment.id for line in lines]
    written, agreements = days.written_on(ids, meeting.held_on), queries.running_of(ids)
    found: dict[int, Logged] = {}
    for key in ids:
        day, agreement = written.get(key), agreements.get(key)
        said = sayings.DAYS[day.state] if day is not None else t("Not written in the log")
        may = agreement is not None and policy.can_change(actor, agreement)
        href = url_for("provider.show_days", agreement=agreement.ref) if agreement is not None and may else ""
        found[key] = (said, href)
    return found


def _meeting(one: Session, due_at: Container[int], off: Container[int]) -> Item:
    times = dates.time_range(clock.bangkok(one.starts_at), clock.bangkok(one.ends_at))
    due: tuple[object, str] = ("", "")
    if one.cancelled:
        due = (t("Not held"), "state")
    elif one.id in off and one.marked_at is None:
        due = (t("Closed for now, nobody comes"), "state")
    elif attendance.is_logged(one):
        due = (t("In the log of days"), "state")
    elif one.marked_at is None and one.id not in due_at:
        due = (t("Nobody is due"), "state")
    elif one.marked_at is None and one.starts_at <= clock.now():
        due = (t("Mark now"), "today" if one.held_on == clock.today() else "late")
    elif one.marked_at is not None:
        due = (t("Marked"), "state")
    return Item(
        url_for("provider.show_roll", meeting=one.ref),
        pick(one.opportunity.title_th, one.opportunity.title_en),
        t("{day} {times}, session {number}", day=dates.short_date(one.held_on), times=times, number=one.number),
        *due,
    )

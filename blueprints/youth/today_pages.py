"""Finished values for today: the next session as the heading, what waits, last week's money, one named person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import agreement_parts
from blueprints.cards import art_of
from blueprints.law_parts import title_of
from blueprints.posting_facts import public_href
from blueprints.youth import money_waits, standing
from blueprints.youth.application_pages import Item, item
from blueprints.youth.money_words import Block, fund_blocks, wage_blocks
from blueprints.youth.question_pages import question_href
from marketplace.areas import names
from marketplace.enrolments import own, pauses, undoing
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from models.vocabulary import EarningState, EmployerPaymentState, Field, Party
from models.vocabulary import EnrolmentState as S

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.earnings.statement import Statement, StatementLine
    from marketplace.notices.queries import Told
    from models.agreement import Agreement
    from models.enrolment import Enrolment
    from models.offer import Opportunity, Session
    from models.youth import Youth

LOOKS_BACK = timedelta(days=120)
"""How far back money still waits to be confirmed."""

MOST_NOTICES = 4


@dataclass(frozen=True)
class Next:
    """The next session."""

    art: str
    title: str
    line: Text
    note: str
    due: Text | str
    due_kind: str
    due_exact: str
    href: str


@dataclass(frozen=True)
class Line:
    """One short line that may lead somewhere."""

    text: object
    note: str
    href: str
    is_new: bool = False


@dataclass(frozen=True)
class TodayPage:
    """A young person's day."""

    date: str
    heading: Text
    lead: Text | None
    next: Next | None
    later: tuple[Line, ...]
    closed: tuple[Line, ...]
    tasks: tuple[Item, ...]
    money_title: Text
    wages: tuple[Block, ...]
    fund: tuple[Block, ...]
    money_href: str
    person: str
    person_role: Text
    office: str
    notices: tuple[Line, ...]
    notices_href: str
    seen_href: str
    profile_href: str
    matches_href: str
    applications_href: str


@dataclass(frozen=True)
class Day:
    """Everything a day is made of."""

    youth: Youth
    sessions: Sequence[Session]
    enrolments: Sequence[Enrolment]
    told: Statement
    agreements: Sequence[Agreement]
    notices: Sequence[Told]


def today(day: Day) -> TodayPage:
    """The page of today."""
    now, first = clock.today(), day.sessions[0] if day.sessions else None
    title, wages, fund = _week(day.told, now)
    following = question_href(day.youth.profile_step + 1) if day.youth.profile_step < 7 else ""
    return TodayPage(
        date=dates.long_date(now),
        heading=_heading(first, day, now),
        lead=None if first else _lead(day),
        next=_next(first) if first else None,
        later=tuple(_later(one) for one in day.sessions[1:]),
        closed=tuple(_closed(one) for one in day.enrolments if pauses.is_closed(one)),
        tasks=tuple(_tasks(day, following)),
        money_title=title,
        wages=_quiet(wage_blocks(wages)),
        fund=_quiet(fund_blocks(fund)),
        money_href=url_for("youth.show_money"),
        person=own.person_of(day.youth),
        person_role=t("Your case worker, {place}", place=names.short(day.youth.area_code))
        if day.youth.area_code
        else t("Your case worker"),
        office=url_for("public.show_safety"),
        notices=tuple(_notice(one) for one in day.notices[:MOST_NOTICES]),
        notices_href=url_for("account.show_notices"),
        seen_href=url_for("account.show_seen"),
        profile_href=url_for("youth.show_profile"),
        matches_href=url_for("youth.show_matches"),
        applications_href=url_for("youth.show_applications") if day.enrolments else "",
    )


def since() -> tuple[date, date]:
    """The span of days whose money a day looks at."""
    return clock.today() - LOOKS_BACK, clock.today()


def _heading(first: Session | None, day: Day, now: date) -> Text:
    if first is None:
        return t("Hello {name}", name=day.youth.nickname or day.youth.alias)
    what, time = words.word(Field, first.opportunity.field), dates.time_of_day(first.starts_at)
    if first.starts_at <= clock.now():
        return t("You have {what} now", what=what)
    if first.held_on == now:
        return t("You have {what} today at {time}", what=what, time=time)
    if first.held_on == now + timedelta(days=1):
        return t("You have {what} tomorrow at {time}", what=what, time=time)
    return t("You have {what} on {day} at {time}", what=what, day=dates.short_date(first.held_on), time=time)


def _lead(day: Day) -> Text:
    if any(undoing.told_state(one) in (S.APPROVED, S.ENROLLED, S.IN_LEARNING) for one in day.enrolments):
        return t("No session is set for the coming days.")
    if any(one.state not in standing.ENDED for one in day.enrolments):
        return t("Your applications are on their way. See where each stands.")
    return t("Nothing is planned yet. Look at what fits you.")


def _next(one: Session) -> Next:
    offer, hours = one.opportunity, (one.starts_at - clock.now()).total_seconds() / 3600
    due: tuple[Text | str, str] = ("", "")
    if 0 < hours < 24:
        due = (t("in {hours} hours", hours=round(hours)) if hours >= 1 else t("in less than an hour"), "today")
    elif hours > 0:
        due = (dates.relative_days(one.held_on), "soon" if hours < 48 else "")
    return Next(
        art=art_of(offer.field),
        title=pick(offer.title_th, offer.title_en),
        line=t(
            "with {organisation}, until {time}",
            organisation=pick(offer.organisation.name_th, offer.organisation.name_en),
            time=dates.time_of_day(one.ends_at),
        ),
        note=pick(offer.bring_th, offer.bring_en),
        due=due[0],
        due_kind=due[1],
        due_exact=dates.date_time(one.starts_at),
        href=_whole(offer),
    )


def _later(one: Session) -> Line:
    when = f"{dates.short_date(one.held_on)} {dates.time_range(one.starts_at, one.ends_at)}"
    title = pick(one.opportunity.title_th, one.opportunity.title_en)
    return Line(title, when, _whole(one.opportunity))


def _closed(one: Enrolment) -> Line:
    """A place the office has closed for now: its sessions are left out above, and nobody is to wonder why."""
    title = pick(one.opportunity.title_th, one.opportunity.title_en)
    return Line(title, str(standing.standing(one).text), url_for("youth.show_application", application=one.ref))


def _stands_still(one: Enrolment) -> bool:
    """Whether nobody can do anything about it now, so that it waits for no one."""
    return one.state in pauses.STILL and standing.is_paused(one)


def _whole(offer: Opportunity) -> str:
    """Its page; while it has none for everybody, one's own applications say where it is."""
    return public_href(offer) or url_for("youth.show_applications")


def _tasks(day: Day, profile_href: str) -> Iterable[Item]:
    waiting = [one for one in day.enrolments if one.state in standing.WAITS_FOR_YOU and not _stands_still(one)]
    helped = own.with_case_worker([one.id for one in waiting if one.state == S.AWAITING_GUARDIAN])
    for one in waiting:
        if one.id not in helped:
            line = item(one)
            yield replace(line, title=str(line.note), note=line.title)
    yield from _to_sign(day.agreements)
    for wage in day.told.employer.lines:
        if wage.state == EmployerPaymentState.PAID:
            yield _to_confirm(wage, _sum_of([wage]))
    rounds: dict[str, list[StatementLine]] = {}
    for line_ in day.told.fund.lines:
        if line_.state == EarningState.PAID and line_.payment:
            rounds.setdefault(line_.payment.ref, []).append(line_)
    for lines in rounds.values():
        yield _to_confirm(lines[0], money_waits.arriving(lines[0], _sum_of(lines)))
    if profile_href:
        yield Item(
            profile_href, str(t("Go on with the questions")), t("Each answer makes this list fit better."), "", "", ""
        )


def _to_sign(agreements: Iterable[Agreement]) -> Iterable[Item]:
    for one in agreements:
        if agreement_parts.waits_for([Party.YOUTH], one):
            href = url_for("youth.show_agreement", agreement=one.ref)
            yield Item(href, str(t("Read and sign the agreement")), title_of(one.enrolment), "", "", "")


def _to_confirm(line: StatementLine, satang: int) -> Item:
    title = t("Have {sum} baht from {payer} arrived?", sum=f"{satang // 100:,}", payer=line.source)
    paid = dates.short_date(line.payment.on) if line.payment and line.payment.on else ""
    href = url_for("youth.show_money", month=f"{line.began or line.on:%Y-%m}")
    return Item(href, str(title), t("Paid on {day}", day=paid), "", "", "")


def _sum_of(lines: Iterable[StatementLine]) -> int:
    return sum(line.amount_satang for line in lines)


def _week(told: Statement, now: date) -> tuple[Text, list[StatementLine], list[StatementLine]]:
    """Last week's sums; this week's where there were none."""
    monday = now - timedelta(days=now.weekday())
    spans = (
        (t("What you earned last week"), monday - timedelta(days=7), monday - timedelta(days=1)),
        (t("What you earned this week"), monday, now + timedelta(days=6)),
    )
    for title, first, last in spans:
        wages = [line for line in told.employer.lines if first <= line.on <= last]
        fund = [line for line in told.fund.lines if first <= line.on <= last]
        if wages or fund:
            return title, wages, fund
    return spans[0][0], [], []


def _quiet(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Without buttons: what can be said about money stands on the page of money."""
    return tuple(replace(block, confirm_href="", dispute_href="", ask_href="") for block in blocks)


def _notice(told: Told) -> Line:
    return Line(told.message, dates.date_time(told.at), told.path, told.new)

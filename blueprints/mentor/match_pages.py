"""Finished values for a mentor's young people: how they are called and from which district, never how to reach them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.parts import Fact
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.kernel import clock
from marketplace.mentoring import meetings, rules
from marketplace.people import desks
from marketplace.people.disclosure import provider_view
from marketplace.threads import queries as threads
from models.vocabulary import Language, MatchState, MeetingOutcome

if TYPE_CHECKING:
    from models.mentoring import MentorMatch, MentorMeeting


@dataclass(frozen=True, slots=True)
class Asked:
    """A young person who would like this mentor."""

    title: Text
    facts: tuple[Fact, ...]
    due: Text
    accept_href: str
    decline_href: str


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody one stands by."""

    href: str
    title: str
    note: Text
    due: Text | str = ""
    due_kind: str = ""
    due_exact: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """The match of which the mentor has not said how it was; nothing of the young person is read any more."""

    match: str
    what: Text


@dataclass(frozen=True, slots=True)
class ListPage:
    """What is asked, what runs, and what has ended and was not spoken of yet."""

    requests: tuple[Asked, ...]
    running: tuple[Line, ...]
    survey: Survey | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to reach."""

    words: str
    reached: Text | str
    href: str


@dataclass(frozen=True, slots=True)
class MatchPage:
    """One match that runs, or waits to."""

    title: Text
    facts: tuple[Fact, ...]
    request: Asked | None
    runs: bool
    columns: tuple[Column, ...]
    meetings: tuple[tuple[object, ...], ...]
    meeting_href: str
    goals: tuple[Goal, ...]
    goal_href: str
    goal_stop: Text | None
    end_href: str
    talk_href: str
    talk: Text


def listed(found: Sequence[MentorMatch], asked: MentorMatch | None) -> ListPage:
    """Requests first, then who one stands by; `asked` is the match that ended and was not spoken of."""
    return ListPage(
        requests=tuple(_asked(one) for one in found if one.state == MatchState.REQUESTED),
        running=tuple(_line(one) for one in found if one.state == MatchState.ACTIVE),
        survey=_survey(asked) if asked is not None else None,
    )


def _survey(match: MentorMatch) -> Survey:
    began, ended = (dates.long_date(day) if day else "–" for day in (match.starts_on, match.ends_on))
    pledge = pick(match.resource.title_th, match.resource.title_en)
    return Survey(match.ref, t("{pledge}, from {begin} to {end}", pledge=pledge, begin=began, end=ended))


def one(match: MentorMatch) -> MatchPage:
    """Everything a mentor needs for one match."""
    runs = match.state == MatchState.ACTIVE
    met = meetings.of(match)
    return MatchPage(
        title=t("You and {name}", name=_called(match)),
        facts=() if match.state == MatchState.REQUESTED else _facts(match),
        request=_asked(match) if match.state == MatchState.REQUESTED else None,
        runs=runs,
        columns=(Column(t("Day")), Column(t("How it went")), Column(t("Minutes"), True)),
        meetings=tuple((dates.short_date(one.held_on, year=True), _how(one), one.minutes or "–") for one in met),
        meeting_href=url_for("mentor.tell_meeting", match=match.ref),
        goals=tuple(
            Goal(
                goal.words,
                t("Reached on {day}", day=dates.short_date(goal.reached_on, year=True)) if goal.reached_on else "",
                url_for("mentor.reach_goal", match=match.ref, goal=goal.ref),
            )
            for goal in meetings.goals(match)
        ),
        goal_href=url_for("mentor.set_goal", match=match.ref),
        goal_stop=meetings.ENOUGH_GOALS if meetings.has_enough_goals(match) else None,
        end_href=url_for("mentor.end_match", match=match.ref),
        talk_href=_talk(match),
        talk=t("To your messages"),
    )


def _how(met: MentorMeeting) -> Text:
    what = words.word(MeetingOutcome, met.outcome)
    return t("{what}; the office has asked, and it does not count", what=what) if met.as_told is False else what


def _talk(match: MentorMatch) -> str:
    """Their conversation, or where it is begun."""
    thread = threads.of_subject(match_id=match.id)
    return url_for("mentor.show_thread", thread=thread.ref) if thread is not None else url_for("mentor.show_messages")


def _called(match: MentorMatch) -> str:
    return provider_view(match.youth, approved=match.state == MatchState.ACTIVE).called


def _facts(match: MentorMatch, *more: Fact) -> tuple[Fact, ...]:
    seen = provider_view(match.youth, approved=False)
    speaks = ", ".join(str(words.word(Language, one)) for one in match.youth.languages or ())
    facts = [Fact(t("Age and district"), t("{age}, {place}", age=seen.age_band, place=seen.district))]
    if speaks:
        facts.append(Fact(t("Languages"), speaks))
    facts += [Fact(t("Your pledge"), pick(match.resource.title_th, match.resource.title_en)), *more]
    if match.ends_on is not None:
        facts.append(Fact(t("Lasts until"), dates.long_date(match.ends_on)))
    if match.chaperone_id is not None:
        name = desks.names_of([match.chaperone_id]).get(match.chaperone_id, "")
        said = t("{name} takes part, and you meet in an open place or three of you.", name=name)
        facts.append(Fact(t("Under 18"), said))
    return tuple(facts)


def _asked(match: MentorMatch) -> Asked:
    minutes = rules.number("minutes_a_week")
    return Asked(
        title=t("A young person would like your time"),
        facts=_facts(match, Fact(t("Time asked for"), t("About {minutes} minutes a week", minutes=minutes))),
        due=t("Please answer by {day}", day=dates.date_time(match.answer_by) if match.answer_by else "–"),
        accept_href=url_for("mentor.answer_match", match=match.ref, answer="accept"),
        decline_href=url_for("mentor.answer_match", match=match.ref, answer="decline"),
    )


def _line(match: MentorMatch) -> Line:
    met = [one for one in meetings.of(match) if meetings.counts(one)]
    last = met[0].held_on if met else match.starts_on
    quiet = last is not None and (clock.today() - last).days > rules.number("second_check_in")
    return Line(
        href=url_for("mentor.show_match", match=match.ref),
        title=_called(match),
        note=t("Meetings held: {count}", count=len(met)),
        due=t("Not met for two weeks") if quiet else "",
        due_kind="soon" if quiet else "",
    )

"""Finished values for mentoring as an office steers it: answers first, then the wait list, then what runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.office import mentoring_ended
from marketplace.areas import names
from marketplace.i18n import Text, dates, pick, t, words
from marketplace.matching import mentor_round
from marketplace.mentoring import calls, disputes, matches, meetings
from marketplace.people import policy
from marketplace.people.disclosure import age_band, view_in
from models.vocabulary import MatchState, MeetingOutcome

if TYPE_CHECKING:
    from blueprints.office.mentoring_ended import EndedPart
    from marketplace.access import Actor
    from marketplace.matching.mentor_round import Plan
    from marketplace.mentoring.calls import Made, Why
    from models.mentoring import CheckIn, MentorMatch, MentorMeeting
    from models.youth import Youth


@dataclass(frozen=True, slots=True)
class Option:
    """One mentor to choose."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal that could not be made: for whom, why, and which mentor was chosen."""

    youth: str
    why: object
    chosen: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the wait list, with the mentor a round would propose or why there is none."""

    name: str
    who: Text
    href: str
    since: Text
    plan: Text | str
    options: tuple[Option, ...]
    propose_href: str
    refusal: object
    key: str


@dataclass(frozen=True, slots=True)
class Running:
    """One match, from the thought of it."""

    title: Text
    who: Text
    href: str
    state: Text
    note: Text | str
    request_href: str
    end_href: str
    look_href: str
    looks: tuple[Text, ...]
    course: tuple[Text, ...]
    called: Text | None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """One meeting of which the young person says that it was otherwise, until somebody has asked both."""

    said: Text
    told: Text
    words: str
    who: Text
    href: str
    settle_href: str


@dataclass(frozen=True, slots=True)
class MentoringPage:
    """Everything an office does for mentoring."""

    waiting_title: Text
    waiting: tuple[Waiting, ...]
    round_href: str
    pairs: int
    looks: tuple[Running, ...]
    proposed: tuple[Running, ...]
    running: tuple[Running, ...]
    reasons: tuple[tuple[str, Text], ...]
    ended: EndedPart
    otherwise: tuple[Otherwise, ...]


def mentoring(actor: Actor, refused: Refused | None = None) -> MentoringPage:
    """Answers that ask for a person, proposals, the wait list with a fresh plan, and what runs.

    What was `refused` is said at its choice.
    """
    plan, live, asks = mentor_round.round_for(actor), matches.of_office(actor), calls.waiting(actor)
    why = {call.match.id: call.why for call in asks}
    everything = {match.id: match for match in (*live, *(call.match for call in asks))}
    # Whoever is the mentor here reads nothing of what their young people answered.
    told = [match for match in everything.values() if not _is_own(actor, match)]
    asked, made = meetings.course(told), calls.made(told)
    lines: dict[int, Running] = {
        match.id: _running(actor, match, why.get(match.id, ()), asked.get(match.id, ()), made.get(match.id))
        for match in everything.values()
    }
    waiting = _waiting(actor, plan, refused)
    ended = ("planned", "goal_reached", "moved", "no_time", "not_fitting", "youth_stopped", "concern")
    return MentoringPage(
        waiting_title=t("Waiting for a mentor: {count}", count=len(waiting)),
        waiting=waiting,
        round_href=url_for("office.run_round"),
        pairs=len(plan.pairs),
        looks=tuple(lines[call.match.id] for call in asks),
        proposed=tuple(lines[match.id] for match in live if match.state == MatchState.PROPOSED),
        running=tuple(lines[match.id] for match in live if match.state != MatchState.PROPOSED),
        reasons=tuple((code, matches.END_REASONS[code]) for code in ended),
        ended=mentoring_ended.part(actor),
        otherwise=tuple(_otherwise(actor, one) for one in disputes.to_settle(actor)),
    )


def _otherwise(actor: Actor, met: MentorMeeting) -> Otherwise:
    match = matches.one(met.match_id)
    line, what = _running(actor, match), words.word(MeetingOutcome, met.outcome)
    return Otherwise(
        said=t(
            "{name}: says that the meeting on {day} was otherwise",
            name=line.title,
            day=dates.short_date(met.held_on, year=True),
        ),
        told=t("The mentor told: {what}, {minutes} minutes", what=what, minutes=met.minutes)
        if met.minutes
        else t("The mentor told: {what}", what=what),
        words=met.otherwise_words if not _is_own(actor, match) else "",
        who=line.who,
        href=line.href,
        settle_href=url_for("office.settle_meeting", match=match.ref, told=met.ref),
    )


def _waiting(actor: Actor, plan: Plan, refused: Refused | None) -> tuple[Waiting, ...]:
    said: dict[int, Text] = {wish.youth_id: why for wish, why in plan.waiting}
    for pair in plan.pairs:
        said[pair.wish.youth_id] = t(
            "The round proposes {mentor}, {km} km", mentor=mentor_round.title(pair.mentor), km=round(pair.km)
        )
    everybody = sorted(
        (*(pair.wish for pair in plan.pairs), *(wish for wish, _ in plan.waiting)),
        key=lambda wish: (wish.waits_since is None, wish.waits_since, wish.youth_id),
    )
    return tuple(
        Waiting(
            name=view_in(actor, wish.youth).called,
            who=_who(wish.youth),
            href=mentoring_ended.page_of(actor, wish.youth),
            since=t(
                "Since {day}", day=dates.short_date(wish.waits_since.date(), year=True) if wish.waits_since else ""
            ),
            plan=said[wish.youth_id],
            options=tuple(
                Option(one.ref, mentor_round.title(one), _is_chosen(one.ref, wish.youth.ref, refused))
                for one in plan.fitting[wish.youth_id]
            ),
            propose_href=url_for("office.propose_mentor", youth=wish.youth.ref),
            refusal=refused.why if refused is not None and refused.youth == wish.youth.ref else "",
            key=f"mentor-{wish.youth.ref}",
        )
        for wish in everybody
    )


def _is_chosen(mentor: str, youth: str, refused: Refused | None) -> bool:
    return refused is not None and (refused.youth, refused.chosen) == (youth, mentor)


def _who(youth: Youth) -> Text:
    """What tells two people of one name apart: the band of age, the place and the reference."""
    place = names.short(youth.area_code) if youth.area_code else t("Area not known")
    return t("{age}, {place}, {ref}", age=age_band(youth), place=place, ref=youth.ref)


def _is_own(actor: Actor, match: MentorMatch) -> bool:
    return match.resource.owner_account_id is not None and match.resource.owner_account_id == actor.account_id


def _running(
    actor: Actor,
    match: MentorMatch,
    why: Iterable[Why] = (),
    asked: Iterable[CheckIn] = (),
    made: Made | None = None,
) -> Running:
    title, seen = pick(match.resource.title_th, match.resource.title_en), view_in(actor, match.youth, match)
    note: Text | str = ""
    if match.answer_by is not None:
        note = t("Answer by {day}", day=dates.short_date(match.answer_by.date()))
    elif match.state == MatchState.ENDED and match.ends_on is not None:
        note = t("Ended on {day}", day=dates.short_date(match.ends_on, year=True))
    elif match.ends_on is not None:
        note = t("Until {day}", day=dates.short_date(match.ends_on, year=True))
    looks = tuple(mentoring_ended.WHYS[one] for one in why)
    return Running(
        title=t("{name} with {mentor}", name=seen.called, mentor=title),
        who=_who(match.youth)
        if policy.can_see_youth_as_staff(actor, match.youth)
        else t("{age}, has moved to {place}, {ref}", age=seen.age_band, place=seen.place, ref=seen.ref),
        href=mentoring_ended.page_of(actor, match.youth),
        state=words.word(MatchState, match.state),
        note=note,
        request_href=url_for("office.request_mentor", match=match.ref) if match.state == MatchState.PROPOSED else "",
        end_href=url_for("office.end_mentoring", match=match.ref),
        look_href=url_for("office.look_at_check_in", match=match.ref) if looks else "",
        looks=looks,
        course=mentoring_ended.course(asked),
        called=mentoring_ended.called(made),
    )

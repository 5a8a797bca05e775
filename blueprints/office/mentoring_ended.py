"""Finished values for matches that ended: why, what both said, and figures where enough have answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from marketplace.i18n import Text, dates, pick, t
from marketplace.kernel import clock
from marketplace.mentoring import calls, closing, matches, meetings
from marketplace.mentoring.calls import Why
from marketplace.people import policy
from marketplace.people.disclosure import view_in

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.mentoring.calls import Made
    from marketplace.mentoring.closing import Ended, Figures
    from models.mentoring import CheckIn, MentorSurvey
    from models.youth import Youth

FACES: dict[int, Text] = {
    1: t("Not good at all"),
    2: t("Not so good"),
    3: t("All right"),
    4: t("Good"),
    5: t("Very good"),
}


WHYS: dict[Why, Text] = {
    Why.TALK: t("Would like to talk with somebody"),
    Why.LOW: t("It is not going well"),
    Why.ENDED_LOW: t("Said at the end that it was not good at all"),
    Why.LEFT: t("Ended it themselves: ask how they are and what they would like now"),
}


@dataclass(frozen=True, slots=True)
class EndedLine:
    """One match that ended."""

    title: Text
    href: str
    why: Text
    note: str
    said: tuple[Text, ...]
    course: tuple[Text, ...]
    called: Text | None


@dataclass(frozen=True, slots=True)
class EndedPart:
    """The part of the page about what ended."""

    lines: tuple[EndedLine, ...]
    figures: tuple[Text, ...]


def part(actor: Actor) -> EndedPart:
    """What ended in an office's places, the newest first."""
    found = closing.ended(actor)
    ran = [one.match for one in found]
    asked, made = meetings.course(ran), calls.made(ran)
    lines = tuple(_line(actor, one, asked.get(one.match.id, ()), made.get(one.match.id)) for one in found)
    return EndedPart(lines, tuple(_figure(one) for one in closing.figures(actor)))


def called(made: Made | None) -> Text | None:
    """Who called last, and when."""
    if made is None:
        return None
    day = dates.short_date(clock.bangkok(made.at).date(), year=True)
    return t("{name} called on {day}", name=made.by, day=day) if made.by else t("Called on {day}", day=day)


def page_of(actor: Actor, youth: Youth) -> str:
    """Their page; none where they live elsewhere by now."""
    return url_for("office.show_youth", youth=youth.ref) if policy.can_see_youth_as_staff(actor, youth) else ""


def course(asked: Iterable[CheckIn]) -> tuple[Text, ...]:
    """How the young person said it goes, question by question with its day."""
    return tuple(_answer(one) for one in asked)


def _answer(one: CheckIn) -> Text:
    day = dates.short_date(one.due_on, year=True)
    if one.face is None:
        return t("{day}: no answer", day=day)
    face = FACES[one.face]
    if one.wants_talk:
        return t("{day}: {face}, wanted to talk with somebody", day=day, face=face)
    return t("{day}: {face}", day=day, face=face)


def _line(actor: Actor, one: Ended, asked: Iterable[CheckIn], made: Made | None) -> EndedLine:
    match = one.match
    mentor = pick(match.resource.title_th, match.resource.title_en)
    young, other = one.said.get("youth"), one.said.get("mentor")
    said = []
    if young is not None:
        said.append(t("The young person: {face}", face=_face(young)))
    if other is not None:
        said.append(t("The mentor: {face}", face=_face(other)))
    return EndedLine(
        title=t("{name} with {mentor}", name=view_in(actor, match.youth, match).called, mentor=mentor),
        href=page_of(actor, match.youth),
        why=t(
            "{reason}, {day}",
            reason=matches.END_REASONS.get(one.reason, t("No reason was kept")),
            day=dates.short_date(match.ends_on, year=True) if match.ends_on else "",
        ),
        note=one.note,
        said=tuple(said) or (t("Nobody has said how it was yet"),),
        course=course(asked),
        called=called(made),
    )


def _face(survey: MentorSurvey) -> Text:
    face = FACES[survey.score]
    return t("{face}, would do it again", face=face) if survey.again else face


def _figure(one: Figures) -> Text:
    title = pick(one.title_th, one.title_en)
    if one.tenths is None:
        return t("{mentor}: fewer than {count} young people, so no figure is shown", mentor=title, count=closing.FEWEST)
    score = f"{one.tenths / 10:.1f}"
    return t("{mentor}: {score} of 5 over {count} young people", mentor=title, score=score, count=one.people)

"""Finished values for matches that ended: why, what both said, and figures where enough have answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import url_for

from marketplace.i18n import Text, dates, pick, t
from marketplace.mentoring import closing, matches, meetings
from marketplace.people.disclosure import staff_view

if TYPE_CHECKING:
    from marketplace.access import Actor
    from marketplace.mentoring.closing import Ended, Figures
    from models.mentoring import CheckIn, MentorSurvey

FACES: dict[int, Text] = {
    1: t("Not good at all"),
    2: t("Not so good"),
    3: t("All right"),
    4: t("Good"),
    5: t("Very good"),
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
    is_low: bool


@dataclass(frozen=True, slots=True)
class EndedPart:
    """The part of the page about what ended."""

    lines: tuple[EndedLine, ...]
    figures: tuple[Text, ...]


def part(actor: Actor) -> EndedPart:
    """What ended in an office's places; where it was not good at all comes first."""
    found = closing.ended(actor)
    asked = meetings.course([one.match for one in found])
    lines = [_line(actor, one, asked.get(one.match.id, ())) for one in found]
    return EndedPart(
        tuple(sorted(lines, key=lambda line: not line.is_low)), tuple(_figure(one) for one in closing.figures(actor))
    )


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


def _line(actor: Actor, one: Ended, asked: Iterable[CheckIn]) -> EndedLine:
    match = one.match
    mentor = pick(match.resource.title_th, match.resource.title_en)
    young, other = one.said.get("youth"), one.said.get("mentor")
    said = []
    if young is not None:
        said.append(t("The young person: {face}", face=_face(young)))
    if other is not None:
        said.append(t("The mentor: {face}", face=_face(other)))
    return EndedLine(
        title=t("{name} with {mentor}", name=staff_view(actor, match.youth).called, mentor=mentor),
        href=url_for("office.show_youth", youth=match.youth.ref),
        why=t(
            "{reason}, {day}",
            reason=matches.END_REASONS.get(one.reason, t("No reason was kept")),
            day=dates.short_date(match.ends_on, year=True) if match.ends_on else "",
        ),
        note=one.note,
        said=tuple(said) or (t("Nobody has said how it was yet"),),
        course=course(asked),
        is_low=young is not None and young.score == min(FACES),
    )


def _face(survey: MentorSurvey) -> Text:
    face = FACES[survey.score]
    return t("{face}, would do it again", face=face) if survey.again else face


def _figure(one: Figures) -> Text:
    title = pick(one.title_th, one.title_en)
    if one.tenths is None:
        return t("{mentor}: fewer than {count} answers, so no figure is shown", mentor=title, count=closing.FEWEST)
    return t(
        "{mentor}: {score} of 5 over {count} answers", mentor=title, score=f"{one.tenths / 10:.1f}", count=one.answers
    )

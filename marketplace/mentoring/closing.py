"""How matches ended, for the office that asked: why, what was noted, what both said, and figures of each mentor.

A figure over several young people is given from ten answers on: below that it would tell what one of them said.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from marketplace.access import Actor
from marketplace.audit import history
from marketplace.mentoring import wishes
from marketplace.mentoring.matches import loaded
from models.mentoring import MentorMatch, MentorSurvey
from models.session import db
from models.vocabulary import MatchState

SHOWN = 30
FEWEST = 10


@dataclass(frozen=True, slots=True)
class Ended:
    """One match that ended after it ran, with what was said of it."""

    match: MentorMatch
    reason: str
    note: str
    said: Mapping[str, MentorSurvey]


@dataclass(frozen=True, slots=True)
class Figures:
    """What young people said of one mentor; no average where too few have answered."""

    title_th: str
    title_en: str
    answers: int
    tenths: int | None


def ended(actor: Actor) -> list[Ended]:
    """The matches of the actor's places that ended last, newest first."""
    wanted = loaded().where(_within(actor)).order_by(MentorMatch.ends_on.desc(), MentorMatch.id.desc())
    found = db.scalars(wanted.limit(SHOWN)).all()
    said = _said([match.id for match in found])
    return [_one(match, said.get(match.id, {})) for match in found]


def figures(actor: Actor) -> list[Figures]:
    """Every mentor of whom young people of the actor's places have said how it was."""
    rows = db.execute(
        select(MentorMatch.resource_id, func.count(), func.sum(MentorSurvey.score))
        .join(MentorSurvey, MentorSurvey.match_id == MentorMatch.id)
        .where(_within(actor), MentorSurvey.said_by == "youth")
        .group_by(MentorMatch.resource_id)
        .order_by(MentorMatch.resource_id)
    ).all()
    titles = {one.match.resource_id: one.match.resource for one in ended(actor)}
    return [
        Figures(
            titles[mentor].title_th,
            titles[mentor].title_en,
            int(count),
            round(10 * int(total) / int(count)) if count >= FEWEST else None,
        )
        for mentor, count, total in rows
        if mentor in titles
    ]


def _one(match: MentorMatch, said: Mapping[str, MentorSurvey]) -> Ended:
    last = next((move for move in reversed(history(match)) if move.to_state == MatchState.ENDED), None)
    return Ended(match, last.reason if last else "", last.note if last else "", said)


def _said(match_ids: Sequence[int]) -> dict[int, dict[str, MentorSurvey]]:
    found: dict[int, dict[str, MentorSurvey]] = defaultdict(dict)
    for survey in db.scalars(select(MentorSurvey).where(MentorSurvey.match_id.in_(match_ids))):
        found[survey.match_id][survey.said_by] = survey
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    within = wishes.scope_of(actor).condition(MentorMatch.area_code, MentorMatch.office_key)
    return within & (MentorMatch.state == MatchState.ENDED) & MentorMatch.starts_on.is_not(None)

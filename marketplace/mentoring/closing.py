"""How matches ended, for the office that asked: why, what was noted, what both said, and figures of each mentor.

The office reads each answer, so that somebody can call; who is the mentor reads none, also where they work for that
office. A figure is given from ten young people on: below that it says little of a mentor, and much of one of the young.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from marketplace.access import Actor
from marketplace.audit import history
from marketplace.kernel.errors import NotFound
from marketplace.mentoring import wishes
from marketplace.mentoring.matches import UNASKED, loaded, not_their_mentor
from marketplace.resources import pledges
from models.history import Move
from models.mentoring import MentorMatch, MentorSurvey
from models.resource import Resource
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
    people: int
    tenths: int | None


def ended(actor: Actor) -> list[Ended]:
    """The matches of the actor's places that ended last, newest first."""
    wanted = loaded().where(_within(actor)).order_by(MentorMatch.ends_on.desc(), MentorMatch.id.desc())
    found = db.scalars(wanted.limit(SHOWN)).all()
    said = _said([match.id for match in found])
    return [_one(match, said.get(match.id, {})) for match in found]


def figures(actor: Actor) -> list[Figures]:
    """Every mentor of whom young people of the actor's places have said how it was, over everything ever said.

    Young people are counted, not answers: one who was with a mentor twice is one.
    """
    people = func.count(MentorMatch.youth_id.distinct())
    rows = db.execute(
        select(Resource.title_th, Resource.title_en, people, func.count(), func.sum(MentorSurvey.score))
        .join(MentorMatch, MentorMatch.resource_id == Resource.id)
        .join(MentorSurvey, MentorSurvey.match_id == MentorMatch.id)
        .where(_within(actor), MentorSurvey.said_by == "youth")
        .group_by(Resource.id, Resource.title_th, Resource.title_en)
        .order_by(Resource.id)
    )
    return [
        Figures(th, en, int(who), round(10 * int(total) / int(count)) if who >= FEWEST else None)
        for th, en, who, count, total in rows
    ]


def last_of(youth_id: int) -> MentorMatch | None:
    """The match of a young person that ended last after it ran."""
    wanted = loaded().where(MentorMatch.youth_id == youth_id, _ran())
    return db.scalars(wanted.order_by(MentorMatch.ends_on.desc(), MentorMatch.id.desc()).limit(1)).first()


def to_ask(actor: Actor) -> MentorMatch | None:
    """The newest match of one's own pledge that ended after it ran, and of which its mentor has not spoken yet."""
    said = select(MentorSurvey.match_id).where(MentorSurvey.said_by == "mentor")
    wanted = loaded().join(Resource, Resource.id == MentorMatch.resource_id)
    wanted = wanted.where(pledges.kept_by(actor), _ran(), MentorMatch.id.not_in(said))
    for match in db.scalars(wanted.order_by(MentorMatch.ends_on.desc(), MentorMatch.id.desc()).limit(SHOWN)):
        if _reason(match) != UNASKED:
            return match
    return None


def ended_of(actor: Actor, ref: str) -> MentorMatch:
    """A match of one's own pledge that has ended; raises NotFound alike for foreign, missing and running."""
    wanted = loaded().join(Resource, Resource.id == MentorMatch.resource_id)
    match = db.scalars(wanted.where(MentorMatch.ref == ref, pledges.kept_by(actor), _ran())).first()
    if match is None or _reason(match) == UNASKED:
        raise NotFound
    return match


def _one(match: MentorMatch, said: Mapping[str, MentorSurvey]) -> Ended:
    last = _last_move(match)
    return Ended(match, last.reason if last else "", last.note if last else "", said)


def _reason(match: MentorMatch) -> str:
    last = _last_move(match)
    return last.reason if last else ""


def _last_move(match: MentorMatch) -> Move | None:
    return next((move for move in reversed(history(match)) if move.to_state == MatchState.ENDED), None)


def _said(match_ids: Sequence[int]) -> dict[int, dict[str, MentorSurvey]]:
    found: dict[int, dict[str, MentorSurvey]] = defaultdict(dict)
    for survey in db.scalars(select(MentorSurvey).where(MentorSurvey.match_id.in_(match_ids))):
        found[survey.match_id][survey.said_by] = survey
    return found


def _within(actor: Actor) -> ColumnElement[bool]:
    within = wishes.scope_of(actor).condition(MentorMatch.area_code, MentorMatch.office_key)
    return within & not_their_mentor(actor) & _ran()


def _ran() -> ColumnElement[bool]:
    return (MentorMatch.state == MatchState.ENDED) & MentorMatch.starts_on.is_not(None)

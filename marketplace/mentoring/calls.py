"""Whom somebody of the office should call: asked for at a check-in, unhappy at the end, or gone of their own accord.

A match that has ended is no reason to forget it: a call waits until somebody says that they have called.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden
from marketplace.mentoring import wishes
from marketplace.mentoring.matches import loaded, not_their_mentor
from marketplace.mentoring.meetings import FACES
from marketplace.people import desks
from models.mentoring import CheckIn, MentorMatch, MentorSurvey
from models.session import db

Row = TypeVar("Row", CheckIn, MentorSurvey, MentorMatch)


class Why(StrEnum):
    """What a call is about, the most urgent first."""

    TALK = "talk"
    LOW = "low"
    ENDED_LOW = "ended_low"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Call:
    """One match about which somebody should call."""

    match: MentorMatch
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """The last call about a match; `by` is empty where it was not kept."""

    at: datetime
    by: str


def waiting(actor: Actor) -> list[Call]:
    """The calls that nobody has made yet in the actor's places, the most urgent first, then the longest waiting."""
    within = not_their_mentor(actor) & wishes.scope_of(actor).condition(MentorMatch.area_code, MentorMatch.office_key)
    since: dict[int, dict[Why, datetime]] = defaultdict(dict)
    for asked in db.scalars(_check_ins().join(MentorMatch, MentorMatch.id == CheckIn.match_id).where(within)):
        since[asked.match_id][Why.TALK if asked.wants_talk else Why.LOW] = asked.answered_at or clock.now()
    for said in db.scalars(_surveys().join(MentorMatch, MentorMatch.id == MentorSurvey.match_id).where(within)):
        since[said.match_id][Why.ENDED_LOW] = said.told_at
    for left in db.scalars(_left().where(within)):
        since[left.id][Why.LEFT] = left.left_at or clock.now()
    found = db.scalars(loaded().where(MentorMatch.id.in_(since))).all()

    def urgency(match: MentorMatch) -> tuple[int, datetime]:
        whys = since[match.id]
        return min(list(Why).index(why) for why in whys), min(whys.values())

    return [Call(one, tuple(why for why in Why if why in since[one.id])) for one in sorted(found, key=urgency)]


def mark(match: MentorMatch, *, by: Actor) -> None:
    """Somebody of the office has called: everything that waits of this match is done, by whom and when is kept.

    Raises Forbidden for its mentor, Conflict where nothing waits any more.
    """
    if by.account_id is not None and by.account_id == match.resource.owner_account_id:
        raise Forbidden(t("You are the mentor here. A colleague has to call."))
    now, done = clock.now(), False
    for asked in _now(_check_ins(), CheckIn.match_id == match.id):
        asked.seen_at, asked.seen_by_id, done = now, by.account_id, True
    for said in _now(_surveys(), MentorSurvey.match_id == match.id):
        said.seen_at, said.seen_by_id, done = now, by.account_id, True
    for left in _now(_left(), MentorMatch.id == match.id):
        left.asked_at, left.asked_by_id, done = now, by.account_id, True
    if not done:
        raise Conflict(t("Somebody has called already."))
    db.flush()
    record(by, "mentor.look_at", match)


def made(matches: Iterable[MentorMatch]) -> dict[int, Made]:
    """The last call about each of these matches, where there was one."""
    found = list(matches)
    calls: list[tuple[int, datetime | None, int | None]] = [(one.id, one.asked_at, one.asked_by_id) for one in found]
    for table in (CheckIn, MentorSurvey):
        wanted = select(table.match_id, table.seen_at, table.seen_by_id).where(
            table.match_id.in_([one.id for one in found])
        )
        calls += [(key, at, who) for key, at, who in db.execute(wanted)]
    last: dict[int, tuple[datetime, int | None]] = {}
    for key, at, who in calls:
        if at is not None and (key not in last or at > last[key][0]):
            last[key] = (at, who)
    called = desks.names_of({who for _, who in last.values() if who is not None})
    return {key: Made(at, called.get(who or 0, "")) for key, (at, who) in last.items()}


def _check_ins() -> Select[CheckIn]:
    bad: ColumnElement[bool] = CheckIn.wants_talk.is_(True) | (CheckIn.face == min(FACES))
    return select(CheckIn).where(CheckIn.seen_at.is_(None), bad)


def _surveys() -> Select[MentorSurvey]:
    low = (MentorSurvey.said_by == "youth") & (MentorSurvey.score == min(FACES))
    return select(MentorSurvey).where(MentorSurvey.seen_at.is_(None), low)


def _left() -> Select[MentorMatch]:
    return select(MentorMatch).where(MentorMatch.left_at.is_not(None), MentorMatch.asked_at.is_(None))


def _now(wanted: Select[Row], of: ColumnElement[bool]) -> Sequence[Row]:
    return db.scalars(wanted.where(of).with_for_update().execution_options(populate_existing=True)).all()

"""The mentors a run may give: all checks hold, time and a place are left, district and language fit, nobody barred."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import func, select

from marketplace.matching import mentor_room
from marketplace.matching.workbench.titles import NOBODY
from marketplace.mentoring import wishes
from marketplace.offers.cards import Shown
from models.resource import Resource
from models.session import db
from models.vocabulary import OpportunityKind, ResourceKind, ResourceState, ResourceUnit
from models.youth import Youth

WEEKS, MONTHS, MINUTES = 52, 12, 60
THAI = ("thai",)


@dataclass(frozen=True, slots=True)
class Free:
    """A mentor by key with the minutes a week and the places they have left."""

    id: int
    minutes_a_week: int
    places: int


def free_for(youth: Youth) -> list[Free]:
    """The mentors who may take one person and have any room today."""
    there = _there([youth])
    rooms = mentor_room.rooms(there)
    there = [one for one in there if rooms[one.id].is_any]
    _, may = _kinds([youth], there)
    return [
        Free(one.id, rooms[one.id].minutes_a_week, rooms[one.id].places) for at, one in enumerate(there) if may[0, at]
    ]


def is_any(needs: Sequence[tuple[Youth, int]]) -> list[bool]:
    """Whether anybody may take a person for so many minutes a week, one for each need, whoever else they take."""
    people = [youth for youth, _ in needs]
    there = _there(people)
    rooms = mentor_room.rooms(there)
    kind, may = _kinds(people, there)
    return [
        any(
            may[at, place] and rooms[one.id].is_any and rooms[one.id].minutes_a_week >= minutes
            for place, one in enumerate(there)
        )
        for at, (_, minutes) in zip(kind.tolist(), needs, strict=True)
    ]


def columns(people: Sequence[Youth], found: Sequence[Shown]) -> dict[str, Any]:
    """The columns of a problem that tell of mentors; empty where no opportunity is time with one.

    With mentorships in question and nobody who may take anybody, the mentors are one who has no place.
    """
    mentored = [one.card.kind == OpportunityKind.MENTORSHIP for one in found]
    if not any(mentored):
        return {}
    mentors = _there(people)
    rooms = mentor_room.rooms(mentors)
    mentors = [one for one in mentors if rooms[one.id].is_any]
    kind, may = _kinds(people, mentors)
    weekly = [
        sum(slot.minutes for slot in one.card.slots) if is_one else 0
        for one, is_one in zip(found, mentored, strict=True)
    ]
    hours = [rooms[one.id].minutes_a_week / MINUTES * WEEKS / MONTHS for one in mentors]
    return {
        "mentored": np.array(mentored, np.bool_),
        "weekly_minutes": np.array(weekly, np.int64),
        "mentors": tuple(one.ref for one in mentors) or (NOBODY,),
        "mentor_hours": np.array(hours or [0.0], np.float64),
        "mentor_places": np.array([rooms[one.id].places for one in mentors] or [0], np.int64),
        "youth_kind": kind,
        "may_mentor": may if mentors else np.zeros((len(may), 1), np.bool_),
        "ids": tuple(one.id for one in mentors),
    }


def _there(people: Sequence[Youth]) -> list[Resource]:
    provinces = sorted({one.area_code[:2] for one in people if one.area_code})
    wanted = select(Resource).where(
        Resource.kind == ResourceKind.MENTOR,
        Resource.state == ResourceState.AVAILABLE,
        Resource.unit == ResourceUnit.HOURS_PER_WEEK,
        func.substr(Resource.area_code, 1, 2).in_(provinces),
    )
    return list(db.scalars(wanted.order_by(Resource.ref)))


def _kinds(people: Sequence[Youth], mentors: Sequence[Resource]) -> tuple[Any, Any]:
    """Young people alike to every mentor as one kind, and which mentor may take which."""
    barred = _barred([one.id for one in people])
    seen: dict[tuple[str, frozenset[str], frozenset[int]], int] = {}
    kind = [
        seen.setdefault(
            ((one.area_code or "")[:4], frozenset(one.languages or THAI), barred.get(one.id, frozenset())), len(seen)
        )
        for one in people
    ]
    may = np.zeros((len(seen), len(mentors)), np.bool_)
    for (district, spoken, kept_apart), at in seen.items():
        for place, one in enumerate(mentors):
            near = one.area_code[:4] == district
            may[at, place] = near and bool(spoken & frozenset(one.languages or THAI)) and one.id not in kept_apart
    return np.array(kind, np.int32), may


def _barred(youth_ids: Sequence[int]) -> Mapping[int, frozenset[int]]:
    found: dict[int, frozenset[int]] = {}
    for first in range(0, len(youth_ids), 500):
        for youth, mentor in wishes.bars(youth_ids[first : first + 500]):
            found[youth] = found.get(youth, frozenset()) | {mentor}
    return found

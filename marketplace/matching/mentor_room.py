"""How much room mentors have: who may take anybody new, how many more, and how many minutes a week are free."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.kernel import clock
from marketplace.mentoring.states import LIVE
from marketplace.resources.amounts import limit_of, monday_of
from marketplace.vetting import facts
from models.mentoring import MentorMatch, MentorProfile
from models.reservation import ResourceWeek
from models.resource import Resource
from models.session import db


@dataclass(frozen=True, slots=True)
class Room:
    """What a mentor could give on top of what they give; `is_vetted` when all checks hold today."""

    is_vetted: bool
    minutes_a_week: int
    places: int

    @property
    def is_any(self) -> bool:
        """Whether anybody new can be proposed to them."""
        return self.is_vetted and self.minutes_a_week > 0 and self.places > 0


def rooms(mentors: Sequence[Resource]) -> dict[int, Room]:
    """The room of each, by key, in four statements."""
    ids = [one.id for one in mentors]
    standing, taken, loads = facts.standings(mentors), _fullest(ids), _loads(ids)
    most = {one.resource_id: one.load_most for one in _profiles(ids)}
    return {
        one.id: Room(
            is_vetted=standing[one.id].takes_new,
            minutes_a_week=max(0, limit_of(one) - taken.get(one.id, 0)),
            places=max(0, most.get(one.id, 1) - loads.get(one.id, 0)),
        )
        for one in mentors
    }


def _profiles(ids: Sequence[int]) -> Sequence[MentorProfile]:
    return db.scalars(select(MentorProfile).where(MentorProfile.resource_id.in_(ids))).all()


def _fullest(ids: Sequence[int]) -> dict[int, int]:
    """What is taken of each pledge in its fullest week to come."""
    wanted = (
        select(ResourceWeek.resource_id, func.max(ResourceWeek.taken))
        .where(ResourceWeek.resource_id.in_(ids), ResourceWeek.monday >= monday_of(clock.today()))
        .group_by(ResourceWeek.resource_id)
    )
    return {key: number for key, number in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy


def _loads(ids: Sequence[int]) -> dict[int, int]:
    wanted = (
        select(MentorMatch.resource_id, func.count())
        .where(MentorMatch.resource_id.in_(ids), MentorMatch.state.in_(LIVE))
        .group_by(MentorMatch.resource_id)
    )
    return {key: number for key, number in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy

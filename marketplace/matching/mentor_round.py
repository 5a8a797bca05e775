"""A round of mentoring over an office's wait list: read from what Okat remembers, matched stably, kept as proposals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.areas.points import point_of
from marketplace.i18n import Text, pick, t
from marketplace.kernel import clock
from marketplace.kernel.geo import Point, distance_km
from marketplace.matching import mentor_room
from marketplace.matching.mentoring import stable
from marketplace.matching.mentoring.rules import SENTENCES, Mentee, Mentor, No, why_not
from marketplace.mentoring import matches, rules, wishes
from models.mentoring import MentorMatch, MentorProfile, MentorWish
from models.resource import Resource
from models.session import db
from models.vocabulary import ResourceKind, ResourceState

NOBODY = t("No checked mentor has room in this province")
TAKEN = t("All that fit are full; waits for the next")


@dataclass(frozen=True)
class Pair:
    """Two who were matched, and how far apart they live in straight kilometres."""

    wish: MentorWish
    mentor: Resource
    km: float


@dataclass(frozen=True)
class Plan:
    """The outcome of a round: pairs, who waits on with the reason, and everybody each of them could be with."""

    pairs: tuple[Pair, ...]
    waiting: tuple[tuple[MentorWish, Text], ...]
    fitting: Mapping[int, tuple[Resource, ...]]


def round_for(actor: Actor) -> Plan:
    """The plan for everybody who waits in an office's places, with the mentors who have room now."""
    waiting = wishes.waiting(actor)
    if not waiting:
        return Plan((), (), {})
    bars = wishes.bars([one.youth_id for one in waiting])
    there = _mentors({(one.youth.area_code or "")[:2] for one in waiting})
    resources = {resource.ref: resource for resource, _ in there}
    helpers = [helper for _, helper in there]
    mentees = {one.youth_id: _mentee(one, [r for r, _ in there], bars) for one in waiting}
    found = stable.match(list(mentees.values()), helpers)
    pairs, left = [], []
    for one in waiting:
        mentor = found.mentor_of.get(mentees[one.youth_id].ref)
        if mentor is not None:
            pairs.append(Pair(one, resources[mentor], _km(mentees[one.youth_id], resources[mentor])))
        else:
            left.append((one, _lack(mentees[one.youth_id], helpers)))
    fitting = {
        one.youth_id: tuple(resources[ref] for ref in found.youth_order[mentees[one.youth_id].ref]) for one in waiting
    }
    return Plan(tuple(pairs), tuple(left), fitting)


def propose(pair: Pair, *, by: Actor) -> MentorMatch:
    """Keep one pair of a plan as a proposal; raises Conflict when it is no longer to be had."""
    return matches.propose(pair.wish.youth, pair.mentor, by=by, enrolment_id=pair.wish.enrolment_id)


def title(mentor: Resource) -> str:
    """A mentor as an office knows them."""
    return pick(mentor.title_th, mentor.title_en)


def _mentee(one: MentorWish, mentors: Sequence[Resource], bars: frozenset[tuple[int, int]]) -> Mentee:
    youth = one.youth
    point = Point(youth.lat, youth.lon) if youth.lat is not None and youth.lon is not None else None
    if point is None and youth.area_code:
        point = point_of(youth.area_code).point
    waited = (clock.now() - one.waits_since).days if one.waits_since is not None else 0
    return Mentee(
        ref=youth.ref,
        languages=frozenset(one.languages or youth.languages or ()),
        point=point,
        farthest_km=float(one.km_most or rules.number("km_most")),
        gender_wish=one.gender,
        is_minor=rules.is_minor(youth, clock.today()),
        interests=frozenset(youth.interests) | frozenset(youth.skills),
        waited_days=waited,
        conflicts=frozenset(mentor.ref for mentor in mentors if (youth.id, mentor.id) in bars),
    )


def _mentors(provinces: set[str]) -> list[tuple[Resource, Mentor]]:
    wanted = (
        select(Resource, MentorProfile)
        .outerjoin(MentorProfile, MentorProfile.resource_id == Resource.id)
        .where(
            Resource.kind == ResourceKind.MENTOR,
            Resource.state == ResourceState.AVAILABLE,
            func.substr(Resource.area_code, 1, 2).in_(sorted(provinces)),
        )
        .order_by(Resource.id)
    )
    rows = [(resource, profile) for resource, profile in db.execute(wanted)]
    there = mentor_room.rooms([resource for resource, _ in rows])
    found = []
    for resource, profile in rows:
        free = there[resource.id]
        room = min(free.minutes_a_week // rules.number("minutes_a_week"), free.places)
        if free.is_vetted and room > 0:
            helper = Mentor(
                ref=resource.ref,
                languages=frozenset(resource.languages or ("thai",)),
                places=room,
                gender=profile.gender if profile is not None else None,
                point=point_of(resource.area_code).point,
                # The office names the second adult with the proposal, or there is none.
                chaperoned=True,
                knows=frozenset(resource.skills),
            )
            found.append((resource, helper))
    return found


def _lack(mentee: Mentee, helpers: Sequence[Mentor]) -> Text:
    """Why nobody: the rule that came nearest to letting a mentor through, or that all who fit went to others."""
    if not helpers:
        return NOBODY
    order = list(No)
    said = [why_not(mentee, one) for one in helpers]
    if None in said:
        return TAKEN
    return SENTENCES[max((one for one in said if one is not None), key=order.index)]


def _km(mentee: Mentee, mentor: Resource) -> float:
    return 0.0 if mentee.point is None else round(distance_km(mentee.point, point_of(mentor.area_code).point), 1)

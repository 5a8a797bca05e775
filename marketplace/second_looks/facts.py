"""What claims have in common, read for their signs in a few statements however many claims there are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select

from marketplace.agreements.days import COUNTING
from marketplace.enrolments.hours_attended import CAME
from marketplace.kernel import clock
from marketplace.second_looks.signs import Hand, Seen, Stay
from models.agreement import Agreement, WorkDay
from models.device import DeviceMark
from models.enrolment import Attendance, Claim, Enrolment, Evidence
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import ActingSide, Mode

T = TypeVar("T")

_AT_ONCE = 400
MarkedAt = tuple[int, datetime, str]


def seen(claims: Sequence[Claim]) -> list[Seen]:
    """The facts of these claims, in their order."""
    return [fact for some in _in_parts(claims) for fact in _seen(some)]


def _seen(claims: Sequence[Claim]) -> list[Seen]:
    enrolments = [one.enrolment_id for one in claims]
    of = {row.id: row for row in db.execute(_enrolments(enrolments))}
    files, marks, hands = _files(claims), _marks(enrolments), _hands(enrolments)
    nearby, stays = _nearby(hands), _stays(sorted({row.youth_id for row in of.values()}))
    return [
        Seen(
            ref=one.ref,
            files=frozenset(files[one.id]),
            claimed_by=one.claimed_by_id,
            claimed_at=one.created_at,
            marks=tuple(sorted(marks[one.enrolment_id])),
            hands=frozenset(hands[one.enrolment_id]),
            nearby=frozenset(hand for own in hands[one.enrolment_id] for hand in nearby.get(own.device, ())),
            opportunity=of[one.enrolment_id].opportunity_id,
            stays=tuple(stays[of[one.enrolment_id].youth_id]),
        )
        for one in claims
    ]


def _enrolments(ids: Sequence[int]) -> Select[int, int, int]:
    return select(Enrolment.id, Enrolment.youth_id, Enrolment.opportunity_id).where(Enrolment.id.in_(ids))


def _files(claims: Sequence[Claim]) -> Mapping[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)
    hashes = select(Evidence.claim_id, Evidence.sha256).where(Evidence.claim_id.in_([one.id for one in claims]))
    for claim_id, digest in db.execute(hashes):
        found[claim_id].add(digest)
    return found


def _marks(enrolments: Sequence[int]) -> Mapping[int, set[MarkedAt]]:
    """By whom, when and where the days of each enrolment were marked."""
    found: defaultdict[int, set[MarkedAt]] = defaultdict(set)
    marked = (
        select(Attendance.enrolment_id, Attendance.marked_by_id, Attendance.marked_at, Opportunity.area_code)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(Attendance.enrolment_id.in_(enrolments), Attendance.marked_by_id.is_not(None))
    )
    logged = (
        select(Agreement.enrolment_id, WorkDay.entered_by_id, WorkDay.entered_at, Opportunity.area_code)
        .join(WorkDay, WorkDay.agreement_id == Agreement.id)
        .join(Enrolment, Enrolment.id == Agreement.enrolment_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(Agreement.enrolment_id.in_(enrolments), WorkDay.state.in_(COUNTING))
    )
    for enrolment_id, person, at, area in (*db.execute(marked), *db.execute(logged)):
        if person is not None:
            found[enrolment_id].add((person, at, area))
    return found


def _hands(enrolments: Sequence[int]) -> Mapping[int, set[Hand]]:
    """Who acted on each enrolment, from which device; two organisations are two parties."""
    found: defaultdict[int, set[Hand]] = defaultdict(set)
    wanted = (
        select(DeviceMark, Opportunity.organisation_id)
        .join(Enrolment, Enrolment.id == DeviceMark.enrolment_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(DeviceMark.enrolment_id.in_(enrolments))
    )
    for mark, organisation in db.execute(wanted):
        party = f"{mark.side}:{organisation}" if mark.side == ActingSide.ORGANISATION else str(mark.side)
        found[mark.enrolment_id].add(Hand(mark.mark, mark.account_id, party))
    return found


def _nearby(hands: Mapping[int, set[Hand]]) -> Mapping[str, set[Hand]]:
    """The learners who acted from the devices of these learners, on whatever, by device."""
    found: defaultdict[str, set[Hand]] = defaultdict(set)
    devices = sorted({one.device for some in hands.values() for one in some if one.party == ActingSide.LEARNER})
    for some in _in_parts(devices):
        wanted = select(DeviceMark.mark, DeviceMark.account_id).distinct()
        wanted = wanted.where(DeviceMark.mark.in_(some), DeviceMark.side == ActingSide.LEARNER)
        for device, person in db.execute(wanted):
            found[device].add(Hand(device, person, str(ActingSide.LEARNER)))
    return found


def _stays(youths: Sequence[int]) -> Mapping[int, list[Stay]]:
    """When each young person was present where one has to be on the spot."""
    found: defaultdict[int, list[Stay]] = defaultdict(list)
    here = (Enrolment.youth_id.in_(youths), Opportunity.mode == Mode.ONSITE)
    came = (
        select(Enrolment.youth_id, Enrolment.opportunity_id, Session.starts_at, Session.ends_at)
        .join(Attendance, Attendance.enrolment_id == Enrolment.id)
        .join(Session, Session.id == Attendance.session_id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(*here, Attendance.status.in_(CAME))
    )
    for youth_id, opportunity_id, starts_at, ends_at in db.execute(came):
        found[youth_id].append(Stay(opportunity_id, starts_at, ends_at))
    worked = (
        select(Enrolment.youth_id, Enrolment.opportunity_id, WorkDay)
        .join(Agreement, Agreement.enrolment_id == Enrolment.id)
        .join(WorkDay, WorkDay.agreement_id == Agreement.id)
        .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
        .where(*here, WorkDay.state.in_(COUNTING))
    )
    for youth_id, opportunity_id, day in db.execute(worked):
        span = clock.instant(day.worked_on, day.start_minute), clock.instant(day.worked_on, day.end_minute)
        found[youth_id].append(Stay(opportunity_id, *span))
    return found


def _in_parts(some: Sequence[T]) -> Iterator[Sequence[T]]:
    return (some[first : first + _AT_ONCE] for first in range(0, len(some), _AT_ONCE))

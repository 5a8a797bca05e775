"""Help and mentors of the demo: bundles beside applications, hours given and confirmed, and matches that run."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.demo.stage import Stage
from marketplace.demo.timeline import at
from marketplace.enrolments import queries, support
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.matching import helped
from marketplace.mentoring import matches, meetings, wishes
from marketplace.mentoring.wishes import Wish
from marketplace.people import guardians
from marketplace.resources import asking, reservations, uses
from marketplace.resources.reservations import Ask
from models.enrolment import Enrolment
from models.resource import Resource
from models.session import db
from models.vocabulary import EnrolmentState as S
from models.vocabulary import MeetingOutcome, OwnerAnswer, ResourceKind, ResourceState, ResourceUnit, Role
from models.youth import Youth

BUNDLES = 8
GIVEN = 14
MATCHED, REQUESTED, WAITING = 3, 2, 3
WEEKS = 5
ASKED = (S.PROVIDER_REVIEW, S.PROVIDER_ACCEPTED, S.OFFICER_REVIEW, S.APPROVED, S.ENROLLED, S.IN_LEARNING)


def load(stage: Stage) -> None:
    """Let help be kept and given, and mentors meet young people."""
    _give(stage)
    _match(stage)
    _bundle(stage)


def _bundle(stage: Stage) -> None:
    """Help for the first applications that need some and find it."""
    wanted = queries.loaded().where(Enrolment.state.in_(ASKED)).order_by(Enrolment.id)
    done = 0
    for enrolment in db.scalars(wanted):
        if done == BUNDLES:
            return
        if not set(enrolment.youth.support_needs) - set(enrolment.opportunity.supports):
            continue
        found = helped.for_enrolment(enrolment, stage.today)
        if found is None or (found.asks_first and enrolment.state in support.FIRM):
            continue
        worker = stage.cast.one(Role.CASEWORKER, enrolment.office_key, done)
        support.find_again(enrolment, found.asks(), by=worker)
        done += 1


def _give(stage: Stage) -> None:
    """Pledges used for some weeks, told by those who give and confirmed by the office."""
    begun = stage.today - timedelta(days=7 * WEEKS)
    kinds = (ResourceKind.SITE, ResourceKind.VOLUNTEER, ResourceKind.TRANSPORT, ResourceKind.PARTNER_SERVICE)
    wanted = select(Resource).where(Resource.kind.in_(kinds), Resource.state == ResourceState.AVAILABLE)
    for number, resource in enumerate(db.scalars(wanted.order_by(Resource.id).limit(GIVEN)).all()):
        amount = 60 if resource.unit == ResourceUnit.HOURS_PER_WEEK else 2
        officer = stage.cast.one(Role.OFFICER, resource.office_key, number)
        worker = stage.cast.one(Role.CASEWORKER, resource.office_key, number)
        with clock.frozen(at(begun, 9)):
            ask = Ask(resource.id, amount, begun, stage.today + timedelta(days=21), None)
            kept = reservations.hold(ask, by=worker)
            if kept.answer == OwnerAnswer.WAITING:
                asking.accept(kept, by=worker)
            reservations.confirm(kept, by=officer)
        for day in _weekly(begun, stage.today - timedelta(days=1)):
            with clock.frozen(at(day, 17)):
                use = uses.tell(kept, amount, day, by=worker)
                if day < stage.today - timedelta(days=6) or number % 3:
                    uses.confirm(use, by=officer)


def _match(stage: Stage) -> None:
    """The demo mentor and others meet grown-up young people; some ask, some wait."""
    people = _grown_up(stage)
    mentors = _mentors()
    begun = stage.today - timedelta(days=33)
    for number, youth in enumerate(people[: MATCHED + REQUESTED]):
        officer = stage.cast.one(Role.OFFICER, youth.office_key or "", number)
        match = None
        with clock.frozen(at(begun if number < MATCHED else stage.today - timedelta(days=1), 10)):
            for mentor in mentors[number % 2 :]:
                try:
                    with db.begin_nested():
                        match = matches.propose(youth, mentor, by=officer)
                    break
                except DomainError:
                    continue
            if match is None:
                continue
            matches.request(match, by=officer)
            if number >= MATCHED:
                continue
            matches.accept(match, by=_owner(stage, match.resource))
        meetings.set_goal(match, ("เปิดร้านเล็กหน้าบ้าน", "สมัครงานช่างให้ได้", "เรียนต่อ กศน.")[number % 3], by=officer)
        for day in _weekly(begun + timedelta(days=3), stage.today - timedelta(days=1)):
            with clock.frozen(at(day, 18)):
                missed = (day.toordinal() + number) % 5 == 0
                outcome = MeetingOutcome.YOUTH_MISSED if missed else MeetingOutcome.HELD
                owner = _owner(stage, match.resource)
                meetings.tell(match, day, 60, outcome, two_deep=number % 2 == 0, by=owner)
        with clock.frozen(at(begun + timedelta(days=8), 9)):
            meetings.ask_how_it_goes()
            if meetings.open_check_in(match) is not None:
                meetings.answer(match, 4 - number % 3, wants_talk=number == 1, by=officer)
    for number, youth in enumerate(people[MATCHED + REQUESTED :][:WAITING]):
        worker = stage.cast.one(Role.CASEWORKER, youth.office_key or "", number)
        with clock.frozen(at(stage.today - timedelta(days=3 + number), 11)):
            wishes.tell(youth, Wish(tuple(youth.languages or ()), ("f", None, "m")[number % 3], 30), by=worker)
            wishes.wait(youth, by=worker)


def _grown_up(stage: Stage) -> Sequence[Youth]:
    wanted = select(Youth).where(Youth.area_code.between("95", "9599999")).order_by(Youth.id)
    return [one for one in db.scalars(wanted) if not guardians.is_needed(one, stage.today) and _speaks_thai(one)][:12]


def _speaks_thai(youth: Youth) -> bool:
    return youth.birth_date is not None and bool(youth.languages)


def _mentors() -> Sequence[Resource]:
    wanted = select(Resource).where(
        Resource.kind == ResourceKind.MENTOR,
        Resource.state == ResourceState.AVAILABLE,
        Resource.area_code.between("95", "9599999"),
    )
    return db.scalars(wanted.order_by(Resource.owner_account_id.is_(None), Resource.id)).all()


def _owner(stage: Stage, mentor: Resource) -> Actor:
    if mentor.owner_account_id is not None:
        return stage.cast.one(Role.MENTOR, "95")
    return stage.cast.one(Role.CASEWORKER, mentor.office_key)


def _weekly(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=7)

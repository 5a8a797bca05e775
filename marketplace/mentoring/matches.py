"""A match lived: proposed by the office, asked of the mentor, begun, ended; its hour a week is kept in the pledge.

A minor's match names a second adult. Whoever is not active sees nothing of the other side.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from marketplace import notices
from marketplace.access import SYSTEM, Actor, Verdict
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.mentoring import rules, wishes
from marketplace.mentoring.states import LIVE, MATCH, WITH_MENTOR
from marketplace.people import desks
from marketplace.people.telling import office as to_office
from marketplace.resources import pledges, reservations, telling
from marketplace.resources.reservations import Ask
from models.mentoring import MentorMatch, MentorProfile
from models.resource import Resource
from models.session import db
from models.vocabulary import MatchState, ResourceKind, Role
from models.youth import Youth

AT_ONCE = 200
END_REASONS: dict[str, Text] = {
    "planned": t("As planned"),
    "goal_reached": t("The goal was reached"),
    "moved": t("Somebody moved away"),
    "no_time": t("No time any more"),
    "not_fitting": t("The two did not fit together"),
    "youth_stopped": t("The young person wanted to stop"),
    "concern": t("A concern was reported"),
    "enrolment_ended": t("The enrolment ended"),
    "pledge_gone": t("The mentor is no longer there"),
}
BY_THE_YOUNG = ("youth_stopped", "not_fitting")
"""Reasons of a young person who ends it themselves; the office asks them how they are."""
UNASKED = "concern"
OFFICE_PATH = "/office/mentoring"
MENTOR_PATH = "/mentor/matches"
YOUTH_PATH = "/youth/mentor"


def is_mentor(actor: Actor, match: MentorMatch) -> Verdict:
    """Whoever answers for the mentor's pledge, from the request to the day it ends."""
    return Verdict.when(match.state in WITH_MENTOR and bool(pledges.can_change(actor, match.resource)))


def is_office(actor: Actor, match: MentorMatch) -> Verdict:
    """Officers and case workers of the young person's place."""
    return Verdict.when(wishes.scope_of(actor).covers(match.area_code, match.office_key))


def not_their_mentor(actor: Actor) -> ColumnElement[bool]:
    """What young people say of a mentor is read by the office, but not by one of it who is that mentor."""
    own = select(Resource.id).where(Resource.owner_account_id == (actor.account_id or 0))
    return MentorMatch.resource_id.not_in(own)


def for_mentor(actor: Actor, ref: str) -> MentorMatch:
    """A match of one's own pledge; raises NotFound alike for foreign, missing and ended."""
    return _admitted(ref, lambda match: is_mentor(actor, match))


def for_office(actor: Actor, ref: str) -> MentorMatch:
    """A match of the actor's places; raises NotFound alike for foreign and missing."""
    return _admitted(ref, lambda match: is_office(actor, match))


def for_youth(actor: Actor) -> MentorMatch | None:
    """The young person's own match that was accepted or runs."""
    wanted = loaded().where(
        MentorMatch.youth_id == (actor.youth_id or 0), MentorMatch.state.in_((MatchState.ACCEPTED, MatchState.ACTIVE))
    )
    return db.scalars(wanted).first()


def propose(youth: Youth, mentor: Resource, *, by: Actor, enrolment_id: int | None = None) -> MentorMatch:
    """Think of a mentor for somebody, and keep an hour a week of theirs; nobody but the office sees it yet.

    Raises Conflict when the mentor is full, not vetted, barred, or the young person has a match already.
    """
    if mentor.kind != ResourceKind.MENTOR:
        raise Invalid(t("This pledge is not a mentor's."))
    if (youth.id, mentor.id) in wishes.bars([youth.id]):
        raise Conflict(t("These two must not be matched."))
    chaperone = _chaperone(youth)
    today = clock.today()
    with db.begin_nested():
        reservations.locked(mentor.id)
        if len(of_mentor(mentor)) >= load_of(mentor):
            raise Conflict(t("This mentor stands by as many as they can."))
        last = today + timedelta(days=7 * rules.number("weeks"))
        kept = reservations.hold(
            Ask(mentor.id, rules.number("minutes_a_week"), today, last, None, ("mentor",)),
            by=by,
            youth_id=youth.id,
            asks_owner=False,
        )
        match = MentorMatch(
            ref=ids.new_ref("T"),
            youth_id=youth.id,
            resource_id=mentor.id,
            enrolment_id=enrolment_id,
            reservation_id=kept.id,
            chaperone_id=chaperone,
            area_code=youth.area_code or mentor.area_code,
            office_key=youth.office_key or office_key_for(youth.area_code or mentor.area_code),
            state=MatchState.PROPOSED,
            created_at=clock.now(),
        )
        try:
            with db.begin_nested():
                db.add(match)
        except IntegrityError as error:
            raise Conflict(t("There is a mentor already, or one has just been asked.")) from error
    return one(match.id)


def request(match: MentorMatch, *, by: Actor) -> None:
    """Ask the mentor."""
    until = clock.now() + timedelta(days=rules.number("answer_days"))
    advance(MATCH, match, "request", by=by, answer_by=until)
    message = t("A young person would like you as a mentor. Please say yes or no.")
    _tell(telling.keepers_of(match.resource), "match.requested", message, MENTOR_PATH, match)


def accept(match: MentorMatch, *, by: Actor) -> None:
    """The mentor says yes, and it begins; the hour is firm and the young person is told."""
    advance(MATCH, match, "accept", by=by, answer_by=None)
    if match.reservation is not None:
        reservations.confirm(match.reservation, by=by)
    today = clock.today()
    last = today + timedelta(days=7 * rules.number("weeks"))
    advance(MATCH, match, "begin", by=SYSTEM, starts_on=today, ends_on=last)
    wishes.stop_waiting(match.youth_id)
    message = t("Somebody said yes to being your mentor. See what happens next.")
    _tell({match.youth.account_id}, "match.begun", message, YOUTH_PATH, match)
    message = t("A match of a young person and a mentor has begun.")
    _tell({match.chaperone_id, match.youth.case_worker_id}, "match.begun", message, OFFICE_PATH, match)


def decline(match: MentorMatch, *, by: Actor) -> None:
    """The mentor says no, without having to say why; the young person waits on and the office is told."""
    advance(MATCH, match, "decline", by=by, answer_by=None)
    _free(match, by=by, reason="declined")
    _tell_office(match, t("A mentor could not say yes. Somebody waits on."))


def end(match: MentorMatch, *, by: Actor, reason: str, note: str = "") -> None:
    """End it: the mentor's access ends with this very moment, and both are asked how it was.

    After `concern` and `not_fitting` the two are never matched again; where it ends for a concern the mentor is not
    asked. Who ends their own is called by the office. Raises Invalid for a reason that is none.
    """
    if reason not in END_REASONS:
        raise Invalid(t("Choose a reason."), field="reason")
    was_active = match.state == MatchState.ACTIVE
    went = was_active and by.youth_id == match.youth_id and reason in BY_THE_YOUNG
    advance(
        MATCH, match, "end", by=by, reason=reason, note=note.strip()[:400],
        ends_on=clock.today(), answer_by=None, left_at=clock.now() if went else None,
    )  # fmt: skip
    _free(match, by=by, reason=reason)
    if reason in ("concern", "not_fitting"):
        why = "concern" if reason == "concern" else "ended_badly"
        wishes.bar(db.get_one(Youth, match.youth_id), db.get_one(Resource, match.resource_id), why, by=by)
    if was_active:
        message = t("Your time with your mentor has ended. Tell us how it was.")
        _tell({match.youth.account_id}, "match.ended", message, YOUTH_PATH, match)
        _tell_office(match, t("A match of a young person and a mentor has ended."))
        _ask_mentor(match, reason, by=by)


def expire() -> int:
    """Who did not answer in time has not said yes; returns how many."""
    late = db.scalars(
        loaded()
        .where(MentorMatch.state == MatchState.REQUESTED, MentorMatch.answer_by < clock.now())
        .order_by(MentorMatch.id)
        .limit(AT_ONCE)
    ).all()
    for match in late:
        advance(MATCH, match, "expire", by=SYSTEM, answer_by=None)
        _free(match, by=SYSTEM, reason="no_answer")
        _tell_office(match, t("A mentor did not answer in time. Somebody waits on."))
    return len(late)


def end_what_stands_on_nothing() -> int:
    """End matches whose term is over or whose hour is no longer kept, on the same day; returns how many."""
    running = db.scalars(loaded().where(MentorMatch.state.in_(LIVE)).limit(5 * AT_ONCE)).all()
    ended = 0
    for match in running:
        if match.ends_on is not None and match.ends_on < clock.today():
            end(match, by=SYSTEM, reason="planned")
        elif match.reservation is not None and match.reservation.state == "released":
            end(match, by=SYSTEM, reason="pledge_gone")
        else:
            continue
        ended += 1
    return ended


def open_for(youth_id: int, enrolment_id: int, organisation_id: int, *, by: Actor) -> MentorMatch | None:
    """An approved mentorship makes the match: with the first free mentor of its organisation, else on the wait list."""
    youth = db.get_one(Youth, youth_id)
    if wishes.live_of([youth_id]):
        return None
    wishes.wait(youth, by=by, enrolment_id=enrolment_id)
    wanted = select(Resource).where(Resource.organisation_id == organisation_id, Resource.kind == ResourceKind.MENTOR)
    for mentor in db.scalars(wanted.order_by(Resource.id)):
        try:
            with db.begin_nested():
                return propose(youth, mentor, by=by, enrolment_id=enrolment_id)
        except Conflict:
            continue
    return None


def close_for(enrolment_id: int, *, by: Actor) -> None:
    """The enrolment ended or its approval was undone: its match ends, its place on the wait list goes."""
    wanted = loaded().where(MentorMatch.enrolment_id == enrolment_id, MentorMatch.state.in_(LIVE))
    for match in db.scalars(wanted):
        end(match, by=by, reason="enrolment_ended")
        wishes.stop_waiting(match.youth_id)


def one(match_id: int) -> MentorMatch:
    """A match with both sides and its kept hour."""
    wanted = loaded().where(MentorMatch.id == match_id)
    return db.scalars(wanted.execution_options(populate_existing=True)).one()


def of_owner(actor: Actor) -> Sequence[MentorMatch]:
    """What waits for a mentor's answer and what runs, requests first."""
    wanted = loaded().join(Resource, Resource.id == MentorMatch.resource_id)
    wanted = wanted.where(pledges.kept_by(actor), MentorMatch.state.in_(WITH_MENTOR))
    return sorted(db.scalars(wanted.order_by(MentorMatch.id)), key=lambda match: match.state != MatchState.REQUESTED)


def of_reservation(reservation_id: int) -> MentorMatch | None:
    """The running match whose hour a week a reservation keeps, when it is one's."""
    wanted = loaded().where(MentorMatch.reservation_id == reservation_id, MentorMatch.state == MatchState.ACTIVE)
    return db.scalars(wanted).first()


def of_office(actor: Actor) -> Sequence[MentorMatch]:
    """Every live match of the actor's places, newest first."""
    within = wishes.scope_of(actor).condition(MentorMatch.area_code, MentorMatch.office_key)
    return db.scalars(loaded().where(within, MentorMatch.state.in_(LIVE)).order_by(MentorMatch.id.desc())).all()


def of_mentor(mentor: Resource) -> Sequence[MentorMatch]:
    """The live matches of one mentor."""
    wanted = select(MentorMatch).where(MentorMatch.resource_id == mentor.id, MentorMatch.state.in_(LIVE))
    return db.scalars(wanted).all()


def load_of(mentor: Resource) -> int:
    """How many young people a mentor stands by at most."""
    profile = profile_of(mentor)
    return profile.load_most if profile is not None else 1


def profile_of(mentor: Resource) -> MentorProfile | None:
    """What a mentor says of themselves, if they did."""
    return db.get(MentorProfile, mentor.id)


def tell_profile(mentor: Resource, gender: str | None, load_most: int, *, by: Actor) -> None:
    """Keep what a mentor says of themselves; whom they stand by already, they go on standing by."""
    row = profile_of(mentor) or MentorProfile(resource_id=mentor.id)
    row.gender, row.load_most = gender, load_most
    db.add(row)
    db.flush()
    record(by, "mentor.profile", mentor, load=load_most)


def loaded() -> Select[MentorMatch]:
    """A match with both sides and its kept hour, to be narrowed."""
    return select(MentorMatch).options(
        joinedload(MentorMatch.youth), joinedload(MentorMatch.resource), joinedload(MentorMatch.reservation)
    )


def _admitted(ref: str, may: object) -> MentorMatch:
    found = db.scalars(loaded().where(MentorMatch.ref == ref)).first()
    if found is None or not may(found):  # type: ignore[operator]
        raise NotFound
    return found


def _chaperone(youth: Youth) -> int | None:
    """The second adult of a minor: their case worker, else one of the office; raises Conflict where there is nobody."""
    if not rules.is_minor(youth, clock.today()):
        return None
    if youth.case_worker_id is not None:
        return youth.case_worker_id
    workers = desks.accounts_of(youth.office_key or "", Role.CASEWORKER, area_code=youth.area_code)
    if not workers:
        raise Conflict(t("A minor needs a case worker who takes part. Name one first."))
    return min(workers)


def _free(match: MentorMatch, *, by: Actor, reason: str) -> None:
    if match.reservation is not None and match.reservation.state in ("held", "confirmed"):
        reservations.release(match.reservation, by=by, reason=reason)


def _ask_mentor(match: MentorMatch, reason: str, *, by: Actor) -> None:
    """Whoever ended it has said how it was with the same press."""
    keepers = telling.keepers_of(match.resource)
    if reason != UNASKED and by.account_id not in keepers:
        message = t("Your time with a young person has ended. Tell us how it was.")
        _tell(keepers, "match.ended", message, MENTOR_PATH, match)


def _tell_office(match: MentorMatch, message: Text) -> None:
    key, area = match.office_key, match.area_code
    to_office(key, area, Role.OFFICER, event="match.office", message=message, path=OFFICE_PATH, about=match)


def _tell(accounts: set[int | None] | set[int], event: str, message: Text, path: str, about: MentorMatch) -> None:
    for account_id in sorted(one for one in accounts if one is not None):
        notices.tell(account_id, event=event, message=message, path=path, about=about)

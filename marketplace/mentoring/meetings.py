"""What the two do: meetings held or missed, goals, how it goes for the young person, and how it was in the end."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import Text, dates, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid, NotFound
from marketplace.mentoring import rules
from marketplace.mentoring.matches import OFFICE_PATH, YOUTH_PATH, loaded
from marketplace.people import desks, telling
from marketplace.resources import uses
from models.mentoring import CheckIn, MentorGoal, MentorMatch, MentorMeeting, MentorSurvey
from models.session import db
from models.vocabulary import MatchState, MeetingOutcome, Role

WORDS_MOST = 400
GOALS_MOST = 10
ENOUGH_GOALS = t("Ten goals are enough. Reach one first.")
FACES = range(1, 6)
SHORTEST, LONGEST = 5, 300
"""Minutes of a meeting; whoever writes more has mistaken hours, or was not alone with their mentor."""


def tell(
    match: MentorMatch, held_on: date, minutes: int, outcome: MeetingOutcome, *, two_deep: bool, by: Actor
) -> MentorMeeting:
    """Keep that they met, or who did not come; a minor's meeting needs a second adult or an open place.

    Raises Invalid for a day outside the match, a second time on one day, or a minor met alone.
    """
    if match.state != MatchState.ACTIVE:
        raise IllegalMove(t("This match does not run."))
    if held_on > clock.today() or match.starts_on is None or held_on < match.starts_on:
        raise Invalid(t("The day must lie between the beginning and today."), field="held_on")
    held = outcome is MeetingOutcome.HELD
    if held and not SHORTEST <= minutes <= LONGEST:
        raise Invalid(
            t(
                "A meeting lasts from {least} to {most} minutes. A longer day is written as what was given.",
                least=SHORTEST,
                most=LONGEST,
            ),
            field="minutes",
        )
    if held and not two_deep and rules.is_minor(match.youth, held_on):
        text = t("Under 18, a second adult is there or the place is open to everybody. Tell your office if it was not.")
        raise Invalid(text, field="two_deep")
    meeting = MentorMeeting(
        ref=ids.new_ref("N"),
        match_id=match.id,
        held_on=held_on,
        minutes=minutes if held else 0,
        outcome=outcome,
        two_deep=two_deep,
        told_by_id=by.account_id,
        told_at=clock.now(),
    )
    try:
        with db.begin_nested():
            db.add(meeting)
    except IntegrityError as error:
        raise Invalid(t("There is a meeting on this day already."), field="held_on") from error
    record(by, "mentor.meeting", match, outcome=str(outcome))
    _count(match, minutes if held else 0, held_on, by=by)
    return meeting


def of(match: MentorMatch) -> Sequence[MentorMeeting]:
    """Every meeting, newest first."""
    wanted = select(MentorMeeting).where(MentorMeeting.match_id == match.id)
    return db.scalars(wanted.order_by(MentorMeeting.held_on.desc())).all()


def counts(meeting: MentorMeeting) -> bool:
    """Whether it was held, and no office has found that it was otherwise; its mentor never learns that one asks."""
    return meeting.outcome == MeetingOutcome.HELD and meeting.as_told is not False


def match_of(youth_id: int, ref: str) -> MentorMatch:
    """The young person's own match, running or ended, of which a meeting was told; raises NotFound."""
    wanted = loaded().join(MentorMeeting, MentorMeeting.match_id == MentorMatch.id)
    match = db.scalars(wanted.where(MentorMeeting.ref == ref, MentorMatch.youth_id == youth_id)).first()
    if match is None:
        raise NotFound
    return match


def told_of(match: MentorMatch, ref: str, *, to_write: bool = False) -> MentorMeeting:
    """One meeting of a match nobody has contradicted yet; raises NotFound, Conflict."""
    wanted = select(MentorMeeting).where(MentorMeeting.ref == ref, MentorMeeting.match_id == match.id)
    meeting = db.scalars(wanted.with_for_update() if to_write else wanted).first()
    if meeting is None:
        raise NotFound
    if meeting.otherwise_at is not None:
        raise Conflict(t("You have told us already. Thank you."))
    return meeting


def say_otherwise(match: MentorMatch, ref: str, *, by: Actor, words: str = "") -> None:
    """The young person says that a meeting was otherwise; it counts for nothing until the office has asked both.

    What they say of it in their own words is for the office alone. Raises Invalid, NotFound, Conflict.
    """
    meeting = told_of(match, ref, to_write=True)
    if len(words) > WORDS_MOST:
        raise Invalid(t("Please write at most {count} characters.", count=WORDS_MOST), field="words")
    meeting.otherwise_at, meeting.otherwise_words = clock.now(), words.strip()
    db.flush()
    if match.reservation is not None:
        uses.doubt(match.reservation, meeting.held_on, by=by)
    record(by, "mentor.otherwise", match, day=meeting.held_on.isoformat())
    day = dates.short_date(meeting.held_on, year=True)
    message = t("A young person says that the meeting on {day} was otherwise than their mentor told.", day=day)
    _tell_worker(match, "mentor.otherwise", message)


def set_goal(match: MentorMatch, words: str, *, by: Actor) -> MentorGoal:
    """Write down what the two want to reach."""
    text = words.strip()
    if not text or len(text) > 200:
        raise Invalid(t("Write the goal in up to 200 letters."), field="words")
    if match.state != MatchState.ACTIVE:
        raise IllegalMove(t("This match does not run."))
    if has_enough_goals(match):
        raise Conflict(ENOUGH_GOALS)
    goal = MentorGoal(ref=ids.new_ref("J"), match_id=match.id, words=text, set_at=clock.now())
    db.add(goal)
    db.flush()
    record(by, "mentor.goal", match)
    return goal


def reach(match: MentorMatch, ref: str, *, by: Actor) -> None:
    """Say that a goal was reached; raises NotFound."""
    goal = db.scalars(select(MentorGoal).where(MentorGoal.ref == ref, MentorGoal.match_id == match.id)).first()
    if goal is None:
        raise NotFound
    if goal.reached_on is None:
        goal.reached_on = clock.today()
        db.flush()
        record(by, "mentor.reach", match)


def goals(match: MentorMatch) -> Sequence[MentorGoal]:
    """What the two want to reach, in the order it was written."""
    return db.scalars(select(MentorGoal).where(MentorGoal.match_id == match.id).order_by(MentorGoal.id)).all()


def has_enough_goals(match: MentorMatch) -> bool:
    """Whether as many goals wait to be reached as may at once."""
    return sum(one.reached_on is None for one in goals(match)) >= GOALS_MOST


def ask_how_it_goes() -> int:
    """Ask every young person with a mentor after week 1, week 2 and then monthly; returns how many were asked."""
    today, asked = clock.today(), 0
    for match in db.scalars(loaded().where(MentorMatch.state == MatchState.ACTIVE)):
        due = _due(match, today)
        if due is None or _check_in(match, due) is not None:
            continue
        db.add(CheckIn(ref=ids.new_ref("Q"), match_id=match.id, due_on=due))
        db.flush()
        message = t("How is it going with your mentor? One tap is enough.")
        notices.tell(match.youth.account_id, event="mentor.check_in", message=message, path=YOUTH_PATH, about=match)
        _tell_when_silent(match)
        asked += 1
    return asked


def open_check_in(match: MentorMatch) -> CheckIn | None:
    """The question that waits for the young person's answer."""
    wanted = select(CheckIn).where(CheckIn.match_id == match.id, CheckIn.answered_at.is_(None))
    return db.scalars(wanted.order_by(CheckIn.due_on.desc()).limit(1)).first()


def answer(match: MentorMatch, face: int, *, wants_talk: bool, by: Actor) -> None:
    """How it goes, from 1 to 5; who wants to talk is called by their office, the mentor sees nothing."""
    if face not in FACES:
        raise Invalid(t("Choose one of the five."), field="face")
    asked = open_check_in(match)
    if asked is None:
        raise IllegalMove(t("There is no question waiting for you."))
    asked.face, asked.wants_talk, asked.answered_at = face, wants_talk, clock.now()
    db.flush()
    record(by, "mentor.check_in", match)
    if wants_talk or face == min(FACES):
        _tell_worker(match, "mentor.wants_talk")


def course(matches: Sequence[MentorMatch]) -> dict[int, list[CheckIn]]:
    """What was asked of each match and what came back, the oldest first; for the office, never for a mentor."""
    wanted = select(CheckIn).where(CheckIn.match_id.in_([one.id for one in matches]))
    found: dict[int, list[CheckIn]] = {}
    for asked in db.scalars(wanted.order_by(CheckIn.due_on, CheckIn.id)):
        found.setdefault(asked.match_id, []).append(asked)
    return found


def survey(match: MentorMatch, said_by: str, score: int, *, again: bool, by: Actor) -> None:
    """How it was, once, when it has ended; raises IllegalMove before, Conflict a second time."""
    if score not in FACES:
        raise Invalid(t("Choose one of the five."), field="score")
    if match.state != MatchState.ENDED:
        raise IllegalMove(t("This match does not run."))
    if db.get(MentorSurvey, (match.id, said_by)) is not None:
        raise Conflict(t("You have told us already. Thank you."))
    db.add(MentorSurvey(match_id=match.id, said_by=said_by, score=score, again=again, told_at=clock.now()))
    db.flush()
    record(by, "mentor.survey", match)
    if said_by == "youth" and score == min(FACES):
        _tell_worker(match, "mentor.ended_badly")


def to_survey(youth_id: int) -> MentorMatch | None:
    """The young person's last match that ended after it ran and was not spoken of yet."""
    said = select(MentorSurvey.match_id).where(MentorSurvey.said_by == "youth")
    wanted = loaded().where(
        MentorMatch.youth_id == youth_id,
        MentorMatch.state == MatchState.ENDED,
        MentorMatch.starts_on.is_not(None),
        MentorMatch.id.not_in(said),
    )
    return db.scalars(wanted.order_by(MentorMatch.id.desc()).limit(1)).first()


def most_counted(match: MentorMatch) -> int | None:
    """How many minutes of a week count as given help; None where nothing is kept for the two."""
    return match.reservation.amount if match.reservation is not None else None


def _count(match: MentorMatch, minutes: int, day: date, *, by: Actor) -> None:
    """A meeting counts as given help, up to what was kept for the week; more is a gift beyond it."""
    if match.reservation is None or not minutes:
        return
    try:
        with db.begin_nested():
            uses.tell(match.reservation, min(minutes, match.reservation.amount), day, by=by)
    except (Invalid, Conflict):
        return


def _due(match: MentorMatch, today: date) -> date | None:
    if match.starts_on is None:
        return None
    gone = (today - match.starts_on).days
    first, second = rules.number("first_check_in"), rules.number("second_check_in")
    every = rules.number("check_in_every")
    marks = [first, second, *range(every, gone + 1, every)]
    reached = max((mark for mark in marks if mark <= gone), default=None)
    return None if reached is None else match.starts_on + timedelta(days=reached)


def _check_in(match: MentorMatch, due: date) -> CheckIn | None:
    return db.scalars(select(CheckIn).where(CheckIn.match_id == match.id, CheckIn.due_on == due)).first()


def _tell_when_silent(match: MentorMatch) -> None:
    """Two questions without an answer are a reason to visit."""
    last = db.scalars(
        select(CheckIn).where(CheckIn.match_id == match.id).order_by(CheckIn.due_on.desc()).offset(1)
    ).all()
    silent = last[: rules.number("missed_check_ins")]
    if len(silent) == rules.number("missed_check_ins") and all(one.answered_at is None for one in silent):
        _tell_worker(match, "mentor.silent")


def _tell_worker(match: MentorMatch, event: str, message: Text | None = None) -> None:
    """Tell those who look after them; the office where that is nobody, or nobody who still works there."""
    near = {one for one in (match.youth.case_worker_id, match.chaperone_id) if one is not None}
    there = near & desks.who_answers(match.office_key, match.area_code, Role.CASEWORKER, Role.OFFICER)
    message = message or t("A young person with a mentor needs somebody to talk to.")
    if there:
        telling.tell(there, event=event, message=message, path=OFFICE_PATH, about=match)
        return
    key, area, roles = match.office_key, match.area_code, (Role.CASEWORKER, Role.OFFICER)
    telling.office(key, area, *roles, event=event, message=message, path=OFFICE_PATH, about=match)

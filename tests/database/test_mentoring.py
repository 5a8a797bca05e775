"""A match lived through: wished, proposed, asked, begun, met, ended the same day; minors never alone, nobody barred."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace.access import SYSTEM
from marketplace.areas.settings import change_setting
from marketplace.enrolments import applications, approvals
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from marketplace.matching import mentor_round
from marketplace.mentoring import calls, closing, matches, meetings, wishes
from marketplace.mentoring.states import MATCH
from marketplace.mentoring.wishes import Wish
from marketplace.resources import pledges
from models.history import Notice
from models.mentoring import CheckIn, MentorMatch, MentorProfile
from models.reservation import Reservation, ResourceUse, ResourceWeek
from models.resource import Resource
from models.session import db
from models.vocabulary import MatchState, MeetingOutcome, Role, Support
from models.youth import Youth
from tests.factories.enrolments import acting, make_account, make_enrolment, make_staff, make_youth, staff, youth_actor
from tests.factories.offers import make_opportunity, make_organisation
from tests.factories.pledges import make_help

pytestmark = pytest.mark.usefixtures("database")
HELD = MeetingOutcome.HELD


def mentor(*, load: int = 2, gender: str | None = None, **given) -> Resource:
    made = make_help(Support.LANGUAGE_HELP, **({"capacity": 4, "owner_account_id": make_account().id} | given))
    db.add(MentorProfile(resource_id=made.id, gender=gender, load_most=load))
    db.flush()
    return made


def running(youth: Youth | None = None, helper: Resource | None = None) -> MentorMatch:
    match = matches.propose(youth or make_youth(), helper or mentor(), by=SYSTEM)
    matches.request(match, by=SYSTEM)
    matches.accept(match, by=SYSTEM)
    return match


def taken() -> int:
    return int(db.scalars(select(func.coalesce(func.max(ResourceWeek.taken), 0))).one())


@pytest.mark.on_both
def test_from_a_wish_to_three_meetings_and_a_close() -> None:
    officer, helper, youth = staff(Role.OFFICER), mentor(), make_youth(languages=["thai"])
    wishes.tell(youth, Wish(("thai",)), by=youth_actor(youth))
    wishes.wait(youth, by=youth_actor(youth))
    (pair,) = mentor_round.round_for(officer).pairs
    match = mentor_round.propose(pair, by=officer)
    owner = acting(db.get_one(type(make_account()), helper.owner_account_id))
    with pytest.raises(NotFound):
        matches.for_mentor(owner, match.ref)
    matches.request(match, by=officer)
    matches.accept(matches.for_mentor(owner, match.ref), by=owner)
    assert (match.state, taken(), wishes.waiting(officer)) == ("active", 60, [])
    for week in range(3):
        with clock.frozen(clock.now() + timedelta(days=7 * week)):
            meetings.tell(match, clock.today(), 60, HELD, two_deep=False, by=owner)
    assert [use.amount for use in db.scalars(select(ResourceUse))] == [60, 60, 60]
    goal = meetings.set_goal(match, "เปิดร้านขนม", by=owner)
    meetings.reach(match, goal.ref, by=owner)
    matches.end(match, by=owner, reason="goal_reached")
    with pytest.raises(NotFound):
        matches.for_mentor(owner, match.ref)
    with pytest.raises(IllegalMove):
        meetings.tell(match, clock.today(), 60, HELD, two_deep=True, by=owner)
    meetings.survey(match, "youth", 5, again=True, by=youth_actor(youth))
    with pytest.raises(Conflict):
        meetings.survey(match, "youth", 5, again=True, by=youth_actor(youth))
    assert db.scalars(select(Reservation.state)).all() == ["released"]


def test_a_minor_has_a_second_adult_and_is_never_met_alone() -> None:
    child = make_youth(years=16)
    with pytest.raises(Conflict):
        matches.propose(child, mentor(), by=SYSTEM)
    worker = make_staff(Role.CASEWORKER)
    match = running(child)
    assert match.chaperone_id == worker.id
    with pytest.raises(Invalid):
        meetings.tell(match, clock.today(), 60, HELD, two_deep=False, by=SYSTEM)
    meetings.tell(match, clock.today(), 60, HELD, two_deep=True, by=SYSTEM)


def test_under_20_one_waits_only_through_an_approved_mentorship() -> None:
    child = make_youth(years=17)
    with pytest.raises(Conflict):
        wishes.wait(child, by=youth_actor(child))
    make_staff(Role.CASEWORKER)
    behind = make_organisation()
    helper = mentor(organisation_id=behind.id, owner_account_id=None)
    offer = make_opportunity(kind="mentorship", organisation=behind)
    enrolment = make_enrolment("officer_review", youth=child, opportunity=offer)
    change_setting(enrolment.office_key, two_step_review=False, provider_days=2, officer_days=3)
    officer = staff(Role.OFFICER)
    approvals.approve(enrolment, by=officer)
    (match,) = wishes.live_of([child.id])
    assert (match.resource_id, match.state, match.enrolment_id) == (helper.id, "proposed", enrolment.id)
    approvals.undo(enrolment, by=officer)
    assert wishes.live_of([child.id]) == []
    assert taken() == 0
    approvals.approve(enrolment, by=officer)
    (again,) = wishes.live_of([child.id])
    applications.withdraw(enrolment, by=SYSTEM)
    db.refresh(again, ["state"])
    assert (again.state, taken()) == ("ended", 0)


@pytest.mark.on_both
def test_load_and_hours_are_never_exceeded() -> None:
    helper = mentor(load=2, capacity=4)
    for _ in range(2):
        matches.propose(make_youth(), helper, by=SYSTEM)
    with pytest.raises(Conflict):
        matches.propose(make_youth(), helper, by=SYSTEM)
    short = mentor(load=5, capacity=1)
    matches.propose(make_youth(), short, by=SYSTEM)
    with pytest.raises(Conflict):
        matches.propose(make_youth(), short, by=SYSTEM)


def test_who_is_not_vetted_today_is_matched_with_nobody() -> None:
    unchecked = mentor(vetted=False)
    with pytest.raises(Conflict):
        matches.propose(make_youth(), unchecked, by=SYSTEM)
    youth = make_youth(languages=["thai"])
    wishes.wait(youth, by=youth_actor(youth))
    plan = mentor_round.round_for(staff(Role.OFFICER))
    assert [why for _, why in plan.waiting] == [mentor_round.NOBODY]


def test_one_has_one_mentor_at_a_time() -> None:
    youth = make_youth()
    matches.propose(youth, mentor(), by=SYSTEM)
    with pytest.raises(Conflict):
        matches.propose(youth, mentor(), by=SYSTEM)
    with pytest.raises(Conflict):
        wishes.wait(youth, by=youth_actor(youth))


@pytest.mark.parametrize(("reason", "barred"), [("concern", True), ("not_fitting", True), ("planned", False)])
def test_what_ended_badly_is_never_matched_again(reason: str, barred: bool) -> None:
    youth, helper = make_youth(), mentor()
    matches.end(running(youth, helper), by=SYSTEM, reason=reason)
    if barred:
        with pytest.raises(Conflict):
            matches.propose(youth, helper, by=SYSTEM)
    else:
        matches.propose(youth, helper, by=SYSTEM)


def test_no_and_silence_let_somebody_wait_on() -> None:
    officer = staff(Role.OFFICER)
    for answer in ("no", "silence"):
        youth = make_youth()
        wishes.wait(youth, by=youth_actor(youth))
        match = matches.propose(youth, mentor(), by=officer)
        matches.request(match, by=officer)
        if answer == "no":
            matches.decline(match, by=SYSTEM)
        else:
            with clock.frozen(clock.now() + timedelta(days=6)):
                assert matches.expire() == 1
    assert len(wishes.waiting(officer)) == 2
    assert set(db.scalars(select(Reservation.state))) == {"released"}
    assert set(db.scalars(select(MentorMatch.state))) == {"declined", "expired"}


def test_a_mentor_who_is_stopped_loses_everybody_on_the_same_day() -> None:
    helper = mentor()
    match = running(helper=helper)
    pledges.move(helper, "suspend", by=SYSTEM, note="เรื่องร้องเรียน")
    assert matches.end_what_stands_on_nothing() == 1
    db.refresh(match, ["state"])
    assert match.state == "ended"
    assert matches.end_what_stands_on_nothing() == 0


def test_check_ins_come_after_one_and_two_weeks_and_then_monthly() -> None:
    match, begun = running(), clock.now()
    asked = []
    for day in range(70):
        with clock.frozen(begun + timedelta(days=day)):
            if meetings.ask_how_it_goes():
                asked.append(day)
            assert meetings.ask_how_it_goes() == 0
    assert asked == [7, 14, 30, 60]
    assert db.scalars(select(func.count()).where(CheckIn.match_id == match.id)).one() == 4


def test_an_answer_that_asks_for_a_person_reaches_the_office_and_no_mentor() -> None:
    officer = staff(Role.OFFICER)
    match = running()
    with clock.frozen(clock.now() + timedelta(days=8)):
        meetings.ask_how_it_goes()
        youth = youth_actor(match.youth)
        for face in (0, 6, -1):
            with pytest.raises(Invalid):
                meetings.answer(match, face, wants_talk=False, by=youth)
        meetings.answer(match, 4, wants_talk=True, by=youth)
        with pytest.raises(IllegalMove):
            meetings.answer(match, 4, wants_talk=True, by=youth)
        assert [call.why for call in calls.waiting(officer)] == [(calls.Why.TALK,)]
        calls.mark(match, by=officer)
        assert calls.waiting(officer) == []
        with pytest.raises(Conflict):
            calls.mark(match, by=officer)
        assert calls.made([match])[match.id].by == officer.name


@pytest.mark.on_both
@pytest.mark.parametrize("who", ["youth", "mentor", "office", "clock"])
def test_whoever_ends_it_a_call_waits_until_somebody_has_made_it(who: str) -> None:
    officer, helper = staff(Role.OFFICER), mentor()
    match = running(helper=helper)
    owner = acting(db.get_one(type(make_account()), helper.owner_account_id))
    db.add(CheckIn(ref="Q-1", match_id=match.id, due_on=clock.today()))
    db.flush()
    meetings.answer(match, 1, wants_talk=True, by=youth_actor(match.youth))
    if who == "clock":
        with clock.frozen(clock.now() + timedelta(days=400)):
            assert matches.end_what_stands_on_nothing() == 1
    else:
        by = {"youth": youth_actor(match.youth), "mentor": owner, "office": officer}[who]
        matches.end(match, by=by, reason="youth_stopped" if who == "youth" else "planned")
    meetings.survey(match, "youth", 1, again=False, by=youth_actor(match.youth))
    left = (calls.Why.LEFT,) if who == "youth" else ()
    assert [call.why for call in calls.waiting(officer)] == [(calls.Why.TALK, calls.Why.ENDED_LOW, *left)]
    asked = closing.to_ask(owner)
    assert asked is not None
    assert asked.id == match.id
    assert {one.event for one in db.scalars(select(Notice).where(Notice.account_id == helper.owner_account_id))} >= (
        set() if who == "mentor" else {"match.ended"}
    )
    with pytest.raises(Forbidden):
        calls.mark(match, by=owner)
    calls.mark(match, by=officer)
    assert calls.waiting(officer) == []


def test_nobody_reads_what_was_said_of_them_as_a_mentor_also_where_they_work_for_the_office() -> None:
    account = make_staff(Role.OFFICER)
    match = running(helper=mentor(owner_account_id=account.id))
    youth = youth_actor(match.youth)
    matches.end(match, by=youth, reason="youth_stopped")
    meetings.survey(match, "youth", 1, again=False, by=youth)
    own = acting(account)
    assert (calls.waiting(own), closing.ended(own), closing.figures(own)) == ([], [], [])
    colleague = staff(Role.OFFICER)
    assert len(calls.waiting(colleague)) == len(closing.ended(colleague)) == len(closing.figures(colleague)) == 1


@pytest.mark.parametrize(
    ("days", "minutes", "outcome"), [(1, 60, HELD), (-1, 60, HELD), (0, 0, HELD), (0, 1441, HELD), (0, 4, HELD)]
)
def test_impossible_meetings_are_refused(days: int, minutes: int, outcome: MeetingOutcome) -> None:
    with pytest.raises(Invalid):
        meetings.tell(running(), clock.today() + timedelta(days=days), minutes, outcome, two_deep=True, by=SYSTEM)


def test_every_state_and_verb_is_in_the_table_or_refused() -> None:
    assert MATCH.states() == set(MatchState)
    assert {end for end in MatchState if not MATCH.verbs(end)} == {"declined", "expired", "ended"}

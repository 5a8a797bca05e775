"""Whoever goes somewhere hears when one time of it falls away and when its times change, once for each change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.enrolments import timetables
from marketplace.kernel import clock, week
from marketplace.kernel.errors import Conflict
from marketplace.notices.words import unpack
from marketplace.offers import postings
from models.history import Notice
from models.offer import Opportunity, Session
from models.session import db
from tests.factories.enrolments import make_account, make_enrolment, make_guardian, make_youth
from tests.factories.offers import make_opportunity

pytestmark = pytest.mark.usefixtures("db")


def course() -> Opportunity:
    today = clock.today()
    return make_opportunity(
        times="tue 09:00-10:00;thu 09:00-10:00",
        starts_on=today - timedelta(days=7),
        ends_on=today + timedelta(days=40),
        with_sessions=True,
    )


def coming(offer: Opportunity) -> list[Session]:
    wanted = select(Session).where(Session.opportunity_id == offer.id, Session.starts_at > clock.now())
    return list(db.scalars(wanted.order_by(Session.starts_at)))


def told(event: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for one in db.scalars(select(Notice).where(Notice.event == event).order_by(Notice.id)):
        found.setdefault(one.account_id, []).append(str(unpack(one.message)))
    return found


def learner(offer: Opportunity, state: str = "in_learning") -> int:
    return make_enrolment(state, youth=make_youth(), opportunity=offer).youth.account_id


def at_five(offer: Opportunity) -> Opportunity:
    draft, early = postings.draft_of(offer), week.Slot(1, 300, 420)
    times = tuple(replace(one, slot=early) if one.slot.weekday == 1 else one for one in draft.times)
    change = postings.edit(offer, replace(draft, times=times), by=SYSTEM)
    assert change is not None
    return change


def test_a_session_that_is_cancelled_is_told_once_to_those_who_go_there() -> None:
    offer = course()
    goes, asked = learner(offer), learner(offer, "provider_review")
    first = coming(offer)[0]
    for _ in range(2):
        timetables.cancel(first, by=SYSTEM, note="")
    assert list(told("session.cancelled")) == [goes]
    (said,) = told("session.cancelled")[goes]
    assert "09" in said
    assert asked not in told("session.cancelled")


def test_a_cancelled_session_is_held_after_all_until_its_hour_and_told_again_once() -> None:
    offer = course()
    goes = learner(offer)
    first = coming(offer)[0]
    timetables.cancel(first, by=SYSTEM, note="")
    for _ in range(2):
        timetables.restore(first, by=SYSTEM)
    assert not first.cancelled
    (said,) = told("session.restored")[goes]
    assert "09" in said
    timetables.cancel(first, by=SYSTEM, note="")
    first.starts_at = clock.now()
    with pytest.raises(Conflict):
        timetables.restore(first, by=SYSTEM)
    assert first.cancelled


def test_other_hours_are_told_once_with_the_old_and_the_new() -> None:
    offer = course()
    goes, away = learner(offer), learner(offer, "on_break")
    change = at_five(offer)
    assert not told("session.changed")
    assert {clock.bangkok(one.starts_at).hour for one in coming(offer)} == {9}, "nothing unreviewed is shown"
    assert timetables.publish(change, by=SYSTEM) is offer
    (said,) = told("session.changed")[goes]
    assert "09" in said
    assert "05" in said
    assert told("session.changed")[away] == [said], "who is on a break comes to these times again"
    assert {clock.bangkok(one.starts_at).hour for one in coming(offer)} == {5, 9}


def test_a_posting_published_again_without_other_times_tells_nobody() -> None:
    offer = course()
    learner(offer)
    draft = postings.draft_of(offer)
    change = postings.edit(offer, replace(draft, seats=draft.seats, place_th="ที่ใหม่"), by=SYSTEM)
    assert change is not None
    timetables.publish(change, by=SYSTEM)
    assert not told("session.changed")


@pytest.mark.on_both
def test_every_change_that_concerns_them_is_told_once_with_what_was_and_what_is() -> None:
    offer = course()
    learns, asked = learner(offer), learner(offer, "provider_review")
    youth, worker = make_youth(years=16), make_account("ผู้ดูแล")
    make_guardian(youth).account_id = (mother := make_account("แม่")).id
    make_enrolment("awaiting_guardian", youth=youth, opportunity=offer)
    unseen = make_youth(with_account=False, case_worker_id=worker.id)
    make_enrolment("in_learning", youth=unseen, opportunity=offer)
    draft = postings.draft_of(offer)
    times = tuple(replace(one, slot=week.Slot(1, 300, 420)) for one in draft.times[:1]) + draft.times[1:]
    change = postings.edit(offer, replace(draft, times=times, age_min=18, title_th="ชื่อใหม่", seats=15), by=SYSTEM)
    assert change is not None
    timetables.publish(change, by=SYSTEM)
    heard = told("enrolment.changed")
    assert set(heard) == {learns, asked, youth.account_id, mother.id, worker.id}
    assert all(len(said) == 1 and "15 → 18" in said[0] and "ชื่อใหม่" not in said[0] for said in heard.values())
    assert ["05.00–07.00" in heard[who][0] for who in (learns, asked)] == [False, True], (
        "times have a notice of their own"
    )
    assert set(told("session.changed")) == {learns}
    again = replace(postings.draft_of(offer), about_th="รายละเอียดใหม่")
    timetables.edit(offer, again, by=SYSTEM)
    assert told("enrolment.changed") == heard, "how it is described concerns nobody"
    timetables.edit(offer, replace(again, supports=("meal",)), by=SYSTEM)
    assert [said[-1].count("– → มีอาหาร") for said in told("enrolment.changed").values()] == [1] * len(heard)


def test_guardians_hear_it_too() -> None:
    offer = course()
    youth = make_youth(years=16)
    guardian = make_guardian(youth)
    guardian.account_id = make_account("แม่").id
    make_enrolment("in_learning", youth=youth, opportunity=offer)
    timetables.cancel(coming(offer)[0], by=SYSTEM, note="")
    assert set(told("session.cancelled")) == {youth.account_id, guardian.account_id}
    timetables.restore(coming(offer)[0], by=SYSTEM)
    assert set(told("session.restored")) == {youth.account_id, guardian.account_id}
    timetables.publish(at_five(offer), by=SYSTEM)
    (said,) = told("session.changed")[guardian.account_id]
    assert "09" in said
    assert "05" in said

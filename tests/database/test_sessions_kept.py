"""An edit changes only the sessions it speaks of: what stays keeps its reference and whether it was cancelled."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.offers import postings, sessions
from models.offer import Opportunity, Session, Slot
from models.session import db
from tests.factories.offers import make_opportunity

TWICE = "mon 09:00-10:00;mon 13:00-14:00"
pytestmark = pytest.mark.usefixtures("db")


def rows_of(offer: Opportunity) -> list[Session]:
    db.expire_all()
    wanted = select(Session).where(Session.opportunity_id == offer.id).order_by(Session.number)
    return list(db.scalars(wanted))


def seen(offer: Opportunity) -> list[tuple[object, ...]]:
    return [(one.ref, one.number, one.starts_at, one.ends_at, one.kind, one.cancelled) for one in rows_of(offer)]


def monday() -> date:
    today = clock.today()
    return today + timedelta(days=(7 - today.weekday()) % 7 or 7)


def course(times: str = TWICE) -> Opportunity:
    first = monday()
    return make_opportunity(times=times, starts_on=first, ends_on=first + timedelta(days=27), with_sessions=True)


def set_slots(offer: Opportunity, *slots: tuple[int, int, int]) -> None:
    db.execute(delete(Slot).where(Slot.opportunity_id == offer.id))
    db.add_all(
        Slot(opportunity_id=offer.id, weekday=d, start_minute=s, end_minute=e, kind="learn") for d, s, e in slots
    )
    db.flush()


def test_an_edit_of_a_word_changes_no_session() -> None:
    offer = course()
    sessions.cancel(rows_of(offer)[3], by=SYSTEM, note="")
    before = seen(offer)
    postings.edit(offer, replace(postings.draft_of(offer), bring_th="สมุด"), by=SYSTEM)
    assert seen(offer) == before
    assert [one[5] for one in before].count(True) == 1


def test_the_second_session_of_today_stays_once_the_first_was_marked() -> None:
    offer = course()
    first, second = rows_of(offer)[:2]
    with clock.frozen(first.ends_at + timedelta(minutes=5)):
        first.marked_at = clock.now()
        db.flush()
        before = seen(offer)
        sessions.generate(offer)
    assert seen(offer) == before
    assert before[1][0] == second.ref


def test_another_hour_moves_the_session_of_the_day_with_its_reference() -> None:
    offer = course("tue 09:00-10:00")
    sessions.cancel(rows_of(offer)[1], by=SYSTEM, note="")
    before = seen(offer)
    set_slots(offer, (1, 300, 420))
    sessions.generate(offer)
    after = seen(offer)
    assert [one[0] for one in after] == [one[0] for one in before]
    assert {clock.bangkok(one.starts_at).hour for one in rows_of(offer)} == {5}
    assert [one[5] for one in after] == [False, True, *[False] * (len(after) - 2)]


def test_another_weekday_takes_its_sessions_and_leaves_the_others() -> None:
    offer = course("mon 09:00-10:00;wed 09:00-10:00")
    kept = [one.ref for one in rows_of(offer) if one.held_on.weekday() == 0]
    set_slots(offer, (0, 540, 600), (4, 540, 600))
    sessions.generate(offer)
    after = rows_of(offer)
    assert [one.ref for one in after if one.held_on.weekday() == 0] == kept
    assert {one.held_on.weekday() for one in after} == {0, 4}
    assert [one.number for one in after] == list(range(1, len(after) + 1))
    assert [one.starts_at for one in after] == sorted(one.starts_at for one in after)


def test_what_was_held_stays_and_nothing_is_made_for_the_past() -> None:
    offer = course("mon 09:00-10:00")
    held = rows_of(offer)[0]
    with clock.frozen(held.ends_at + timedelta(days=3)):
        set_slots(offer, (1, 540, 600))
        sessions.generate(offer)
        after = rows_of(offer)
    assert after[0].ref == held.ref
    assert {one.held_on.weekday() for one in after[1:]} == {1}
    assert all(one.held_on > held.held_on + timedelta(days=3) for one in after[1:])


def test_a_session_that_was_marked_before_its_hour_changed_is_not_held_twice() -> None:
    offer = course("mon 09:00-10:00")
    first = rows_of(offer)[0]
    with clock.frozen(first.starts_at - timedelta(minutes=20)):
        first.marked_at = clock.now()
        db.flush()
        set_slots(offer, (0, 600, 660))
        sessions.generate(offer)
        after = rows_of(offer)
    assert [one.held_on for one in after].count(first.held_on) == 1


@pytest.mark.parametrize("seed", range(12))
def test_made_again_nothing_changes_and_each_day_is_as_the_timetable_says(seed: int) -> None:
    chance = random.Random(seed)
    offer = course("mon 09:00-10:00;thu 18:00-20:00")
    for day in sorted(chance.sample(range(21), 4)):
        now = clock.instant(offer.starts_on + timedelta(days=day), chance.randint(0, 1439))
        with clock.frozen(now):
            if chance.random() < 0.7:
                set_slots(offer, *{(chance.randint(0, 6), 60 * chance.randint(5, 19), 1240) for _ in range(3)})
            for one in rows_of(offer):
                if one.starts_at <= clock.now() and one.marked_at is None and chance.random() < 0.6:
                    one.marked_at = clock.now()
                elif one.starts_at > clock.now() and chance.random() < 0.1:
                    one.cancelled = True
            db.flush()
            held = [one for one in seen(offer) if one[2] <= clock.now()]
            sessions.generate(offer)
            once = seen(offer)
            assert [one for one in once if one[2] <= clock.now()] == held
            assert sessions.generate(offer) == 0
            assert seen(offer) == once
            slots = db.scalars(select(Slot).where(Slot.opportunity_id == offer.id)).all()
            later = clock.today() + timedelta(days=1)
            due = [
                (m.held_on, m.start_minute)
                for m in sessions.meetings(slots, max(later, offer.starts_on), offer.ends_on)
            ]
            coming = [(one.held_on, clock.bangkok(one.starts_at)) for one in rows_of(offer) if one.held_on >= later]
            assert [(day, at.hour * 60 + at.minute) for day, at in coming] == due

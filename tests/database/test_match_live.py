"""The index of a process follows the database: edits, seats, what is gone; and says what the plain way says."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.areas.working_days import answered
from marketplace.enrolments import seats
from marketplace.kernel import clock, week
from marketplace.matching import for_you
from marketplace.matching.choosing import Asked, Switch, keeps, narrowed
from marketplace.matching.index import live, surveying
from marketplace.matching.reliability import drawn, records
from marketplace.matching.terms import LifeTerms
from marketplace.offers import queries, search, sessions
from marketplace.offers.coming import SOON
from models.offer import Opportunity
from models.offer import Session as Meeting
from models.session import db as current
from tests.factories.enrolments import make_enrolment
from tests.factories.offers import SATENG, make_opportunity, make_organisation

Db = scoped_session[Session]

LIFE = LifeTerms(
    birth_date=date(2008, 5, 5), point=None, free=week.FULL, level=3, languages=frozenset({"thai"}),
    has_documents=True, transport="bike",
)  # fmt: skip


def seen() -> set[str]:
    found = for_you.find(LIFE, clock.today())
    assert len(found.fitting) == len(found.fitting[:100])
    return {shown.card.ref for shown in found.fitting[:100]}


@pytest.fixture
def online(db: Db) -> list[Opportunity]:
    made = [make_opportunity(mode="online", seats=2) for _ in range(30)]
    live.build()
    return made


@pytest.mark.on_both
def test_an_edit_a_seat_and_a_withdrawal_are_in_matches_at_once(db: Db, online: list[Opportunity]) -> None:
    everything = {one.ref for one in online}
    assert seen() == everything
    first, second, third = online[:3]
    first.level_min = 6
    second.state = "paused"
    for one in (first, second):
        search.index(one)
    while seats.take(third.id):
        pass
    db.flush()
    late = make_opportunity(mode="online")
    started = time.monotonic()
    assert seen() == everything - {first.ref, second.ref, third.ref} | {late.ref}
    assert time.monotonic() - started < 2
    seats.release(third.id)
    search.index(second)
    assert seen() == everything - {first.ref, second.ref} | {late.ref}


def test_the_index_and_the_plain_way_say_the_same(db: Db, online: list[Opportunity]) -> None:
    for number in range(12):
        times = "sat 09:00-12:00" if number % 2 else "mon 09:00-12:00"
        make_opportunity(level_min=number % 5, times=times, credits=number)
    search.index_many([])
    life = LifeTerms(point=None, free=week.mask(week.parse("mon 08:00-20:00")), languages=frozenset({"thai"}), level=2)
    today = clock.today()
    fast = for_you.find(life, today)
    live.forget()
    plain = for_you.find(life, today)
    for name in ("fitting", "waiting"):
        fast_refs, refs = ([one.card.ref for one in getattr(found, name)[:200]] for found in (fast, plain))
        assert fast_refs == refs
    assert fast.waits_for == plain.waits_for
    assert [(o.change.value, o.more) for o in fast.openings(life, today)] == [
        (o.change.value, o.more) for o in plain.openings(life, today)
    ]
    assert fast.version == plain.version


@pytest.mark.on_both
def test_soon_follows_a_session_called_off_and_the_turn_of_the_day(db: Db, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held once a week, on the last day but few that is soon: called off, or a day later, it is a week further on."""
    monkeypatch.setattr(live, "start", lambda: None)
    since = clock.today()
    day, waits = next(
        (day, waits)
        for day in (since + timedelta(days=ahead) for ahead in range(28))
        for waits in range(12, 16)
        if day + timedelta(days=15) < answered(day, waits) <= day + SOON
        if answered(day, waits) < answered(day + timedelta(days=1), waits)
    )
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=1, officer_days=waits - 1)
    facts: dict[str, Any] = {"mode": "online", "with_sessions": True, "ends_on": day + timedelta(days=120)}
    facts |= {"apply_by": day + timedelta(days=90)}
    with clock.frozen(clock.instant(day, 23 * 60)):
        begun = facts | {"starts_on": day - timedelta(days=40), "times": weekly(answered(day, waits))}
        off, on = make_opportunity(**begun), make_opportunity(**begun)
        ahead = day + SOON + timedelta(days=1)
        later = make_opportunity(**facts, starts_on=ahead, times=weekly(ahead))
        live.build()
        assert soon(day) == {off.ref, on.ref}
        first = db.query(Meeting).filter_by(opportunity_id=off.id, held_on=answered(day, waits)).one()
        sessions.cancel(first, by=SYSTEM, note="")
        assert soon(day) == {on.ref}
    day += timedelta(days=1)
    with clock.frozen(clock.instant(day, 1)):
        db.info.clear()
        assert search.relist_moved() == 1
        assert soon(day) == {later.ref}


def weekly(day: date) -> str:
    return f"{week.DAY_NAMES[day.weekday()]} 09:00-10:00"


def soon(day: date) -> set[str]:
    """What begins soon for somebody who looks on a day: by the index and one by one, which must agree."""
    asked = Asked(switches=frozenset({Switch.SOON}))
    with live.current() as index:
        assert index is not None
        keep = surveying.kept(index, LIFE, day, narrowed(asked, day))
        found = surveying.survey(index, LIFE, day, keep=keep).fitting.keys.tolist()
    terms = live.rated(queries.shown(list(current.scalars(select(Opportunity.id)))), day)
    plain = {offer.ref for offer in terms if keeps(asked, LIFE, offer, day)}
    assert {one.card.ref for one in queries.shown(found)} == plain
    return plain


def test_whoever_leafs_far_sees_every_place_once(
    db: Db, monkeypatch: pytest.MonkeyPatch, online: list[Opportunity]
) -> None:
    monkeypatch.setattr(for_you, "KEPT", 10)
    found = for_you.find(LIFE, clock.today())
    leafed = [shown.card.ref for first in range(0, 30, 7) for shown in found.fitting[first : first + 7]]
    assert sorted(leafed) == sorted(one.ref for one in online)
    assert found.fitting[-1].card.ref == leafed[-1]


def test_the_index_is_built_in_the_background_and_nobody_waits(db: Db, online: list[Opportunity]) -> None:
    live.forget()
    with live.current() as index:
        assert index is None
    assert seen() == {one.ref for one in online}


@pytest.mark.on_both
def test_a_provider_is_known_by_the_sessions_it_held(db: Db) -> None:
    held, cancelled = make_organisation(), make_organisation()
    today = clock.today()
    for organisation, kept in ((held, True), (cancelled, False)):
        opportunity = make_opportunity(organisation=organisation)
        make_enrolment("in_learning", opportunity=opportunity)
        for number in range(1, 11):
            at = clock.instant(today - timedelta(days=number), 600)
            db.add(
                Meeting(
                    ref=f"S-{organisation.ref}-{number}", opportunity_id=opportunity.id, number=1000 + number,
                    held_on=today - timedelta(days=number), starts_at=at, ends_at=at + timedelta(hours=1),
                    cancelled=not kept, marked_at=at if kept else None,
                )
            )  # fmt: skip
    db.flush()
    found = records(today)
    assert (found[held.ref].announced, found[held.ref].held) == (10, 10)
    assert found[cancelled.ref].held == 0
    assert found[cancelled.ref].share < found[held.ref].share < 1


def test_a_few_sessions_say_less_than_many() -> None:
    found = drawn({"new": (2, 2), "old": (400, 400), "bad": (100, 20)}, clock.today())
    mean = 422 / 502
    assert found["new"].share == pytest.approx((2 + 20 * mean) / 22)
    assert mean < found["new"].share < found["old"].share
    assert found["bad"].share < mean
    assert drawn({}, clock.today()) == {}

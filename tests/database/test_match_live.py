"""The index of a process follows the database: edits, seats, what is gone; and says what the plain way says."""

import time
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session, scoped_session

from marketplace.enrolments import seats
from marketplace.kernel import clock, week
from marketplace.matching import for_you
from marketplace.matching.index import live
from marketplace.matching.reliability import drawn, records
from marketplace.matching.terms import LifeTerms
from marketplace.offers import search
from models.offer import Opportunity
from models.offer import Session as Meeting
from tests.factories.offers import make_opportunity, make_organisation

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

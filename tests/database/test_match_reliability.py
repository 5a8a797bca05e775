"""How reliable a provider is counts alike for whoever reads a list: the index, the plain way, a shortlist."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from marketplace.enrolments import undoing
from marketplace.kernel import clock, week
from marketplace.matching import choosing, for_you
from marketplace.matching.choosing import Asked
from marketplace.matching.index import live
from marketplace.matching.reliability import records
from marketplace.matching.terms import LifeTerms
from marketplace.matching.weights import Part, Weights, national
from models.offer import Opportunity
from models.offer import Session as Meeting
from models.session import db
from tests.factories.enrolments import make_enrolment
from tests.factories.offers import make_opportunity, make_organisation

LIFE = LifeTerms(
    birth_date=date(2008, 5, 5), point=None, free=week.FULL, level=3, languages=frozenset({"thai"}),
    has_documents=True, transport="bike",
)  # fmt: skip
NEVER = -1
"""In place of the days ago when it was marked."""


def only_reliable(on: date) -> Weights:
    return replace(national(on), shares=tuple(100 if part is Part.RELIABLE else 0 for part in Part))


def meet(opportunity: Opportunity, *, days_ago: int, kept: bool = True, marked_days_ago: int | None = None) -> None:
    day = clock.today() - timedelta(days=days_ago)
    at, marked = clock.instant(day, 600), days_ago if marked_days_ago is None else marked_days_ago
    when = None if marked == NEVER else clock.instant(clock.today() - timedelta(days=marked), 660)
    db.add(
        Meeting(
            ref=f"S-{opportunity.ref}-{days_ago}", opportunity_id=opportunity.id, number=1000 + days_ago, held_on=day,
            starts_at=at, ends_at=at + timedelta(hours=1), cancelled=not kept,
            marked_at=when,
        )
    )  # fmt: skip
    db.flush()


@pytest.fixture
def shares(database: object) -> dict[str, float]:
    """What each of three providers has held, by the opportunity: always, half the time, never."""
    made: dict[str, str] = {}
    for held in (10, 5, 0):
        organisation = make_organisation()
        opportunity = make_opportunity(mode="online", organisation=organisation)
        for number in range(1, 11):
            meet(opportunity, days_ago=number, kept=number <= held)
        made[opportunity.ref] = organisation.ref
    known = records(clock.today())
    return {offer: round(known[organisation].share, 6) for offer, organisation in made.items()}


@pytest.mark.on_both
@pytest.mark.parametrize("ready", [True, False])
def test_a_list_gives_each_provider_its_own_record(shares: dict[str, float], ready: bool) -> None:
    today = clock.today()
    weights = only_reliable(today)
    if ready:
        live.build()
    listed = choosing.choose(LIFE, Asked(), today, weights=weights)
    assert len(set(shares.values())) == 3
    assert {hit.offer.ref: hit.score for hit in listed.fitting} == pytest.approx(shares, abs=2e-6)
    best_first = [shown.card.ref for shown in for_you.find(LIFE, today, weights=weights).fitting[:3]]
    assert best_first == sorted(shares, key=lambda ref: -shares[ref]) == [hit.offer.ref for hit in listed.fitting]


def test_what_is_marked_today_counts_from_tomorrow_on_in_every_process(database: object) -> None:
    organisation = make_organisation()
    opportunity = make_opportunity(mode="online", organisation=organisation)
    meet(opportunity, days_ago=2, marked_days_ago=1)
    meet(opportunity, days_ago=1, marked_days_ago=0)
    today = clock.today()
    assert records(today)[organisation.ref].held == 1
    assert records(today + timedelta(days=1))[organisation.ref].held == 2


def test_without_an_index_the_record_is_read_once_a_day(
    shares: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    today, asked = clock.today(), list[date]()
    monkeypatch.setattr(live, "records", lambda on: asked.append(on) or {})
    for on in (today, today, today + timedelta(days=1)):
        choosing.choose(LIFE, Asked(), on)
    assert asked == [today, today + timedelta(days=1)]


@pytest.mark.on_both
def test_a_session_without_a_roll_counts_only_where_somebody_was_due(database: object) -> None:
    """Counted anew by hand: what was marked, and what a learner was due at, of which one was cancelled."""
    organisation, empty = make_organisation(), make_organisation()
    busy, idle = (make_opportunity(mode="online", organisation=one) for one in (organisation, empty))
    just_before = clock.instant(clock.today() - timedelta(days=6), 595)
    learner = make_enrolment("in_learning", opportunity=busy, decided_at=just_before)
    for number in range(1, 5):
        meet(idle, days_ago=number, marked_days_ago=None if number % 2 else NEVER)
    for number in range(1, 11):
        meet(busy, days_ago=number, kept=number != 5, marked_days_ago=number if number in (1, 2, 9, 10) else NEVER)
    today, since = clock.today(), undoing.told_at(learner)
    due = [one for one in db.query(Meeting).filter_by(opportunity_id=busy.id) if one.starts_at >= since]
    counted = {one.number for one in due} | {1001, 1002, 1009, 1010}
    found = records(today)
    assert (found[organisation.ref].announced, found[organisation.ref].held) == (len(counted), 4)
    assert (found[empty.ref].announced, found[empty.ref].held) == (2, 2)
    everything = 4 + len(counted) - 4 + 2
    mean, weight = 6 / everything, national(today).known_after
    assert found[organisation.ref].share == pytest.approx((4 + weight * mean) / (len(counted) + weight))

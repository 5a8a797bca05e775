"""How reliable a provider is counts alike for whoever reads a list: the index, the plain way, a shortlist."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

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
from tests.factories.offers import make_opportunity, make_organisation

LIFE = LifeTerms(
    birth_date=date(2008, 5, 5), point=None, free=week.FULL, level=3, languages=frozenset({"thai"}),
    has_documents=True, transport="bike",
)  # fmt: skip


def only_reliable(on: date) -> Weights:
    return replace(national(on), shares=tuple(100 if part is Part.RELIABLE else 0 for part in Part))


def meet(opportunity: Opportunity, *, days_ago: int, kept: bool = True, marked_days_ago: int | None = None) -> None:
    day = clock.today() - timedelta(days=days_ago)
    at, marked = clock.instant(day, 600), days_ago if marked_days_ago is None else marked_days_ago
    db.add(
        Meeting(
            ref=f"S-{opportunity.ref}-{days_ago}", opportunity_id=opportunity.id, number=1000 + days_ago, held_on=day,
            starts_at=at, ends_at=at + timedelta(hours=1), cancelled=not kept,
            marked_at=clock.instant(clock.today() - timedelta(days=marked), 660),
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

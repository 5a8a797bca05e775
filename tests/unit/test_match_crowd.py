"""A list longer than what is judged one by one: the first of it and every count as if all had been judged."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest

from marketplace.matching import choosing, crowd
from marketplace.matching.changes import openings
from marketplace.matching.choosing import Asked, Order, Switch
from marketplace.matching.fit import judge
from marketplace.matching.index import layout as ly
from marketplace.matching.index import live, surveying
from marketplace.matching.terms import ANYONE, OfferTerms
from marketplace.matching.weights import national
from tests.unit.test_match_index import ON, a_life, indexed, world

SOON = ON + timedelta(days=21)


def asked_of(rng: Random) -> Asked:
    kinds = rng.choice([(), (), ("course",), ("placement", "mentorship")])
    return Asked(frozenset(kinds), frozenset(each for each in Switch if rng.random() < 0.25))


def test_the_index_narrows_a_list_as_the_plain_way_does():
    rng, (offers, index) = Random(31), world()
    for _ in range(150):
        life, asked = a_life(rng), asked_of(rng)
        keep = surveying.kept(index, life, ON, crowd.Narrowed(asked.kinds, asked.switches, SOON, choosing.NEAR_MINUTES))
        kept = {int(key) for key in index.keys(np.flatnonzero(keep))}
        assert kept == {at for at, offer in enumerate(offers) if choosing.keeps(asked, life, offer, ON)}


@pytest.mark.parametrize(
    ("announced", "first", "is_soon"),
    [
        (21, None, True),
        (22, None, False),
        (-40, 21, True),
        (-40, 22, False),
        (7, 22, False),
        # A first session may be called off, or put before the day that was announced.
        (22, 21, True),
    ],
)
def test_soon_is_when_somebody_who_asks_now_can_come(announced, first, is_soon):
    starts_on = ON + timedelta(days=announced)
    first_on = None if first is None else ON + timedelta(days=first)
    offer = OfferTerms(ref="O", mode="online", starts_on=starts_on, first_on=first_on, languages=frozenset({"thai"}))
    asked = Asked(switches=frozenset({Switch.SOON}))
    assert choosing.keeps(asked, ANYONE, offer, ON) is is_soon
    index = indexed([offer])
    for day, stays in ((ON, is_soon), (ON + timedelta(days=1), is_soon or (first or announced) == 22)):
        keep = surveying.kept(index, ANYONE, day, choosing.narrowed(asked, day))
        assert bool(keep[0]) is stays
    (placed,) = index.rank(ANYONE, ON).told
    assert placed[ly.BY_START] == (first_on or starts_on).toordinal()


class Listing:
    """Stands for a card: a list in memory needs no database."""

    def __init__(self, terms: OfferTerms) -> None:
        self.terms = terms


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch):
    """The world with room for few, read without a database."""
    offers, index = world()

    class Held:
        def __enter__(self):
            return index

        def __exit__(self, *_):
            return None

    monkeypatch.setattr(live, "current", Held)
    real = surveying.survey
    monkeypatch.setattr(surveying, "survey", lambda *given, **more: real(*given, **({"room": 5} | more)))
    monkeypatch.setattr(crowd.queries, "shown", lambda keys: [Listing(offers[key]) for key in keys])
    monkeypatch.setattr(live, "rated", lambda shown, _on: [listing.terms for listing in shown])
    return offers


@pytest.mark.parametrize("order", Order)
def test_every_count_of_a_crowd_is_that_of_judging_all(crowded, order):
    rng, seen = Random(32), [0, 0, 0]
    for _ in range(40):
        life, asked = a_life(rng), replace(asked_of(rng), order=order)
        kept = [offer for offer in crowded if choosing.keeps(asked, life, offer, ON)]
        now = [judge(life, offer, ON) for offer in kept]
        choice = choosing.choose(life, asked, ON, weights=national(ON))
        if choice.counts is None:
            continue
        assert (choice.total, choice.waiting_total) == (sum(f.fits for f in now), sum(bool(f.depends_on) for f in now))
        assert choice.unnarrowed == sum(judge(life, offer, ON).fits for offer in crowded)
        expected = openings(life, kept, ON)
        assert {(o.change, o.more) for o in choice.openings} == {(o.change, o.more) for o in expected}
        assert [hit.offer.ref for hit in choice.fitting] == listed(life, kept, order)
        seen[0] += 1
        for opening in expected[:2]:
            there = choosing.choose(life, replace(asked, change=choosing.address_of(opening.change)), ON)
            then = {offer.ref for offer in kept if judge(opening.change.life, offer, ON).fits}
            fits_now = {offer.ref for offer, fit in zip(kept, now, strict=True) if fit.fits}
            assert (there.total, there.added) == (len(then), opening.more)
            assert [hit.offer.ref for hit in there.fitting if hit.is_new] == [
                hit.offer.ref for hit in there.fitting[: opening.more]
            ]
            assert {hit.offer.ref for hit in there.fitting} == then
            seen[1] += opening.more
            seen[2] += len(then & fits_now)
    assert min(seen) > 0


def listed(life, kept, order: Order) -> list[str]:
    """The order of a list that is judged whole."""
    hits = [choosing._hit(life, (Listing(o), o, judge(life, o, ON)), ON, national(ON)) for o in kept]
    return [hit.offer.ref for hit in choosing._ordered((h for h in hits if h.fit.fits), order)]

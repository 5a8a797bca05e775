"""Second looks: the interval holds what was planted, the draw follows risk and seed, and signs are seen."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.second_looks.drawing import LEAST, draw, shares
from marketplace.second_looks.estimating import Stratum, false_rate
from marketplace.second_looks.signs import MANY_AT_ONCE, Hand, Seen, Stay, risk_of, signs_of
from models.vocabulary import LookRisk, LookSign

PLAIN, ONE, MORE = LookRisk.PLAIN, LookRisk.ONE_SIGN, LookRisk.MORE_SIGNS
NOON = datetime(2026, 11, 2, 5, tzinfo=UTC)


def planted(chance: random.Random) -> dict[LookRisk, list[bool]]:
    """A year of an area: 2,000 claims, 160 of them false (8 %), most of those among the claims that look alike."""
    sizes, false = {PLAIN: 1_500, ONE: 400, MORE: 100}, {PLAIN: 60, ONE: 60, MORE: 40}
    found = {risk: [number < false[risk] for number in range(size)] for risk, size in sizes.items()}
    for claims in found.values():
        chance.shuffle(claims)
    return found


@pytest.mark.parametrize("wanted", [100, 200])
def test_planted_fraud_of_eight_in_a_hundred_lies_in_the_interval(wanted: int) -> None:
    inside = widths = 0.0
    for seed in range(100):
        claims = planted(random.Random(seed))
        counts = shares({risk: len(found) for risk, found in claims.items()}, wanted)
        looked = {
            risk: [claims[risk][int(ref)] for ref in draw([str(n) for n in range(len(claims[risk]))], count, str(seed))]
            for risk, count in counts.items()
        }
        said = false_rate([Stratum(len(claims[risk]), len(found), sum(found)) for risk, found in looked.items()])
        assert said is not None
        assert said.low <= said.rate <= said.high
        inside += said.low <= 0.08 <= said.high
        widths += said.high - said.low
    assert inside >= 93
    assert widths / 100 < 0.16, "an interval that says nothing holds everything"


def test_an_interval_is_the_exact_one_where_the_sample_is_plain() -> None:
    said = false_rate([Stratum(10**9, 100, 8)])
    assert said is not None
    assert said.rate == pytest.approx(0.08)
    # Clopper and Pearson for 8 of 100: 3.52 % to 15.16 %; the softened variance widens it a little.
    assert said.low == pytest.approx(0.0352, abs=0.005)
    assert said.high == pytest.approx(0.1516, abs=0.008)


def test_none_found_is_not_none_there_and_everything_seen_is_known() -> None:
    none_found = false_rate([Stratum(1_000, 60, 0), Stratum(100, 20, 0)])
    assert none_found is not None
    assert (none_found.low, none_found.rate) == (0.0, 0.0)
    assert 0.01 < none_found.high < 0.15
    seen = false_rate([Stratum(20, 20, 2)])
    assert seen is not None
    assert (seen.low, seen.rate, seen.high) == (0.1, 0.1, 0.1)
    assert false_rate([Stratum(10, 5, 0), Stratum(3, 0, 0)]) is None
    assert false_rate([]) is None
    with pytest.raises(ValueError, match="impossible"):
        false_rate([Stratum(10, 3, 4)])


def test_claims_that_look_alike_are_drawn_more_often_and_all_where_there_are_few() -> None:
    counts = shares({PLAIN: 1_500, ONE: 400, MORE: 100}, 200)
    assert sum(counts.values()) == 200
    assert counts[PLAIN] / 1_500 < counts[ONE] / 400 < counts[MORE] / 100
    assert shares({PLAIN: 3, ONE: 0, MORE: 2}, 50) == {PLAIN: 3, ONE: 0, MORE: 2}
    for size in (1, 4, 7, 40, 1_000):
        for wanted in (1, 6, 30, 5_000):
            found = shares({PLAIN: size, ONE: 3, MORE: 9}, wanted)
            assert all(0 <= found[risk] <= most for risk, most in {PLAIN: size, ONE: 3, MORE: 9}.items())
            assert sum(found.values()) >= min(wanted, size + 12)
            assert found[MORE] >= min(LEAST, 9)


def test_the_seed_draws_and_the_order_does_not() -> None:
    refs = [f"C-{number}" for number in range(50)]
    assert draw(refs, 10, "a") == draw(refs[::-1], 10, "a")
    assert draw(refs, 10, "a") != draw(refs, 10, "b")


def seen(ref: str, **given) -> Seen:
    return Seen(**({"ref": ref, "files": frozenset({ref}), "claimed_by": 1, "claimed_at": NOON} | given))


def test_signs_are_raised_by_what_claims_share() -> None:
    apart = [seen(f"C-{n}", claimed_at=NOON + timedelta(minutes=n)) for n in range(MANY_AT_ONCE)]
    assert set(signs_of(apart).values()) == {frozenset()}
    together = [seen(f"C-{n}", claimed_at=NOON + timedelta(seconds=n)) for n in range(MANY_AT_ONCE)]
    assert set(signs_of(together).values()) == {frozenset({LookSign.SAME_MINUTE})}
    copied = signs_of([seen("C-1", files=frozenset({"x"}))], [seen("C-0", files=frozenset({"x"}))])
    assert copied == {"C-1": frozenset({LookSign.SAME_FILE})}
    here, there = ((7, NOON + timedelta(seconds=number), area) for number, area in ((1, "950101"), (9, "950201")))
    two = signs_of([seen("C-1", marks=(here,)), seen("C-2", marks=(there,), claimed_at=NOON + timedelta(hours=1))])
    assert set(two.values()) == {frozenset({LookSign.TWO_PLACES})}
    assert [risk_of(frozenset(list(LookSign)[:count])) for count in range(4)] == [PLAIN, ONE, MORE, MORE]


def by(device: str, person: int, party: str) -> Hand:
    return Hand(device, person, party)


TEACHER, COLLEAGUE, LEARNER = by("t", 1, "organisation:5"), by("t", 2, "organisation:5"), by("p", 3, "learner")


@pytest.mark.parametrize(
    ("hands", "nearby", "is_raised"),
    [
        ({TEACHER, LEARNER}, {LEARNER}, False),
        ({TEACHER, COLLEAGUE}, set(), False),
        ({by("t", 1, "organisation:5"), by("t", 1, "learner")}, set(), False),
        ({by("o", 8, "office"), by("o", 9, "office")}, set(), False),
        ({TEACHER, by("t", 3, "learner")}, set(), True),
        ({TEACHER, by("t", 8, "office")}, set(), True),
        ({TEACHER, by("t", 7, "organisation:6")}, set(), True),
        ({LEARNER}, {LEARNER, by("p", 4, "learner")}, True),
        ({TEACHER, LEARNER}, {LEARNER, by("t", 4, "learner")}, False),
        ({LEARNER}, {by("p", 4, "organisation:5")}, False),
    ],
)
def test_one_device_is_a_sign_where_it_spoke_for_two(hands: set[Hand], nearby: set[Hand], is_raised: bool) -> None:
    one = Seen("C", frozenset(), None, NOON, hands=frozenset(hands), nearby=frozenset(nearby))
    assert (LookSign.SAME_DEVICE in signs_of([one])["C"]) == is_raised


@pytest.mark.parametrize(
    ("other", "minutes", "is_raised"), [(7, 60, True), (7, 15, True), (7, 14, False), (7, 0, False), (1, 60, False)]
)
def test_nobody_is_at_two_places_at_once(other: int, minutes: int, is_raised: bool) -> None:
    hour = timedelta(hours=1)
    later = NOON + hour - timedelta(minutes=minutes)
    stays = (Stay(1, NOON, NOON + hour), Stay(other, later, later + hour))
    one = Seen("C", frozenset(), None, NOON, opportunity=1, stays=stays)
    assert (LookSign.AT_TWO_PLACES in signs_of([one])["C"]) == is_raised
    elsewhere = Seen("C", frozenset(), None, NOON, opportunity=2, stays=stays)
    assert signs_of([elsewhere])["C"] == frozenset()

"""The formula of trust: drawn toward the mean, monotone, silent for few, and never so fine that one person shows."""

from datetime import date
from itertools import pairwise

import pytest

from marketplace.organisations import trust_rules
from marketplace.organisations.trust_rules import Count, rule, score, shrunk, told
from models.vocabulary import TrustPart

DAY = date(2026, 11, 29)
WEIGHT = rule(TrustPart.REPLY, DAY).weight
LEAST = rule(TrustPart.REPLY, DAY).least
COUNTRY = Count(10_000, 8_000)


def test_five_of_five_do_not_beat_190_of_200() -> None:
    assert shrunk(5, 5, 0.8, WEIGHT) < shrunk(190, 200, 0.8, WEIGHT)
    assert told(TrustPart.REPLY, Count(5, 5), COUNTRY, DAY).share is None, "and are too few to be told at all"


@pytest.mark.parametrize("mean", [0.05, 0.5, 0.8, 0.99])
def test_more_that_went_well_is_never_told_as_less(mean: float) -> None:
    for cases in (10, 11, 40, 400):
        shares = [shrunk(good, cases, mean, WEIGHT) for good in range(cases + 1)]
        assert all(one < other for one, other in pairwise(shares))


@pytest.mark.parametrize("mean", [0.05, 0.5, 0.8, 0.99])
def test_a_share_lies_between_its_own_and_the_mean_and_comes_to_its_own(mean: float) -> None:
    for cases in (10, 40, 4_000):
        for good in (0, cases // 3, cases):
            own = good / cases
            assert min(own, mean) <= shrunk(good, cases, mean, WEIGHT) <= max(own, mean)
    assert abs(shrunk(3_000, 4_000, mean, WEIGHT) - 0.75) < 0.005


def test_a_small_organisation_is_neither_punished_nor_flattered() -> None:
    for good in range(LEAST + 1):
        assert abs(shrunk(good, LEAST, 0.8, WEIGHT) - 0.8) <= LEAST / (LEAST + WEIGHT)
    assert shrunk(8, 10, 0.8, WEIGHT) == pytest.approx(0.8)


def test_few_cases_say_nothing_and_so_does_a_country_without_any() -> None:
    few = told(TrustPart.AUDITS, Count(LEAST - 1, 0), COUNTRY, DAY)
    assert (few.share, few.about) == (None, None)
    assert told(TrustPart.AUDITS, Count(LEAST, 0), COUNTRY, DAY).share is not None
    for few_in_all in (0, trust_rules.COUNTRY * LEAST - 1):
        assert told(TrustPart.AUDITS, Count(50, 50), Count(few_in_all, 0), DAY).mean is None


def test_one_persons_end_cannot_be_read_from_what_everybody_sees() -> None:
    """Whatever is told fits several counts of those for whom it did not go well, unless it went the same for all."""
    unwell: dict[tuple[int | None, int], set[int]] = {}
    mixed: set[tuple[int | None, int]] = set()
    for cases in range(LEAST, 200):
        for good in range(cases + 1):
            one = told(TrustPart.COMPLETION, Count(cases, good), COUNTRY, DAY)
            assert one.at_least % 5 == 0
            assert one.about is not None
            assert one.about % 5 == 0
            unwell.setdefault((one.about, one.at_least), set()).add(cases - good)
            if 0 < good < cases:
                mixed.add((one.about, one.at_least))
    assert [words for words in mixed if len(unwell[words]) == 1] == []


def test_what_is_not_told_counts_as_the_mean_in_the_whole() -> None:
    nothing, full = Count(0, 0), Count(400, 400)

    def whole(*own: Count) -> int | None:
        return score({part: told(part, one, COUNTRY, DAY) for part, one in zip(TrustPart, own, strict=True)})

    assert whole(nothing, nothing, nothing, nothing) is None
    assert whole(full, nothing, nothing, nothing) is None
    some = whole(full, full, nothing, nothing)
    assert some is not None
    assert 80 < some < 100
    assert whole(full, full, full, full) == trust_rules.rounded(shrunk(400, 400, 0.8, WEIGHT))


def test_every_part_has_a_rule_with_its_source() -> None:
    for part in TrustPart:
        found = rule(part, DAY)
        assert found.weight > 0
        assert found.least >= 10
        assert found.days == 365

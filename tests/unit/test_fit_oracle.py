"""The engine and the slow checker must agree on every pair."""

from dataclasses import replace
from random import Random

from marketplace.matching.fit import judge
from tests.unit import oracle_fit, pairs_fit

ANSWERS = {
    "level": list(range(7)),
    "has_documents": [False, True],
    "transport": list(pairs_fit.TRANSPORT),
}


def test_ten_thousand_random_pairs_are_judged_as_the_contract_says():
    rng = Random(2569)
    lives = [pairs_fit.life(rng) for _ in range(100)]
    offers = [pairs_fit.offer(rng) for _ in range(100)]
    agreed = {True: 0, False: 0}
    for life in lives:
        for offer in offers:
            expected = oracle_fit.fits_for(life, offer, pairs_fit.ON, life.transport)
            found = judge(life, offer, pairs_fit.ON)
            assert found.fits == expected, (life, offer, found)
            assert not found.waits
            agreed[expected] += 1
    assert sum(agreed.values()) == 10_000
    assert agreed[True] > 300


def test_an_answer_not_given_yet_is_asked_for_only_when_it_decides():
    rng = Random(2570)
    seen = set()
    for _ in range(600):
        life, offer = pairs_fit.life(rng), pairs_fit.offer(rng)
        for field, values in ANSWERS.items():
            answers = [
                oracle_fit.fits_for(
                    replace(life, **{field: value}),
                    offer,
                    pairs_fit.ON,
                    value if field == "transport" else life.transport,
                )
                for value in values
            ]
            found = judge(replace(life, **{field: None}), offer, pairs_fit.ON)
            assert found.fits == all(answers), (field, life, offer, found)
            assert found.depends_on == ((field,) if any(answers) and not all(answers) else ()), (
                field,
                life,
                offer,
            )
            seen.add((field, found.fits, bool(found.depends_on)))
    assert len(seen) == 9

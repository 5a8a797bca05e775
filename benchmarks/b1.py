"""b1: pure-Python oracle ÷ engine, one youth against 100,000 opportunities, the best 20 with their reasons in words.

Both hold every rule of the real problem: a week of 336 half hours with the way before and after, and net take-home.
"""

from benchmarks import country, matching
from benchmarks.harness import Claim, finish, median_ratio
from benchmarks.plain_matching import Oracle

BAR, CHECKED, ORACLE_ASKS = 120, 40, 6


def main() -> int:
    """Check the same ids, scores and reasons first, then measure."""
    matching.roomy("b1")
    offers = country.offers(matching.COUNT)
    index, oracle = matching.indexed(offers), Oracle(offers, country.ON)
    found = 0
    for life in matching.people(3, CHECKED):
        placed, plain = index.rank(life, country.ON).placed(), oracle.best(life)
        assert [(one.key, one.score) for one in placed] == plain
        assert [one.reasons for one in placed] == oracle.reasons(life, plain)
        found += len(plain)
    asking = iter([matching.people(seed) for seed in range(10, 10 + matching.ROUNDS)])
    slow = iter([matching.people(seed, ORACLE_ASKS) for seed in range(50, 50 + matching.ROUNDS)])
    spans: dict[str, list[float]] = {"oracle": [], "engine": []}

    def above() -> float:
        spans["oracle"].append(matching.p50(lambda life: oracle.reasons(life, oracle.best(life)), next(slow)))
        return spans["oracle"][-1]

    def below() -> float:
        spans["engine"].append(matching.p50(lambda life: index.rank(life, country.ON).placed(), next(asking)))
        return spans["engine"][-1]

    ratio = median_ratio(matching.ROUNDS, above, below)
    told = ", ".join(f"{name} {sorted(each)[len(each) // 2] * 1e6:,.0f} µs" for name, each in spans.items())
    note = f"{told}; {found / CHECKED:.1f} results each, equal over {CHECKED} lives"
    return finish("b1", [Claim("oracle", ratio, BAR)], n=matching.COUNT, note=note)

"""b2: the best SQL-only query (SQLite with an R-tree) ÷ engine, one youth against 100,000, the best 20 with scores."""

from collections.abc import Callable, Iterator, Sequence

from benchmarks import country, matching
from benchmarks.harness import Claim, finish, median_ratio
from benchmarks.sql_matching import Library
from marketplace.kernel import week
from marketplace.labour.limits import limits_on
from marketplace.matching.index import layout as ly
from marketplace.matching.index.engine import Index
from marketplace.matching.terms import LifeTerms, OfferTerms

BAR, CHECKED, SQL_ASKS = 60, 40, 12


def main() -> int:
    """Check the same ids and scores first, then measure."""
    matching.roomy("b2")
    offers = country.offers(matching.COUNT)
    index = matching.indexed(offers)
    library = Library(offers, _worked_out(index, offers), country.ON)
    for life in matching.people(3, CHECKED):
        assert library.best(life) == [(one.key, one.score) for one in index.rank(life, country.ON).placed()]
    slow = iter([matching.people(seed, SQL_ASKS) for seed in range(50, 50 + matching.ROUNDS)])
    asking = iter([matching.people(seed) for seed in range(10, 10 + matching.ROUNDS)])
    spans: list[float] = []

    def timed(ask: Callable[[LifeTerms], object], turns: Iterator[list[LifeTerms]]) -> float:
        spans.append(matching.p50(ask, next(turns)))
        return spans[-1]

    ratio = median_ratio(
        matching.ROUNDS,
        lambda: timed(library.best, slow),
        lambda: timed(lambda life: index.rank(life, country.ON).placed(), asking),
    )
    told = sorted(spans)
    note = f"engine about {told[1] * 1e6:,.0f} µs, SQL about {told[-2] * 1e3:,.1f} ms; equal over {CHECKED} lives"
    return finish("b2", [Claim("sqlite", ratio, BAR)], n=matching.COUNT, note=note)


def _worked_out(index: Index, offers: Sequence[OfferTerms]) -> dict[str, list[int]]:
    """What both keep ready for each opportunity: what it pays, its first payday, and its number among ties."""
    cols = index.arrays[0]
    order = cols[ly.KEY].argsort()
    night = limits_on(country.ON).night
    return {
        "week": cols[ly.WEEK, order].tolist(),
        "month": cols[ly.MONTH, order].tolist(),
        "baht": cols[ly.BAHT, order].tolist(),
        "tie": cols[ly.TIE, order].tolist(),
        "night": [int(bool(week.mask(offer.slots) & night)) for offer in offers],
    }

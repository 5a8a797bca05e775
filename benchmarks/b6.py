"""b6: exact 'one change opens N more' for twelve changes ÷ one plain match that counts all that fits, 100,000.

Counts are checked against judging every opportunity anew for every change.
"""

from benchmarks import country, matching
from benchmarks.harness import Claim, finish, medians
from marketplace.matching.fit import judge
from marketplace.matching.index.surveying import survey

BAR, CHECKED, AMONG = 4, 3, 4_000


def main() -> int:
    """Check by recounting in a smaller country first, then measure."""
    matching.roomy("b6")
    few = country.offers(AMONG, areas=["950101", "950102", "950201"])
    small = matching.indexed(few)
    for life in country.lives(CHECKED, 9, homes=["950101"]):
        changes = matching.twelve(life)
        now = {offer.ref for offer in few if judge(life, offer, country.ON).fits}
        found = {opening.change: opening.more for opening in survey(small, life, country.ON, changes, 0).openings}
        for change in changes:
            then = {offer.ref for offer in few if judge(change.life, offer, country.ON).fits}
            assert found.get(change, 0) == len(then - now)
    index = matching.indexed(country.offers(matching.COUNT))
    asking = [(life, matching.twelve(life)) for life in matching.people(11)]
    asking = [(life, changes) for life, changes in asking if len(changes) == 12]
    arms = {
        "openings": lambda: matching.p50(lambda one: survey(index, one[0], country.ON, one[1], 0), asking),
        "match": lambda: matching.p50(lambda one: index.rank(one[0], country.ON, count=True), asking),
        "best": lambda: matching.p50(lambda one: index.rank(one[0], country.ON), asking),
    }
    told = medians(matching.ROUNDS, arms)
    note = ", ".join(f"{name} {span * 1e6:.0f} µs" for name, span in told.items())
    return finish("b6", [Claim("match", told["openings"] / told["match"], BAR, "lower")], n=matching.COUNT, note=note)

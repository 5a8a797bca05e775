"""b8: one youth with 1,000,000 opportunities ÷ with 100,000, as dense around home.

What is online is a tenth of either country, so ten times as much in the larger.
"""

from benchmarks import country, matching
from benchmarks.harness import Claim, finish, medians
from benchmarks.world import subdistricts

SMALL, LARGE, BAR = 100_000, 1_000_000, 2
SOMEWHERE = "950101"


def main() -> int:
    """Everybody lives in the tenth of the country that both share."""
    matching.roomy("b8")
    every = subdistricts()
    at = min(every.index(SOMEWHERE), len(every) * 9 // 10)
    homes = every[at : at + len(every) // 10]
    indexes = {
        "small": matching.indexed(country.offers(SMALL, areas=homes)),
        "large": matching.indexed(country.offers(LARGE)),
    }
    asking = country.lives(matching.ASKING, 5, homes=homes)
    arms = {
        name: lambda index=index: matching.p50(lambda life: index.rank(life, country.ON).placed(), asking)
        for name, index in indexes.items()
    }
    told = medians(matching.ROUNDS, arms)
    note = f"100,000: {told['small'] * 1e6:.0f} µs, 1,000,000: {told['large'] * 1e6:.0f} µs"
    return finish("b8", [Claim("large", told["large"] / told["small"], BAR, "lower")], n=LARGE, note=note)

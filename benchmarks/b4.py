"""b4: p50 of the engine's search ÷ a SIMD scan of its own hard-filter columns, 100,000 opportunities.

The scan reads bits, languages, birth days, days to apply and costs of every row, and keeps only a count; it knows
neither the week nor the way nor a score. The scan of the first word alone is told beside it.
"""

import time

import numba
import numpy as np

from benchmarks import country, matching
from benchmarks.harness import Claim, finish, medians
from marketplace.matching.index import layout as ly
from marketplace.matching.index.lives import pack
from marketplace.matching.weights import national

BAR, TIMES = 6, 300


@numba.njit(nogil=True)
def scan(word, languages, born_from, born_until, apply_by, cost, block, speaks, born, on, most):  # noqa: PLR0913, PLR0917
    """How many rows pass."""
    count = 0
    for at in range(len(word)):
        passes = (word[at] & block) == 0
        passes &= (languages[at] & speaks) != 0
        passes &= born_from[at] <= born
        passes &= born_until[at] >= born
        passes &= apply_by[at] >= on
        passes &= cost[at] <= most
        count += passes
    return count


@numba.njit(nogil=True)
def scan_word(word, block):
    """How many rows pass by the first word."""
    count = 0
    for at in range(len(word)):
        count += (word[at] & block) == 0
    return count


def main() -> int:
    """Measure the three side by side."""
    matching.roomy("b4")
    index = matching.indexed(country.offers(matching.COUNT))
    cols = index.arrays[0]
    days, born = cols[ly.DAYS] >> ly.APPLY_AT, cols[ly.BORN]
    columns = (cols[ly.WORD].copy(), cols[ly.LANGUAGES].copy(), (born >> ly.HALF).astype(np.int32),
               (born & ly.LOW).astype(np.int32), days.astype(np.int32), cols[ly.COST].copy())  # fmt: skip
    packed = [pack(life, country.ON, index.vocabulary, national(country.ON)) for life in matching.people(5)]
    whole = packed[0][0]
    asked = [int(whole[at]) for at in (ly.BLOCK, ly.SPEAKS, ly.BORN_ON, ly.ON, ly.COST_MOST)]

    def timed(run: object) -> float:
        start = time.thread_time()
        for _ in range(TIMES):
            run()  # type: ignore[operator]
        return (time.thread_time() - start) / TIMES

    arms = {
        "engine": lambda: matching.p50(lambda life: index.search(life, 20), packed),
        "scan": lambda: timed(lambda: scan(*columns, *asked)),
        "word": lambda: timed(lambda: scan_word(columns[0], asked[0])),
    }
    for arm in arms.values():
        arm()
    told = medians(matching.ROUNDS + 2, arms)
    note = ", ".join(f"{name} {span * 1e6:.1f} µs" for name, span in told.items())
    claims = [Claim("scan", told["engine"] / told["scan"], BAR, "lower")]
    return finish("b4", claims, n=matching.COUNT, note=f"{note}; ÷ word alone {told['engine'] / told['word']:.1f}")

"""b7: memory of the index for each opportunity: every array it keeps, room to grow included; Python's own beside it."""

import gc
import tracemalloc

from benchmarks import country, matching
from benchmarks.harness import Claim, finish
from marketplace.matching.index.engine import Index

BAR = 200


def main() -> int:
    """Count the arrays, and let Python say what stays when the opportunities themselves are gone."""
    matching.roomy("b7")
    offers = country.offers(matching.COUNT)
    tracemalloc.start()
    index = Index(country.ON)
    index.put(enumerate(offers))
    index.settle()
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    each = index.nbytes / len(index)
    note = f"arrays {index.nbytes / 1e6:.1f} MB; {held / len(index):.0f} B an opportunity with all of Python's own"
    return finish("b7", [Claim("bytes", each, BAR, "lower")], n=matching.COUNT, note=note)

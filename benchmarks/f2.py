"""f2: our posting door ÷ the same posting written with mapped classes, 8 clients at once, each in its own area.

The baseline locks its rows, keeps its balances and chains its entries too: it is naive only in how it goes about it.
"""

from benchmarks.clients import CLIENTS, crew
from benchmarks.databases import PLAIN, both
from benchmarks.harness import Claim, finish, median_ratio
from benchmarks.ledger_work import PARTS, found, found_naive, prepare_naive, verified

BARS = {"sqlite": 4.0, "postgresql": 6.0}
ROUNDS, EACH, WARM = 15, 30, 30


def main() -> int:
    """Measure on both databases; what was written must verify."""
    claims, told = [], []
    with both() as urls:
        for kind, url in urls.items():
            found(url)
            found_naive(url)
            with crew(prepare_naive, url) as clients:
                clients.warm(("door", "naive"), WARM)
                ratio = median_ratio(ROUNDS, clients.arm("door", EACH), clients.arm("naive", EACH))
                told.append(f"{kind} door {clients.median('door'):.0f} days/s, naive {clients.median('naive'):.0f}/s")
            verified(url)
            claims.append(Claim(kind, ratio, BARS[kind]))
    return finish("f2", claims, n=CLIENTS * EACH * ROUNDS * len(PARTS), note="; ".join([*told, PLAIN]))

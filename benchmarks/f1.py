"""f1: our posting door ÷ the raw driver doing the same work, 8 clients at once, each in its own area."""

from benchmarks.clients import CLIENTS, crew
from benchmarks.databases import PLAIN, both
from benchmarks.harness import Claim, finish, median_ratio
from benchmarks.ledger_work import PARTS, found, prepare, verified

BARS = {"sqlite": 0.25, "postgresql": 0.60}
ROUNDS, EACH, WARM = 25, 40, 40


def main() -> int:
    """Measure on both databases; what was written must verify."""
    claims, told = [], []
    with both() as urls:
        for kind, url in urls.items():
            found(url)
            with crew(prepare, url) as clients:
                clients.warm(("door", "raw"), WARM)
                ratio = median_ratio(ROUNDS, clients.arm("door", EACH), clients.arm("raw", EACH))
                told.append(f"{kind} door {clients.median('door'):.0f} days/s, raw {clients.median('raw'):.0f}/s")
            verified(url)
            claims.append(Claim(kind, ratio, BARS[kind]))
    return finish("f1", claims, n=CLIENTS * EACH * ROUNDS * len(PARTS), note="; ".join([*told, PLAIN]))

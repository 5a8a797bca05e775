"""f1: our posting door ÷ the raw driver doing the same work, 8 clients at once on one fund."""

from benchmarks.clients import CLIENTS, crew
from benchmarks.databases import both
from benchmarks.harness import Claim, finish, median_ratio
from benchmarks.ledger_work import found, prepare
from marketplace.ledger.verify import check
from models.session import unit_of_work

BARS = {"sqlite": 0.25, "postgresql": 0.60}
ROUNDS, EACH = 9, 100


def main() -> int:
    """Measure on both databases; the books must verify before and after the timed rounds."""
    claims, rates = [], []
    with both() as urls:
        for kind, url in urls.items():
            found(url)
            with crew(prepare, url) as clients:
                for arm in ("door", "raw"):
                    clients.rate(arm, 40)
                seen: dict[str, float] = {}

                def arm(what: str, clients: object = clients, seen: dict[str, float] = seen) -> float:
                    seen[what] = clients.rate(what, EACH)  # type: ignore[attr-defined]
                    return seen[what]

                ratio = median_ratio(ROUNDS, lambda: arm("door"), lambda: arm("raw"))  # noqa: B023
            with unit_of_work():
                assert not [found for found in check() if found.breaches], "the books do not verify"
            claims.append(Claim(kind, ratio, BARS[kind]))
            rates.append(f"{kind} {seen['door']:.0f}/s through the door, {seen['raw']:.0f}/s raw")
    return finish("f1", claims, n=CLIENTS * EACH * ROUNDS, note="; ".join(rates))

"""f5: rows a second that `ledger verify` looks at ÷ rows a second of a bare SELECT SUM over every posting.

The bare pass judges each posting once: that all of them sum to zero. `ledger verify` judges them for each promise, so
the rows of a promise are those it cannot be told without. For most promises that is the count `ledger verify` prints:
every posting for I2 and A1, every entry for I4 and the chain of I13. Three count the things they tell about, entries or
accounts, and yet depend on every posting: that entries balance (I1), that balances are what postings come to (I12) and
that a youth deals with the fund alone (S10); here they count postings. The note gives the ratio of the printed counts
too. A book with one forged entry has to be found before anything is timed.
"""

import time
from collections.abc import Callable

from sqlalchemy import text

from benchmarks.bulk_ledger import load
from benchmarks.databases import PLAIN, both
from benchmarks.harness import Claim, finish, median_ratio
from marketplace.ledger import verify
from models.session import bound, connect, db, unit_of_work

POSTINGS = 1_000_000
ROUNDS = 5
BAR = 0.3
OF_POSTINGS = ("I1 balanced", "I12 replayed", "S10 youth only receive")
"""Promises that count entries or accounts and depend on every posting."""


def main() -> int:
    """Measure on both databases, the pass and the check in turn."""
    claims, told = [], []
    with both() as urls:
        for kind, url in urls.items():
            load(url, POSTINGS)
            connect(url)
            assert bound() is not None
            finds_a_forgery(kind)
            rates: dict[str, float] = {}
            ratio = median_ratio(ROUNDS, timed("verify", judged, rates), timed("sum", summed, rates))
            claims.append(Claim(kind, ratio, BAR))
            with unit_of_work():
                printed = ratio * sum(one.looked_at for one in verify.check()) / judged()
            told.append(
                f"{kind} verify {rates['verify']:.0f} rows/s, SUM {rates['sum']:.0f}/s, ratio of printed counts"
                f" {printed:.3f}"
            )
    return finish("f5", claims, n=POSTINGS, note="; ".join([*told, PLAIN]))


def judged() -> int:
    """Every promise of the books, and how many rows they depend on together."""
    found = verify.check()
    assert [one.name for one in found if one.breaches] == []
    [postings] = [one.looked_at for one in found if one.name == "I2 whole satang"]
    return sum(postings if one.name in OF_POSTINGS else one.looked_at for one in found)


def summed() -> int:
    """The bare pass: the sum of everything, which is zero."""
    rows, total = db.execute(text("SELECT count(*), sum(amount_satang) FROM ledger_posting")).one()
    assert total == 0
    return int(rows)


def timed(name: str, work: Callable[[], int], rates: dict[str, float]) -> Callable[[], float]:
    """Rows a second of one run; the newest is remembered."""

    def run() -> float:
        with unit_of_work():
            start = time.perf_counter()
            rates[name] = work() / (time.perf_counter() - start)
        return rates[name]

    return run


def finds_a_forgery(kind: str) -> None:
    """One hash in the middle is another, triggers asleep: the check must say so."""
    with unit_of_work():
        if kind == "postgresql":
            db.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            db.execute(text("DROP TRIGGER ledger_entry_not_updated"))
        forged = "UPDATE ledger_entry SET content_hash = hash WHERE id = (SELECT max(id) / 2 FROM ledger_entry)"
        db.execute(text(forged))
        assert "I13 chained" in {one.name for one in verify.check() if one.breaches}, "the forgery was not found"
        db.rollback()

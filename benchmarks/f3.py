"""f3: 200 requests at once for 10 seats, 50 rounds on both databases, and replayed keys at the posting door.

Exactly 10 get a seat in every round, nobody is told the database is locked, and a key posted by everybody is written
once. Beside them, how many a count read before it is written would sell.
"""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from benchmarks.databases import both
from benchmarks.harness import Claim, finish
from benchmarks.ledger_work import available, found, verified
from marketplace.access import SYSTEM
from marketplace.areas.loading import load_reference
from marketplace.enrolments import seats
from marketplace.ledger import Cause, credit, debit, post
from marketplace.ledger.accounts import code_of
from models.session import connect, db, transactional, unit_of_work
from models.vocabulary import AccountRole, EntryKind
from tests.factories.offers import make_opportunity

REQUESTS, SEATS, ROUNDS, NAIVE_ROUNDS = 200, 10, 50, 3
CLIENTS = 40


def main() -> int:
    """Count what was sold and what was written twice, on both databases."""
    claims, told = [], []
    with both() as urls:
        for kind, url in urls.items():
            found(url)
            connect(url, pool_size=CLIENTS)
            offer = opportunity()
            rounds = [run(offer, ask) for _ in range(ROUNDS)]
            wrong = sum(one != Counter(seated=SEATS, full=REQUESTS - SEATS) for one in rounds)
            doubled = sum(replay(number) for number in range(ROUNDS))
            naive = [run(offer, ask_naively)["seated"] for _ in range(NAIVE_ROUNDS)]
            verified(url)
            claims.append(Claim(f"{kind}: rounds not exactly {SEATS}", wrong, 0, "exact"))
            claims.append(Claim(f"{kind}: keys written twice", doubled, 0, "exact"))
            told.append(f"{kind}: read-then-write sold {min(naive)}-{max(naive)}")
    return finish("f3", claims, n=REQUESTS * ROUNDS, note="; ".join(told))


def opportunity() -> int:
    """A published course with ten seats."""
    load_reference()
    with unit_of_work():
        return make_opportunity(seats=SEATS, indexed=False).id


def run(offer: int, work: Callable[[int], str]) -> Counter[str]:
    """What 200 requests got, let loose together on as many threads as the server would have."""
    with unit_of_work():
        db.execute(text("UPDATE opportunity SET seats_taken = 0 WHERE id = :id"), {"id": offer})
    gate = threading.Barrier(CLIENTS)

    def client(_number: int) -> list[str]:
        gate.wait()
        return [work(offer) for _ in range(REQUESTS // CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        return Counter(answer for answers in pool.map(client, range(CLIENTS)) for answer in answers)


@transactional
def ask(offer: int) -> str:
    """One request for a seat, as the product makes it."""
    return "seated" if seats.take(offer) else "full"


def ask_naively(offer: int) -> str:
    """One request that reads the count in one transaction and writes it in the next."""
    with unit_of_work():
        taken, there = db.execute(
            text("SELECT seats_taken, seats FROM opportunity WHERE id = :id"), {"id": offer}
        ).one()
    if taken >= there:
        return "full"
    with unit_of_work():
        db.execute(text("UPDATE opportunity SET seats_taken = :n WHERE id = :id"), {"id": offer, "n": taken + 1})
    return "seated"


def replay(number: int) -> int:
    """How many entries too many stand after every client posted the same key."""
    lines = [debit(available("FUND-0"), 100), credit(code_of("FUND-0", AccountRole.RESERVED), 100)]

    @transactional
    def say(_client: int) -> bool:
        key = f"replayed:{number}"
        return post(EntryKind.RESERVE, lines, key=key, cause=Cause("bench", key), by=SYSTEM).replayed

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(say, range(CLIENTS))).count(False) - 1

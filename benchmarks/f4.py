"""f4: what a posting costs with 10 million postings in the books ÷ with 10,000, one client, through the door."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Engine

from benchmarks.bulk_ledger import load
from benchmarks.databases import PLAIN, postgresql, sqlite
from benchmarks.harness import Claim, finish, median_ratio
from benchmarks.ledger_work import PARTS, door
from marketplace.ledger import verify
from models import schema
from models.session import bind, connect, engine_for, unit_of_work

FEW, MANY = 10_000, 10_000_000
ROUNDS, EACH, WARM = 21, 60, 200
BAR = 1.3


def main() -> int:
    """Load both sizes, let the door write into each in turn; one kind of database at a time."""
    claims, told = [], []
    for kind, opened in {"sqlite": two_files, "postgresql": two_databases}.items():
        with opened() as (few, many):
            loaded = time.perf_counter()
            load(many, MANY)
            told.append(f"{kind} loaded in {time.perf_counter() - loaded:.0f} s")
            load(few, FEW)
            engines = {url: engine_for(url) for url in (few, many)}
            agreed(engines[many], whole=False)
            work = {url: arm(engine) for url, engine in engines.items()}
            for one in work.values():
                one(WARM)
            ratio = median_ratio(ROUNDS, lambda: work[many](EACH), lambda: work[few](EACH))  # noqa: B023
            told.append(f"{work[many](EACH) / len(PARTS) * 1e6:.0f} µs a posting of an entry")
            agreed(engines[many], whole=False)
            agreed(engines[few], whole=True)
            for engine in engines.values():
                engine.dispose()
        claims.append(Claim(kind, ratio, BAR, "lower"))
    return finish("f4", claims, n=MANY, note="; ".join([*told, PLAIN]))


def arm(engine: Engine) -> Callable[[int], float]:
    """Seconds of one attended day through the door of these books; every day is another one."""
    done = [0]

    def run(days: int) -> float:
        bind(engine)
        start = time.perf_counter()
        for number in range(done[0], done[0] + days):
            door(0, number)
        done[0] += days
        return (time.perf_counter() - start) / days

    return run


def agreed(engine: Engine, *, whole: bool) -> None:
    """Refuse to tell a figure about books whose balances, floors or triggers do not hold; small ones whole."""
    bind(engine)
    with unit_of_work():
        told = verify.check() if whole else [verify.replayed(), verify.floors(), verify.append_only()]
        broken = [found.name for found in told if found.breaches]
    assert not broken, f"the books do not verify: {broken}"


@contextmanager
def two_files() -> Iterator[tuple[str, str]]:
    """Two migrated SQLite files."""
    with sqlite() as few, sqlite() as many:
        yield few, many


@contextmanager
def two_databases() -> Iterator[tuple[str, str]]:
    """Two migrated databases of one PostgreSQL server."""
    with postgresql() as many:
        few = many.removesuffix("okat_bench") + "okat_few"
        with psycopg.connect(many.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS okat_few WITH (FORCE)")
            connection.execute("CREATE DATABASE okat_few")
        schema.upgrade(engine=connect(few))
        yield few, many

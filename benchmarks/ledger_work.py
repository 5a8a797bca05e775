"""What f1 and f2 post: an attended day of one of 400 youth, stipend and travel money, from the fund of its area.

Two entries in one transaction, as the roll of a class writes them.
"""

import sqlite3
import threading
from collections.abc import Callable

import psycopg
from sqlalchemy.orm import Session

from benchmarks import naive_ledger
from benchmarks.clients import CLIENTS, THREADS, Work
from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.ledger import Cause, credit, debit, post
from marketplace.ledger.accounts import code_of, open_fund_book, open_payable
from marketplace.ledger.chain import content_hash, stamp
from marketplace.ledger.verify import check
from marketplace.ledger.writers import Draft, write_postgresql, write_sqlite
from models.session import connect, unit_of_work
from models.vocabulary import AccountRole, EntryKind

FUNDS = CLIENTS
"""Every client keeps the roll of one area, which has its own fund."""

YOUTH = 400
PARTS = (("stipend", 10_000), ("travel", 2_000))


def found(url: str) -> None:
    """Open the funds' books with money enough for every round."""
    connect(url)
    with unit_of_work():
        for number in range(FUNDS):
            book = f"FUND-{number}"
            open_fund_book(book, number)
            lines = [debit(code_of(book, AccountRole.CASH), 10**13), credit(available(book), 10**13)]
            post(EntryKind.GRANT, lines, key=f"grant:{book}", cause=Cause("fund", book), by=SYSTEM)
        for youth in range(YOUTH):
            open_payable(f"FUND-{youth % FUNDS}", youth)


def verified(url: str) -> None:
    """Refuse to tell a figure about books that do not hold."""
    connect(url)
    with unit_of_work():
        broken = [found.name for found in check() if found.breaches]
    assert not broken, f"the books do not verify: {broken}"


def available(book: str) -> str:
    """What is free in a fund."""
    return code_of(book, AccountRole.AVAILABLE)


def whose(client: int, number: int) -> tuple[str, str]:
    """From which fund's book, to which youth's account."""
    youth = (number * 7 * FUNDS + client) % YOUTH
    book = f"FUND-{youth % FUNDS}"
    return book, code_of(book, AccountRole.PAYABLE, youth)


def door(client: int, number: int) -> None:
    """The product's way."""
    book, owed = whose(client, number)
    with unit_of_work():
        for part, satang in PARTS:
            post(
                EntryKind.ACCRUE,
                [debit(available(book), satang), credit(owed, satang)],
                key=f"door:{part}:{client}:{number}",
                cause=Cause("earning", f"{client}-{number}"),
                by=SYSTEM,
            )


def raw(url: str) -> Work:
    """The same statements in the same transaction by the driver alone, a connection to each thread."""
    mine = threading.local()

    def work(client: int, number: int) -> None:
        if not hasattr(mine, "write"):
            mine.write = (_sqlite if url.startswith("sqlite") else _postgresql)(url)
        mine.write([draft(client, number, *part) for part in PARTS])

    return work


def _sqlite(url: str) -> Callable[[list[Draft]], None]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    cursor = connection.cursor()

    def write(entries: list[Draft]) -> None:
        cursor.execute("BEGIN IMMEDIATE")
        assert all(write_sqlite(cursor, entry).verdict == "posted" for entry in entries)
        cursor.execute("COMMIT")

    return write


def _postgresql(url: str) -> Callable[[list[Draft]], None]:
    connection = psycopg.connect(url.replace("+psycopg", ""))
    cursor = connection.cursor()

    def write(entries: list[Draft]) -> None:
        assert all(write_postgresql(cursor, entry).verdict == "posted" for entry in entries)
        connection.commit()

    return write


def draft(client: int, number: int, part: str, satang: int) -> Draft:
    """The entry as the raw drivers are given it, hashed as the door hashes it."""
    key, cause, at = f"raw:{part}:{client}:{number}", ("earning", f"{client}-{number}"), clock.now()
    book, owed = whose(client, number)
    lines = ((available(book), satang), (owed, -satang))
    content = content_hash("accrue", key, None, cause, "", lines)
    codes, amounts = (lines[0][0], lines[1][0]), (lines[0][1], lines[1][1])
    return Draft(book, "accrue", key, None, *cause, "", None, at, codes, amounts, content, stamp(content, at, None))


def prepare(url: str) -> dict[str, Work]:
    """What a process of f1 can do."""
    connect(url, pool_size=THREADS)
    return {"door": door, "raw": raw(url)}


def prepare_naive(url: str) -> dict[str, Work]:
    """What a process of f2 can do."""
    connect(url, pool_size=THREADS)
    engine = naive_ledger.engine(url)

    def naive(client: int, number: int) -> None:
        book, owed = whose(client, number)
        with Session(engine) as session:
            entries = [
                naive_ledger.post(
                    session,
                    book,
                    "accrue",
                    [(available(book), satang), (owed, -satang)],
                    f"naive:{part}:{client}:{number}",
                    f"{client}-{number}",
                )
                for part, satang in PARTS
            ]
            session.commit()
            # The door gives these back; mapped objects expire at commit and are read again.
            assert all((entry.id, entry.seq, entry.hash) != (0, 0, b"") for entry in entries)

    return {"door": door, "naive": naive}


def found_naive(url: str) -> None:
    """Open the naive tables with the same accounts and money."""
    engine = naive_ledger.engine(url)
    naive_ledger.Naive.metadata.create_all(engine)
    with Session(engine) as session:
        for number in range(FUNDS):
            session.add(naive_ledger.Book(id=number + 1, code=f"FUND-{number}"))
        session.flush()
        for number in range(FUNDS):
            code = available(f"FUND-{number}")
            session.add(naive_ledger.Account(book_id=number + 1, code=code, side=-1, balance_satang=10**13))
        for youth in range(YOUTH):
            code = code_of(f"FUND-{youth % FUNDS}", AccountRole.PAYABLE, youth)
            session.add(naive_ledger.Account(book_id=youth % FUNDS + 1, code=code, side=-1))
        session.commit()
    engine.dispose()

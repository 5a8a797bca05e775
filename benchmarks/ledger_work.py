"""What f1 and f2 post: an earning of one of 400 youth, from one fund, each in a transaction of its own."""

import sqlite3
from typing import Any

import psycopg

from benchmarks.clients import Work
from marketplace.access import SYSTEM
from marketplace.kernel import clock
from marketplace.ledger import Cause, credit, debit, post
from marketplace.ledger.accounts import code_of, open_fund_book, open_payable
from marketplace.ledger.chain import content_hash, stamp
from marketplace.ledger.writers import Draft, write_postgresql, write_sqlite
from models.session import connect, unit_of_work
from models.vocabulary import AccountRole, EntryKind

BOOK = "FUND-BENCH"
YOUTH = 400
AMOUNT = 12_000
AVAILABLE = code_of(BOOK, AccountRole.AVAILABLE)


def found(url: str) -> None:
    """Open the fund's book with money enough for every round."""
    connect(url)
    with unit_of_work():
        open_fund_book(BOOK, 1)
        lines = [debit(code_of(BOOK, AccountRole.CASH), 10**13), credit(AVAILABLE, 10**13)]
        post(EntryKind.GRANT, lines, key=f"grant:{BOOK}", cause=Cause("fund", BOOK), by=SYSTEM)
        for youth in range(YOUTH):
            open_payable(BOOK, youth)


def payable(client: int, number: int) -> str:
    """Whose earning this is."""
    return code_of(BOOK, AccountRole.PAYABLE, (client * 131 + number * 7) % YOUTH)


def door(client: int, number: int) -> None:
    """The product's way."""
    with unit_of_work():
        post(
            EntryKind.ACCRUE,
            [debit(AVAILABLE, AMOUNT), credit(payable(client, number), AMOUNT)],
            key=f"door:{client}:{number}",
            cause=Cause("earning", f"{client}-{number}"),
            by=SYSTEM,
        )


def raw_sqlite(url: str) -> Work:
    """The same statements in the same transaction by sqlite3 alone."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=30)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", "cache_size=-16000"):
        connection.execute(f"PRAGMA {pragma}")
    cursor = connection.cursor()

    def work(client: int, number: int) -> None:
        cursor.execute("BEGIN IMMEDIATE")
        assert write_sqlite(cursor, draft(client, number)).verdict == "posted"
        cursor.execute("COMMIT")

    return work


def raw_postgresql(url: str) -> Work:
    """The same call in the same transaction by psycopg alone."""
    connection = psycopg.connect(url.replace("+psycopg", ""))
    cursor = connection.cursor()

    def work(client: int, number: int) -> None:
        assert write_postgresql(cursor, draft(client, number)).verdict == "posted"
        connection.commit()

    return work


def draft(client: int, number: int) -> Draft:
    """The entry as the raw drivers are given it, hashed as the door hashes it."""
    key, cause, at = f"raw:{client}:{number}", ("earning", f"{client}-{number}"), clock.now()
    lines = ((AVAILABLE, AMOUNT), (payable(client, number), -AMOUNT))
    content = content_hash("accrue", key, None, cause, "", lines)
    codes, amounts = (lines[0][0], lines[1][0]), (lines[0][1], lines[1][1])
    return Draft(BOOK, "accrue", key, None, *cause, "", None, at, codes, amounts, content, stamp(content, at, None))


def prepare(_client: int, url: str) -> dict[str, Work]:
    """What one client of f1 can do."""
    connect(url, pool_size=1)
    raw: Any = raw_sqlite if url.startswith("sqlite") else raw_postgresql
    return {"door": door, "raw": raw(url)}

"""a4: how many SQL statements a page sends is the same for five rows and for sixty, on every list of every role."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

from benchmarks import lists
from benchmarks.databases import both
from benchmarks.harness import Claim, finish
from benchmarks.pages import product
from marketplace.areas.loading import load_reference
from marketplace.offers import catalogue
from models.session import connect, db

FEW, MANY = 5, 60

Counts = dict[tuple[str, str], int]


def main() -> int:
    """Count on both databases, SQLite first; statements are taken where the driver sends them."""
    claims, notes, pages = [], [], 0
    with both() as urls:
        for kind, url in urls.items():
            connect(url)
            load_reference()
            app = product(url)
            with told(connect(url)) as statements:
                town = lists.found()
                lists.grow(town, FEW)
                few = _counts(app, town, statements)
                lists.grow(town, MANY - FEW)
                many = _counts(app, town, statements)
            more = {page: (few[page], many[page]) for page in few if few[page] != many[page]}
            claims.append(Claim(f"{kind}: pages whose statements grow with their rows", len(more), 0, "exact"))
            pages += len(few)
            notes.append(f"{kind}: " + ", ".join(f"{who} {path} {count}" for (who, path), count in many.items()))
            notes.extend([f"growing: {more}"] if more else [])
    return finish("a4", claims, n=pages, note="; ".join(notes))


def _counts(app: Flask, town: lists.Town, statements: list[str]) -> Counts:
    db.commit()
    counts = {}
    for who, browser, path in lists.readings(app, town):
        assert browser.get(path).status_code == 200, f"{who} may not read {path}"
        time.sleep(catalogue.LOOK_AGAIN)
        counts[who, path] = min(_read(browser, path, again, statements) for again in "12")
    return counts


def _read(browser: FlaskClient, path: str, again: str, statements: list[str]) -> int:
    """How many statements one reading took; what falls due by the clock falls into one of two readings at most."""
    statements.clear()
    browser.get(f"{path}{'&' if '?' in path else '?'}again={again}")
    return sum(_is_ours(said) for said in statements)


def _is_ours(said: str) -> bool:
    """Not the search engine's own reading, the frame of a transaction, or the look for changes by the clock."""
    if "'main'.'search_" in said or "max(listing.seq)" in said or "seats_moved_at >=" in said:
        return False
    return not said.startswith(("BEGIN", "ROLLBACK", "COMMIT", "PRAGMA", "--"))


@contextmanager
def told(engine: Engine) -> Iterator[list[str]]:
    """Every statement the database is asked to run from here on."""
    statements: list[str] = []

    class Telling(psycopg.Cursor[Any]):
        def execute(self, query: Any, *args: Any, **kwargs: Any) -> Any:
            statements.append(str(query))
            return super().execute(query, *args, **kwargs)

    def listen(connection: Any, _record: object) -> None:
        if engine.dialect.name == "sqlite":
            connection.set_trace_callback(statements.append)
        else:
            connection.cursor_factory = Telling

    event.listen(engine, "connect", listen)
    engine.dispose()
    yield statements
    event.remove(engine, "connect", listen)

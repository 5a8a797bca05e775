"""a4: how many SQL statements a page sends is the same for five rows and for sixty, on every public list."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, event, select

from benchmarks.databases import sqlite
from benchmarks.harness import Claim, finish
from benchmarks.pages import call, environ, product
from marketplace.areas.loading import load_reference
from marketplace.kernel import clock
from marketplace.offers import catalogue
from models.organisation import Organisation
from models.session import connect, db, unit_of_work
from tests.factories.offers import make_opportunity, make_organisation, make_resource

FEW, MANY = 5, 60


def main() -> int:
    """Count statements as SQLite sees them, raw ones included."""
    with sqlite() as url:
        engine = connect(url)
        load_reference()
        app = product(url)
        engine = connect(url)
        with told(engine) as statements:
            few = _counts(app.wsgi_app, statements, FEW)
            many = _counts(app.wsgi_app, statements, MANY - FEW)
    more = {path: (few[path], many[path]) for path in few if few[path] != many[path]}
    pages = ", ".join(f"{path} {count}" for path, count in many.items())
    claims = [Claim("pages whose statements grow with their rows", len(more), 0, "exact")]
    return finish("a4", claims, n=len(few), note=f"statements a page: {pages}" + (f"; growing: {more}" if more else ""))


def _counts(app: Any, statements: list[str], more: int) -> dict[str, int]:
    with unit_of_work():
        behind = make_organisation(ref="G-MANY") if more == FEW else None
        behind = behind or _known()
        for number in range(more):
            make_opportunity(organisation=behind, starts_on=clock.today() + timedelta(days=number + 1))
            make_resource(organisation_id=behind.id)
    pages = ("/opportunities?paid=0&page=1", "/opportunities?area=95&sort=money", "/opportunities?q=ขนม", "/resources",
             "/organisations/G-MANY", "/areas", "/areas/95")  # fmt: skip
    counts = {}
    for path in pages:
        call(app, environ(path))
        time.sleep(catalogue.LOOK_AGAIN)
        statements.clear()
        call(app, environ(path + ("&" if "?" in path else "?") + "again=1"))
        counts[path] = sum(_is_ours(said) for said in statements)
    return counts


def _is_ours(said: str) -> bool:
    """Not the search engine's own reading of its tables, nor the frame of a transaction."""
    return "'main'.'search_" not in said and not said.startswith(("BEGIN", "ROLLBACK", "PRAGMA", "--"))


def _known() -> Any:
    return db.scalar(select(Organisation).where(Organisation.ref == "G-MANY"))


@contextmanager
def told(engine: Engine) -> Iterator[list[str]]:
    """Every statement SQLite is asked to run from here on."""
    statements: list[str] = []

    def listen(connection: Any, _record: object) -> None:
        connection.set_trace_callback(statements.append)

    event.listen(engine, "connect", listen)
    engine.dispose()
    yield statements
    event.remove(engine, "connect", listen)

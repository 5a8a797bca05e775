"""Databases to measure on: SQLite as the product opens it, PostgreSQL with its disk taken out of the figure.

A shared disk's flush costs both arms the same and hides what is compared, so PostgreSQL runs without fsync, as in the
tests. SQLite has no such server: it keeps FULL sync, as in the product.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from models import schema
from models.session import connect
from tests.fixtures import postgres

SERVER = {
    "fsync": "off",
    "max_connections": "200",
    "listen_addresses": "127.0.0.1",
    "jit": "off",
    "shared_buffers": "256MB",
}
PLAIN = "SQLite FULL sync, PostgreSQL without fsync"


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of a migrated SQLite file, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="okat-bench-") as folder:
        url = f"sqlite:///{folder}/bench.db"
        schema.upgrade(engine=connect(url))
        yield url


@contextmanager
def postgresql() -> Iterator[str]:
    """The URL of a migrated PostgreSQL database on a server of this run; raises postgres.Unavailable."""
    with tempfile.TemporaryDirectory(prefix="okat-bench-") as folder:
        postgres.SETTINGS.clear()
        postgres.SETTINGS.update(SERVER)
        try:
            server = postgres.server_url(Path(folder))
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute("DROP DATABASE IF EXISTS okat_bench WITH (FORCE)")
                connection.execute("CREATE DATABASE okat_bench")
            url = f"{server}/okat_bench".replace("postgresql://", "postgresql+psycopg://")
            schema.upgrade(engine=connect(url))
            yield url
        finally:
            postgres.stop(Path(folder))


@contextmanager
def both() -> Iterator[dict[str, str]]:
    """URLs by kind of database, SQLite first."""
    with ExitStack() as stack:
        yield {"sqlite": stack.enter_context(sqlite()), "postgresql": stack.enter_context(postgresql())}

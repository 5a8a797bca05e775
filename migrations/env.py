"""How a migration meets a database: one transaction, short locks, and tables of the search engine left alone."""

from typing import Any

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.schema import SchemaItem

from models.registry import metadata
from models.types import UtcDateTime

# Two processes that start together must not migrate together; the number only has to be ours.
MIGRATION_LOCK = 24_390_521


def render_item(kind: str, thing: object, _context: object) -> str | bool:
    """Write our own column types by what they are in the database: migrations never import models."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_object(_item: SchemaItem, name: str | None, _kind: str, reflected: bool, compare_to: object) -> bool:
    """Leave out what migrations/sql makes for searching: it has no table in models."""
    made_by_sql = reflected and compare_to is None and "search" in (name or "")
    return not made_by_sql


def prepare(connection: Connection) -> None:
    """Inside the transaction: wait briefly for locks, never work forever, never twice at once."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
        connection.exec_driver_sql("SET LOCAL statement_timeout = '15min'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")


def set_foreign_keys(connection: Connection, state: str) -> None:
    """SQLite alters a table by rebuilding it, which must not look like deleting its rows."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA foreign_keys = {state}")


def migrate(connection: Connection) -> None:
    """Run what was asked for in one transaction."""
    set_foreign_keys(connection, "OFF")
    try:
        with connection.begin():
            prepare(connection)
            context.configure(
                connection=connection,
                target_metadata=metadata,
                render_as_batch=connection.dialect.name == "sqlite",
                render_item=render_item,
                include_object=include_object,
                transactional_ddl=True,
            )
            context.run_migrations()
    finally:
        set_foreign_keys(connection, "ON")


with context.config.attributes["engine"].connect() as open_connection:
    migrate(open_connection)

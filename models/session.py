"""One unit of work: a request, a job or a command is one transaction, begun knowingly and committed at the edge."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from models.liveness import ask_the_rested
from models.turns import take_turns

P = ParamSpec("P")
R = TypeVar("R")

RETRIES = 5
_RETRYABLE = {"40001", "40P01"}

_scope: ContextVar[object] = ContextVar("session_scope", default="process")
_writing: ContextVar[bool] = ContextVar("session_writing", default=True)

_factory = sessionmaker(autoflush=True, expire_on_commit=False)
db: scoped_session[Session] = scoped_session(_factory, scopefunc=_scope.get)


def connect(url: str, *, pool_size: int = 5) -> Engine:
    """Bind the process to a database and return its engine; SQLite gets WAL, FULL sync and knowing begins."""
    return bind(engine_for(url, pool_size=pool_size))


def bind(engine: Engine) -> Engine:
    """Bind the process to the database of this engine and give it back."""
    db.remove()
    _factory.configure(bind=engine)
    return engine


def engine_for(url: str, *, pool_size: int = 5, statements: int = 1000) -> Engine:
    """An engine with our connection rules, not yet bound to the process; it keeps so many compiled statements."""
    kept: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 40, "query_cache_size": statements}
    if url.startswith("sqlite"):
        engine = create_engine(url, **kept, connect_args={"check_same_thread": False, "timeout": 30})
        event.listen(engine, "connect", _sqlite_connected)
        take_turns(engine, _writing.get)
        event.listen(engine, "begin", _sqlite_begin)
        return engine
    engine = create_engine(url, **kept)
    ask_the_rested(engine)
    return engine


def _sqlite_connected(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Any) -> None:
    # A deferred transaction that later writes may be refused at once in spite of the busy timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def bound() -> Engine:
    """The engine this process is bound to."""
    engine: Engine = _factory.kw["bind"]
    return engine


@contextmanager
def reading() -> Iterator[None]:
    """Inside, transactions are begun for reading only (SQLite: deferred, so readers never queue)."""
    token = _writing.set(False)
    try:
        yield
    finally:
        _writing.reset(token)


def begin_scope(*, writes: bool) -> None:
    """Give the current context a session of its own, begun for writing or for reading."""
    _scope.set(object())
    _writing.set(writes)


def end_scope() -> None:
    """Roll back whatever was not committed and let the session go."""
    db.remove()


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """One transaction of its own, outside a request: commits at the end, rolls back on any error."""
    scope, writing = _scope.set(object()), _writing.set(True)
    try:
        yield db()
        db.commit()
    except BaseException:
        db.rollback()
        raise
    finally:
        db.remove()
        _scope.reset(scope)
        _writing.reset(writing)


def refresh_statistics() -> None:
    """Tell PostgreSQL's planner how large the tables have become; a load of many rows at once calls it.

    Until autovacuum comes by, which never sees what is not committed, tables that were filled are planned for as if
    they were empty, and joins of them take thousands of times as long. SQLite plans by its indexes alone.
    """
    if bound().dialect.name == "postgresql":
        db.flush()
        db.execute(text("ANALYZE"))


def retryable(error: BaseException) -> bool:
    """Whether the database asks for the whole transaction to be tried again."""
    if not isinstance(error, DBAPIError):
        return False
    if getattr(error.orig, "sqlstate", None) in _RETRYABLE:
        return True
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)


def pause(attempt: int, luck: float) -> float:
    """Seconds to wait before the next try: doubling from 5 to 20 ms, spread by `luck` (0 to 1)."""
    return (0.005 + 0.015 * luck) * 2.0**attempt


def transactional(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function as one unit of work, repeated with jitter when the database asks for it."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(RETRIES + 1):
            try:
                with unit_of_work():
                    return function(*args, **kwargs)
            except DBAPIError as error:
                if attempt == RETRIES or not retryable(error):
                    raise
                time.sleep(pause(attempt, random.random()))  # noqa: S311  jitter, not a secret
        raise AssertionError("unreachable")

    return run

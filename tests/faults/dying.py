"""A process that dies without warning in the middle of an act, and what the books say after it.

A world is built once for each act and put back before each death: on SQLite as the file it was, on PostgreSQL by
building it anew.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, text

from marketplace.enrolments import verify
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.ledger import posting, writers
from models.session import bound, db, transactional
from tests.fixtures.databases import SqliteDatabase, TestDatabase, rest

DONE_ALREADY = (Conflict, Forbidden, IllegalMove, Invalid)
WRITES = ("INSERT", "UPDATE", "DELETE", "commit")
_COUNTED = (
    "ledger_entry", "ledger_posting", "fund_reserve", "fund", "earning", "attendance", "move", "audit_event", "notice",
)  # fmt: skip
_STATES = {
    "earning": "state", "payout_batch": "state", "payout_line": "outcome", "claim": "state", "enrolment": "state",
    "milestone": "state", "gift": "state", "gift_refund": "state", "difference": "state", "second_look": "state",
    "employer_payment": "state",
}  # fmt: skip
_SHAPE = " UNION ALL ".join(
    [f"SELECT '{table}', '', count(*) FROM {table}" for table in _COUNTED]
    + [f"SELECT '{table}', {column}, count(*) FROM {table} GROUP BY {column}" for table, column in _STATES.items()]
)
Act = Callable[[], object]
Shape = frozenset[tuple[str, str, int]]


@dataclass
class Stage:
    """The world of one act, put back before each death, with what it is before and after the act."""

    database: TestDatabase
    build: Callable[[], Act]

    def __post_init__(self) -> None:
        self.file: bytes | None = None
        self.set()
        self.before = shape()
        self.steps: list[str] = []
        with heard(self.steps.append):
            transactional(self.do)()
        self.after = shape()
        assert self.before != self.after, "the act leaves no trace"
        assert broken() == []

    def set(self) -> None:
        """Put the world back to where the act has not been done."""
        if self.file is not None:
            self._put_back(self.file)
            return
        self.database.fresh()
        self.do = self.build()
        db.commit()
        db.remove()
        if isinstance(self.database, SqliteDatabase):
            with bound().connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
            self.file = self.database.file.read_bytes()

    def _put_back(self, whole: bytes) -> None:
        assert isinstance(self.database, SqliteDatabase)
        rest()
        for suffix in ("-wal", "-shm"):
            self.database.file.with_name(f"{self.database.file.name}{suffix}").unlink(missing_ok=True)
        self.database.file.write_bytes(whole)
        self.database.bind()

    def kill(self, at: int, *, after_seconds: float = 0.0) -> None:
        """One death from outside, so long after the act's step of this number began; then the same act again."""
        self.set()
        said = f"killed {after_seconds:.4f} s after step {at} of {len(self.steps)}: {self.steps[at]}"
        was_done = die(self.database, self.do, at, after_seconds)
        self.database.bind()
        found = shape()
        must_be_there = was_done or self.steps[at] == "committed"
        assert found in ((self.after,) if must_be_there else (self.before, self.after)), (said, found ^ self.before)
        assert broken() == [], said
        with suppress(DONE_ALREADY):
            transactional(self.do)()
        assert counted(shape()) == counted(self.after), said
        assert broken() == [], said


def die(database: TestDatabase, do: Act, at: int, after_seconds: float) -> bool:
    """Do the act in a process of its own and kill it; gives whether it had said that it is done."""
    rest()
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        _live(database, do, at, tell)
    os.close(tell)
    with os.fdopen(hear, "rb", buffering=0) as heard_of:
        word = heard_of.read(1)
        if after_seconds:
            time.sleep(after_seconds)
        os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        rest_of_it = heard_of.read()
    assert os.WIFSIGNALED(status), f"the act failed before its step {at}: {word!r}"
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert word == b"s", f"the act ended before its step {at}"
    assert b"x" not in rest_of_it, "the act failed; its traceback is above"
    return b"d" in rest_of_it


def _live(database: TestDatabase, do: Act, at: int, tell: int) -> None:
    """The life of the child: it says when its step has come and when it is done, and waits for its end."""
    left = [at]

    def count(_kind: str) -> None:
        if left[0] == 0:
            os.write(tell, b"s")
        left[0] -= 1

    try:
        database.bind()
        with heard(count):
            transactional(do)()
        os.write(tell, b"d")
    except BaseException:  # noqa: BLE001  it has nobody above it who could read it
        traceback.print_exc()
        os.write(tell, b"x")
    while True:
        signal.pause()


@contextmanager
def heard(hear: Callable[[str], None]) -> Iterator[None]:
    """Hear of each statement, of the commit and of what follows it; the ledger's own writers are heard too."""
    engine = bound()

    def tell(kind: str) -> None:
        # Whether money is stopped is asked every few seconds only.
        if "money_stop" not in kind:
            hear(kind)

    def statement(_connection: Any, _cursor: Any, words: str, *_rest: Any) -> None:
        tell(kind_of(words))

    def commit(_connection: Any) -> None:
        tell("commit")

    def after(_session: Any) -> None:
        tell("committed")

    kinds: tuple[tuple[Any, str, Any], ...] = (
        (engine, "before_cursor_execute", statement),
        (engine, "commit", commit),
        (type(db()), "after_commit", after),
    )
    for thing, name, function in kinds:
        event.listen(thing, name, function)
    posting.write_sqlite = lambda cursor, draft: writers.write_sqlite(Heard(cursor, tell), draft)
    posting.write_postgresql = lambda cursor, draft: writers.write_postgresql(Heard(cursor, tell), draft)
    try:
        yield
    finally:
        posting.write_sqlite, posting.write_postgresql = writers.write_sqlite, writers.write_postgresql
        for thing, name, function in kinds:
            event.remove(thing, name, function)


@dataclass
class Heard:
    """A cursor that tells what it is asked to do before it does it."""

    cursor: Any
    tell: Callable[[str], None]

    def execute(self, words: str, *given: Any) -> Any:
        self.tell(kind_of(words))
        return self.cursor.execute(words, *given)

    def executemany(self, words: str, *given: Any) -> Any:
        self.tell(kind_of(words))
        return self.cursor.executemany(words, *given)

    def fetchone(self) -> Any:
        return self.cursor.fetchone()


def kind_of(words: str) -> str:
    """What a statement does, to which table; PostgreSQL writes an entry by a function."""
    return "INSERT by ledger_post" if "ledger_post(" in words else " ".join(words.split()[:3])


def shape() -> Shape:
    """How much of everything there is, and in which state: two worlds of one shape have come equally far."""
    found = frozenset((str(name), str(state), int(number)) for name, state, number in db.execute(text(_SHAPE)))
    db.rollback()
    return found


def counted(found: Shape) -> Shape:
    """The same without the trail of who pressed: pressing again is one more line of it."""
    return frozenset(one for one in found if one[0] != "audit_event")


def broken() -> list[str]:
    """The promises of the books that do not hold, by name."""
    found = [f"{one.name}: {one.breaches}" for one in verify.invariants() if one.breaches]
    db.rollback()
    return found

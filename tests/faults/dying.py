"""A process that dies without warning in the middle of an act, and what the books say after it.

A world is built once for each act and put back before each death: on SQLite as the file it was, on PostgreSQL by
building it anew. What the payment service remembers is a part of it.

An act may be several transactions with a call to the service between them; whole is then whatever stood after one of
them, and what follows is done when the act is done again.
"""

import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, event, text

from marketplace.enrolments import verify
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.ledger import posting, writers
from marketplace.payments import rail
from models.session import bound, db, reading, transactional
from tests.fixtures.databases import SqliteDatabase, TestDatabase, rest
from tests.fixtures.fake_stripe import FakeStripe

DONE_ALREADY = (Conflict, Forbidden, IllegalMove, Invalid)
WRITES = ("INSERT", "UPDATE", "DELETE", "commit", "call", "answer")
_COUNTED = (
    "ledger_entry", "ledger_posting", "ledger_anchor", "fund_reserve", "fund", "earning", "attendance", "move",
    "audit_event", "notice", "payout_item", "payout_account", "correction", "recovery", "gift_dispute",
    "suspense_exit", "gift_document",
)  # fmt: skip
_STATES = {
    "earning": "state", "payout_batch": "state", "payout_line": "outcome", "claim": "state", "enrolment": "state",
    "milestone": "state", "gift": "state", "gift_refund": "state", "difference": "state", "suspense_exit": "state",
    "second_look": "state",
    "employer_payment": "state", "correction": "state", "recovery": "state", "gift_dispute": "state",
    "service_event": "outcome", "fund": "takes_gifts",
}  # fmt: skip
_SUMS = {
    "ledger_account": ("role", "balance_satang"), "employer_payment": ("state", "amount_satang"),
    "fund_reserve": ("closed_at IS NULL", "used_satang"), "payout_batch": ("state", "total_satang"),
    "recovery": ("state", "amount_satang"), "gift": ("state", "fee_satang"), "gift_refund": ("state", "amount_satang"),
}  # fmt: skip
_SHAPE = " UNION ALL ".join(
    [f"SELECT '{table}', '', count(*) FROM {table}" for table in _COUNTED]
    + [f"SELECT '{table}', '' || {by}, count(*) FROM {table} GROUP BY {by}" for table, by in _STATES.items()]
    + [
        f"SELECT '{table}.{sum_}', '' || ({by}), coalesce(sum({sum_}), 0) FROM {table} GROUP BY {by}"
        for table, (by, sum_) in _SUMS.items()
    ]
)
_DONE = """SELECT action FROM audit_event WHERE id > :audit
  UNION SELECT 'entry.' || kind FROM ledger_entry WHERE id > :entry"""
_LAST = "SELECT (SELECT coalesce(max(id), 0) FROM audit_event), (SELECT coalesce(max(id), 0) FROM ledger_entry)"
Act = Callable[[], object]
Shape = frozenset[tuple[str, str, int]]


@dataclass(frozen=True)
class Calling:
    """An act that asks the payment service for something."""

    act: Act
    service: FakeStripe

    def __call__(self) -> object:
        return self.act()


@dataclass
class Stage:
    """The world of one act, put back before each death, with what it is before, between and after its transactions."""

    database: TestDatabase
    build: Callable[[], Act]

    def __post_init__(self) -> None:
        self.file: bytes | None = None
        self.set()
        audit, entry = db.execute(text(_LAST)).one()
        self.whole = [shape()]
        self.steps: list[str] = []
        with heard(self._hear):
            transactional(self.do)()
        self.done = frozenset(db.execute(text(_DONE), {"audit": audit, "entry": entry}).scalars())
        self.after, self.told = shape(), self._told()
        assert self.whole[0] != self.after, "the act leaves no trace"
        assert self.whole[-1] == self.after, "the act writes outside of its transactions"
        assert broken() == []

    def _hear(self, kind: str) -> None:
        self.steps.append(kind)
        if kind == "committed":
            with reading(), bound().connect() as beside:
                self.whole.append(read_shape(beside))

    def _told(self) -> dict[str, int]:
        return self.do.service.how_much() if isinstance(self.do, Calling) else {}

    def set(self) -> None:
        """Put the world back to where the act has not been done."""
        if self.file is not None:
            self._put_back(self.file)
            return
        rail.use(None)
        self.database.fresh()
        self.do = self.build()
        self.service = self.do.service.kept() if isinstance(self.do, Calling) else None
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
        if isinstance(self.do, Calling):
            self.do.service.put_back(self.service)

    def kill(self, at: int, *, after_seconds: float = 0.0) -> None:
        """One death from outside, so long after the act's step of this number began; then the same act again."""
        self.set()
        said = f"killed {after_seconds:.4f} s after step {at} of {len(self.steps)}: {self.steps[at]}"
        was_done = die(self.database, self.do, at, after_seconds)
        self.database.bind()
        found = shape()
        written = self.steps[: at + 1].count("committed")
        could_be = self.whole[-1:] if was_done else self.whole[written:]
        assert found in could_be, (said, found ^ self.whole[written])
        assert broken() == [], said
        with suppress(DONE_ALREADY):
            transactional(self.do)()
        found = counted(shape())
        assert found == counted(self.after), (said, found ^ counted(self.after))
        assert self._told() == self.told, said
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
    engine, service, deaf = bound(), rail.in_use(), [False]

    def tell(kind: str) -> None:
        # Whether money is stopped is asked every few seconds only; whoever hears may look for themselves.
        if "money_stop" in kind or deaf[0]:
            return
        deaf[0] = True
        hear(kind)
        deaf[0] = False

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
    if service is not None:
        rail.use(cast(rail.Rail, Overheard(service, tell)))
    try:
        yield
    finally:
        rail.use(service)
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


@dataclass
class Overheard:
    """The payment service, which tells of each call before it is made and when its answer has come."""

    service: rail.Rail
    tell: Callable[[str], None]

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self.service, name)
        if not callable(asked):
            return asked

        def ask(*given: Any, **named: Any) -> Any:
            self.tell(f"call {name}")
            answer = asked(*given, **named)
            answer = list(answer) if isinstance(answer, Iterator) else answer
            self.tell(f"answer {name}")
            return answer

        return ask


def kind_of(words: str) -> str:
    """What a statement does, to which table; PostgreSQL writes an entry by a function."""
    return "INSERT by ledger_post" if "ledger_post(" in words else " ".join(words.split()[:3])


def shape() -> Shape:
    """How much of everything there is, and in which state: two worlds of one shape have come equally far."""
    found = read_shape(db.connection())
    db.rollback()
    return found


def read_shape(connection: Connection) -> Shape:
    """The same on any connection."""
    return frozenset((str(name), str(state), int(number)) for name, state, number in connection.execute(text(_SHAPE)))


def counted(found: Shape) -> Shape:
    """The same without the trail of who pressed: pressing again is one more line of it."""
    return frozenset(one for one in found if one[0] != "audit_event")


def broken() -> list[str]:
    """The promises of the books that do not hold, by name."""
    found = [f"{one.name}: {one.breaches}" for one in verify.invariants() if one.breaches]
    db.rollback()
    return found

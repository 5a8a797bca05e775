"""Whose turn it is to write. SQLite lets one transaction write at a time and makes the others poll and sleep.

Threads of one process queue for their turn here instead, and wake the moment it is free; between processes SQLite's
own waiting remains. A turn begins with the transaction and ends when its connection goes back to the pool.
"""

from collections.abc import Callable
from threading import Lock
from typing import Any

from sqlalchemy import Engine, event

PATIENCE = 10.0
"""Seconds to queue; after them SQLite itself is asked, which waits once more and then says it is locked."""


def take_turns(engine: Engine, writes: Callable[[], bool]) -> None:
    """Make the writing transactions of an engine queue; `writes` says whether the one now beginning will write."""
    turn = Lock()

    def wait(connection: Any) -> None:
        record = connection.connection._connection_record
        if writes() and not record.info.get("turn") and turn.acquire(timeout=PATIENCE):
            record.info["turn"] = True

    def pass_on(_driver: Any, record: Any) -> None:
        if record.info.pop("turn", False):
            turn.release()

    event.listen(engine, "begin", wait)
    event.listen(engine, "checkin", pass_on)

"""On SQLite the threads of a process take turns to write, and no turn is ever lost."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.session import engine_for

THREADS, EACH = 8, 25


def test_threads_that_write_and_fail_all_get_their_turn(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/turns.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tally (n INTEGER PRIMARY KEY CHECK (n < 1000000), by INTEGER)"))

    def write(number: int) -> None:
        for turn in range(EACH):
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO tally (by) VALUES (:by)"), {"by": number})
            with pytest.raises(DBAPIError), engine.begin() as connection:
                connection.execute(text("INSERT INTO tally VALUES (:n, 0)"), {"n": 2_000_000 + turn})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM tally")).scalar_one() == THREADS * EACH
    engine.dispose()


def test_an_abandoned_connection_passes_its_turn_on(tmp_path: Path) -> None:
    engine = engine_for(f"sqlite:///{tmp_path}/turns.db")
    first = engine.connect()
    first.begin()
    first.invalidate()
    first.close()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE t (n INTEGER)"))
    engine.dispose()

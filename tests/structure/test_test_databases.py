"""The databases of the tests themselves: each test begins with a clean one, whatever the last one did."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from marketplace.kernel import clock
from models.account import Account
from models.area import Area
from models.session import engine_for
from tests.fixtures.databases import TestDatabase

pytestmark = pytest.mark.on_both


@pytest.mark.parametrize("turn", [1, 2])
def test_what_one_test_commits_the_next_does_not_see(db: scoped_session[Session], turn: int) -> None:
    assert db.scalar(select(func.count()).select_from(Account)) == 0
    db.add(Account(ref=f"A-{turn}", name="A", email_key=f"{turn}@example.org", created_at=clock.now()))
    db.commit()
    assert db.scalar(select(func.count()).select_from(Account)) == 1


@pytest.mark.parametrize("turn", [1, 2])
def test_reference_data_changed_by_one_test_is_whole_for_the_next(db: scoped_session[Session], turn: int) -> None:
    province = db.get_one(Area, "95")
    assert province.name_en == "Yala"
    province.name_en = f"changed in turn {turn}"
    db.commit()


FULL, OFF = 2, 0


def test_only_tests_do_without_waiting_for_the_disk(database: TestDatabase, tmp_path: Path) -> None:
    if database.kind == "sqlite":
        assert database.engine is not None
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == OFF
    with engine_for(f"sqlite:///{tmp_path / 'served.db'}").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == FULL

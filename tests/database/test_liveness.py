"""A connection whose server went away while it rested is replaced before anybody uses it."""

import pytest
from sqlalchemy import text

from models import liveness
from models.session import engine_for
from tests.fixtures.databases import TestDatabase


@pytest.mark.on_both
def test_a_dead_connection_is_replaced_after_its_rest(database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(liveness, "REST", 0.0)
    engine = engine_for(database.url, pool_size=1)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
        driver = connection.connection.driver_connection
    if database.kind == "postgresql":
        assert driver is not None
        driver.close()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()

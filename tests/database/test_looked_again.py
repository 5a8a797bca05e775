"""What only looks broken because somebody wrote in between stops no money; what is broken every time does."""

from collections.abc import Iterator

import pytest

from marketplace.enrolments import verify, watch
from marketplace.ledger.verify import Finding
from models.session import db

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """What each look finds broken, in turn."""
    told: list[list[str]] = []
    monkeypatch.setattr(
        verify, "invariants", lambda: [Finding(name, "", 1, ("entry 1",)) for name in told.pop(0)] if told else []
    )
    yield told
    assert told == [], "it looked as often as it had to"


@pytest.mark.on_both
def test_what_looks_broken_once_is_looked_at_again_where_statements_see_what_came_between(
    looks: list[list[str]],
) -> None:
    if db.connection().dialect.name == "sqlite":
        looks += [["I13 chained"]]
        assert watch.broken_promises() == ["I13 chained"], "one snapshot needs no second look"
        return
    looks += [["I13 chained", "I12 replayed"], ["I12 replayed"], []]
    assert watch.broken_promises() == []


@pytest.mark.on_both
def test_what_is_broken_every_time_is_broken(looks: list[list[str]]) -> None:
    times = 1 if db.connection().dialect.name == "sqlite" else 3
    looks += [["I1 balanced"]] * times
    assert watch.broken_promises() == ["I1 balanced"]


@pytest.mark.on_both
def test_where_nothing_is_broken_one_look_is_enough(looks: list[list[str]]) -> None:
    looks += [[]]
    assert watch.broken_promises() == []

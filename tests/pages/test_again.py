"""A request the database turned away is tried again as a whole, and its second try leaves what one try would."""

import io
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, g, request
from sqlalchemy import event, select, text

import models.turns
from blueprints.guard import commits, limited, public
from blueprints.session import tell
from marketplace.access import SYSTEM, limits
from marketplace.i18n import t
from marketplace.jobs.rounds import minute_round
from marketplace.ledger import Cause, accounts, credit, debit, post, verify
from models.account import RateWindow
from models.session import RETRIES, bound, db, transactional
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind
from tests.factories.money import make_fund
from tests.fixtures.client import Client
from tests.fixtures.databases import rest
from wsgi import create_app


@pytest.fixture
def books(database) -> tuple[str, str]:
    """The books of two funds with money in them."""
    pair = (make_fund(1_000_00).ref, make_fund(1_000_00).ref)
    db.commit()
    return pair


def take(book: str, key: str) -> None:
    """Promise a baht of one fund."""
    lines = [debit(accounts.code_of(book, R.AVAILABLE), 1_00), credit(accounts.code_of(book, R.RESERVED), 1_00)]
    post(EntryKind.RESERVE, lines, key=key, cause=Cause("test", key), by=SYSTEM)


class Both:
    """Takes the books of both funds; on the first try of each, only once the other has taken one of them too."""

    def __init__(self) -> None:
        self.met, self.tries = threading.Barrier(2), []

    def __call__(self, name: str, first: str, second: str) -> None:
        self.tries.append(name)
        take(first, f"{name} 1")
        if self.tries.count(name) == 1:
            self.met.wait(10)
        take(second, f"{name} 2")


@pytest.fixture
def crossing(settings, database) -> Iterator[tuple[Flask, Both]]:
    """An application with one more address, under which two funds are taken in the order asked for."""
    rest()
    app, both = create_app(settings(database.url)), Both()

    @app.post("/crossing")
    @limited(limits.LINK)
    @public
    @commits
    def cross() -> str:
        tell(t("Done"))
        file = request.files["proof"].read().decode()
        both(request.form["name"], request.form["first"], request.form["second"])
        return f"{file} {len(g.told)}"

    app.config["TESTING"], app.test_client_class = True, Client
    database.rebind()
    yield app, both
    database.rebind()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each gave, all begun together."""
    said: dict[int, object] = {}

    def run(number: int) -> None:
        try:
            said[number] = acts[number]()
        except Exception as error:  # noqa: BLE001  it is told, and the assertion shows it
            said[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return [said.get(number) for number in range(len(acts))]


def needs_row_locks(database) -> None:
    if database.kind == "sqlite":
        pytest.skip("SQLite lets one transaction write at a time, so two cannot wait for each other")


def assert_each_took_both(books: tuple[str, str], tries: list[str]) -> None:
    assert sorted(set(tries)) == ["one", "two"]
    assert len(tries) == 3, "one of them was turned away once"
    for book in books:
        assert accounts.balance(accounts.code_of(book, R.RESERVED)) == 2_00
    assert [found.name for found in verify.check() if found.breaches] == []


@pytest.mark.on_both
def test_two_requests_that_take_two_funds_in_opposite_order_both_succeed(database, books, crossing) -> None:
    needs_row_locks(database)
    app, both = crossing

    def ask(name: str, first: str, second: str) -> tuple[int, str]:
        form = {"name": name, "first": first, "second": second, "proof": (io.BytesIO(b"scan"), "a.txt")}
        answer = app.test_client().post("/crossing", data=form)
        return answer.status_code, answer.get_data(as_text=True)

    one, two = books
    said = at_once(lambda: ask("one", one, two), lambda: ask("two", two, one))
    # The file was read whole on the second try too, and what was to be said is said once.
    assert said == [(200, "scan 1"), (200, "scan 1")]
    assert_each_took_both(books, both.tries)
    assert set(db.scalars(select(RateWindow.hits))) == {2}, "a second try is no second press"


@pytest.mark.on_both
def test_two_jobs_that_take_two_funds_in_opposite_order_both_succeed(database, books) -> None:
    needs_row_locks(database)
    one, two, both = *books, Both()
    said = at_once(
        lambda: minute_round((("one", lambda: both("one", one, two)),)),
        lambda: minute_round((("two", lambda: both("two", two, one)),)),
    )
    assert said == [{"one": ""}, {"two": ""}]
    assert_each_took_both(books, both.tries)


def test_a_database_that_is_locked_for_a_moment_is_asked_again(database, books, crossing, monkeypatch) -> None:
    if database.kind != "sqlite":
        pytest.skip("PostgreSQL locks rows, never the whole database")
    monkeypatch.setattr(models.turns, "PATIENCE", 0.01)
    app, both = crossing
    both.tries.append("one")  # nobody to meet here
    database.rebind()  # an engine for this test alone: it waits for nobody
    event.listen(bound(), "connect", lambda connection, _record: connection.execute("PRAGMA busy_timeout = 20"))
    held, let_go = threading.Event(), threading.Event()

    @transactional
    def hold() -> None:
        db.execute(text("SELECT 1"))
        held.set()
        let_go.wait(0.15)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)
    form = {"name": "one", "first": books[0], "second": books[1], "proof": (io.BytesIO(b"scan"), "a.txt")}
    answer = app.test_client().post("/crossing", data=form)
    holder.join()
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "scan 1")
    assert accounts.balance(accounts.code_of(books[0], R.RESERVED)) == 1_00
    database.rebind()


def test_a_database_that_stays_locked_is_asked_six_times_and_then_told_of(database, books, crossing, caplog) -> None:
    from sqlalchemy.exc import OperationalError

    app, _both = crossing
    tries = []

    class Busy(Exception):
        sqlstate = "40001"

    def refuse(*_args: object) -> None:
        tries.append(1)
        raise OperationalError("COMMIT", None, Busy("serialisation"))

    app.view_functions["crossing_busy"] = public(commits(refuse))  # type: ignore[arg-type]
    app.url_map.add(app.url_rule_class("/busy", endpoint="crossing_busy", methods=["POST"]))
    answer = app.test_client().post("/busy")
    assert (answer.status_code, len(tries)) == (500, RETRIES + 1)
    assert "unexpected error" in caplog.text

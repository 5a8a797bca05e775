"""Every route and method, asked by every role, about one's own things and about a stranger's.

What is right stands in `expectations.csv`, written apart from the policies: a route that is not in it fails. A refusal
must look the same as for something that does not exist, change no row, write no success and show nothing of the other
side.
"""

import csv
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import update

import blueprints.guard
from models.account import Account
from models.base import Base
from models.session import bound, db, unit_of_work
from tests.access.world import IDENTITIES, World, value_for

QUIET = {"rate_window", "read_log", "alembic_version"}
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
# Public pages show the same to all, so a stranger's published thing is as open as one's own.
STAYS = frozenset({"area", "local_authority", "local_authority_area", "programme", "programme_area", "area_setting"})


@dataclass(frozen=True)
class Expected:
    """Who may: `all`, `known` (whoever is signed in) or some roles; `shared` things have no stranger's side.

    A role with a star has the whole country, so that nothing is a stranger's to it.
    """

    who: frozenset[str]
    shared: bool

    def allows(self, identity: str, *, own: bool) -> bool:
        """Whether this identity gets in."""
        if "all" in self.who or f"{identity}*" in self.who:
            return True
        if not own and not self.shared:
            return False
        return identity in self.who or ("known" in self.who and identity not in ("anonymous", "disabled"))


def expectations() -> dict[tuple[str, str], Expected]:
    """The table as the file has it."""
    with (Path(__file__).parent / "expectations.csv").open(encoding="utf8", newline="") as file:
        return {
            (row["endpoint"], row["method"]): Expected(frozenset(row["who"].split()), row["things"] == "shared")
            for row in csv.DictReader(file)
        }


EXPECTED = expectations()


def cells(app):
    """(endpoint, method, names in the address) of every route."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda found: (found.endpoint, found.rule)):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule.endpoint, method, sorted(rule.arguments)


class Rows:
    """The rows at one moment, compared with what they are later; they are read only where the database was written to.

    SQLite numbers what other connections commit, PostgreSQL whatever writes; what was rolled back changes neither or
    is looked at in vain.
    """

    def __init__(self) -> None:
        url = bound().url
        if url.get_backend_name() == "sqlite":
            self._connection, self._ask = sqlite3.connect(str(url.database)), "PRAGMA data_version"
        else:
            plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._connection = psycopg.connect(plain, autocommit=True)
            self._ask = "SELECT pg_snapshot_xmax(pg_current_snapshot())"
        self.begin()

    def begin(self) -> None:
        """Compare with how things are now from here on."""
        self._were, self._written = self._rows(), self._number()

    def changed(self) -> bool:
        """Whether any row is another than it was."""
        if (number := self._number()) == self._written:
            return False
        self._written = number
        return self._rows() != self._were

    def _rows(self) -> dict[str, list[Any]]:
        """Every row of every table that may change."""
        tables = (table.name for table in Base.metadata.sorted_tables if table.name not in QUIET | STAYS)
        return {name: sorted(map(repr, self._connection.execute(f"SELECT * FROM {name}"))) for name in tables}

    def _number(self) -> object:
        return self._connection.execute(self._ask).fetchone()

    def close(self) -> None:
        self._connection.close()


@pytest.fixture
def watch(sides) -> Iterator[Rows]:
    watching = Rows()
    yield watching
    watching.close()


def address(client, endpoint: str, names: list[str], side: World) -> str:
    with client.application.test_request_context():
        rule = next(one for one in client.application.url_map.iter_rules(endpoint) if set(one.arguments) == set(names))
        values = {name: value_for(endpoint, name, side) for name in names}
        values = {
            name: int(value) if value.isdecimal() and name == "number" else value for name, value in values.items()
        }
        built = rule.build(values, append_unknown=False)
        assert built is not None
        return built[1]


def refused(answer) -> bool:
    """A door that stayed shut: nothing there, not allowed, or the way to the sign-in page."""
    if answer.status_code in (401, 403, 404):
        return True
    return answer.status_code == 303 and "/sign-in" in answer.headers.get("Location", "")


class Forgetful:
    """The session of the guard, which forgets instead of keeping: every allowed act runs whole and leaves no trace."""

    def __getattr__(self, name: str):
        return getattr(db, name)

    def commit(self) -> None:
        db.flush()
        db.rollback()


def identity_client(app, sides, identity: str):
    client = app.test_client()
    return client if identity == "anonymous" else client.sign_in(db.get_one(Account, sides[0].accounts[identity]))


def judge(
    client, endpoint: str, method: str, names: list[str], side: World, other: World, may: bool, watch: Rows | None
):
    """One cell; gives what is wrong with it, or nothing."""
    path = address(client, endpoint, names, side)
    answer = client.open(path, method=method)
    answer.close()
    if answer.status_code >= 500:
        return f"{method} {path} broke with {answer.status_code}"
    if may:
        return None if not refused(answer) or answer.status_code == 403 else f"{method} {path} was refused"
    if not refused(answer):
        return f"{method} {path} let them in with {answer.status_code}"
    body = answer.get_data(as_text=True) + repr(answer.headers)
    if side.canary in body or other.canary in body:
        return f"{method} {path} shows something of the other side"
    if (method in WRITES or method == "GET") and watch is not None and watch.changed():
        return f"{method} {path} changed rows"
    return None


@pytest.mark.only_sqlite
@pytest.mark.parametrize("identity", IDENTITIES)
def test_the_whole_matrix_holds_for(app, sides, watch, identity, monkeypatch) -> None:
    monkeypatch.setattr(blueprints.guard, "db", Forgetful())
    own, stranger = sides
    client = identity_client(app, sides, identity)
    watch.begin()
    wrong = []
    for endpoint, method, names in cells(app):
        expected = EXPECTED[(endpoint, method)]
        for side, other, mine in ((own, stranger, True), (stranger, own, False)):
            if not names and not mine:
                continue
            may = expected.allows(identity, own=mine)
            if found := judge(client, endpoint, method, names, side, other, may, None if may else watch):
                wrong.append(f"{'own' if mine else 'foreign'}: {found}")
        if endpoint in ("account.sign_out", "account.quick_exit"):
            client = identity_client(app, sides, identity)
            watch.begin()
    assert not wrong, f"{identity}:\n" + "\n".join(wrong)


@pytest.mark.on_both
def test_a_row_that_somebody_wrote_is_seen(app, sides, watch) -> None:
    assert not watch.changed()
    with unit_of_work():
        db.execute(update(Account).where(Account.id == sides[0].accounts["youth"]).values(name="another"))
        db.rollback()
    assert not watch.changed()
    with unit_of_work():
        db.execute(update(Account).where(Account.id == sides[0].accounts["youth"]).values(name="another"))
    assert watch.changed()


def test_the_table_names_every_route_and_no_other(app) -> None:
    assert set(EXPECTED) == {(endpoint, method) for endpoint, method, _ in cells(app)}


def test_every_name_in_an_address_has_a_thing_on_both_sides(app, sides) -> None:
    for endpoint, _, names in cells(app):
        for name in names:
            assert value_for(endpoint, name, sides[0])


@pytest.mark.on_both
def test_reading_writes_nothing(app, sides, watch) -> None:
    changed = []
    for identity in (
        "youth",
        "guardian",
        "provider",
        "employer",
        "officer",
        "approver",
        "caseworker",
        "province",
        "auditor",
    ):
        client = identity_client(app, sides, identity)
        watch.begin()
        for endpoint, method, names in cells(app):
            if method == "GET" and EXPECTED[(endpoint, method)].allows(identity, own=True):
                client.get(address(client, endpoint, names, sides[0])).close()
                if watch.changed():
                    changed.append(f"{identity}: {endpoint}")
                    watch.begin()
    assert not changed


@pytest.mark.on_both
def test_own_is_open_and_foreign_is_shut_for_the_role_that_uses_a_route(app, sides, monkeypatch) -> None:
    monkeypatch.setattr(blueprints.guard, "db", Forgetful())
    wrong = []
    for endpoint, method, names in cells(app):
        expected = EXPECTED[(endpoint, method)]
        users = [name for name in IDENTITIES if name in expected.who]
        if not users or not names:
            continue
        client = identity_client(app, sides, users[0])
        for side, other, mine in ((sides[0], sides[1], True), (sides[1], sides[0], False)):
            may = expected.allows(users[0], own=mine)
            if found := judge(client, endpoint, method, names, side, other, may, None):
                wrong.append(f"{users[0]}, {'own' if mine else 'foreign'}: {found}")
    assert not wrong, "\n".join(wrong)


def test_a_route_without_a_rule_does_not_answer(app, client) -> None:
    bare = re.escape("okat_rule")
    for endpoint, view in app.view_functions.items():
        assert hasattr(view, "okat_rule"), f"{endpoint} has no {bare}"

"""The store goes away or is full under the application: 503 in plain words, nothing half written, and on it goes."""

import errno
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from marketplace.earnings import budgets, funds
from marketplace.insight import health
from models import outage
from models.earning import Fund
from models.history import AuditEvent
from models.ledger import LedgerEntry, LedgerPosting
from models.outage import Outage, outage_of
from models.session import bind, engine_for
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import make_staff
from tests.factories.money import make_fund
from tests.fixtures.client import Client, read_page
from tests.fixtures.cut_line import CutLine
from tests.fixtures.databases import TestDatabase, rest

MORE = {"way": "up", "amount": "100", "note": "มติ 2/2569"}


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    outage.forget()
    yield
    outage.forget()
    rest()


@pytest.fixture
def fund(db: Any) -> Fund:
    return make_fund(1_000_00)


@pytest.fixture
def officer(client: Client, fund: Fund) -> Client:
    return client.sign_in(make_staff(Role.OFFICER))


@pytest.fixture
def line(officer: Client, database: TestDatabase) -> Iterator[CutLine]:
    """Between the application and its database from here on."""
    if database.kind != "postgresql":
        pytest.skip("a file has no line to it")
    url = make_url(database.url)
    line = CutLine(str(url.host), int(url.port or 5432))
    session.commit()
    bind(engine_for(url.set(port=line.port).render_as_string(hide_password=False)))
    yield line
    line.cut()


def more(browser: Client, fund_ref: str, key: str) -> TestResponse:
    return browser.post(f"/office/funds/{fund_ref}/budget", data=MORE | {"once": key.ljust(20, "k")})


def assert_away(answer: TestResponse) -> str:
    text = answer.get_data(as_text=True)
    assert answer.status_code == 503, text[:200]
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache")
    told = read_page(answer).get_text()
    assert "ขอเวลาสักครู่" in told
    assert "Give us a moment" in told
    assert "Internal Server Error" not in text
    return told


def books(fund_id: int) -> tuple[int, int, int, int]:
    found = (
        session.scalars(select(func.count()).select_from(LedgerEntry)).one(),
        session.scalars(select(func.coalesce(func.sum(LedgerPosting.amount_satang), 0))).one(),
        session.scalars(select(func.count()).where(AuditEvent.action == "fund.grant")).one(),
        funds.available(fund_id),
    )
    session.rollback()
    return found


@pytest.mark.on_both
def test_a_database_that_goes_away_is_said_on_every_page_and_the_money_comes_once_after(
    officer: Client, fund: Fund, line: CutLine
) -> None:
    ref, key = fund.ref, fund.id
    before = books(key)
    assert officer.get(f"/office/funds/{ref}").status_code == 200
    line.cut()
    for path in ("/", "/opportunities", "/give", f"/office/funds/{ref}", "/account/notices", "/office/nowhere"):
        assert_away(officer.get(path))
    assert "มติ 2/2569" in assert_away(more(officer, ref, "one"))
    assert "ส่งซ้ำก็นับเพียงครั้งเดียว" in assert_away(more(officer, ref, "one"))
    assert officer.get("/readyz").status_code == 503
    assert officer.get("/healthz").status_code == 200
    line.mend()
    assert officer.get("/readyz").status_code == 200
    assert books(key) == before
    assert [more(officer, ref, "one").status_code for _ in range(2)] == [303, 303]
    entries, total, told, free = books(key)
    assert (entries, total, told, free) == (before[0] + 1, 0, before[2] + 1, before[3] + 100_00)


@pytest.mark.on_both
def test_a_database_that_goes_away_before_the_commit_has_kept_nothing(
    officer: Client, fund: Fund, line: CutLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref, key = fund.ref, fund.id
    before = books(key)
    change = budgets.change

    def then_cut(*given: Any, **named: Any) -> None:
        change(*given, **named)
        line.cut()

    with monkeypatch.context() as patched:
        patched.setattr(budgets, "change", then_cut)
        assert_away(more(officer, ref, "two"))
    line.mend()
    assert books(key) == before
    assert more(officer, ref, "two").status_code == 303
    assert books(key)[3] == before[3] + 100_00


@pytest.mark.only_sqlite
def test_a_full_disk_is_said_and_nothing_is_half_written(
    officer: Client, app: Flask, database: TestDatabase, fund: Fund
) -> None:
    if database.kind != "sqlite":
        pytest.skip("a database server has its disk elsewhere")
    ref, key = fund.ref, fund.id
    before = books(key)
    rest()
    engine, most = engine_for(database.url), [2]

    @event.listens_for(engine, "connect")
    def _no_larger(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + most[0]}")

    bind(engine)
    answers = []
    while not answers or answers[-1].status_code == 303:
        assert len(answers) < 200
        answers.append(more(officer, ref, f"full{len(answers)}"))
    told = assert_away(answers[-1])
    assert "ที่เก็บข้อมูลเต็ม" in told
    assert "มติ 2/2569" in told
    kept = len(answers) - 1
    assert books(key) == (before[0] + kept, 0, before[2] + kept, before[3] + kept * 100_00)
    assert officer.get("/readyz").status_code == 503
    assert officer.get(f"/office/funds/{ref}").status_code == 200
    most[0] = 10_000
    engine.dispose()
    assert more(officer, ref, f"full{kept}").status_code == 303
    assert books(key)[3] == before[3] + (kept + 1) * 100_00
    outage.forget()
    assert officer.get("/readyz").status_code == 200


def test_a_disk_without_room_for_files_is_not_ready(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert health.has_room(tmp_path)
    monkeypatch.setattr(health, "LEAST_FREE", 10**30)
    assert not health.has_room(tmp_path)
    assert not health.has_room(tmp_path / "nowhere")


class _Told(psycopg.OperationalError):
    sqlstate = None


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("57P01", Outage.AWAY), ("57P02", Outage.AWAY), ("57P03", Outage.AWAY), ("08006", Outage.AWAY),
        ("53300", Outage.AWAY), ("53100", Outage.FULL), (None, Outage.AWAY), ("40001", None), ("22003", None),
    ],
)  # fmt: skip
def test_what_postgresql_says_of_itself(state: str | None, found: Outage | None) -> None:
    told = _Told()
    told.sqlstate = state  # type: ignore[assignment]
    assert outage_of(OperationalError("x", None, told)) is found


def test_what_else_says_that_there_is_no_room() -> None:
    assert outage_of(OSError(errno.ENOSPC, "no space")) is Outage.FULL
    assert outage_of(OSError(errno.ENOENT, "no file")) is None
    with pytest.raises(RuntimeError) as behind:
        try:
            raise OSError(errno.EDQUOT, "quota")
        except OSError as error:
            raise RuntimeError from error
    assert outage_of(behind.value) is Outage.FULL
    assert outage_of(ValueError()) is None

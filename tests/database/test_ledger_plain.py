"""Books in which everything is as promised are walked through in packs; whatever is odd goes to the slow walk."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from marketplace.access import SYSTEM
from marketplace.ledger import Cause, accounts, credit, debit, packs, plain, post, reverse, verify, walk
from marketplace.ledger.unpacking import BETWEEN
from models.ledger import LedgerEntry
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind
from tests.database.test_ledger_tampering import asleep, sql
from tests.factories.money import make_fund

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]

NOTES = ("", "ค่าเดินทางเดือนพฤศจิกายน “รอบแรก”", 'a "quoted" \\ word', "tab\tline\nreturn\r\b\f\x01\x1f\x7f", "ก" * 200)
ENTRIES = 30


@pytest.fixture(autouse=True)
def books(database: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two books, written by turns, and packs so small that there are many."""
    monkeypatch.setattr(packs, "AT_ONCE", 7)
    funds = [make_fund(1_000_000_00) for _ in range(2)]
    for number in range(ENTRIES):
        fund = funds[number % 2]
        free = accounts.code_of(fund.ref, R.AVAILABLE)
        owed = [accounts.open_payable(fund.ref, youth) for youth in range(1, 2 + number % 5)]
        lines = [debit(free, 100 * len(owed)), *(credit(account, 100) for account in owed)]
        if len(owed) > 1:
            lines = [debit(free, 100), credit(owed[0], 100)]
        note, cause = NOTES[number % len(NOTES)], Cause("test", f'"{number}"\\')
        entry = post(EntryKind.ACCRUE, lines, key=f"e{number} ๑", cause=cause, by=SYSTEM, note=note)
        if number % 9 == 0:
            reverse(entry.id, by=SYSTEM, reason=note or "test")
    db.commit()


def both() -> tuple[walk.Walk | None, walk.Walk]:
    return walk.plainly(), walk.slowly()


def test_sound_books_are_seen_the_same_way() -> None:
    quick, slow = both()
    assert quick is not None
    assert (quick.entries, quick.lines) == (slow.entries, slow.lines)
    assert list(quick.sides.items()) == list(slow.sides.items())
    assert quick.is_plain
    assert quick.is_replayed
    assert quick.has_keys_once
    assert not slow.unbalanced + slow.unchained + slow.mixed


def test_the_checks_tell_the_same_and_no_table_is_read_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    slow = verify.check()
    monkeypatch.setattr(walk, "FEW", 0)
    monkeypatch.setattr(walk, "slowly", lambda: pytest.fail("everything was as promised"))
    asked: list[str] = []

    def noted(query: str) -> tuple[str, ...]:
        asked.append(query)
        return ()

    monkeypatch.setattr(verify, "_broken", noted)
    assert verify.check() == slow
    assert not [
        query for query in asked if "FROM ledger_posting GROUP BY account_id" in query or "GROUP BY key" in query
    ]


def test_few_entries_do_not_load_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "plainly", lambda: pytest.fail("these are few"))
    assert walk.through().entries == db.query(LedgerEntry).count()


def test_without_a_compiler_every_row_is_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("marketplace.ledger.walk.importlib.import_module", missing)
    monkeypatch.setattr(walk, "FEW", 0)
    assert walk.through() == walk.slowly()


def test_more_keys_than_are_kept_are_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MOST_KEYS", 10)
    seen = walk.plainly()
    assert seen is not None
    assert not seen.has_keys_once


def test_two_packs_are_in_memory_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    given, taken, waiting = [0], [0], list[int]()
    kind = packs.Sqlite if db.connection().dialect.name == "sqlite" else packs.Postgresql
    packed, take = kind.packs, plain.Walker.take

    def counted(self: Any) -> Iterator[packs.Pack]:
        for pack in packed(self):
            given[0] += 1
            waiting.append(given[0] - taken[0])
            yield pack

    def slow(self: plain.Walker, pack: packs.Pack) -> None:
        take(self, pack)
        taken[0] += 1

    monkeypatch.setattr(kind, "packs", counted)
    monkeypatch.setattr(plain.Walker, "take", slow)
    walker = walk.plainly()
    assert walker is not None
    assert taken == given
    assert given[0] > 4
    assert max(waiting) <= 2


def test_balances_of_somebody_elses_making_are_for_the_database() -> None:
    asleep()
    sql("UPDATE ledger_account SET balance_satang = balance_satang + 1 WHERE id = (SELECT max(id) FROM ledger_account)")
    seen = walk.plainly()
    assert seen is not None
    assert not seen.is_replayed
    db.rollback()


MIDDLE = "(SELECT max(id) - 9 FROM ledger_entry)"
ODD: tuple[str, ...] = (
    f"UPDATE ledger_entry SET prev_hash = content_hash WHERE id = {MIDDLE}",
    f"UPDATE ledger_entry SET line_count = 3 WHERE id = {MIDDLE}",
    f"UPDATE ledger_entry SET actor_id = {-(1 << 63)} WHERE id = {MIDDLE}",
    f"UPDATE ledger_entry SET actor_id = 5 WHERE id = {MIDDLE}",
    f"UPDATE ledger_entry SET id = id + 1000 WHERE id = {MIDDLE}",
    f"UPDATE ledger_entry SET id = -4 WHERE id = {MIDDLE}",
    f"UPDATE ledger_posting SET entry_id = 9000 WHERE entry_id = {MIDDLE}",
    f"UPDATE ledger_posting SET entry_id = -5 WHERE entry_id = {MIDDLE}",
    f"UPDATE ledger_posting SET line_no = 5 - line_no WHERE entry_id = {MIDDLE}",
    f"UPDATE ledger_posting SET account_id = 77777 WHERE entry_id = {MIDDLE} AND line_no = 1",
    f"UPDATE ledger_posting SET account_id = -1 WHERE entry_id = {MIDDLE} AND line_no = 1",
    "UPDATE ledger_account SET book_id = book_id + 1 WHERE id = (SELECT min(id) FROM ledger_account)",
    "UPDATE ledger_account SET code = code || 'x' WHERE role = 'available'",
    "UPDATE ledger_account SET owner_type = 'youth' WHERE role = 'available'",
    "UPDATE ledger_book SET seq = seq - 1",
    "DELETE FROM ledger_book WHERE id = (SELECT max(id) FROM ledger_book)",
    f"UPDATE ledger_entry SET note = note || '{BETWEEN}' WHERE id = {MIDDLE}",
    f"UPDATE ledger_entry SET cause_ref = '{BETWEEN}x' || cause_ref WHERE id = {MIDDLE}",
    "DELETE FROM ledger_posting WHERE entry_id = (SELECT max(id) FROM ledger_entry)",
    "DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)",
    "INSERT INTO ledger_posting SELECT max(id) + 5, 0, 1, 100 FROM ledger_entry",
)
LOOSE: tuple[tuple[str, str], ...] = (
    ("ledger_posting", f"UPDATE t SET amount_satang = amount_satang * 1.5 WHERE entry_id = {MIDDLE}"),
    ("ledger_posting", f"UPDATE t SET amount_satang = CAST(amount_satang AS TEXT) WHERE entry_id = {MIDDLE}"),
    ("ledger_posting", f"UPDATE t SET amount_satang = CAST(amount_satang AS BLOB) WHERE entry_id = {MIDDLE}"),
    ("ledger_posting", f"UPDATE t SET amount_satang = amount_satang * 1.0 WHERE entry_id = {MIDDLE}"),
    ("ledger_posting", f"UPDATE t SET account_id = NULL WHERE entry_id = {MIDDLE} AND line_no = 1"),
    ("ledger_posting", f"UPDATE t SET amount_satang = NULL WHERE entry_id = {MIDDLE} AND line_no = 1"),
    ("ledger_entry", f"UPDATE t SET hash = CAST(hash || x'00' AS BLOB) WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET hash = NULL WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET note = CAST(note AS BLOB) WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET key = CAST(key AS BLOB) WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET note = note || char(0) WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET kind = NULL WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET kind = 'gift' WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET cause_ref = 5 WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET at = 'yesterday' WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET at = substr(at, 1, 19) WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET line_count = '2' WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET line_count = x'32' WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET reverses_id = x'' WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET actor_id = '' WHERE id = {MIDDLE}"),
    ("ledger_entry", f"UPDATE t SET key = (SELECT min(key) FROM t ) WHERE id = {MIDDLE}"),
)


NEXT = f"(SELECT note FROM ledger_entry WHERE id = 1 + {MIDDLE})"
SHIFTED = f"""UPDATE ledger_entry SET note = CASE id WHEN {MIDDLE} THEN note || '{BETWEEN}' || {NEXT} END
  WHERE id IN ({MIDDLE}, 1 + {MIDDLE})"""


def told_the_same(monkeypatch: pytest.MonkeyPatch, trick: str = "") -> list[verify.Finding]:
    slow = verify.check()
    with monkeypatch.context() as patched:
        patched.setattr(walk, "FEW", 0)
        assert verify.check() == slow, trick
    return [one for one in slow if one.breaches and not one.name.startswith(("I3", "A1"))]


def test_odd_books_are_told_in_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    untold = []
    for statement in ODD:
        asleep()
        sql(statement)
        if not told_the_same(monkeypatch, statement):
            untold.append(statement)
        db.rollback()
    assert untold == []
    assert not told_the_same(monkeypatch), "one change leaves nothing for the next"


@pytest.mark.only_sqlite
def test_values_of_other_kinds_in_tables_without_any_rule_are_told_in_the_same_words(
    database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.connection().dialect.name != "sqlite":
        pytest.skip("columns of PostgreSQL hold one kind of value")
    for table, statement in LOOSE:
        for keeps_kinds in (True, False):
            asleep()
            loose(table, keeps_kinds=keeps_kinds)
            sql(statement.replace(" t ", f" {table} "))
            # Columns of a kind make of some values what they were; that is no breach, and not missed either.
            told_the_same(monkeypatch, statement)
            db.rollback()


def test_a_word_with_the_sign_between_words_does_not_stand_for_one_that_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asleep()
    if db.connection().dialect.name == "sqlite":
        loose("ledger_entry", keeps_kinds=True)
    else:
        sql("ALTER TABLE ledger_entry ALTER note DROP NOT NULL")
    sql(SHIFTED)
    assert told_the_same(monkeypatch)
    db.rollback()


def loose(table: str, *, keeps_kinds: bool) -> None:
    """The same table without a rule, and its columns of the same kinds or of none."""
    rows = db.execute(text(f"SELECT name, type FROM pragma_table_info('{table}')")).all()
    kinds: dict[str, str] = {row.name: row.type for row in rows}
    columns = ", ".join(
        f"{name} {'INTEGER PRIMARY KEY' if name == 'id' else kind if keeps_kinds else ''}"
        for name, kind in kinds.items()
    )
    sql(f"ALTER TABLE {table} RENAME TO before")
    sql(f"CREATE TABLE {table} ({columns})")
    sql(f"INSERT INTO {table} SELECT * FROM before ORDER BY rowid")

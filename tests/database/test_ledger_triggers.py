"""Raw SQL against the books: whatever goes past the door is refused by the database itself."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace.access import SYSTEM
from marketplace.ledger import Cause, Entry, accounts, credit, debit, post, reverse, verify
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind
from tests.factories.money import lines, make_batch, make_earning, make_fund, pay, release, three_people
from tests.fixtures.databases import TestDatabase

pytestmark = pytest.mark.on_both

ENTRY = """INSERT INTO ledger_entry (id, book_id, seq, kind, key, reverses_id, cause_type, cause_ref, note, at,
  line_count, content_hash, prev_hash, hash)
  SELECT :id, b.id, b.seq + :step, :kind, :key, :reverses, 'test', 'x', '', '2026-11-01 00:00:00', :lines, :hash,
         {prev}, :hash FROM ledger_book b WHERE b.code = :book"""


@pytest.fixture
def book(database: TestDatabase) -> Iterator[str]:
    fund = make_fund(1_000_00)
    accounts.open_payable(fund.ref, 1)
    accounts.open_payable(fund.ref, 2)
    db.commit()
    yield fund.ref
    db.rollback()
    assert [found.name for found in verify.check() if found.breaches] == []


def account(code: str) -> int:
    return int(db.execute(text("SELECT id FROM ledger_account WHERE code = :code"), {"code": code}).scalar_one())


def enter(book: str, *postings: tuple[str, int], **given: object) -> None:
    """An entry by hand, in the order each database wants: SQLite seals it last, PostgreSQL opens it first."""
    next_id = db.execute(text("SELECT coalesce(max(id), 0) + 1 FROM ledger_entry")).scalar_one()
    facts = {"id": next_id, "step": 1, "kind": "accrue", "key": "raw", "reverses": None, "lines": len(postings)}
    facts |= {"hash": b"h" * 32, "book": book} | given
    prev = ":prev" if "prev" in given else "b.hash"
    entry = (text(ENTRY.format(prev=prev)), facts)
    rows = ", ".join(
        f"({next_id}, {number}, {account(code)}, {satang})" for number, (code, satang) in enumerate(postings)
    )
    written = (
        text(f"INSERT INTO ledger_posting (entry_id, line_no, account_id, amount_satang) VALUES {rows or '(0,0,0,0)'}"),
        {},
    )
    steps = [written, entry] if db.connection().dialect.name == "sqlite" else [entry, written]
    for statement, values in steps if postings else [entry]:
        db.execute(statement, values)


def refused(book: str, *postings: tuple[str, int], why: str | None = None, **given: object) -> None:
    with pytest.raises(DBAPIError, match=why):
        enter(book, *postings, **given)
        db.commit()
    db.rollback()


def codes(book: str) -> tuple[str, str, str, str]:
    return (
        accounts.code_of(book, R.AVAILABLE),
        accounts.code_of(book, R.RESERVED),
        accounts.code_of(book, R.PAYABLE, 1),
        accounts.code_of(book, R.PAYABLE, 2),
    )


def owe(book: str) -> Entry:
    """An entry through the door, committed."""
    free, _, one, _ = codes(book)
    lines = [debit(free, 100), credit(one, 100)]
    entry = post(EntryKind.ACCRUE, lines, key="owed", cause=Cause("test", "x"), by=SYSTEM)
    db.commit()
    return entry


def test_an_entry_that_does_not_balance(book: str) -> None:
    free, _, one, _ = codes(book)
    refused(book, (free, 100), (one, -99), why="does not balance")


def test_an_entry_with_a_line_too_few_or_too_many(book: str) -> None:
    free, reserved, one, _ = codes(book)
    refused(book, (free, 100), (one, -100), lines=3, why="lines are missing or too many")
    refused(book, (free, 100), (reserved, -40), (one, -60), lines=2, why="lines are missing or too many")


def test_an_entry_without_lines(book: str) -> None:
    refused(book, lines=2, why="lines are missing or too many")


def test_a_line_without_an_entry(book: str) -> None:
    free, *_ = codes(book)
    with pytest.raises(DBAPIError):
        db.execute(text(f"INSERT INTO ledger_posting VALUES (99999, 0, {account(free)}, 5)"))
        db.commit()
    db.rollback()


def test_a_line_added_to_a_written_entry(book: str) -> None:
    free, *_ = codes(book)
    for verb in ("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE"):
        if "OR" in verb and db.connection().dialect.name != "sqlite":
            continue
        with pytest.raises(DBAPIError, match=r"sealed|too many|written"):
            db.execute(text(f"{verb} INTO ledger_posting SELECT max(id), 7, {account(free)}, 5 FROM ledger_entry"))
            db.commit()
        db.rollback()


def test_a_youth_paying_another_youth(book: str) -> None:
    *_, one, two = codes(book)
    owe(book)
    refused(book, (one, 100), (two, -100), why="a youth deals with the fund alone")


@pytest.mark.parametrize(
    ("owner", "role", "kind"),
    [("provider", "payable", "liability"), ("youth", "cash", "asset"), ("fund", "payable", "liability")],
)
def test_an_account_that_could_be_a_providers(book: str, owner: str, role: str, kind: str) -> None:
    opening = f"""INSERT INTO ledger_account (book_id, code, kind, role, side, owner_type, owner_id, floor_satang,
      balance_satang) SELECT id, 'x', '{kind}', '{role}', {1 if kind == "asset" else -1}, '{owner}', 1, 0, 0
      FROM ledger_book WHERE code = :book"""
    with pytest.raises(DBAPIError, match="no such kind of account"):
        db.execute(text(opening), {"book": book})
    db.rollback()


def test_more_than_the_fund_has_or_a_youth_is_owed(book: str) -> None:
    free, _, one, _ = codes(book)
    refused(book, (free, 1_000_01), (one, -1_000_01), why="floor")
    refused(book, (one, 1), (accounts.code_of(book, R.TRANSIT), -1), why="floor")


def test_an_account_of_another_book(book: str) -> None:
    other = make_fund(50_00)
    db.commit()
    refused(book, (accounts.code_of(other.ref, R.AVAILABLE), 100), (codes(book)[2], -100), why="another book")


@pytest.mark.parametrize("given", [{"step": 2}, {"step": 0}, {"prev": b"p" * 32}])
def test_an_entry_out_of_turn(book: str, given: dict[str, object]) -> None:
    free, _, one, _ = codes(book)
    refused(book, (free, 100), (one, -100), **given)


def test_the_same_key_twice(book: str) -> None:
    free, _, one, _ = codes(book)
    owe(book)
    refused(book, (free, 100), (one, -100), key="owed")


def test_a_reversal_that_is_no_mirror_or_comes_twice(book: str) -> None:
    free, reserved, one, _ = codes(book)
    entry = owe(book)
    refused(book, (free, -99), (one, 99), kind="reversal", reverses=entry.id, why="mirrors")
    refused(book, (reserved, -100), (one, 100), kind="reversal", reverses=entry.id)
    undone = reverse(entry.id, by=SYSTEM, reason="test")
    assert reverse(entry.id, by=SYSTEM, reason="test").id == undone.id
    db.commit()
    refused(book, (free, -100), (one, 100), kind="reversal", reverses=entry.id)
    refused(book, (free, 100), (one, -100), kind="reversal", reverses=undone.id)


CHANGES = [
    "UPDATE ledger_entry SET note = 'x'",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_posting SET amount_satang = amount_satang + 1",
    "DELETE FROM ledger_posting",
    "UPDATE ledger_account SET balance_satang = balance_satang + 1",
    "UPDATE ledger_account SET floor_satang = -1",
    "UPDATE ledger_account SET code = code || 'x'",
    "UPDATE ledger_account SET owner_id = owner_id + 1",
    "DELETE FROM ledger_account",
    "UPDATE ledger_book SET seq = seq + 1",
    "UPDATE ledger_book SET hash = prev FROM (SELECT max(hash) AS prev FROM ledger_entry) p",
    "DELETE FROM ledger_book",
    "TRUNCATE ledger_entry CASCADE",
    "TRUNCATE ledger_posting",
    "TRUNCATE ledger_account CASCADE",
    "TRUNCATE ledger_book CASCADE",
]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_written_is_changed(book: str, change: str) -> None:
    with pytest.raises(DBAPIError):
        db.execute(text(change))
        db.commit()
    db.rollback()


def test_payout_lines_stay_as_locked_and_end_once(book: str) -> None:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    release(batch, people)
    line = lines(batch)[0]
    db.commit()
    attempts = [
        "UPDATE payout_line SET amount_satang = amount_satang + 1",
        "DELETE FROM payout_item",
        "DELETE FROM payout_line",
        f"INSERT INTO payout_item SELECT {line.id}, id FROM earning",
        "UPDATE payout_line SET outcome = 'paid', settled_on = '2026-11-01'",
        "UPDATE payout_batch SET approved_by_id = prepared_by_id",
        "UPDATE payout_batch SET authorised_by_id = approved_by_id",
        "UPDATE payout_batch SET released_by_id = prepared_by_id",
        "UPDATE payout_batch SET approved_by_id = NULL",
    ]
    for attempt in attempts:
        with pytest.raises(DBAPIError):
            db.execute(text(attempt))
            db.commit()
        db.rollback()
    pay(line, people)
    db.commit()
    for attempt in ("outcome = 'failed', bank_ref = NULL", "bank_ref = 'other'", "outcome = 'pending'"):
        with pytest.raises(DBAPIError):
            db.execute(text(f"UPDATE payout_line SET {attempt}"))
            db.commit()
        db.rollback()

"""Somebody with the whole database in hand, triggers asleep: whatever they change, the books say so."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import text

from marketplace.access import SYSTEM
from marketplace.ledger import Cause, accounts, credit, debit, packs, post, reverse, verify, walk
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import EntryKind
from tests.factories.money import make_fund

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]

RUNS, RUNS_IN_FULL = 170, 1_000
ENTRIES = 40


def asleep() -> None:
    """Put every trigger to sleep until the transaction is rolled back."""
    if db.connection().dialect.name == "postgresql":
        db.execute(text("SET LOCAL session_replication_role = replica"))
        return
    db.execute(text("PRAGMA defer_foreign_keys = ON"))
    for name in db.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
        db.execute(text(f"DROP TRIGGER {name}"))


def sql(statement: str, **values: object) -> None:
    db.execute(text(statement), values)


def pick(dice: random.Random, table: str, column: str = "id") -> int:
    rows = db.execute(text(f"SELECT {column} FROM {table} ORDER BY {column}")).scalars().all()
    return int(dice.choice(rows))


def edit_amount(dice: random.Random) -> None:
    entry = pick(dice, "ledger_posting", "entry_id")
    sql(
        "UPDATE ledger_posting SET amount_satang = amount_satang + :more WHERE entry_id = :id",
        id=entry,
        more=dice.choice((1, -7, 999_999)),
    )


def edit_both_sides(dice: random.Random) -> None:
    entry = pick(dice, "ledger_entry")
    sql("UPDATE ledger_posting SET amount_satang = amount_satang * 2 WHERE entry_id = :id", id=entry)


def move_to_another_account(dice: random.Random) -> None:
    entry, account = pick(dice, "ledger_entry"), pick(dice, "ledger_account")
    sql(
        """UPDATE ledger_posting SET account_id = CASE WHEN account_id = :account THEN
             (SELECT min(id) FROM ledger_account WHERE id <> :account) ELSE :account END
           WHERE entry_id = :id AND line_no = 0""",
        id=entry,
        account=account,
    )


def swap_lines(dice: random.Random) -> None:
    entry = pick(dice, "ledger_entry")
    sql("UPDATE ledger_posting SET amount_satang = -amount_satang WHERE entry_id = :id", id=entry)


def drop_a_line(dice: random.Random) -> None:
    sql("DELETE FROM ledger_posting WHERE entry_id = :id AND line_no = 1", id=pick(dice, "ledger_entry"))


def add_a_line(dice: random.Random) -> None:
    entry, account = pick(dice, "ledger_entry"), pick(dice, "ledger_account")
    sql("INSERT INTO ledger_posting VALUES (:id, 9, :account, 500)", id=entry, account=account)


def drop_an_entry(dice: random.Random) -> None:
    entry = pick(dice, "ledger_entry")
    sql("DELETE FROM ledger_posting WHERE entry_id = :id", id=entry)
    sql("DELETE FROM ledger_entry WHERE id = :id", id=entry)


def cut_the_tail(dice: random.Random) -> None:
    """The newest entries go, and the book's head is set back to what is left."""
    for _ in range(dice.randint(1, 3)):
        last = "(SELECT max(id) FROM ledger_entry)"
        sql(f"DELETE FROM ledger_posting WHERE entry_id = {last}")
        sql(f"DELETE FROM ledger_entry WHERE id = {last}")
    newest = "SELECT {0} FROM ledger_entry e WHERE e.book_id = ledger_book.id ORDER BY e.seq DESC LIMIT 1"
    sql(f"UPDATE ledger_book SET seq = ({newest.format('e.seq')}), hash = ({newest.format('e.hash')})")


def edit_words(dice: random.Random) -> None:
    column = dice.choice(("note", "key", "cause_type", "cause_ref"))
    sql(f"UPDATE ledger_entry SET {column} = {column} || 'x' WHERE id = :id", id=pick(dice, "ledger_entry"))


def edit_actor(dice: random.Random) -> None:
    sql("UPDATE ledger_entry SET actor_id = 77 WHERE id = :id", id=pick(dice, "ledger_entry"))


def edit_instant(dice: random.Random) -> None:
    sql("UPDATE ledger_entry SET at = '2020-02-02 00:00:00' WHERE id = :id", id=pick(dice, "ledger_entry"))


def edit_kind(dice: random.Random) -> None:
    entry = pick(dice, "ledger_entry WHERE reverses_id IS NULL")
    sql("UPDATE ledger_entry SET kind = 'cut' WHERE id = :id", id=entry)


def edit_hash(dice: random.Random) -> None:
    column = dice.choice(("hash", "prev_hash", "content_hash"))
    sql(f"UPDATE ledger_entry SET {column} = :other WHERE id = :id", id=pick(dice, "ledger_entry"), other=b"x" * 32)


def swap_numbers(dice: random.Random) -> None:
    first = pick(dice, "ledger_entry")
    other = first + 1 if first < pick(random.Random(0), "(SELECT max(id) AS id FROM ledger_entry) m") else first - 1
    seqs = dict(db.execute(text("SELECT id, seq FROM ledger_entry")).all())
    sql("UPDATE ledger_entry SET seq = 1000000 WHERE id = :id", id=first)
    sql("UPDATE ledger_entry SET seq = :seq WHERE id = :id", id=other, seq=seqs[first])
    sql("UPDATE ledger_entry SET seq = :seq WHERE id = :id", id=first, seq=seqs[other])


def edit_balance(dice: random.Random) -> None:
    sql(
        "UPDATE ledger_account SET balance_satang = balance_satang + 100 WHERE id = :id",
        id=pick(dice, "ledger_account"),
    )


def edit_head(_dice: random.Random) -> None:
    sql("UPDATE ledger_book SET seq = seq + 1")


def forge_an_entry(dice: random.Random) -> None:
    """A whole balanced entry with balances and head to match, but without the hash only the content gives."""
    free, reserved = (
        db.execute(text(f"SELECT id FROM ledger_account WHERE role = '{role}'")).scalar_one()
        for role in ("available", "reserved")
    )
    satang = dice.randint(1, 500)
    sql(
        """INSERT INTO ledger_entry (id, book_id, seq, kind, key, cause_type, cause_ref, note, at, line_count,
             content_hash, prev_hash, hash)
           SELECT (SELECT max(id) + 1 FROM ledger_entry), id, seq + 1, 'reserve', 'forged', 'test', 'x', '',
             '2026-11-01 00:00:00', 2, :forged, hash, :forged FROM ledger_book""",
        forged=b"f" * 32,
    )
    for line, (account, amount) in enumerate(((free, satang), (reserved, -satang))):
        sql(
            "INSERT INTO ledger_posting SELECT max(id), :line, :account, :amount FROM ledger_entry",
            line=line,
            account=account,
            amount=amount,
        )
        sql(
            """UPDATE ledger_account SET balance_satang = balance_satang - :amount,
                 last_entry_id = (SELECT max(id) FROM ledger_entry) WHERE id = :account""",
            account=account,
            amount=amount,
        )
    sql("UPDATE ledger_book SET seq = seq + 1, hash = :forged", forged=b"f" * 32)


TRICKS: tuple[Callable[[random.Random], None], ...] = (
    edit_amount, edit_both_sides, move_to_another_account, swap_lines, drop_a_line, add_a_line, drop_an_entry,
    cut_the_tail, edit_words, edit_actor, edit_instant, edit_kind, edit_hash, swap_numbers, edit_balance, edit_head,
    forge_an_entry,
)  # fmt: skip


def write_a_book() -> None:
    fund = make_fund(1_000_000_00)
    free, reserved = accounts.code_of(fund.ref, R.AVAILABLE), accounts.code_of(fund.ref, R.RESERVED)
    people = [accounts.open_payable(fund.ref, youth) for youth in (1, 2, 3)]
    for number in range(ENTRIES):
        lines = [debit(free, 100 + number), credit((reserved, *people)[number % 4], 100 + number)]
        entry = post(EntryKind.ACCRUE, lines, key=f"e{number}", cause=Cause("test", str(number)), by=SYSTEM)
        if number % 9 == 0:
            reverse(entry.id, by=SYSTEM, reason="test")
    db.commit()


def checked(monkeypatch: pytest.MonkeyPatch, few: int) -> list[verify.Finding]:
    """What is found when books of so many entries go through compiled code."""
    with monkeypatch.context() as patched:
        patched.setattr(walk, "FEW", few)
        return verify.check()


def found() -> list[str]:
    """What is broken; that book follows no rule of events, and the triggers sleep while it is tampered with."""
    return [one.name for one in verify.check() if one.breaches and not one.name.startswith(("I3", "A1"))]


def test_every_random_change_of_the_books_is_found(full: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """170 of them; 1,000 in a full run, on each database, row by row and in compiled code, in the same words."""
    monkeypatch.setattr(packs, "AT_ONCE", 7)
    write_a_book()
    assert found() == []
    assert checked(monkeypatch, 0) == verify.check()
    assert walk.plainly() is not None
    unseen = []
    for seed in range(RUNS_IN_FULL if full else RUNS):
        dice = random.Random(seed)
        trick = TRICKS[seed % len(TRICKS)]
        asleep()
        trick(dice)
        if not found() or checked(monkeypatch, 0) != verify.check():
            unseen.append(f"{trick.__name__} with seed {seed}")
        db.rollback()
    assert unseen == []
    assert found() == []


def test_missing_triggers_are_found() -> None:
    if db.connection().dialect.name == "sqlite":
        db.execute(text("DROP TRIGGER ledger_posting_before"))
    else:
        db.execute(text("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_judged"))
    assert [one.name for one in verify.check() if one.breaches] == ["I3 append-only"]
    db.rollback()

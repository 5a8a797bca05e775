"""What belongs to no fund yet: a book of its own, two more kinds of entry, and ways out of it by two people."""

import re
import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_KINDS = (
    "grant", "cut", "reserve", "release", "accrue", "send", "pay", "reversal",
    "donation", "refund", "fee", "dispute", "restore", "arrive", "allot", "adjust",
)  # fmt: skip
NEW_KINDS = ("suspend", "settle")


def upgrade() -> None:
    op.create_table(
        "suspense_exit",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("difference_id", BIG, nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("fund_id", BIG, nullable=True),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("sent_ref", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("proposed_by_id", BIG, nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('proposed', 'done', 'declined')", name=op.f("ck_suspense_exit_state_known")),
        sa.CheckConstraint("way IN ('fund', 'payer')", name=op.f("ck_suspense_exit_way_known")),
        sa.CheckConstraint("place IN ('cash', 'clearing')", name=op.f("ck_suspense_exit_place_known")),
        sa.CheckConstraint("(way = 'fund') = (fund_id IS NOT NULL)", name=op.f("ck_suspense_exit_fund_is_named")),
        sa.CheckConstraint("(way = 'payer') = (sent_ref <> '')", name=op.f("ck_suspense_exit_payer_has_its_reference")),
        sa.CheckConstraint(
            "amount_satang <> 0 AND (way = 'fund' OR amount_satang > 0)",
            name=op.f("ck_suspense_exit_amount_goes_somewhere"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_suspense_exit_has_its_reason")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_suspense_exit_decided_has_its_day")
        ),
        sa.CheckConstraint(
            "state <> 'done' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND proposed_by_id <> decided_by_id)",
            name=op.f("ck_suspense_exit_done_by_two"),
        ),
        sa.ForeignKeyConstraint(
            ["difference_id"], ["difference.id"], name=op.f("fk_suspense_exit_difference_id_difference")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_suspense_exit_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_suspense_exit_proposed_by_id_account")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_suspense_exit_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspense_exit")),
        sa.UniqueConstraint("ref", name=op.f("uq_suspense_exit_ref")),
    )
    op.create_index(op.f("ix_suspense_exit_difference_id"), "suspense_exit", ["difference_id"])
    know_kinds(OLD_KINDS, OLD_KINDS + NEW_KINDS)
    run((SQL / f"50_suspense.{dialect()}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.drop_table("suspense_exit")
    before = (SQL / f"30_gifts.{dialect()}.sql").read_text(encoding="utf-8")
    if dialect() == "postgresql":
        run("DROP FUNCTION suspense_exit_kept;")
        run(_found(r"CREATE OR REPLACE FUNCTION ledger_opens_empty.*?END \$\$;", before))
    else:
        run("DROP TRIGGER ledger_account_opens;")
        run(_found(r"CREATE TRIGGER ledger_account_opens.*?\nEND;", before))
    know_kinds(OLD_KINDS + NEW_KINDS, OLD_KINDS)


def dialect() -> str:
    """Which database is at hand."""
    return op.get_bind().dialect.name


def run(text: str) -> None:
    """Run SQL as it stands, where a percent sign is only a percent sign."""
    cursor = op.get_bind().connection.cursor()
    if dialect() == "sqlite":
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                cursor.execute(statement)
                statement = ""
    else:
        cursor.execute(text)
    cursor.close()


def know_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let the CHECK on an entry's kind name other kinds; the table and its triggers stay as they are.

    SQLite knows no ALTER of a CHECK, and rebuilding the table would lose its triggers: the text of its definition is
    changed in place, the way SQLite's own manual gives for constraints that do not touch what is stored.
    """
    old, new = (", ".join(f"'{kind}'" for kind in kinds) for kinds in (before, after))
    if dialect() == "postgresql":
        op.drop_constraint(op.f("ck_ledger_entry_kind_known"), "ledger_entry", type_="check")
        op.create_check_constraint(op.f("ck_ledger_entry_kind_known"), "ledger_entry", f"kind IN ({new})")
        return
    cursor = op.get_bind().connection.cursor()
    version = cursor.execute("PRAGMA schema_version").fetchone()[0]
    cursor.execute("PRAGMA writable_schema = ON")
    cursor.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'ledger_entry'",
        (f"kind IN ({old})", f"kind IN ({new})"),
    )
    if cursor.rowcount != 1:
        raise RuntimeError("the table ledger_entry is not there")
    cursor.execute(f"PRAGMA schema_version = {version + 1}")
    cursor.execute("PRAGMA writable_schema = OFF")
    cursor.close()


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.S)
    if found is None:
        raise RuntimeError("the law of accounts is not there")
    return found[0]

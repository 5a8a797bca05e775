"""Closing balances of bank statements beside the books, and one more kind of difference."""

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD_KINDS = (
    "amount", "currency", "unknown_gift", "wrong_mode", "not_booked", "not_there", "balance", "bank_line", "bank_total",
)  # fmt: skip
NEW_KIND = "bank_balance"
ROW, FILE = "bank_balance", "bank_balance_file"


def upgrade() -> None:
    op.create_table(
        ROW,
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("fund_id", BIG, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bank_satang", sa.BigInteger(), nullable=False),
        sa.Column("book_satang", sa.BigInteger(), nullable=False),
        sa.Column("explained_satang", sa.BigInteger(), nullable=False),
        sa.Column("remainder_satang", sa.BigInteger(), nullable=False),
        sa.Column("service_satang", sa.BigInteger(), nullable=False),
        sa.Column("statement_ref", sa.String(length=120), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("difference_id", BIG, nullable=True),
        sa.Column("written_by_id", BIG, nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("bank_satang >= 0", name=op.f(f"ck_{ROW}_bank_not_negative")),
        sa.CheckConstraint(
            "bank_satang - book_satang - explained_satang = remainder_satang",
            name=op.f(f"ck_{ROW}_remainder_is_what_is_left"),
        ),
        sa.CheckConstraint(
            "(remainder_satang = 0) = (difference_id IS NULL)", name=op.f(f"ck_{ROW}_remainder_has_its_difference")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f(f"fk_{ROW}_fund_id_fund")),
        sa.ForeignKeyConstraint(["difference_id"], ["difference.id"], name=op.f(f"fk_{ROW}_difference_id_difference")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f(f"fk_{ROW}_written_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ROW}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{ROW}_ref")),
    )
    op.create_index(op.f(f"ix_{ROW}_difference_id"), ROW, ["difference_id"])
    op.create_index(f"ix_{ROW}_day", ROW, ["fund_id", "day", "id"])
    op.create_table(
        FILE,
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("balance_id", BIG, nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("stored_name", sa.String(length=60), nullable=False),
        sa.Column("given_name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", BIG, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["balance_id"], [f"{ROW}.id"], name=op.f(f"fk_{FILE}_balance_id_{ROW}")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f(f"fk_{FILE}_added_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FILE}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{FILE}_ref")),
        sa.UniqueConstraint("stored_name", name=op.f(f"uq_{FILE}_stored_name")),
        sa.UniqueConstraint("balance_id", "sha256", name=op.f(f"uq_{FILE}_balance_id_sha256")),
    )
    op.create_index(op.f(f"ix_{FILE}_balance_id"), FILE, ["balance_id"])
    know_kinds(OLD_KINDS, (*OLD_KINDS, NEW_KIND))
    run((SQL / f"70_bank_balances.{dialect()}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    op.drop_table(FILE)
    op.drop_table(ROW)
    know_kinds((*OLD_KINDS, NEW_KIND), OLD_KINDS)


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
    """Let the CHECK on the kind of a difference name other kinds; the table and its triggers stay as they are.

    SQLite knows no ALTER of a CHECK, and rebuilding the table would lose its triggers: the text of its definition is
    changed in place, the way SQLite's own manual gives for constraints that do not touch what is stored.
    """
    old, new = (", ".join(f"'{kind}'" for kind in kinds) for kinds in (before, after))
    if dialect() == "postgresql":
        op.drop_constraint(op.f("ck_difference_kind_known"), "difference", type_="check")
        op.create_check_constraint(op.f("ck_difference_kind_known"), "difference", f"kind IN ({new})")
        return
    cursor = op.get_bind().connection.cursor()
    version = cursor.execute("PRAGMA schema_version").fetchone()[0]
    cursor.execute("PRAGMA writable_schema = ON")
    cursor.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'difference'",
        (f"kind IN ({old})", f"kind IN ({new})"),
    )
    if cursor.rowcount != 1:
        raise RuntimeError("the table difference is not there")
    cursor.execute(f"PRAGMA schema_version = {version + 1}")
    cursor.execute("PRAGMA writable_schema = OFF")
    cursor.close()

"""The papers behind gifts as files; nobody exchanges one or takes one away."""

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "gift_document",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("gift_id", BIG, nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("stored_name", sa.String(length=60), nullable=False),
        sa.Column("given_name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", BIG, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_gift_document_gift_id_gift")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_gift_document_added_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_document")),
        sa.UniqueConstraint("ref", name=op.f("uq_gift_document_ref")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_gift_document_stored_name")),
        sa.UniqueConstraint("gift_id", "sha256", name=op.f("uq_gift_document_gift_id_sha256")),
    )
    op.create_index(op.f("ix_gift_document_gift_id"), "gift_document", ["gift_id"])
    dialect = op.get_bind().dialect.name
    run((SQL / f"40_gift_documents.{dialect}.sql").read_text(encoding="utf-8"), dialect)


def downgrade() -> None:
    op.drop_table("gift_document")


def run(text: str, dialect: str) -> None:
    """Run SQL as it stands, where a percent sign is only a percent sign."""
    cursor = op.get_bind().connection.cursor()
    if dialect == "sqlite":
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                cursor.execute(statement)
                statement = ""
    else:
        cursor.execute(text)
    cursor.close()

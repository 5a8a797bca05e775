"""Statements of earnings as they were given out, each with its code and its sealed content."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "issued_statement",
        _id("id"),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        _id("youth_id"),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_sealed", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('month', 'year')", name=op.f("ck_issued_statement_kind_known")),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_issued_statement_time_in_order")),
        sa.CheckConstraint("length(code) = 16", name=op.f("ck_issued_statement_code_whole")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_issued_statement_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_statement")),
        sa.UniqueConstraint("ref", name=op.f("uq_issued_statement_ref")),
        sa.UniqueConstraint("code", name=op.f("uq_issued_statement_code")),
    )
    op.create_index("ix_issued_statement_of_youth", "issued_statement", ["youth_id", "kind", "first_on"])


def downgrade() -> None:
    op.drop_table("issued_statement")

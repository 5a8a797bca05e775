"""What somebody is still writing of a posting, kept as typed until it is kept for good or given up."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "posting_writing",
        sa.Column("id", big, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("account_id", big, nullable=False),
        sa.Column("opportunity_id", big, nullable=True),
        sa.Column("title", sa.String(160), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("based_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_posting_writing_version_counts")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_posting_writing_account_id_account")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_posting_writing_opportunity_id_opportunity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_writing")),
        sa.UniqueConstraint("account_id", "opportunity_id", name=op.f("uq_posting_writing_account_id_opportunity_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_posting_writing_ref")),
    )
    for column in ("account_id", "opportunity_id", "saved_at"):
        op.create_index(op.f(f"ix_posting_writing_{column}"), "posting_writing", [column])


def downgrade() -> None:
    op.drop_table("posting_writing")

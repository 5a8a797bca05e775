"""A stop of all money writes, from a broken promise of the books to the reason for going on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "money_stop",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("names", sa.String(length=400), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_because", sa.String(length=400), nullable=False),
        sa.Column("standing", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "lifted_at IS NULL OR lifted_because <> ''", name=op.f("ck_money_stop_lifted_for_a_reason")
        ),
        sa.CheckConstraint(
            "(standing IS NULL) = (lifted_at IS NOT NULL)", name=op.f("ck_money_stop_stands_until_lifted")
        ),
        sa.CheckConstraint("standing IS NULL OR standing = 1", name=op.f("ck_money_stop_one_at_a_time")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_stop")),
        sa.UniqueConstraint("standing", name=op.f("uq_money_stop_standing")),
    )


def downgrade() -> None:
    op.drop_table("money_stop")

"""What the payment service said it holds, each night, beside what the books said it holds."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "service_balance",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_satang", sa.BigInteger(), nullable=False),
        sa.Column("booked_satang", sa.BigInteger(), nullable=False),
        sa.Column("difference_id", BIG, nullable=True),
        sa.ForeignKeyConstraint(
            ["difference_id"], ["difference.id"], name=op.f("fk_service_balance_difference_id_difference")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_balance")),
    )


def downgrade() -> None:
    op.drop_table("service_balance")

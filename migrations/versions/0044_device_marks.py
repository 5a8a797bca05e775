"""Which acts that money follows came from one browser, by a keyed mark that is forgotten after 180 days."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def _id(name: str) -> sa.Column:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "device_mark",
        _id("id"),
        sa.Column("mark", sa.String(length=64), nullable=False),
        _id("account_id"),
        _id("enrolment_id"),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('learner', 'organisation', 'office')", name=op.f("ck_device_mark_side_known")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_device_mark_account_id_account")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_device_mark_enrolment_id_enrolment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_mark")),
        sa.UniqueConstraint("mark", "account_id", "enrolment_id", "side", name=op.f("uq_device_mark_mark_account_id_enrolment_id_side")),
    )
    op.create_index(op.f("ix_device_mark_enrolment_id"), "device_mark", ["enrolment_id"])
    op.create_index("ix_device_mark_age", "device_mark", ["noted_at"])


def downgrade() -> None:
    op.drop_table("device_mark")

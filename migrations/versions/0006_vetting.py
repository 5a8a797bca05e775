"""The dated facts by which a pledge may meet young people."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vetting_fact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("days_told", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('identity', 'application', 'interview', 'references', 'police', 'conduct', 'training', 'approval', 'inspection')",
            name=op.f("ck_vetting_fact_kind_known"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= done_on", name=op.f("ck_vetting_fact_valid_from_the_day")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_vetting_fact_recorded_by_id_account")
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_vetting_fact_resource_id_resource")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["account.id"], name=op.f("fk_vetting_fact_struck_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vetting_fact")),
        sa.UniqueConstraint("ref", name=op.f("uq_vetting_fact_ref")),
    )
    with op.batch_alter_table("vetting_fact", schema=None) as batch_op:
        batch_op.create_index("ix_vetting_fact_expiry", ["valid_until"], unique=False)
        batch_op.create_index("ix_vetting_fact_of_resource", ["resource_id", "kind"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("vetting_fact", schema=None) as batch_op:
        batch_op.drop_index("ix_vetting_fact_of_resource")
        batch_op.drop_index("ix_vetting_fact_expiry")

    op.drop_table("vetting_fact")

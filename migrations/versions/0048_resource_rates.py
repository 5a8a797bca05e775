"""What areas say that help is worth: dated rates of their own beside those of the whole country."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

KINDS = (
    "'mentor', 'volunteer', 'expert_knowledge', 'learning_site', 'transport', 'childcare', 'equipment',"
    " 'partner_service'"
)
UNITS = "'hours_per_week', 'trips_per_week', 'places', 'pieces'"


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "resource_rate",
        sa.Column("id", big, nullable=False),
        sa.Column("ref", sa.String(40), nullable=False),
        sa.Column("area_code", sa.String(6), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("unit", sa.String(16), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.String(12), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("set_by_id", big, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_resource_rate_kind_known")),
        sa.CheckConstraint(f"unit IN ({UNITS})", name=op.f("ck_resource_rate_unit_known")),
        sa.CheckConstraint("standing IN ('public', 'estimate')", name=op.f("ck_resource_rate_standing_known")),
        sa.CheckConstraint("amount_satang >= 0", name=op.f("ck_resource_rate_amount_not_negative")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_resource_rate_area_code_area")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_resource_rate_set_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_rate")),
        sa.UniqueConstraint("ref", name=op.f("uq_resource_rate_ref")),
    )
    op.create_index(
        "ix_resource_rate_area_code_kind_unit", "resource_rate", ["area_code", "kind", "unit", "effective_from"]
    )


def downgrade() -> None:
    op.drop_table("resource_rate")

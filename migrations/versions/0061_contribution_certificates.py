"""Certificates of contribution, each with its code and what was given."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

TABLE = "contribution_certificate"


def _id(name: str, *, needed: bool = True) -> sa.Column:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=not needed)


def upgrade() -> None:
    op.create_table(
        TABLE,
        _id("id"),
        sa.Column("ref", sa.String(length=40), nullable=False),
        _id("account_id", needed=False),
        _id("organisation_id", needed=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _id("issued_by_id", needed=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(account_id IS NULL) <> (organisation_id IS NULL)", name=op.f(f"ck_{TABLE}_one_giver")),
        sa.CheckConstraint("first_on <= last_on", name=op.f(f"ck_{TABLE}_time_in_order")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{TABLE}_account_id_account")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f(f"fk_{TABLE}_area_code_area")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["account.id"], name=op.f(f"fk_{TABLE}_issued_by_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{TABLE}_ref")),
    )
    op.create_index(f"ix_{TABLE}_of_account", TABLE, ["account_id", "office_key"])
    op.create_index(f"ix_{TABLE}_of_organisation", TABLE, ["organisation_id", "office_key"])


def downgrade() -> None:
    op.drop_table(TABLE)

"""How it went at each organisation, counted every night, and appeals against it."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PARTS = "'reply', 'completion', 'retention', 'audits'"
WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "organisation_trust",
        sa.Column("organisation_id", BIG, autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("good BETWEEN 0 AND cases", name=op.f("ck_organisation_trust_good_within")),
        sa.CheckConstraint(f"part IN ({PARTS})", name=op.f("ck_organisation_trust_part_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_trust_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "part", name=op.f("pk_organisation_trust")),
    )
    op.create_table(
        "trust_appeal",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("part", sa.String(length=12), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("silent_until", sa.Date(), nullable=True),
        sa.Column("made_by_id", BIG, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", BIG, nullable=True),
        sa.CheckConstraint(f"part IN ({PARTS})", name=op.f("ck_trust_appeal_part_known")),
        sa.CheckConstraint("state IN ('waiting', 'agreed', 'stands')", name=op.f("ck_trust_appeal_state_known")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_trust_appeal_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_trust_appeal_made_by_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_trust_appeal_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trust_appeal")),
        sa.UniqueConstraint("ref", name=op.f("uq_trust_appeal_ref")),
    )
    op.create_index(op.f("ix_trust_appeal_organisation_id"), "trust_appeal", ["organisation_id"], unique=False)
    op.create_index(
        "uq_trust_appeal_waiting",
        "trust_appeal",
        ["organisation_id", "part"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )


def downgrade() -> None:
    op.drop_index("uq_trust_appeal_waiting", table_name="trust_appeal")
    op.drop_index(op.f("ix_trust_appeal_organisation_id"), table_name="trust_appeal")
    op.drop_table("trust_appeal")
    op.drop_table("organisation_trust")

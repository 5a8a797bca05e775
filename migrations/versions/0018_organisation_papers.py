"""Organisations come in by themselves: who opened one, its documents and how long they hold."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = "'registration', 'teaching_licence', 'safeguarding', 'place_photo', 'community_letter', 'insurance'"


def upgrade() -> None:
    op.add_column("organisation", sa.Column("registration_no", sa.String(length=40), nullable=True))
    op.add_column("organisation", sa.Column("papers_until", sa.Date(), nullable=True))
    op.create_table(
        "organisation_opening",
        sa.Column("organisation_id", BIG, autoincrement=False, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_organisation_opening_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_opening_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_opening")),
    )
    op.create_index(op.f("ix_organisation_opening_account_id"), "organisation_opening", ["account_id"], unique=False)
    op.create_table(
        "organisation_paper",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("days_told", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("stored_name", sa.String(length=60), nullable=False),
        sa.Column("given_name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", BIG, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_organisation_paper_kind_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'confirmed', 'refused')", name=op.f("ck_organisation_paper_state_known")
        ),
        sa.CheckConstraint(
            "removed_at IS NULL OR state <> 'confirmed'", name=op.f("ck_organisation_paper_confirmed_stays")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["account.id"], name=op.f("fk_organisation_paper_added_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_organisation_paper_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_paper_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_paper")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_paper_ref")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_organisation_paper_stored_name")),
    )
    op.create_index("ix_organisation_paper_of", "organisation_paper", ["organisation_id", "kind"], unique=False)
    op.create_index("ix_organisation_paper_ends", "organisation_paper", ["valid_until"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_organisation_paper_ends", table_name="organisation_paper")
    op.drop_index("ix_organisation_paper_of", table_name="organisation_paper")
    op.drop_table("organisation_paper")
    op.drop_index(op.f("ix_organisation_opening_account_id"), table_name="organisation_opening")
    op.drop_table("organisation_opening")
    op.drop_column("organisation", "papers_until")
    op.drop_column("organisation", "registration_no")

"""Changes of an organisation that an office looks at first, and its branches."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITS = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "organisation_change",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", BIG, nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'accepted', 'refused', 'taken_back')", name=op.f("ck_organisation_change_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_organisation_change_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_change_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_organisation_change_proposed_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_change")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_change_ref")),
    )
    op.create_index(
        op.f("ix_organisation_change_organisation_id"), "organisation_change", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_organisation_change_waiting",
        "organisation_change",
        ["organisation_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.create_table(
        "organisation_branch",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", BIG, nullable=False),
        sa.Column("name_th", sa.String(length=160), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lon IS NULL)", name=op.f("ck_organisation_branch_point_whole")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_organisation_branch_area_code_area")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_branch_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_branch")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_branch_ref")),
    )
    op.create_index(
        op.f("ix_organisation_branch_organisation_id"), "organisation_branch", ["organisation_id"], unique=False
    )
    op.create_table(
        "opportunity_branch",
        sa.Column("opportunity_id", BIG, autoincrement=False, nullable=False),
        sa.Column("branch_id", BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["organisation_branch.id"], name=op.f("fk_opportunity_branch_branch_id_organisation_branch")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_opportunity_branch_opportunity_id_opportunity")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", name=op.f("pk_opportunity_branch")),
    )
    op.create_index(op.f("ix_opportunity_branch_branch_id"), "opportunity_branch", ["branch_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_opportunity_branch_branch_id"), table_name="opportunity_branch")
    op.drop_table("opportunity_branch")
    op.drop_index(op.f("ix_organisation_branch_organisation_id"), table_name="organisation_branch")
    op.drop_table("organisation_branch")
    op.drop_index("uq_organisation_change_waiting", table_name="organisation_change")
    op.drop_index(op.f("ix_organisation_change_organisation_id"), table_name="organisation_change")
    op.drop_table("organisation_change")

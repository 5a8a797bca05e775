"""Placements of whole lists: runs, their lines, and what became of each."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allocation_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("weights_version", sa.String(length=60), nullable=False),
        sa.Column("rules_version", sa.String(length=60), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.JSON(), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=True),
        sa.Column("plan_digest", sa.String(length=64), nullable=False),
        sa.Column("objective", sa.BigInteger(), nullable=True),
        sa.Column("bound", sa.BigInteger(), nullable=True),
        sa.Column("binding", sa.JSON(), nullable=False),
        sa.Column("replay_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replay_same", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'proposed', 'failed', 'cancelled', 'applying', 'applied')",
            name=op.f("ck_allocation_run_state_known"),
        ),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_allocation_run_percent_is_one")),
        sa.CheckConstraint("seed >= 0", name=op.f("ck_allocation_run_seed_not_negative")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_allocation_run_area_code_area")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_allocation_run_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_run")),
        sa.UniqueConstraint("ref", name=op.f("uq_allocation_run_ref")),
    )
    with op.batch_alter_table("allocation_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_run_area_code"), ["area_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_run_office_key"), ["office_key"], unique=False)
        batch_op.create_index("ix_allocation_run_waiting", ["state", "made_at"], unique=False)

    op.create_table(
        "allocation_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mentor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("fit_millionths", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=12), nullable=False),
        sa.Column("next_best_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("outcome_note", sa.JSON(), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("outcome IN ('open', 'applied', 'skipped')", name=op.f("ck_allocation_line_outcome_known")),
        sa.CheckConstraint("fit_millionths BETWEEN 0 AND 1000000", name=op.f("ck_allocation_line_fit_is_a_share")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_allocation_line_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["mentor_id"], ["resource.id"], name=op.f("fk_allocation_line_mentor_id_resource")),
        sa.ForeignKeyConstraint(
            ["next_best_id"], ["opportunity.id"], name=op.f("fk_allocation_line_next_best_id_opportunity")
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_allocation_line_opportunity_id_opportunity")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["allocation_run.id"], name=op.f("fk_allocation_line_run_id_allocation_run")
        ),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_allocation_line_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_line")),
        sa.UniqueConstraint("run_id", "youth_id", name=op.f("uq_allocation_line_run_id_youth_id")),
    )
    with op.batch_alter_table("allocation_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_allocation_line_opportunity_id"), ["opportunity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_allocation_line_youth_id"), ["youth_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("allocation_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_allocation_line_youth_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_line_opportunity_id"))

    op.drop_table("allocation_line")
    with op.batch_alter_table("allocation_run", schema=None) as batch_op:
        batch_op.drop_index("ix_allocation_run_waiting")
        batch_op.drop_index(batch_op.f("ix_allocation_run_office_key"))
        batch_op.drop_index(batch_op.f("ix_allocation_run_area_code"))

    op.drop_table("allocation_run")

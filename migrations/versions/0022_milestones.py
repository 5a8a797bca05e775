"""Pay for steps and for staying, and things given: rules of postings, what of them is promised, and breaks."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("opportunity", sa.Column("steps_satang", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("opportunity", sa.Column("stays_satang", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("opportunity", sa.Column("things_satang", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("opportunity", sa.Column("stays_from", sa.String(length=12), nullable=False, server_default="start"))
    op.create_table(
        "pay_rule",
        sa.Column("id", BIG, nullable=False),
        sa.Column("opportunity_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(kind = 'stay') = (days IS NOT NULL)", name=op.f("ck_pay_rule_stay_has_its_days")),
        sa.CheckConstraint("(kind = 'stay') = (title = '')", name=op.f("ck_pay_rule_other_has_its_title")),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_pay_rule_amount_positive")),
        sa.CheckConstraint("kind IN ('step', 'stay', 'thing')", name=op.f("ck_pay_rule_kind_known")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_pay_rule_opportunity_id_opportunity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pay_rule")),
        sa.UniqueConstraint("opportunity_id", "number", name=op.f("uq_pay_rule_opportunity_id_number")),
    )
    op.create_table(
        "milestone",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.Column("fund_id", BIG, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("counts_from", sa.String(length=12), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("still_there", sa.Boolean(), nullable=False),
        sa.Column("said_as", sa.String(length=8), nullable=False),
        sa.Column("said_by_id", BIG, nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("decided_by_id", BIG, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'stay') = (days IS NOT NULL)", name=op.f("ck_milestone_stay_has_its_days")),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_milestone_amount_positive")),
        sa.CheckConstraint("counts_from IN ('start', 'completion')", name=op.f("ck_milestone_counts_from_known")),
        sa.CheckConstraint("kind IN ('step', 'stay', 'thing')", name=op.f("ck_milestone_kind_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'said', 'verified', 'ended')", name=op.f("ck_milestone_state_known")
        ),
        sa.CheckConstraint(
            "state <> 'verified' OR (said_at IS NOT NULL AND decided_at IS NOT NULL)",
            name=op.f("ck_milestone_said_first"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_milestone_decided_by_id_account")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_milestone_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_milestone_fund_id_fund")),
        sa.ForeignKeyConstraint(["said_by_id"], ["account.id"], name=op.f("fk_milestone_said_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_milestone_enrolment_id_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_milestone_ref")),
    )
    op.create_index("ix_milestone_due", "milestone", ["state", "due_on"], unique=False)
    op.create_table(
        "stay_break",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", BIG, nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_id", BIG, nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_stay_break_has_its_reason")),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_stay_break_to_after_from")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_stay_break_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_stay_break_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stay_break")),
        sa.UniqueConstraint("ref", name=op.f("uq_stay_break_ref")),
    )
    op.create_index(op.f("ix_stay_break_enrolment_id"), "stay_break", ["enrolment_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_stay_break_enrolment_id"), table_name="stay_break")
    op.drop_table("stay_break")
    op.drop_index("ix_milestone_due", table_name="milestone")
    op.drop_table("milestone")
    op.drop_table("pay_rule")
    for name in ("stays_from", "things_satang", "stays_satang", "steps_satang"):
        op.drop_column("opportunity", name)

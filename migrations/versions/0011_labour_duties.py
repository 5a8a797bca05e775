"""What the law of labour asks of running placements, and what the daily look found."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "labour_duty",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("event_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(length=80), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("escalated_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'sent') = (sent_on IS NOT NULL)", name=op.f("ck_labour_duty_sent_has_its_day")),
        sa.CheckConstraint(
            "kind IN ('notice_of_start', 'notice_of_end', 'social_security')", name=op.f("ck_labour_duty_kind_known")
        ),
        sa.CheckConstraint("state IN ('due', 'sent', 'dropped')", name=op.f("ck_labour_duty_state_known")),
        sa.CheckConstraint("due_on >= event_on", name=op.f("ck_labour_duty_due_after_event")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_labour_duty_area_code_area")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_labour_duty_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_labour_duty_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_duty")),
        sa.UniqueConstraint("enrolment_id", "kind", name=op.f("uq_labour_duty_enrolment_id_kind")),
        sa.UniqueConstraint("ref", name=op.f("uq_labour_duty_ref")),
    )
    op.create_index("ix_labour_duty_of_office", "labour_duty", ["office_key", "state", "due_on"], unique=False)
    op.create_index(
        "ix_labour_duty_of_organisation", "labour_duty", ["organisation_id", "state", "due_on"], unique=False
    )
    op.create_table(
        "labour_finding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.String(length=8), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("weight", sa.String(length=8), nullable=False),
        sa.Column("why_th", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "cause IN ('birthday', 'wage_change', 'paper', 'notice', 'terms')",
            name=op.f("ck_labour_finding_cause_known"),
        ),
        sa.CheckConstraint("weight IN ('blocks', 'asks', 'tells')", name=op.f("ck_labour_finding_weight_known")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_labour_finding_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_finding")),
    )
    op.create_index(op.f("ix_labour_finding_enrolment_id"), "labour_finding", ["enrolment_id"], unique=False)
    op.create_index(
        "uq_labour_finding_open",
        "labour_finding",
        ["enrolment_id", "rule"],
        unique=True,
        sqlite_where=sa.text("cleared_on IS NULL"),
        postgresql_where=sa.text("cleared_on IS NULL"),
    )
    op.create_table(
        "labour_paper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "kind IN ('night_permit', 'student_part_time', 'registered_trainee', 'school_internship', 'volunteer_observation')",
            name=op.f("ck_labour_paper_kind_known"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'confirmed', 'refused')", name=op.f("ck_labour_paper_state_known")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_labour_paper_valid_in_order")),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_labour_paper_added_by_id_account")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_labour_paper_decided_by_id_account")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_labour_paper_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labour_paper")),
        sa.UniqueConstraint("ref", name=op.f("uq_labour_paper_ref")),
    )
    op.create_index(op.f("ix_labour_paper_enrolment_id"), "labour_paper", ["enrolment_id"], unique=False)
    op.create_table(
        "labour_watch",
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("minimum_satang", sa.BigInteger(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_labour_watch_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("enrolment_id", name=op.f("pk_labour_watch")),
    )
    op.create_index(op.f("ix_labour_watch_ended_on"), "labour_watch", ["ended_on"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_labour_watch_ended_on"), table_name="labour_watch")
    op.drop_table("labour_watch")
    op.drop_index(op.f("ix_labour_paper_enrolment_id"), table_name="labour_paper")
    op.drop_table("labour_paper")
    op.drop_index(op.f("ix_labour_finding_enrolment_id"), table_name="labour_finding")
    op.drop_index("uq_labour_finding_open", table_name="labour_finding")
    op.drop_table("labour_finding")
    op.drop_index("ix_labour_duty_of_office", table_name="labour_duty")
    op.drop_index("ix_labour_duty_of_organisation", table_name="labour_duty")
    op.drop_table("labour_duty")

"""Wishes, matches with mentors, their meetings, goals, check-ins and surveys."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mentor_bar",
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_mentor_bar_resource_id_resource")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_mentor_bar_set_by_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_mentor_bar_youth_id_youth")),
        sa.PrimaryKeyConstraint("youth_id", "resource_id", name=op.f("pk_mentor_bar")),
    )
    op.create_table(
        "mentor_profile",
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("gender", sa.String(length=1), nullable=True),
        sa.Column("load_most", sa.Integer(), nullable=False),
        sa.CheckConstraint("gender IS NULL OR gender IN ('f', 'm', 'x')", name=op.f("ck_mentor_profile_gender_known")),
        sa.CheckConstraint("load_most BETWEEN 1 AND 20", name=op.f("ck_mentor_profile_load_sane")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_mentor_profile_resource_id_resource")),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_mentor_profile")),
    )
    op.create_table(
        "mentor_wish",
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("gender", sa.String(length=1), nullable=True),
        sa.Column("km_most", sa.Integer(), nullable=True),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("gender IS NULL OR gender IN ('f', 'm', 'x')", name=op.f("ck_mentor_wish_gender_known")),
        sa.CheckConstraint("km_most IS NULL OR km_most BETWEEN 1 AND 500", name=op.f("ck_mentor_wish_km_sane")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_mentor_wish_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_mentor_wish_youth_id_youth")),
        sa.PrimaryKeyConstraint("youth_id", name=op.f("pk_mentor_wish")),
    )
    with op.batch_alter_table("mentor_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_wish_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_wish_waits_since"), ["waits_since"], unique=False)

    op.create_table(
        "mentor_match",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reservation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chaperone_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('proposed', 'requested', 'accepted', 'declined', 'expired', 'active', 'ended')",
            name=op.f("ck_mentor_match_state_known"),
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_mentor_match_area_code_area")),
        sa.ForeignKeyConstraint(["chaperone_id"], ["account.id"], name=op.f("fk_mentor_match_chaperone_id_account")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_mentor_match_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["reservation.id"], name=op.f("fk_mentor_match_reservation_id_reservation")
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_mentor_match_resource_id_resource")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_mentor_match_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_match")),
        sa.UniqueConstraint("ref", name=op.f("uq_mentor_match_ref")),
    )
    with op.batch_alter_table("mentor_match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_match_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_match_office_key"), ["office_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_match_resource_id"), ["resource_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mentor_match_youth_id"), ["youth_id"], unique=False)
        batch_op.create_index(
            "uq_mentor_match_live",
            ["youth_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'active')"),
            postgresql_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'active')"),
        )

    op.create_table(
        "check_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("match_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("face", sa.Integer(), nullable=True),
        sa.Column("wants_talk", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("face IS NULL OR face BETWEEN 1 AND 5", name=op.f("ck_check_in_face_known")),
        sa.ForeignKeyConstraint(["match_id"], ["mentor_match.id"], name=op.f("fk_check_in_match_id_mentor_match")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("match_id", "due_on", name=op.f("uq_check_in_match_id_due_on")),
        sa.UniqueConstraint("ref", name=op.f("uq_check_in_ref")),
    )
    op.create_table(
        "mentor_goal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("match_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["mentor_match.id"], name=op.f("fk_mentor_goal_match_id_mentor_match")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_goal")),
        sa.UniqueConstraint("ref", name=op.f("uq_mentor_goal_ref")),
    )
    with op.batch_alter_table("mentor_goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mentor_goal_match_id"), ["match_id"], unique=False)

    op.create_table(
        "mentor_meeting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("match_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("two_deep", sa.Boolean(), nullable=False),
        sa.Column("told_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('held', 'youth_missed', 'mentor_missed')", name=op.f("ck_mentor_meeting_outcome_known")
        ),
        sa.CheckConstraint("minutes BETWEEN 0 AND 720", name=op.f("ck_mentor_meeting_minutes_sane")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["mentor_match.id"], name=op.f("fk_mentor_meeting_match_id_mentor_match")
        ),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_mentor_meeting_told_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_meeting")),
        sa.UniqueConstraint("match_id", "held_on", name=op.f("uq_mentor_meeting_match_id_held_on")),
        sa.UniqueConstraint("ref", name=op.f("uq_mentor_meeting_ref")),
    )
    op.create_table(
        "mentor_survey",
        sa.Column("match_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("said_by", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("said_by IN ('youth', 'mentor')", name=op.f("ck_mentor_survey_said_by_known")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_mentor_survey_score_known")),
        sa.ForeignKeyConstraint(["match_id"], ["mentor_match.id"], name=op.f("fk_mentor_survey_match_id_mentor_match")),
        sa.PrimaryKeyConstraint("match_id", "said_by", name=op.f("pk_mentor_survey")),
    )


def downgrade() -> None:
    op.drop_table("mentor_survey")
    op.drop_table("mentor_meeting")
    with op.batch_alter_table("mentor_goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentor_goal_match_id"))

    op.drop_table("mentor_goal")
    op.drop_table("check_in")
    with op.batch_alter_table("mentor_match", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_mentor_match_live",
            sqlite_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'active')"),
            postgresql_where=sa.text("state IN ('proposed', 'requested', 'accepted', 'active')"),
        )
        batch_op.drop_index(batch_op.f("ix_mentor_match_youth_id"))
        batch_op.drop_index(batch_op.f("ix_mentor_match_resource_id"))
        batch_op.drop_index(batch_op.f("ix_mentor_match_office_key"))
        batch_op.drop_index(batch_op.f("ix_mentor_match_enrolment_id"))

    op.drop_table("mentor_match")
    with op.batch_alter_table("mentor_wish", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mentor_wish_waits_since"))
        batch_op.drop_index(batch_op.f("ix_mentor_wish_enrolment_id"))

    op.drop_table("mentor_wish")
    op.drop_table("mentor_profile")
    op.drop_table("mentor_bar")

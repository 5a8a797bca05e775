"""Threads with a second adult, and their messages."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "thread",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("youth_id", BIG, nullable=False),
        sa.Column("match_id", BIG, nullable=True),
        sa.Column("enrolment_id", BIG, nullable=True),
        sa.Column("second_id", BIG, nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("opened_by_id", BIG, nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(match_id IS NULL) <> (enrolment_id IS NULL)", name=op.f("ck_thread_about_one_thing")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_thread_area_code_area")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_thread_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["match_id"], ["mentor_match.id"], name=op.f("fk_thread_match_id_mentor_match")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["account.id"], name=op.f("fk_thread_opened_by_id_account")),
        sa.ForeignKeyConstraint(["second_id"], ["account.id"], name=op.f("fk_thread_second_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_thread_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_thread_enrolment_id")),
        sa.UniqueConstraint("match_id", name=op.f("uq_thread_match_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_thread_ref")),
    )
    op.create_index("ix_thread_of_office", "thread", ["office_key"], unique=False)
    op.create_index(op.f("ix_thread_second_id"), "thread", ["second_id"], unique=False)
    op.create_index(op.f("ix_thread_youth_id"), "thread", ["youth_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("thread_id", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("template", sa.String(length=20), nullable=False),
        sa.Column("text_sealed", sa.String(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("held_for", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visible_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by_id", BIG, nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("judged_note", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(template = '') = (text_sealed IS NOT NULL)", name=op.f("ck_message_template_or_words")),
        sa.CheckConstraint("part IN ('youth', 'adult', 'second')", name=op.f("ck_message_part_known")),
        sa.CheckConstraint(
            "state <> 'refused' OR judged_by_id IS NOT NULL", name=op.f("ck_message_refused_by_somebody")
        ),
        sa.CheckConstraint("state IN ('shown', 'held', 'refused')", name=op.f("ck_message_state_known")),
        sa.CheckConstraint("(judged_by_id IS NULL) = (judged_at IS NULL)", name=op.f("ck_message_judged_has_its_time")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_message_author_id_account")),
        sa.ForeignKeyConstraint(["judged_by_id"], ["account.id"], name=op.f("fk_message_judged_by_id_account")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_message_thread_id_thread")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("ref", name=op.f("uq_message_ref")),
    )
    op.create_index("ix_message_held", "message", ["state", "thread_id"], unique=False)
    op.create_index("ix_message_of_thread", "message", ["thread_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_message_of_thread", table_name="message")
    op.drop_index("ix_message_held", table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_thread_youth_id"), table_name="thread")
    op.drop_index(op.f("ix_thread_second_id"), table_name="thread")
    op.drop_index("ix_thread_of_office", table_name="thread")
    op.drop_table("thread")

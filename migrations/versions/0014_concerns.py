"""Concerns: reports of what is wrong, whom they are about, notes, and pauses of access."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("urgency", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=True),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("about_path", sa.String(length=200), nullable=False),
        sa.Column("contact_sealed", sa.String(), nullable=True),
        sa.Column("reporter_id", BIG, nullable=True),
        sa.Column("shows_name", sa.Boolean(), nullable=False),
        sa.Column("youth_id", BIG, nullable=True),
        sa.Column("handler_id", BIG, nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("told", sa.String(length=500), nullable=False),
        sa.Column("closed_by_id", BIG, nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL) AND (state = 'closed') = (outcome IS NOT NULL)",
            name=op.f("ck_concern_closed_has_its_outcome"),
        ),
        sa.CheckConstraint("(state = 'new') = (due_at IS NOT NULL)", name=op.f("ck_concern_new_has_its_clock")),
        sa.CheckConstraint(
            "kind IN ('danger', 'violence', 'touch', 'contact', 'work', 'money', 'insult', 'other')",
            name=op.f("ck_concern_kind_known"),
        ),
        sa.CheckConstraint("level IN ('office', 'province', 'country')", name=op.f("ck_concern_level_known")),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('resolved', 'passed_on', 'not_confirmed', 'duplicate')",
            name=op.f("ck_concern_outcome_known"),
        ),
        sa.CheckConstraint(
            "state <> 'in_hand' OR handler_id IS NOT NULL", name=op.f("ck_concern_in_hand_has_its_handler")
        ),
        sa.CheckConstraint("state IN ('new', 'in_hand', 'closed')", name=op.f("ck_concern_state_known")),
        sa.CheckConstraint("urgency IN ('danger', 'serious', 'other')", name=op.f("ck_concern_urgency_known")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_concern_area_code_area")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["account.id"], name=op.f("fk_concern_closed_by_id_account")),
        sa.ForeignKeyConstraint(["handler_id"], ["account.id"], name=op.f("fk_concern_handler_id_account")),
        sa.ForeignKeyConstraint(["reporter_id"], ["account.id"], name=op.f("fk_concern_reporter_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_concern_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_concern_code_hash")),
        sa.UniqueConstraint("ref", name=op.f("uq_concern_ref")),
    )
    op.create_index("ix_concern_clock", "concern", ["state", "due_at"], unique=False)
    op.create_index(op.f("ix_concern_handler_id"), "concern", ["handler_id"], unique=False)
    op.create_index("ix_concern_of_office", "concern", ["office_key", "state"], unique=False)
    op.create_index(op.f("ix_concern_reporter_id"), "concern", ["reporter_id"], unique=False)
    op.create_index(op.f("ix_concern_youth_id"), "concern", ["youth_id"], unique=False)
    op.create_table(
        "access_pause",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("concern_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("reason_sealed", sa.String(), nullable=False),
        sa.Column("began_by_id", BIG, nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end_reason_sealed", sa.String(), nullable=True),
        sa.Column("ended_by_id", BIG, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason_sealed IS NULL)", name=op.f("ck_access_pause_ended_has_its_reason")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_access_pause_account_id_account")),
        sa.ForeignKeyConstraint(["began_by_id"], ["account.id"], name=op.f("fk_access_pause_began_by_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_access_pause_concern_id_concern")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["account.id"], name=op.f("fk_access_pause_ended_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_pause")),
        sa.UniqueConstraint("ref", name=op.f("uq_access_pause_ref")),
    )
    op.create_index(op.f("ix_access_pause_account_id"), "access_pause", ["account_id"], unique=False)
    op.create_index(
        "uq_access_pause_running",
        "access_pause",
        ["concern_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "concern_named",
        sa.Column("id", BIG, nullable=False),
        sa.Column("concern_id", BIG, nullable=False),
        sa.Column("account_id", BIG, nullable=False),
        sa.Column("named_by_id", BIG, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_concern_named_account_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_named_concern_id_concern")),
        sa.ForeignKeyConstraint(["named_by_id"], ["account.id"], name=op.f("fk_concern_named_named_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_named")),
        sa.UniqueConstraint("concern_id", "account_id", name=op.f("uq_concern_named_concern_id_account_id")),
    )
    op.create_index(op.f("ix_concern_named_account_id"), "concern_named", ["account_id"], unique=False)
    op.create_table(
        "concern_note",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("concern_id", BIG, nullable=False),
        sa.Column("author_id", BIG, nullable=True),
        sa.Column("from_reporter", sa.Boolean(), nullable=False),
        sa.Column("text_sealed", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_concern_note_author_id_account")),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_concern_note_concern_id_concern")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concern_note")),
        sa.UniqueConstraint("ref", name=op.f("uq_concern_note_ref")),
    )
    op.create_index(op.f("ix_concern_note_concern_id"), "concern_note", ["concern_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_concern_note_concern_id"), table_name="concern_note")
    op.drop_table("concern_note")
    op.drop_index(op.f("ix_concern_named_account_id"), table_name="concern_named")
    op.drop_table("concern_named")
    op.drop_index(
        "uq_access_pause_running",
        table_name="access_pause",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_access_pause_account_id"), table_name="access_pause")
    op.drop_table("access_pause")
    op.drop_index(op.f("ix_concern_youth_id"), table_name="concern")
    op.drop_index(op.f("ix_concern_reporter_id"), table_name="concern")
    op.drop_index("ix_concern_of_office", table_name="concern")
    op.drop_index(op.f("ix_concern_handler_id"), table_name="concern")
    op.drop_index("ix_concern_clock", table_name="concern")
    op.drop_table("concern")

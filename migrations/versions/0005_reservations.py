"""What is kept and used of a pledge, and the bundles of help that an enrolment stands on."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "availability",
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("free_mask", sa.LargeBinary(length=42), nullable=True),
        sa.Column("supports", sa.JSON(), nullable=False),
        sa.Column("asks_first", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("free_mask IS NULL OR length(free_mask) = 42", name=op.f("ck_availability_free_mask_whole")),
        sa.CheckConstraint(
            "starts_on IS NULL OR ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_availability_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_availability_resource_id_resource")),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_availability")),
    )
    op.create_table(
        "resource_pause",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.CheckConstraint("to_on >= from_on", name=op.f("ck_resource_pause_to_after_from")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_resource_pause_resource_id_resource")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_pause")),
        sa.UniqueConstraint("ref", name=op.f("uq_resource_pause_ref")),
    )
    with op.batch_alter_table("resource_pause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_pause_resource_id"), ["resource_id"], unique=False)

    op.create_table(
        "resource_week",
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_resource_week_taken_within")),
        sa.CheckConstraint("used >= 0 AND used <= taken", name=op.f("ck_resource_week_used_within")),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_resource_week_resource_id_resource")),
        sa.PrimaryKeyConstraint("resource_id", "monday", name=op.f("pk_resource_week")),
    )
    op.create_table(
        "support_bundle",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('held', 'confirmed', 'broken', 'released', 'used')", name=op.f("ck_support_bundle_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_support_bundle_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_bundle")),
        sa.UniqueConstraint("ref", name=op.f("uq_support_bundle_ref")),
    )
    with op.batch_alter_table("support_bundle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_bundle_enrolment_id"), ["enrolment_id"], unique=False)
        batch_op.create_index(
            "uq_support_bundle_live",
            ["enrolment_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('held', 'confirmed')"),
            postgresql_where=sa.text("state IN ('held', 'confirmed')"),
        )

    op.create_table(
        "reservation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bundle_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("needs", sa.String(length=80), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("first_monday", sa.Date(), nullable=False),
        sa.Column("last_monday", sa.Date(), nullable=False),
        sa.Column("free_from", sa.Date(), nullable=True),
        sa.Column("week_mask", sa.LargeBinary(length=42), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("thanks", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer IN ('not_asked', 'waiting', 'accepted', 'declined')", name=op.f("ck_reservation_answer_known")
        ),
        sa.CheckConstraint(
            "state IN ('held', 'confirmed', 'released', 'used')", name=op.f("ck_reservation_state_known")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_reservation_amount_positive")),
        sa.CheckConstraint("last_monday >= first_monday", name=op.f("ck_reservation_weeks_in_order")),
        sa.CheckConstraint("week_mask IS NULL OR length(week_mask) = 42", name=op.f("ck_reservation_week_mask_whole")),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["support_bundle.id"], name=op.f("fk_reservation_bundle_id_support_bundle")
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_reservation_resource_id_resource")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_reservation_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
        sa.UniqueConstraint("ref", name=op.f("uq_reservation_ref")),
    )
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reservation_bundle_id"), ["bundle_id"], unique=False)
        batch_op.create_index("ix_reservation_of_resource", ["resource_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_reservation_youth_id"), ["youth_id"], unique=False)

    op.create_table(
        "resource_use",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("reservation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("resource_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("told_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_resource_use_amount_positive")),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR told_by_id IS NULL OR confirmed_by_id <> told_by_id",
            name=op.f("ck_resource_use_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["account.id"], name=op.f("fk_resource_use_confirmed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["reservation_id"], ["reservation.id"], name=op.f("fk_resource_use_reservation_id_reservation")
        ),
        sa.ForeignKeyConstraint(["resource_id"], ["resource.id"], name=op.f("fk_resource_use_resource_id_resource")),
        sa.ForeignKeyConstraint(["told_by_id"], ["account.id"], name=op.f("fk_resource_use_told_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource_use")),
        sa.UniqueConstraint("ref", name=op.f("uq_resource_use_ref")),
    )
    with op.batch_alter_table("resource_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_resource_use_reservation_id"), ["reservation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_resource_use_resource_id"), ["resource_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("resource_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_use_resource_id"))
        batch_op.drop_index(batch_op.f("ix_resource_use_reservation_id"))

    op.drop_table("resource_use")
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reservation_youth_id"))
        batch_op.drop_index("ix_reservation_of_resource")
        batch_op.drop_index(batch_op.f("ix_reservation_bundle_id"))

    op.drop_table("reservation")
    with op.batch_alter_table("support_bundle", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_support_bundle_live",
            sqlite_where=sa.text("state IN ('held', 'confirmed')"),
            postgresql_where=sa.text("state IN ('held', 'confirmed')"),
        )
        batch_op.drop_index(batch_op.f("ix_support_bundle_enrolment_id"))

    op.drop_table("support_bundle")
    op.drop_table("resource_week")
    with op.batch_alter_table("resource_pause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resource_pause_resource_id"))

    op.drop_table("resource_pause")
    op.drop_table("availability")

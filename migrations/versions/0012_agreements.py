"""Placement agreements with their versions and signatures, and the days worked under them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BEFORE = ("guardian_sign", "set_password", "invite")


def may_link_for(purposes: tuple[str, ...]) -> None:
    """A one-time link may be for these purposes."""
    with op.batch_alter_table("one_time_link") as table:
        table.drop_constraint(op.f("ck_one_time_link_purpose_known"), type_="check")
        table.create_check_constraint(
            op.f("ck_one_time_link_purpose_known"), f"purpose IN ({', '.join(repr(one) for one in purposes)})"
        )


def upgrade() -> None:
    may_link_for((*BEFORE, "agreement_sign"))
    op.create_table(
        "agreement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("host_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("provider_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'assessed') = (outcome IS NOT NULL)", name=op.f("ck_agreement_assessed_has_outcome")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('completed', 'partly_completed', 'did_not_show', 'ended_with_job')",
            name=op.f("ck_agreement_outcome_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'ready_to_sign', 'partly_signed', 'in_review', 'valid', 'active', 'assessed', 'rejected', 'cancelled')",
            name=op.f("ck_agreement_state_known"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_agreement_ends_after_start")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_agreement_area_code_area")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_agreement_created_by_id_account")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_agreement_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["host_id"], ["organisation.id"], name=op.f("fk_agreement_host_id_organisation")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["organisation.id"], name=op.f("fk_agreement_provider_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("ref", name=op.f("uq_agreement_ref")),
    )
    op.create_index(op.f("ix_agreement_host_id"), "agreement", ["host_id"], unique=False)
    op.create_index("ix_agreement_of_office", "agreement", ["office_key", "state"], unique=False)
    op.create_index(op.f("ix_agreement_provider_id"), "agreement", ["provider_id"], unique=False)
    op.create_index(
        "uq_agreement_live",
        "agreement",
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text("state NOT IN ('rejected', 'cancelled')"),
        postgresql_where=sa.text("state NOT IN ('rejected', 'cancelled')"),
    )
    op.create_table(
        "agreement_signature",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party", sa.String(length=12), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("text_hash", sa.String(length=64), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=True),
        sa.Column("signer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name_sealed", sa.String(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "how IS NULL OR how = 'link' OR signer_id IS NOT NULL", name=op.f("ck_agreement_signature_account_is_known")
        ),
        sa.CheckConstraint(
            "how IS NULL OR how IN ('account', 'link', 'case_worker')", name=op.f("ck_agreement_signature_how_known")
        ),
        sa.CheckConstraint(
            "party IN ('youth', 'guardian', 'host', 'provider', 'officer')",
            name=op.f("ck_agreement_signature_party_known"),
        ),
        sa.CheckConstraint(
            "(signed_at IS NULL AND text_hash IS NULL AND how IS NULL) OR (signed_at IS NOT NULL AND text_hash IS NOT NULL AND how IS NOT NULL)",
            name=op.f("ck_agreement_signature_signed_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_signature_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["signer_id"], ["account.id"], name=op.f("fk_agreement_signature_signer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_signature")),
        sa.UniqueConstraint(
            "agreement_id", "number", "party", name=op.f("uq_agreement_signature_agreement_id_number_party")
        ),
    )
    op.create_index("uq_agreement_signer", "agreement_signature", ["agreement_id", "number", "signer_id"], unique=True)
    op.create_table(
        "agreement_version",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("text_sealed", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_agreement_version_agreement_id_agreement")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_agreement_version_made_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_version")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_agreement_version_agreement_id_number")),
    )
    op.create_table(
        "work_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("agreement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("rest_minutes", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.String(length=600), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispute", sa.String(length=400), nullable=False),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "state IN ('entered', 'confirmed', 'disputed', 'settled')", name=op.f("ck_work_day_state_known")
        ),
        sa.CheckConstraint(
            "rest_minutes >= 0 AND rest_minutes < end_minute - start_minute", name=op.f("ck_work_day_rest_within")
        ),
        sa.CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= start_minute + 1440",
            name=op.f("ck_work_day_minutes_sane"),
        ),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_work_day_agreement_id_agreement")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name=op.f("fk_work_day_entered_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_day")),
        sa.UniqueConstraint("agreement_id", "worked_on", name=op.f("uq_work_day_agreement_id_worked_on")),
        sa.UniqueConstraint("ref", name=op.f("uq_work_day_ref")),
    )


def downgrade() -> None:
    op.execute("DELETE FROM one_time_link WHERE purpose = 'agreement_sign'")
    may_link_for(BEFORE)
    op.drop_table("work_day")
    op.drop_table("agreement_version")
    op.drop_index("uq_agreement_signer", table_name="agreement_signature")
    op.drop_table("agreement_signature")
    op.drop_index(op.f("ix_agreement_host_id"), table_name="agreement")
    op.drop_index("ix_agreement_of_office", table_name="agreement")
    op.drop_index(op.f("ix_agreement_provider_id"), table_name="agreement")
    op.drop_index("uq_agreement_live", table_name="agreement")
    op.drop_table("agreement")

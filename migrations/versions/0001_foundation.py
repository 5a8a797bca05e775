"""The tables Okat begins with, and the laws the database keeps by itself (migrations/sql)."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
PARTS = ("10_ledger", "20_search")
MADE = re.compile(
    r"^CREATE (?:OR REPLACE )?(?:UNIQUE |VIRTUAL )?(FUNCTION|TABLE|VIEW|INDEX|TRIGGER) (?:IF NOT EXISTS )?(\w+)", re.M
)


def texts() -> Iterator[str]:
    """The hand-written SQL of this revision for the dialect at hand."""
    for part in PARTS:
        file = SQL / f"{part}.{op.get_bind().dialect.name}.sql"
        if file.exists():
            yield file.read_text(encoding="utf-8")


def run(text: str) -> None:
    """Run SQL as it stands, where a percent sign is only a percent sign."""
    cursor = op.get_bind().connection.cursor()
    if op.get_bind().dialect.name == "sqlite":
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                cursor.execute(statement)
                statement = ""
    else:
        cursor.execute(text)
    cursor.close()


def run_parts() -> None:
    """Make the triggers, functions and search tables."""
    for text in texts():
        run(text)


def undo_parts() -> None:
    """Drop what `run_parts` made, last first."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for kind, name in reversed([found for text in texts() for found in MADE.findall(text)]):
        if kind != "TRIGGER" or not postgresql:
            run(f"DROP {kind} IF EXISTS {name}{' CASCADE' if postgresql else ''};")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("phone_sealed", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("locale IN ('th', 'en')", name=op.f("ck_account_locale_known")),
        sa.CheckConstraint("email_key IS NOT NULL OR phone_index IS NOT NULL", name=op.f("ck_account_reachable")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
        sa.UniqueConstraint("phone_index", name=op.f("uq_account_phone_index")),
        sa.UniqueConstraint("ref", name=op.f("uq_account_ref")),
    )
    op.create_table(
        "area",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("parent_code", sa.String(length=6), nullable=True),
        sa.Column("name_th", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("postcodes", sa.JSON(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("point_precision", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "(level = 'province' AND length(code) = 2 AND parent_code IS NULL) OR (level = 'district' AND length(code) = 4 AND parent_code IS NOT NULL AND parent_code = substr(code, 1, 2)) OR (level = 'subdistrict' AND length(code) = 6 AND parent_code IS NOT NULL AND parent_code = substr(code, 1, 4))",
            name=op.f("ck_area_stands_under_its_parent"),
        ),
        sa.CheckConstraint("level IN ('province', 'district', 'subdistrict')", name=op.f("ck_area_level_known")),
        sa.CheckConstraint(
            "point_precision IN ('place', 'subdistrict', 'district', 'province')",
            name=op.f("ck_area_point_precision_known"),
        ),
        sa.ForeignKeyConstraint(["parent_code"], ["area.code"], name=op.f("fk_area_parent_code_area")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_area")),
    )
    op.create_index(op.f("ix_area_level"), "area", ["level"], unique=False)
    op.create_index(op.f("ix_area_parent_code"), "area", ["parent_code"], unique=False)
    op.create_table(
        "area_setting",
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("two_step_review", sa.Boolean(), nullable=False),
        sa.Column("provider_days", sa.Integer(), nullable=False),
        sa.Column("officer_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("officer_days BETWEEN 1 AND 90", name=op.f("ck_area_setting_officer_days_sane")),
        sa.CheckConstraint("provider_days BETWEEN 1 AND 90", name=op.f("ck_area_setting_provider_days_sane")),
        sa.PrimaryKeyConstraint("office_key", name=op.f("pk_area_setting")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "ledger_book",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_ledger_book_seq_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_book")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_book_code")),
    )
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("send_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
    )
    op.create_index(op.f("ix_outbox_message_send_after"), "outbox_message", ["send_after"], unique=False)
    op.create_table(
        "rate_window",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_window")),
    )
    op.create_table(
        "submission",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("session_key", sa.String(length=64), nullable=False),
        sa.Column("endpoint", sa.String(length=120), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_at"), "submission", ["at"], unique=False)
    op.create_table(
        "area_outline",
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("geojson", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_area_outline_area_code_area")),
        sa.PrimaryKeyConstraint("area_code", name=op.f("pk_area_outline")),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_type", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_audit_event_actor_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id"], unique=False)
    op.create_index("ix_audit_event_subject", "audit_event", ["subject_type", "subject_id"], unique=False)
    op.create_table(
        "fund",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("name_th", sa.String(length=160), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_fund_ends_after_start")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_fund_area_code_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("ref", name=op.f("uq_fund_ref")),
    )
    op.create_index(op.f("ix_fund_area_code"), "fund", ["area_code"], unique=False)
    op.create_index(op.f("ix_fund_office_key"), "fund", ["office_key"], unique=False)
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("book_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("owner_type", sa.String(length=12), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("floor_satang", sa.BigInteger(), nullable=True),
        sa.Column("balance_satang", sa.BigInteger(), nullable=False),
        sa.Column("last_entry_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "floor_satang IS NULL OR balance_satang >= floor_satang", name=op.f("ck_ledger_account_not_below_floor")
        ),
        sa.ForeignKeyConstraint(["book_id"], ["ledger_book.id"], name=op.f("fk_ledger_account_book_id_ledger_book")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_account_code")),
    )
    op.create_index(op.f("ix_ledger_account_book_id"), "ledger_account", ["book_id"], unique=False)
    op.create_index("ix_ledger_account_owner", "ledger_account", ["owner_type", "owner_id"], unique=False)
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("book_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("cause_type", sa.String(length=24), nullable=False),
        sa.Column("cause_ref", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("prev_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_ledger_entry_reversal_names_its_entry")
        ),
        sa.CheckConstraint(
            "kind IN ('grant', 'cut', 'reserve', 'release', 'accrue', 'send', 'pay', 'reversal')",
            name=op.f("ck_ledger_entry_kind_known"),
        ),
        sa.CheckConstraint(
            "length(content_hash) = 32 AND length(prev_hash) = 32 AND length(hash) = 32",
            name=op.f("ck_ledger_entry_hashes_whole"),
        ),
        sa.CheckConstraint("line_count >= 2", name=op.f("ck_ledger_entry_two_lines_or_more")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_ledger_entry_actor_id_account")),
        sa.ForeignKeyConstraint(["book_id"], ["ledger_book.id"], name=op.f("fk_ledger_entry_book_id_ledger_book")),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["ledger_entry.id"], name=op.f("fk_ledger_entry_reverses_id_ledger_entry")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("book_id", "seq", name=op.f("uq_ledger_entry_book_id_seq")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_entry_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_entry_reverses_id")),
    )
    op.create_index("ix_ledger_entry_cause", "ledger_entry", ["cause_type", "cause_ref"], unique=False)
    op.create_table(
        "local_authority",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=28), nullable=False),
        sa.Column("name_th", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "kind IN ('city_municipality', 'town_municipality', 'subdistrict_municipality', 'subdistrict_administration', 'provincial_administration', 'special')",
            name=op.f("ck_local_authority_kind_known"),
        ),
        sa.CheckConstraint("length(ref) <= 37", name=op.f("ck_local_authority_ref_fits_office_key")),
        sa.ForeignKeyConstraint(["province_code"], ["area.code"], name=op.f("fk_local_authority_province_code_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_authority")),
        sa.UniqueConstraint("ref", name=op.f("uq_local_authority_ref")),
    )
    op.create_index(op.f("ix_local_authority_province_code"), "local_authority", ["province_code"], unique=False)
    op.create_table(
        "login_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shared_device", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("ref", name=op.f("uq_login_session_ref")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index(op.f("ix_login_session_account_id"), "login_session", ["account_id"], unique=False)
    op.create_table(
        "move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject_type", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=32), nullable=False),
        sa.Column("from_state", sa.String(length=24), nullable=False),
        sa.Column("to_state", sa.String(length=24), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_role", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_move_actor_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
    )
    op.create_index("ix_move_subject", "move", ["subject_type", "subject_id"], unique=False)
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("visible_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject_type", sa.String(length=24), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_notice_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_account_id"), "notice", ["account_id"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('guardian_sign', 'set_password', 'invite')", name=op.f("ck_one_time_link_purpose_known")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_one_time_link_created_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    op.create_index("ix_one_time_link_subject", "one_time_link", ["purpose", "subject_id"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name_th", sa.String(length=160), nullable=False),
        sa.Column("name_en", sa.String(length=160), nullable=False),
        sa.Column("about_th", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("external_ref", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('school', 'section12_centre', 'learning_centre', 'college', 'ngo', 'employer', 'community')",
            name=op.f("ck_organisation_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'info_requested', 'active', 'declined', 'suspended', 'renewal_due', 'lapsed')",
            name=op.f("ck_organisation_state_known"),
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_organisation_area_code_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_organisation_external_ref")),
        sa.UniqueConstraint("ref", name=op.f("uq_organisation_ref")),
    )
    op.create_index(op.f("ix_organisation_area_code"), "organisation", ["area_code"], unique=False)
    op.create_index(op.f("ix_organisation_office_key"), "organisation", ["office_key"], unique=False)
    op.create_table(
        "programme",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name_th", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("province_code", sa.String(length=6), nullable=False),
        sa.Column("about_th", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint("kind IN ('abe_province', 'learning_city')", name=op.f("ck_programme_kind_known")),
        sa.ForeignKeyConstraint(["province_code"], ["area.code"], name=op.f("fk_programme_province_code_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("slug", name=op.f("uq_programme_slug")),
    )
    op.create_index(op.f("ix_programme_province_code"), "programme", ["province_code"], unique=False)
    op.create_table(
        "youth",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("alias", sa.String(length=40), nullable=False),
        sa.Column("nickname", sa.String(length=60), nullable=False),
        sa.Column("first_name_sealed", sa.String(), nullable=True),
        sa.Column("last_name_sealed", sa.String(), nullable=True),
        sa.Column("national_id_sealed", sa.String(), nullable=True),
        sa.Column("national_id_index", sa.String(length=64), nullable=True),
        sa.Column("phone_sealed", sa.String(), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("address_sealed", sa.String(), nullable=True),
        sa.Column("health_sealed", sa.String(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=True),
        sa.Column("civil_status", sa.String(length=12), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=True),
        sa.Column("office_key", sa.String(length=40), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("free_mask", sa.LargeBinary(length=42), nullable=True),
        sa.Column("interests", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("support_needs", sa.JSON(), nullable=False),
        sa.Column("shared_needs", sa.JSON(), nullable=False),
        sa.Column("goal", sa.String(length=300), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=True),
        sa.Column("has_documents", sa.Boolean(), nullable=True),
        sa.Column("transport", sa.String(length=12), nullable=True),
        sa.Column("travel_minutes_max", sa.Integer(), nullable=True),
        sa.Column("cost_per_month_max_satang", sa.BigInteger(), nullable=True),
        sa.Column("need_per_month_satang", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("profile_step", sa.Integer(), nullable=False),
        sa.Column("external_ref", sa.String(length=60), nullable=True),
        sa.Column("case_worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "civil_status IN ('single', 'married', 'emancipated')", name=op.f("ck_youth_civil_status_known")
        ),
        sa.CheckConstraint("sex IS NULL OR sex IN ('m', 'f', 'x')", name=op.f("ck_youth_sex_known")),
        sa.CheckConstraint(
            "transport IS NULL OR transport IN ('walk', 'bike', 'motorbike', 'public', 'none')",
            name=op.f("ck_youth_transport_known"),
        ),
        sa.CheckConstraint(
            "cost_per_month_max_satang IS NULL OR cost_per_month_max_satang >= 0",
            name=op.f("ck_youth_cost_not_negative"),
        ),
        sa.CheckConstraint("free_mask IS NULL OR length(free_mask) = 42", name=op.f("ck_youth_free_mask_whole")),
        sa.CheckConstraint("level IS NULL OR level BETWEEN 0 AND 6", name=op.f("ck_youth_level_known")),
        sa.CheckConstraint(
            "need_per_month_satang IS NULL OR need_per_month_satang >= 0", name=op.f("ck_youth_need_not_negative")
        ),
        sa.CheckConstraint(
            "travel_minutes_max IS NULL OR travel_minutes_max BETWEEN 0 AND 600", name=op.f("ck_youth_travel_sane")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_youth_account_id_account")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_youth_area_code_area")),
        sa.ForeignKeyConstraint(["case_worker_id"], ["account.id"], name=op.f("fk_youth_case_worker_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_youth")),
        sa.UniqueConstraint("account_id", name=op.f("uq_youth_account_id")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_youth_external_ref")),
        sa.UniqueConstraint("national_id_index", name=op.f("uq_youth_national_id_index")),
        sa.UniqueConstraint("ref", name=op.f("uq_youth_ref")),
    )
    op.create_index(op.f("ix_youth_area_code"), "youth", ["area_code"], unique=False)
    op.create_index(op.f("ix_youth_case_worker_id"), "youth", ["case_worker_id"], unique=False)
    op.create_index(op.f("ix_youth_office_key"), "youth", ["office_key"], unique=False)
    op.create_index(op.f("ix_youth_phone_index"), "youth", ["phone_index"], unique=False)
    op.create_table(
        "guardian",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name_sealed", sa.String(), nullable=False),
        sa.Column("phone_sealed", sa.String(), nullable=True),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=24), nullable=False),
        sa.Column("evidence_note", sa.String(length=300), nullable=False),
        sa.Column("safe", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "basis IN ('parent', 'court_appointed', 'child_protection_officer', 'carer_without_custody')",
            name=op.f("ck_guardian_basis_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_guardian_account_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_guardian_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
        sa.UniqueConstraint("ref", name=op.f("uq_guardian_ref")),
    )
    op.create_index(op.f("ix_guardian_account_id"), "guardian", ["account_id"], unique=False)
    op.create_index(op.f("ix_guardian_youth_id"), "guardian", ["youth_id"], unique=False)
    op.create_table(
        "ledger_posting",
        sa.Column(
            "entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("line_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("typeof(amount_satang) = 'integer'", name=op.f("ck_ledger_posting_amount_whole")).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("amount_satang <> 0", name=op.f("ck_ledger_posting_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_posting_account_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["ledger_entry.id"],
            name=op.f("fk_ledger_posting_entry_id_ledger_entry"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("entry_id", "line_no", name=op.f("pk_ledger_posting")),
    )
    op.create_index("ix_ledger_posting_account", "ledger_posting", ["account_id", "entry_id"], unique=False)
    op.create_table(
        "local_authority_area",
        sa.Column("local_authority_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_local_authority_area_area_code_area")),
        sa.ForeignKeyConstraint(
            ["local_authority_id"],
            ["local_authority.id"],
            name=op.f("fk_local_authority_area_local_authority_id_local_authority"),
        ),
        sa.PrimaryKeyConstraint("local_authority_id", "area_code", name=op.f("pk_local_authority_area")),
    )
    op.create_index(op.f("ix_local_authority_area_area_code"), "local_authority_area", ["area_code"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=True),
        sa.Column("local_authority_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "role IN ('youth', 'guardian', 'provider', 'provider_admin', 'employer', 'mentor', 'caseworker', 'officer', 'approver', 'authoriser', 'province', 'committee', 'funder', 'auditor', 'steward')",
            name=op.f("ck_membership_role_known"),
        ),
        sa.CheckConstraint(
            "(area_code IS NOT NULL) + (local_authority_id IS NOT NULL) + (programme_id IS NOT NULL) + (organisation_id IS NOT NULL) <= 1",
            name=op.f("ck_membership_bound_once"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_membership_ends_after_start")),
        sa.CheckConstraint(
            "num_nonnulls(area_code, local_authority_id, programme_id, organisation_id) <= 1",
            name=op.f("ck_membership_bound_once"),
        ).ddl_if(dialect="postgresql"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_membership_area_code_area")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["account.id"], name=op.f("fk_membership_granted_by_id_account")),
        sa.ForeignKeyConstraint(
            ["local_authority_id"],
            ["local_authority.id"],
            name=op.f("fk_membership_local_authority_id_local_authority"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_membership_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False)
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False)
    op.create_table(
        "opportunity",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("external_ref", sa.String(length=60), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("field", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title_th", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("summary_th", sa.String(length=400), nullable=False),
        sa.Column("summary_en", sa.String(length=400), nullable=False),
        sa.Column("about_th", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("bring_th", sa.String(length=300), nullable=False),
        sa.Column("bring_en", sa.String(length=300), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("place_th", sa.String(length=200), nullable=False),
        sa.Column("place_en", sa.String(length=200), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("point_precision", sa.String(length=12), nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("place_type", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("apply_by", sa.Date(), nullable=False),
        sa.Column("week_mask", sa.LargeBinary(length=42), nullable=False),
        sa.Column("pay_day", sa.String(length=12), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("age_min", sa.Integer(), nullable=False),
        sa.Column("age_max", sa.Integer(), nullable=True),
        sa.Column("level_min", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("supports", sa.JSON(), nullable=False),
        sa.Column("hazards", sa.JSON(), nullable=False),
        sa.Column("requires_documents", sa.Boolean(), nullable=False),
        sa.Column("wage_per_day_satang", sa.BigInteger(), nullable=False),
        sa.Column("wage_per_hour_satang", sa.BigInteger(), nullable=False),
        sa.Column("stipend_per_session_satang", sa.BigInteger(), nullable=False),
        sa.Column("travel_per_session_satang", sa.BigInteger(), nullable=False),
        sa.Column("completion_bonus_satang", sa.BigInteger(), nullable=False),
        sa.Column("cost_per_month_satang", sa.BigInteger(), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "field IN ('cooking', 'repair', 'care', 'farming', 'digital', 'retail', 'craft', 'tourism', 'study', 'people')",
            name=op.f("ck_opportunity_field_known"),
        ),
        sa.CheckConstraint(
            "form IN ('formal', 'non_formal', 'informal', 'section12', 'home', 'mobile_school', 'community', 'workplace', 'credit_bank')",
            name=op.f("ck_opportunity_form_known"),
        ),
        sa.CheckConstraint("kind IN ('course', 'placement', 'mentorship')", name=op.f("ck_opportunity_kind_known")),
        sa.CheckConstraint("mode IN ('onsite', 'online', 'hybrid')", name=op.f("ck_opportunity_mode_known")),
        sa.CheckConstraint(
            "place_type IN ('cafe', 'restaurant', 'shop', 'market', 'hotel', 'hotel_type_2_3_4', 'farm', 'workshop', 'factory', 'office', 'school', 'clinic', 'home', 'online', 'entertainment', 'gambling', 'slaughterhouse', 'fishing_vessel', 'seafood_processing', 'other')",
            name=op.f("ck_opportunity_place_type_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'published', 'changes_requested', 'rejected', 'paused', 'closed', 'archived', 'withdrawn')",
            name=op.f("ck_opportunity_state_known"),
        ),
        sa.CheckConstraint("age_max IS NULL OR age_max >= age_min", name=op.f("ck_opportunity_ages_in_order")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_opportunity_ends_after_start")),
        sa.CheckConstraint("length(week_mask) = 42", name=op.f("ck_opportunity_week_mask_whole")),
        sa.CheckConstraint("level_min BETWEEN 0 AND 6", name=op.f("ck_opportunity_level_known")),
        sa.CheckConstraint(
            "seats >= 0 AND seats_taken >= 0 AND seats_taken <= seats", name=op.f("ck_opportunity_seats_within")
        ),
        sa.CheckConstraint(
            "wage_per_day_satang >= 0 AND wage_per_hour_satang >= 0 AND stipend_per_session_satang >= 0 AND travel_per_session_satang >= 0 AND completion_bonus_satang >= 0 AND cost_per_month_satang >= 0",
            name=op.f("ck_opportunity_money_not_negative"),
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_opportunity_area_code_area")),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_opportunity_created_by_id_account")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_opportunity_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_opportunity_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity")),
        sa.UniqueConstraint(
            "organisation_id", "external_ref", name=op.f("uq_opportunity_organisation_id_external_ref")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_opportunity_ref")),
    )
    op.create_index(op.f("ix_opportunity_area_code"), "opportunity", ["area_code"], unique=False)
    op.create_index(op.f("ix_opportunity_fund_id"), "opportunity", ["fund_id"], unique=False)
    op.create_index(op.f("ix_opportunity_office_key"), "opportunity", ["office_key"], unique=False)
    op.create_index("ix_opportunity_open", "opportunity", ["state", "apply_by"], unique=False)
    op.create_index(op.f("ix_opportunity_organisation_id"), "opportunity", ["organisation_id"], unique=False)
    op.create_table(
        "payout_account",
        sa.Column(
            "youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("bank", sa.String(length=40), nullable=False),
        sa.Column("number_sealed", sa.String(length=400), nullable=False),
        sa.Column("account_end", sa.String(length=4), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("method IN ('bank', 'promptpay')", name=op.f("ck_payout_account_method_known")),
        sa.CheckConstraint("length(account_end) = 4", name=op.f("ck_payout_account_end_is_four")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_payout_account_youth_id_youth")),
        sa.PrimaryKeyConstraint("youth_id", name=op.f("pk_payout_account")),
    )
    op.create_table(
        "payout_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("total_satang", sa.BigInteger(), nullable=False),
        sa.Column("prepared_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authorised_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("authorised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'locked', 'approved', 'authorised', 'released', 'reconciled', 'closed', 'aborted')",
            name=op.f("ck_payout_batch_state_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'authorised', 'released', 'reconciled', 'closed') OR (approved_by_id IS NOT NULL AND approved_at IS NOT NULL)",
            name=op.f("ck_payout_batch_approved_has_approver"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('authorised', 'released', 'reconciled', 'closed') OR (authorised_by_id IS NOT NULL AND authorised_at IS NOT NULL)",
            name=op.f("ck_payout_batch_authorised_has_authoriser"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('released', 'reconciled', 'closed') OR (released_by_id IS NOT NULL AND released_at IS NOT NULL)",
            name=op.f("ck_payout_batch_released_has_releaser"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> prepared_by_id",
            name=op.f("ck_payout_batch_approver_is_not_preparer"),
        ),
        sa.CheckConstraint(
            "authorised_by_id IS NULL OR (authorised_by_id <> prepared_by_id AND authorised_by_id <> approved_by_id)",
            name=op.f("ck_payout_batch_authoriser_is_a_third"),
        ),
        sa.CheckConstraint(
            "released_by_id IS NULL OR (released_by_id <> prepared_by_id AND released_by_id <> approved_by_id)",
            name=op.f("ck_payout_batch_releaser_is_a_third"),
        ),
        sa.CheckConstraint("total_satang >= 0", name=op.f("ck_payout_batch_total_not_negative")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["account.id"], name=op.f("fk_payout_batch_approved_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["authorised_by_id"], ["account.id"], name=op.f("fk_payout_batch_authorised_by_id_account")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_payout_batch_fund_id_fund")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["account.id"], name=op.f("fk_payout_batch_prepared_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["account.id"], name=op.f("fk_payout_batch_released_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_batch")),
        sa.UniqueConstraint("fund_id", "number", name=op.f("uq_payout_batch_fund_id_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_payout_batch_ref")),
    )
    op.create_table(
        "programme_area",
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_programme_area_area_code_area")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_area_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "area_code", name=op.f("pk_programme_area")),
    )
    op.create_index(op.f("ix_programme_area_area_code"), "programme_area", ["area_code"], unique=False)
    op.create_table(
        "read_log",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_read_log_actor_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_read_log_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_log")),
    )
    op.create_index(op.f("ix_read_log_youth_id"), "read_log", ["youth_id"], unique=False)
    op.create_table(
        "resource",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title_th", sa.String(length=160), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("about_th", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("when_th", sa.String(length=160), nullable=False),
        sa.Column("when_en", sa.String(length=160), nullable=False),
        sa.Column("owner_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("unit", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("external_ref", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('mentor', 'volunteer', 'expert_knowledge', 'learning_site', 'transport', 'childcare', 'equipment', 'partner_service')",
            name=op.f("ck_resource_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('pledged', 'in_vetting', 'approved', 'available', 'paused', 'suspended', 'renewal_due', 'withdrawn', 'rejected')",
            name=op.f("ck_resource_state_known"),
        ),
        sa.CheckConstraint(
            "unit IN ('hours_per_week', 'places', 'trips_per_week', 'pieces')", name=op.f("ck_resource_unit_known")
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_resource_capacity_positive")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_resource_area_code_area")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_resource_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["owner_account_id"], ["account.id"], name=op.f("fk_resource_owner_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resource")),
        sa.UniqueConstraint("external_ref", name=op.f("uq_resource_external_ref")),
        sa.UniqueConstraint("ref", name=op.f("uq_resource_ref")),
    )
    op.create_index(op.f("ix_resource_area_code"), "resource", ["area_code"], unique=False)
    op.create_index(op.f("ix_resource_office_key"), "resource", ["office_key"], unique=False)
    op.create_index(op.f("ix_resource_organisation_id"), "resource", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_resource_owner_account_id"), "resource", ["owner_account_id"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("applied_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("reason_note", sa.Text(), nullable=False),
        sa.Column("holds_seat", sa.Boolean(), nullable=False),
        sa.Column("reserved_satang", sa.BigInteger(), nullable=False),
        sa.Column("flag_count", sa.Integer(), nullable=False),
        sa.Column("rules_version", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'awaiting_guardian', 'submitted', 'provider_review', 'provider_accepted', 'waitlisted', 'offered', 'declined', 'officer_review', 'second_review', 'returned', 'refused', 'approved', 'enrolled', 'in_learning', 'on_break', 'completed', 'dropped_out', 'transferred', 'withdrawn', 'cancelled')",
            name=op.f("ck_enrolment_state_known"),
        ),
        sa.CheckConstraint("reserved_satang >= 0", name=op.f("ck_enrolment_reserve_not_negative")),
        sa.ForeignKeyConstraint(["applied_by_id"], ["account.id"], name=op.f("fk_enrolment_applied_by_id_account")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_enrolment_area_code_area")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_enrolment_decided_by_id_account")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_enrolment_opportunity_id_opportunity")
        ),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_enrolment_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("ref", name=op.f("uq_enrolment_ref")),
    )
    op.create_index(op.f("ix_enrolment_area_code"), "enrolment", ["area_code"], unique=False)
    op.create_index("ix_enrolment_of_opportunity", "enrolment", ["opportunity_id", "state"], unique=False)
    op.create_index("ix_enrolment_queue", "enrolment", ["office_key", "state", "due_at"], unique=False)
    op.create_index(op.f("ix_enrolment_youth_id"), "enrolment", ["youth_id"], unique=False)
    op.create_index(
        "uq_enrolment_live",
        "enrolment",
        ["youth_id", "opportunity_id"],
        unique=True,
        sqlite_where=sa.text(
            "state NOT IN ('declined', 'refused', 'completed', 'dropped_out', 'transferred', 'withdrawn', 'cancelled')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('declined', 'refused', 'completed', 'dropped_out', 'transferred', 'withdrawn', 'cancelled')"
        ),
    )
    op.create_table(
        "listing",
        sa.Column(
            "opportunity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("marks", sa.String(length=600), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("apply_by", sa.Date(), nullable=False),
        sa.Column("money_satang", sa.BigInteger(), nullable=False),
        sa.Column("week", sa.LargeBinary(length=42), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.CheckConstraint("length(week) = 42", name=op.f("ck_listing_week_whole")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_listing_opportunity_id_opportunity")
        ),
        sa.PrimaryKeyConstraint("opportunity_id", name=op.f("pk_listing")),
        sa.UniqueConstraint("seq", name=op.f("uq_listing_seq")),
    )
    op.create_table(
        "payout_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=True),
        sa.Column("bank", sa.String(length=40), nullable=False),
        sa.Column("account_end", sa.String(length=4), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("bank_ref", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'paid') = (bank_ref IS NOT NULL) AND (bank_ref IS NULL OR bank_ref <> '')",
            name=op.f("ck_payout_line_paid_has_bank_reference"),
        ),
        sa.CheckConstraint(
            "(outcome = 'pending') = (settled_on IS NULL)", name=op.f("ck_payout_line_ended_has_its_day")
        ),
        sa.CheckConstraint(
            "outcome IN ('pending', 'paid', 'failed', 'returned')", name=op.f("ck_payout_line_outcome_known")
        ),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_payout_line_amount_positive")),
        sa.ForeignKeyConstraint(["batch_id"], ["payout_batch.id"], name=op.f("fk_payout_line_batch_id_payout_batch")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_payout_line_settled_by_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_payout_line_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_line")),
        sa.UniqueConstraint("batch_id", "youth_id", name=op.f("uq_payout_line_batch_id_youth_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_payout_line_ref")),
    )
    op.create_index(op.f("ix_payout_line_youth_id"), "payout_line", ["youth_id"], unique=False)
    op.create_table(
        "saved_item",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_item_account_id_account")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_saved_item_opportunity_id_opportunity")
        ),
        sa.PrimaryKeyConstraint("account_id", "opportunity_id", name=op.f("pk_saved_item")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('learn', 'work')", name=op.f("ck_session_kind_known")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_session_opportunity_id_opportunity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("opportunity_id", "number", name=op.f("uq_session_opportunity_id_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_session_ref")),
    )
    op.create_index(op.f("ix_session_held_on"), "session", ["held_on"], unique=False)
    op.create_table(
        "slot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.CheckConstraint("kind IN ('learn', 'work')", name=op.f("ck_slot_kind_known")),
        sa.CheckConstraint(
            "start_minute BETWEEN 0 AND 1439 AND end_minute > start_minute AND end_minute <= 2880",
            name=op.f("ck_slot_minutes_sane"),
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_slot_weekday_known")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_slot_opportunity_id_opportunity")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index(op.f("ix_slot_opportunity_id"), "slot", ["opportunity_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("marked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("status IN ('here', 'late', 'away')", name=op.f("ck_attendance_status_known")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_attendance_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["account.id"], name=op.f("fk_attendance_marked_by_id_account")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_attendance_session_id_session")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("session_id", "enrolment_id", name=op.f("uq_attendance_session_id_enrolment_id")),
    )
    op.create_index(op.f("ix_attendance_enrolment_id"), "attendance", ["enrolment_id"], unique=False)
    op.create_table(
        "claim",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("claimed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verified_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('claimed', 'under_review', 'verified', 'rejected', 'more_evidence_needed', 'audited', 'confirmed', 'revoked', 'appealed', 'upheld', 'overturned')",
            name=op.f("ck_claim_state_known"),
        ),
        sa.CheckConstraint("hours BETWEEN 0 AND 5000", name=op.f("ck_claim_hours_sane")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["account.id"], name=op.f("fk_claim_claimed_by_id_account")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_claim_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["account.id"], name=op.f("fk_claim_verified_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("ref", name=op.f("uq_claim_ref")),
    )
    op.create_index(op.f("ix_claim_enrolment_id"), "claim", ["enrolment_id"], unique=False)
    op.create_index("ix_claim_queue", "claim", ["office_key", "state", "due_at"], unique=False)
    op.create_table(
        "employer_payment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("work_from", sa.Date(), nullable=False),
        sa.Column("work_to", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("rate_satang", sa.BigInteger(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("timesheet_ref", sa.String(length=60), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("proof_ref", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "state IN ('due', 'paid', 'confirmed', 'disputed')", name=op.f("ck_employer_payment_state_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('paid', 'confirmed') OR (paid_on IS NOT NULL AND proof_ref <> '')",
            name=op.f("ck_employer_payment_paid_has_proof"),
        ),
        sa.CheckConstraint(
            "days > 0 AND rate_satang > 0 AND amount_satang > 0", name=op.f("ck_employer_payment_sums_positive")
        ),
        sa.CheckConstraint("work_to >= work_from", name=op.f("ck_employer_payment_work_in_order")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_employer_payment_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_employer_payment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_employer_payment_recorded_by_id_account")
        ),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_employer_payment_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_payment")),
        sa.UniqueConstraint(
            "enrolment_id", "work_from", "work_to", name=op.f("uq_employer_payment_enrolment_id_work_from_work_to")
        ),
        sa.UniqueConstraint("ref", name=op.f("uq_employer_payment_ref")),
    )
    op.create_index(op.f("ix_employer_payment_enrolment_id"), "employer_payment", ["enrolment_id"], unique=False)
    op.create_index("ix_employer_payment_of_youth", "employer_payment", ["youth_id", "work_to"], unique=False)
    op.create_index(op.f("ix_employer_payment_organisation_id"), "employer_payment", ["organisation_id"], unique=False)
    op.create_table(
        "fund_reserve",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("used_satang", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_fund_reserve_amount_positive")),
        sa.CheckConstraint("used_satang BETWEEN 0 AND amount_satang", name=op.f("ck_fund_reserve_used_within")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_fund_reserve_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_fund_reserve_fund_id_fund")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_reserve")),
        sa.UniqueConstraint("enrolment_id", "number", name=op.f("uq_fund_reserve_enrolment_id_number")),
    )
    op.create_index(op.f("ix_fund_reserve_fund_id"), "fund_reserve", ["fund_id"], unique=False)
    op.create_index(
        "uq_fund_reserve_open",
        "fund_reserve",
        ["enrolment_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "guardian_consent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("guardian_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("route", sa.String(length=12), nullable=False),
        sa.Column("basis", sa.String(length=24), nullable=True),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("signer_name_sealed", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "basis IS NULL OR basis IN ('parent', 'court_appointed', 'child_protection_officer', 'carer_without_custody')",
            name=op.f("ck_guardian_consent_basis_known"),
        ),
        sa.CheckConstraint(
            "route = 'signed' OR (recorded_by_id IS NOT NULL AND reason <> '')",
            name=op.f("ck_guardian_consent_other_route_has_reason"),
        ),
        sa.CheckConstraint("route IN ('signed', 'case_worker')", name=op.f("ck_guardian_consent_route_known")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_guardian_consent_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_guardian_consent_guardian_id_guardian")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_guardian_consent_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_consent")),
    )
    op.create_index(op.f("ix_guardian_consent_enrolment_id"), "guardian_consent", ["enrolment_id"], unique=False)
    op.create_table(
        "earning",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("reserve_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("from_reserve_satang", sa.BigInteger(), nullable=False),
        sa.Column("source_type", sa.String(length=12), nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("evidence_ref", sa.String(length=60), nullable=False),
        sa.Column("earned_on", sa.Date(), nullable=False),
        sa.Column("verified_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accrue_entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "accrue_entry_id IS NOT NULL OR kind = 'in_kind' OR state IN ('held', 'rejected', 'cancelled')",
            name=op.f("ck_earning_money_has_its_entry"),
        ),
        sa.CheckConstraint(
            "kind IN ('regular', 'completion', 'retention', 'balancing', 'in_kind')", name=op.f("ck_earning_kind_known")
        ),
        sa.CheckConstraint(
            "source_type IN ('attendance', 'travel', 'claim', 'milestone', 'adjustment')",
            name=op.f("ck_earning_source_type_known"),
        ),
        sa.CheckConstraint(
            "state IN ('accrued', 'approved', 'in_batch', 'sent', 'paid', 'confirmed', 'held', 'rejected', 'cancelled', 'failed', 'reversed')",
            name=op.f("ck_earning_state_known"),
        ),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_earning_amount_positive")),
        sa.CheckConstraint(
            "from_reserve_satang = 0 OR reserve_id IS NOT NULL", name=op.f("ck_earning_reserve_part_has_its_reserve")
        ),
        sa.CheckConstraint(
            "from_reserve_satang BETWEEN 0 AND amount_satang", name=op.f("ck_earning_reserve_part_within")
        ),
        sa.ForeignKeyConstraint(
            ["accrue_entry_id"], ["ledger_entry.id"], name=op.f("fk_earning_accrue_entry_id_ledger_entry")
        ),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_earning_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_earning_fund_id_fund")),
        sa.ForeignKeyConstraint(["reserve_id"], ["fund_reserve.id"], name=op.f("fk_earning_reserve_id_fund_reserve")),
        sa.ForeignKeyConstraint(["verified_by_id"], ["account.id"], name=op.f("fk_earning_verified_by_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_earning_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earning")),
        sa.UniqueConstraint("accrue_entry_id", name=op.f("uq_earning_accrue_entry_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_earning_ref")),
        sa.UniqueConstraint("source_type", "source_id", "kind", name=op.f("uq_earning_source_type_source_id_kind")),
    )
    op.create_index(op.f("ix_earning_enrolment_id"), "earning", ["enrolment_id"], unique=False)
    op.create_index("ix_earning_of_fund", "earning", ["fund_id", "state"], unique=False)
    op.create_index("ix_earning_of_youth", "earning", ["youth_id", "earned_on"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("claim_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("stored_name", sa.String(length=60), nullable=False),
        sa.Column("given_name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_evidence_added_by_id_account")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_evidence_claim_id_claim")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("ref", name=op.f("uq_evidence_ref")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_evidence_stored_name")),
    )
    op.create_index(op.f("ix_evidence_claim_id"), "evidence", ["claim_id"], unique=False)
    op.create_table(
        "payout_item",
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earning_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_payout_item_earning_id_earning")),
        sa.ForeignKeyConstraint(["line_id"], ["payout_line.id"], name=op.f("fk_payout_item_line_id_payout_line")),
        sa.PrimaryKeyConstraint("line_id", "earning_id", name=op.f("pk_payout_item")),
    )
    op.create_index("ix_payout_item_earning", "payout_item", ["earning_id"], unique=False)
    run_parts()


def downgrade() -> None:
    undo_parts()
    op.drop_index("ix_payout_item_earning", table_name="payout_item")
    op.drop_table("payout_item")
    op.drop_index(op.f("ix_evidence_claim_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index("ix_earning_of_youth", table_name="earning")
    op.drop_index("ix_earning_of_fund", table_name="earning")
    op.drop_index(op.f("ix_earning_enrolment_id"), table_name="earning")
    op.drop_table("earning")
    op.drop_index(op.f("ix_guardian_consent_enrolment_id"), table_name="guardian_consent")
    op.drop_table("guardian_consent")
    op.drop_index(
        "uq_fund_reserve_open",
        table_name="fund_reserve",
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.drop_index(op.f("ix_fund_reserve_fund_id"), table_name="fund_reserve")
    op.drop_table("fund_reserve")
    op.drop_index(op.f("ix_employer_payment_organisation_id"), table_name="employer_payment")
    op.drop_index("ix_employer_payment_of_youth", table_name="employer_payment")
    op.drop_index(op.f("ix_employer_payment_enrolment_id"), table_name="employer_payment")
    op.drop_table("employer_payment")
    op.drop_index("ix_claim_queue", table_name="claim")
    op.drop_index(op.f("ix_claim_enrolment_id"), table_name="claim")
    op.drop_table("claim")
    op.drop_index(op.f("ix_attendance_enrolment_id"), table_name="attendance")
    op.drop_table("attendance")
    op.drop_index(op.f("ix_slot_opportunity_id"), table_name="slot")
    op.drop_table("slot")
    op.drop_index(op.f("ix_session_held_on"), table_name="session")
    op.drop_table("session")
    op.drop_table("saved_item")
    op.drop_index(op.f("ix_payout_line_youth_id"), table_name="payout_line")
    op.drop_table("payout_line")
    op.drop_table("listing")
    op.drop_index(
        "uq_enrolment_live",
        table_name="enrolment",
        sqlite_where=sa.text(
            "state NOT IN ('declined', 'refused', 'completed', 'dropped_out', 'transferred', 'withdrawn', 'cancelled')"
        ),
        postgresql_where=sa.text(
            "state NOT IN ('declined', 'refused', 'completed', 'dropped_out', 'transferred', 'withdrawn', 'cancelled')"
        ),
    )
    op.drop_index(op.f("ix_enrolment_youth_id"), table_name="enrolment")
    op.drop_index("ix_enrolment_queue", table_name="enrolment")
    op.drop_index("ix_enrolment_of_opportunity", table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_area_code"), table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_index(op.f("ix_resource_owner_account_id"), table_name="resource")
    op.drop_index(op.f("ix_resource_organisation_id"), table_name="resource")
    op.drop_index(op.f("ix_resource_office_key"), table_name="resource")
    op.drop_index(op.f("ix_resource_area_code"), table_name="resource")
    op.drop_table("resource")
    op.drop_index(op.f("ix_read_log_youth_id"), table_name="read_log")
    op.drop_table("read_log")
    op.drop_index(op.f("ix_programme_area_area_code"), table_name="programme_area")
    op.drop_table("programme_area")
    op.drop_table("payout_batch")
    op.drop_table("payout_account")
    op.drop_index(op.f("ix_opportunity_organisation_id"), table_name="opportunity")
    op.drop_index("ix_opportunity_open", table_name="opportunity")
    op.drop_index(op.f("ix_opportunity_office_key"), table_name="opportunity")
    op.drop_index(op.f("ix_opportunity_fund_id"), table_name="opportunity")
    op.drop_index(op.f("ix_opportunity_area_code"), table_name="opportunity")
    op.drop_table("opportunity")
    op.drop_index(op.f("ix_membership_organisation_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_account_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_local_authority_area_area_code"), table_name="local_authority_area")
    op.drop_table("local_authority_area")
    op.drop_index("ix_ledger_posting_account", table_name="ledger_posting")
    op.drop_table("ledger_posting")
    op.drop_index(op.f("ix_guardian_youth_id"), table_name="guardian")
    op.drop_index(op.f("ix_guardian_account_id"), table_name="guardian")
    op.drop_table("guardian")
    op.drop_index(op.f("ix_youth_phone_index"), table_name="youth")
    op.drop_index(op.f("ix_youth_office_key"), table_name="youth")
    op.drop_index(op.f("ix_youth_case_worker_id"), table_name="youth")
    op.drop_index(op.f("ix_youth_area_code"), table_name="youth")
    op.drop_table("youth")
    op.drop_index(op.f("ix_programme_province_code"), table_name="programme")
    op.drop_table("programme")
    op.drop_index(op.f("ix_organisation_office_key"), table_name="organisation")
    op.drop_index(op.f("ix_organisation_area_code"), table_name="organisation")
    op.drop_table("organisation")
    op.drop_index("ix_one_time_link_subject", table_name="one_time_link")
    op.drop_table("one_time_link")
    op.drop_index(op.f("ix_notice_account_id"), table_name="notice")
    op.drop_table("notice")
    op.drop_index("ix_move_subject", table_name="move")
    op.drop_table("move")
    op.drop_index(op.f("ix_login_session_account_id"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index(op.f("ix_local_authority_province_code"), table_name="local_authority")
    op.drop_table("local_authority")
    op.drop_index("ix_ledger_entry_cause", table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_index("ix_ledger_account_owner", table_name="ledger_account")
    op.drop_index(op.f("ix_ledger_account_book_id"), table_name="ledger_account")
    op.drop_table("ledger_account")
    op.drop_index(op.f("ix_fund_office_key"), table_name="fund")
    op.drop_index(op.f("ix_fund_area_code"), table_name="fund")
    op.drop_table("fund")
    op.drop_index("ix_audit_event_subject", table_name="audit_event")
    op.drop_index(op.f("ix_audit_event_actor_id"), table_name="audit_event")
    op.drop_table("audit_event")
    op.drop_table("area_outline")
    op.drop_index(op.f("ix_submission_at"), table_name="submission")
    op.drop_table("submission")
    op.drop_table("rate_window")
    op.drop_index(op.f("ix_outbox_message_send_after"), table_name="outbox_message")
    op.drop_table("outbox_message")
    op.drop_table("ledger_book")
    op.drop_table("heartbeat")
    op.drop_table("area_setting")
    op.drop_index(op.f("ix_area_parent_code"), table_name="area")
    op.drop_index(op.f("ix_area_level"), table_name="area")
    op.drop_table("area")
    op.drop_table("account")

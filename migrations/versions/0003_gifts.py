"""Money that comes in: gifts, refunds, disputes, events told, differences, anchors, and funds within funds."""

import re
import sqlite3
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
OLD_KINDS = ("grant", "cut", "reserve", "release", "accrue", "send", "pay", "reversal")
NEW_KINDS = ("donation", "refund", "fee", "dispute", "restore", "arrive", "allot", "adjust")
FUND_RULES = (
    ("ck_fund_level_known", "level IN ('programme', 'area', 'opportunity')"),
    ("ck_fund_programme_stands_on_top", "parent_id IS NULL OR level <> 'programme'"),
    ("ck_fund_programme_fund_has_its_programme", "level <> 'programme' OR programme_id IS NOT NULL"),
)


def dialect() -> str:
    """Which database is at hand."""
    return op.get_bind().dialect.name


def run(text: str) -> None:
    """Run SQL as it stands, where a percent sign is only a percent sign."""
    cursor = op.get_bind().connection.cursor()
    if dialect() == "sqlite":
        statement = ""
        for line in text.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                cursor.execute(statement)
                statement = ""
    else:
        cursor.execute(text)
    cursor.close()


def know_kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Let the CHECK on an entry's kind name other kinds; the table and its triggers stay as they are.

    SQLite knows no ALTER of a CHECK, and rebuilding the table would lose its triggers: the text of its definition is
    changed in place, the way SQLite's own manual gives for constraints that do not touch what is stored.
    """
    old, new = (", ".join(f"'{kind}'" for kind in kinds) for kinds in (before, after))
    if dialect() == "postgresql":
        op.drop_constraint(op.f("ck_ledger_entry_kind_known"), "ledger_entry", type_="check")
        op.create_check_constraint(op.f("ck_ledger_entry_kind_known"), "ledger_entry", f"kind IN ({new})")
        return
    cursor = op.get_bind().connection.cursor()
    version = cursor.execute("PRAGMA schema_version").fetchone()[0]
    cursor.execute("PRAGMA writable_schema = ON")
    cursor.execute(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'ledger_entry'",
        (f"kind IN ({old})", f"kind IN ({new})"),
    )
    if cursor.rowcount != 1:
        raise RuntimeError("the table ledger_entry is not there")
    cursor.execute(f"PRAGMA schema_version = {version + 1}")
    cursor.execute("PRAGMA writable_schema = OFF")
    cursor.close()


def undo_laws() -> None:
    """Drop what 30_gifts made and give the account's rule its first words again."""
    first = (SQL / f"10_ledger.{dialect()}.sql").read_text(encoding="utf-8")
    if dialect() == "postgresql":
        for table, name in (
            ("service_event", "service_event_kept"),
            ("service_event", "service_event_stays"),
            ("difference", "difference_kept"),
            ("difference", "difference_stays"),
            ("ledger_anchor", "ledger_anchor_kept"),
        ):
            run(f"DROP TRIGGER {name} ON {table};")
        run("DROP FUNCTION service_event_kept; DROP FUNCTION difference_kept;")
        found = re.search(r"CREATE FUNCTION ledger_opens_empty.*?END \$\$;", first, re.S)
        run(found[0].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
        return
    for name in (
        "service_event_told_once",
        "service_event_kept",
        "service_event_stays",
        "difference_kept",
        "difference_stays",
        "ledger_anchor_kept",
        "ledger_anchor_stays",
        "ledger_account_opens",
    ):
        run(f"DROP TRIGGER {name};")
    run(re.search(r"CREATE TRIGGER ledger_account_opens.*?\nEND;", first, re.S)[0])


def upgrade() -> None:
    op.create_table(
        "ledger_anchor",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("books", sa.Integer(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("heads", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(heads) = 32 AND length(hash) = 32", name=op.f("ck_ledger_anchor_hashes_whole")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_ledger_anchor")),
    )
    op.create_table(
        "service_event",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("payment_ref", sa.String(length=255), nullable=True),
        sa.Column("gift_ref", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('applied', 'waiting', 'ignored', 'questioned')", name=op.f("ck_service_event_outcome_known")
        ),
        sa.CheckConstraint("length(digest) = 32", name=op.f("ck_service_event_digest_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_event")),
    )
    with op.batch_alter_table("service_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_service_event_payment_ref"), ["payment_ref"], unique=False)

    op.create_table(
        "difference",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("about", sa.String(length=120), nullable=False),
        sa.Column("expected_satang", sa.BigInteger(), nullable=True),
        sa.Column("found_satang", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adjust_satang", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.String(length=400), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('amount', 'currency', 'unknown_gift', 'wrong_mode', 'not_booked', 'not_there', 'balance', 'bank_line', 'bank_total')",
            name=op.f("ck_difference_kind_known"),
        ),
        sa.CheckConstraint(
            "state <> 'adjusted' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL AND proposed_by_id <> decided_by_id AND adjust_satang IS NOT NULL)",
            name=op.f("ck_difference_adjusted_by_two"),
        ),
        sa.CheckConstraint("state = 'open' OR answer <> ''", name=op.f("ck_difference_answer_has_its_reason")),
        sa.CheckConstraint(
            "state IN ('open', 'proposed') OR decided_at IS NOT NULL", name=op.f("ck_difference_answer_has_its_day")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'proposed', 'matched', 'adjusted', 'explained')", name=op.f("ck_difference_state_known")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_difference_decided_by_id_account")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_difference_fund_id_fund")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_difference_proposed_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference")),
        sa.UniqueConstraint("key", name=op.f("uq_difference_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_difference_ref")),
    )
    with op.batch_alter_table("difference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_difference_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index("ix_difference_state", ["state", "found_at"], unique=False)

    op.create_table(
        "gift",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("giver_kind", sa.String(length=12), nullable=False),
        sa.Column("giver_name", sa.String(length=160), nullable=False),
        sa.Column("giver_email", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("back_url", sa.String(length=300), nullable=False),
        sa.Column("session_ref", sa.String(length=255), nullable=True),
        sa.Column("session_url", sa.String(length=1000), nullable=False),
        sa.Column("session_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payment_ref", sa.String(length=255), nullable=True),
        sa.Column("document_ref", sa.String(length=120), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fee_satang", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "giver_kind IN ('person', 'company', 'employer', 'authority')", name=op.f("ck_gift_giver_kind_known")
        ),
        sa.CheckConstraint(
            "state <> 'paid' OR (paid_at IS NOT NULL AND payment_ref IS NOT NULL)",
            name=op.f("ck_gift_paid_has_its_payment"),
        ),
        sa.CheckConstraint(
            "state <> 'paid' OR way <> 'transfer' OR (document_ref <> '' AND recorded_by_id IS NOT NULL)",
            name=op.f("ck_gift_transfer_has_its_document"),
        ),
        sa.CheckConstraint(
            "state IN ('started', 'opened', 'pending', 'paid', 'failed', 'expired')", name=op.f("ck_gift_state_known")
        ),
        sa.CheckConstraint("way IN ('online', 'transfer')", name=op.f("ck_gift_way_known")),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_gift_amount_positive")),
        sa.CheckConstraint("fee_satang IS NULL OR fee_satang >= 0", name=op.f("ck_gift_fee_not_negative")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_gift_account_id_account")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_gift_fund_id_fund")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_gift_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift")),
        sa.UniqueConstraint("payment_ref", name=op.f("uq_gift_payment_ref")),
        sa.UniqueConstraint("ref", name=op.f("uq_gift_ref")),
        sa.UniqueConstraint("session_ref", name=op.f("uq_gift_session_ref")),
    )
    with op.batch_alter_table("gift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gift_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gift_fund_id"), ["fund_id"], unique=False)
        batch_op.create_index("ix_gift_state", ["state", "created_at"], unique=False)

    op.create_table(
        "gift_dispute",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("service_ref", sa.String(length=255), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=80), nullable=False),
        sa.Column("answer_by_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'won', 'lost')", name=op.f("ck_gift_dispute_state_known")),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_gift_dispute_amount_positive")),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_gift_dispute_gift_id_gift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_dispute")),
        sa.UniqueConstraint("service_ref", name=op.f("uq_gift_dispute_service_ref")),
    )
    with op.batch_alter_table("gift_dispute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gift_dispute_gift_id"), ["gift_id"], unique=False)

    op.create_table(
        "gift_refund",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("gift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("service_ref", sa.String(length=255), nullable=True),
        sa.Column("asked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'approved', 'sent', 'done', 'failed', 'declined')",
            name=op.f("ck_gift_refund_state_known"),
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'declined') OR service_ref IS NOT NULL OR approved_by_id IS NOT NULL",
            name=op.f("ck_gift_refund_sent_was_approved_or_told"),
        ),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_gift_refund_amount_positive")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> asked_by_id", name=op.f("ck_gift_refund_approver_is_another")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["account.id"], name=op.f("fk_gift_refund_approved_by_id_account")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_gift_refund_asked_by_id_account")),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_gift_refund_gift_id_gift")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_refund")),
        sa.UniqueConstraint("ref", name=op.f("uq_gift_refund_ref")),
        sa.UniqueConstraint("service_ref", name=op.f("uq_gift_refund_service_ref")),
    )
    with op.batch_alter_table("gift_refund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gift_refund_gift_id"), ["gift_id"], unique=False)

    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.add_column(sa.Column("level", sa.String(length=12), nullable=False, server_default="area"))
        batch_op.add_column(sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("takes_gifts", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("transfer_to", sa.String(length=200), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_fund_parent_id"), ["parent_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_fund_programme_id_programme"), "programme", ["programme_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_fund_parent_id_fund"), "fund", ["parent_id"], ["id"])
        for name, rule in FUND_RULES:
            batch_op.create_check_constraint(op.f(name), rule)
    with op.batch_alter_table("fund", schema=None) as batch_op:
        for column in ("level", "takes_gifts", "transfer_to"):
            batch_op.alter_column(column, server_default=None)
    know_kinds(OLD_KINDS, OLD_KINDS + NEW_KINDS)
    run((SQL / f"30_gifts.{dialect()}.sql").read_text(encoding="utf-8"))


def downgrade() -> None:
    undo_laws()
    know_kinds(OLD_KINDS + NEW_KINDS, OLD_KINDS)
    with op.batch_alter_table("fund", schema=None) as batch_op:
        for name, _ in FUND_RULES:
            batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_fund_parent_id_fund"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_fund_programme_id_programme"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_fund_parent_id"))
        batch_op.drop_column("transfer_to")
        batch_op.drop_column("takes_gifts")
        batch_op.drop_column("programme_id")
        batch_op.drop_column("parent_id")
        batch_op.drop_column("level")

    with op.batch_alter_table("gift_refund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gift_refund_gift_id"))

    op.drop_table("gift_refund")
    with op.batch_alter_table("gift_dispute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gift_dispute_gift_id"))

    op.drop_table("gift_dispute")
    with op.batch_alter_table("gift", schema=None) as batch_op:
        batch_op.drop_index("ix_gift_state")
        batch_op.drop_index(batch_op.f("ix_gift_fund_id"))
        batch_op.drop_index(batch_op.f("ix_gift_account_id"))

    op.drop_table("gift")
    with op.batch_alter_table("difference", schema=None) as batch_op:
        batch_op.drop_index("ix_difference_state")
        batch_op.drop_index(batch_op.f("ix_difference_fund_id"))

    op.drop_table("difference")
    with op.batch_alter_table("service_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_service_event_payment_ref"))

    op.drop_table("service_event")
    op.drop_table("ledger_anchor")

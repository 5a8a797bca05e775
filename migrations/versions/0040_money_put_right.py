"""Money that has to come back, and corrections of what was paid; untrue completions that were paid begin the list."""

import secrets
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_NOW = datetime.now(UTC)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _id(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=nullable)


def upgrade() -> None:
    recovery = op.create_table(
        "recovery",
        _id("id"),
        sa.Column("ref", sa.String(length=40), nullable=False),
        _id("earning_id"),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("cause_ref", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=400), nullable=False),
        _id("proposed_by_id", nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        _id("decided_by_id", nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'proposed', 'recovered', 'written_off', 'not_sent')",
            name=op.f("ck_recovery_state_known"),
        ),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_recovery_amount_positive")),
        sa.CheckConstraint(
            "(state IN ('open', 'proposed')) = (closed_at IS NULL)", name=op.f("ck_recovery_ended_has_its_day")
        ),
        sa.CheckConstraint(
            "state <> 'written_off' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND proposed_by_id <> decided_by_id AND answer <> '')",
            name=op.f("ck_recovery_written_off_by_two"),
        ),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_recovery_earning_id_earning")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_recovery_area_code_area")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_recovery_proposed_by_id_account")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_recovery_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("ref", name=op.f("uq_recovery_ref")),
        sa.UniqueConstraint("earning_id", name=op.f("uq_recovery_earning_id")),
    )
    op.create_index("ix_recovery_of_office", "recovery", ["office_key", "state", "opened_at"])
    op.create_table(
        "correction",
        _id("id"),
        sa.Column("ref", sa.String(length=40), nullable=False),
        _id("earning_id"),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_satang", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        _id("proposed_by_id", nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        _id("decided_by_id", nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('again', 'more', 'less')", name=op.f("ck_correction_kind_known")),
        sa.CheckConstraint("state IN ('proposed', 'done', 'declined')", name=op.f("ck_correction_state_known")),
        sa.CheckConstraint("amount_satang > 0", name=op.f("ck_correction_amount_positive")),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_correction_decided_has_its_day")
        ),
        sa.CheckConstraint(
            "state <> 'done' OR kind = 'again' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND proposed_by_id <> decided_by_id)",
            name=op.f("ck_correction_done_by_two"),
        ),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_correction_earning_id_earning")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["account.id"], name=op.f("fk_correction_proposed_by_id_account")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_correction_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sa.UniqueConstraint("ref", name=op.f("uq_correction_ref")),
    )
    op.create_index(op.f("ix_correction_earning_id"), "correction", ["earning_id"])
    for name, where in (("uq_correction_again", "kind = 'again'"), ("uq_correction_proposed", "state = 'proposed'")):
        op.create_index(
            name,
            "correction",
            ["earning_id"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    _list_untrue(recovery)


def downgrade() -> None:
    op.drop_table("correction")
    op.drop_table("recovery")


def _list_untrue(table: sa.Table) -> None:
    """What was paid for completions found untrue before there was a list, staying after them included."""
    wanted = sa.text(
        "SELECT e.id, e.amount_satang, f.area_code, f.office_key, l.ref FROM earning e JOIN fund f ON f.id = e.fund_id"
        " LEFT JOIN milestone m ON e.source_type = 'milestone' AND m.id = e.source_id"
        " AND m.kind = 'stay' AND m.counts_from = 'completion'"
        " JOIN claim c ON c.state = 'revoked' AND ((e.source_type = 'claim' AND c.id = e.source_id)"
        " OR (m.id IS NOT NULL AND c.enrolment_id = e.enrolment_id))"
        " JOIN second_look l ON l.claim_id = c.id AND l.state = 'false'"
        " WHERE e.state IN ('in_batch', 'sent', 'paid', 'confirmed') ORDER BY e.id"
    )
    rows = {
        earning_id: {
            "ref": "V-" + "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(6)),
            "earning_id": earning_id,
            "state": "open",
            "version": 1,
            "area_code": area_code,
            "office_key": office_key,
            "amount_satang": satang,
            "reason": "false_completion",
            "cause_ref": look,
            "opened_at": _NOW,
            "answer": "",
        }
        for earning_id, satang, area_code, office_key, look in op.get_bind().execute(wanted)
    }
    if rows:
        op.bulk_insert(table, list(rows.values()))

"""What young people ask about money: a question with its office and its clock; disputed wages get theirs."""

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_NOW = datetime.now(UTC)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def upgrade() -> None:
    table = op.create_table(
        "enquiry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("enrolment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("earning_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("wage_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("office_key", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('not_come', 'wrong_sum', 'wage', 'question')", name=op.f("ck_enquiry_kind_known")
        ),
        sa.CheckConstraint("state IN ('open', 'answered', 'closed')", name=op.f("ck_enquiry_state_known")),
        sa.CheckConstraint(
            "outcome IN ('found', 'paid_again', 'employer_paid', 'as_agreed', 'passed_on', 'arrived')",
            name=op.f("ck_enquiry_outcome_known"),
        ),
        sa.CheckConstraint("(earning_id IS NULL) <> (wage_id IS NULL)", name=op.f("ck_enquiry_about_one_sum")),
        sa.CheckConstraint("(wage_id IS NULL) = (kind <> 'wage')", name=op.f("ck_enquiry_kind_fits_its_sum")),
        sa.CheckConstraint("(state = 'open') = (due_on IS NOT NULL)", name=op.f("ck_enquiry_open_has_its_day")),
        sa.CheckConstraint(
            "state <> 'closed' OR (outcome IS NOT NULL AND closed_at IS NOT NULL)",
            name=op.f("ck_enquiry_closed_has_its_outcome"),
        ),
        sa.CheckConstraint("state <> 'answered' OR answer <> ''", name=op.f("ck_enquiry_answered_has_its_answer")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_enquiry_youth_id_youth")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_enquiry_enrolment_id_enrolment")),
        sa.ForeignKeyConstraint(["earning_id"], ["earning.id"], name=op.f("fk_enquiry_earning_id_earning")),
        sa.ForeignKeyConstraint(["wage_id"], ["employer_payment.id"], name=op.f("fk_enquiry_wage_id_employer_payment")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_enquiry_area_code_area")),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_enquiry_answered_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
        sa.UniqueConstraint("ref", name=op.f("uq_enquiry_ref")),
    )
    op.create_index(op.f("ix_enquiry_youth_id"), "enquiry", ["youth_id"])
    op.create_index("ix_enquiry_of_office", "enquiry", ["office_key", "state", "due_on"])
    for column in ("earning", "wage"):
        op.create_index(
            f"uq_enquiry_standing_{column}",
            "enquiry",
            [f"{column}_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
    _ask_about_disputed(table)


def downgrade() -> None:
    op.drop_table("enquiry")


def _ask_about_disputed(table: sa.Table) -> None:
    """A wage that was said to be wrong before there were questions waits for an answer from today."""
    wanted = sa.text(
        "SELECT p.id, p.youth_id, p.enrolment_id, e.area_code, e.office_key FROM employer_payment p"
        " JOIN enrolment e ON e.id = p.enrolment_id WHERE p.state = 'disputed' ORDER BY p.id"
    )
    rows = [
        {
            "ref": "Q-" + "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(6)),
            "kind": "wage",
            "state": "open",
            "version": 1,
            "youth_id": youth_id,
            "enrolment_id": enrolment_id,
            "wage_id": wage_id,
            "area_code": area_code,
            "office_key": office_key,
            "note": "",
            "answer": "",
            "asked_at": _NOW,
            "due_on": (_NOW + timedelta(days=1)).date(),
        }
        for wage_id, youth_id, enrolment_id, area_code, office_key in op.get_bind().execute(wanted)
    ]
    if rows:
        op.bulk_insert(table, rows)

"""What was found of a worked day can be closed by an officer, who says what was done; it opens again by itself."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
OPEN = "cleared_on IS NULL"
ONE_OPEN = (
    ("uq_labour_finding_open", ["enrolment_id", "rule"], f"{OPEN} AND work_day_id IS NULL"),
    ("uq_labour_finding_of_day", ["work_day_id", "rule"], OPEN),
)
"""A table that is rebuilt loses what its indexes say of their rows."""


def upgrade() -> None:
    _drop_indexes()
    with op.batch_alter_table("labour_finding") as batch_op:
        batch_op.add_column(sa.Column("ref", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("settled_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("settled_by_id", BIG, nullable=True))
        batch_op.add_column(sa.Column("settled_note", sa.String(length=300), server_default="", nullable=False))
        batch_op.add_column(sa.Column("settled_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reopened_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_labour_finding_settled_by_id_account"), "account", ["settled_by_id"], ["id"])
    connection = op.get_bind()
    for key in connection.execute(sa.text("SELECT id FROM labour_finding")).scalars().all():
        connection.execute(
            sa.text("UPDATE labour_finding SET ref = :ref WHERE id = :key"), {"ref": _new_ref(), "key": key}
        )
    with op.batch_alter_table("labour_finding") as batch_op:
        batch_op.alter_column("ref", existing_type=sa.String(length=40), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_labour_finding_ref"), ["ref"])
        batch_op.create_check_constraint(
            op.f("ck_labour_finding_settled_with_words"),
            "settled_on IS NULL OR (settled_by_id IS NOT NULL AND settled_note <> '' AND work_day_id IS NOT NULL)",
        )
    _make_indexes()


def downgrade() -> None:
    _drop_indexes()
    with op.batch_alter_table("labour_finding") as batch_op:
        batch_op.drop_constraint(op.f("ck_labour_finding_settled_with_words"), type_="check")
        batch_op.drop_constraint(op.f("uq_labour_finding_ref"), type_="unique")
        batch_op.drop_constraint(op.f("fk_labour_finding_settled_by_id_account"), type_="foreignkey")
        for column in ("reopened_on", "settled_version", "settled_note", "settled_by_id", "settled_on", "ref"):
            batch_op.drop_column(column)
    _make_indexes()


def _drop_indexes() -> None:
    for name, _, _ in ONE_OPEN:
        op.drop_index(name, table_name="labour_finding")


def _make_indexes() -> None:
    for name, columns, where in ONE_OPEN:
        said = sa.text(where)
        op.create_index(name, "labour_finding", columns, unique=True, sqlite_where=said, postgresql_where=said)


def _new_ref() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(24))
    return "LF-" + "-".join(letters[at : at + 4] for at in range(0, 24, 4))

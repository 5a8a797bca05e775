"""What the law of labour has against a day that was worked is kept beside what it has against the terms."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = "cleared_on IS NULL"
OLD = "cause IN ('birthday', 'wage_change', 'paper', 'notice', 'terms')"
NEW = "cause IN ('birthday', 'wage_change', 'paper', 'notice', 'terms', 'day')"
KNOWN = "ck_labour_finding_cause_known"


def upgrade() -> None:
    op.drop_index("uq_labour_finding_open", table_name="labour_finding")
    with op.batch_alter_table("labour_finding") as batch_op:
        batch_op.add_column(sa.Column("work_day_id", BIG, nullable=True))
        batch_op.create_foreign_key(op.f("fk_labour_finding_work_day_id_work_day"), "work_day", ["work_day_id"], ["id"])
        batch_op.drop_constraint(op.f(KNOWN), type_="check")
        batch_op.create_check_constraint(op.f(KNOWN), NEW)
        batch_op.create_check_constraint(
            op.f("ck_labour_finding_of_a_day"), "(cause = 'day') = (work_day_id IS NOT NULL)"
        )
    _index("uq_labour_finding_open", ["enrolment_id", "rule"], f"{OPEN} AND work_day_id IS NULL")
    _index("uq_labour_finding_of_day", ["work_day_id", "rule"], OPEN)


def downgrade() -> None:
    op.execute("DELETE FROM labour_finding WHERE work_day_id IS NOT NULL")
    op.drop_index("uq_labour_finding_of_day", table_name="labour_finding")
    op.drop_index("uq_labour_finding_open", table_name="labour_finding")
    with op.batch_alter_table("labour_finding") as batch_op:
        batch_op.drop_constraint(op.f("ck_labour_finding_of_a_day"), type_="check")
        batch_op.drop_constraint(op.f(KNOWN), type_="check")
        batch_op.create_check_constraint(op.f(KNOWN), OLD)
        batch_op.drop_constraint(op.f("fk_labour_finding_work_day_id_work_day"), type_="foreignkey")
        batch_op.drop_column("work_day_id")
    _index("uq_labour_finding_open", ["enrolment_id", "rule"], OPEN)


def _index(name: str, columns: list[str], where: str) -> None:
    said = sa.text(where)
    op.create_index(name, "labour_finding", columns, unique=True, sqlite_where=said, postgresql_where=said)

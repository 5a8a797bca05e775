"""Worked days know the version they were worked under and the wage they are part of."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_TODAY = "UPDATE work_day SET number = (SELECT agreement.number FROM agreement WHERE agreement.id = agreement_id)"


def upgrade() -> None:
    with op.batch_alter_table("work_day") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("wage_satang", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("payment_id", BIG, nullable=True))
        batch_op.create_check_constraint(op.f("ck_work_day_wage_not_negative"), "wage_satang >= 0")
        batch_op.create_foreign_key(
            op.f("fk_work_day_payment_id_employer_payment"), "employer_payment", ["payment_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_work_day_payment_id"), ["payment_id"])
    op.execute(OF_TODAY)


def downgrade() -> None:
    with op.batch_alter_table("work_day") as batch_op:
        batch_op.drop_index(op.f("ix_work_day_payment_id"))
        batch_op.drop_constraint(op.f("fk_work_day_payment_id_employer_payment"), type_="foreignkey")
        batch_op.drop_constraint(op.f("ck_work_day_wage_not_negative"), type_="check")
        batch_op.drop_column("payment_id")
        batch_op.drop_column("wage_satang")
        batch_op.drop_column("number")

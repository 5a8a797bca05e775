"""What a paid day of work turned out to be worth more is a wage of its own beside the one that was paid."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

KEY = ("enrolment_id", "work_from", "work_to")
OLD = "uq_employer_payment_enrolment_id_work_from_work_to"
NEW = f"{OLD}_difference"


def upgrade() -> None:
    with op.batch_alter_table("employer_payment") as batch_op:
        batch_op.add_column(sa.Column("difference", sa.Integer(), nullable=False, server_default="0"))
        batch_op.drop_constraint(op.f(OLD), type_="unique")
        batch_op.create_unique_constraint(op.f(NEW), [*KEY, "difference"])


def downgrade() -> None:
    of_difference = "(SELECT id FROM employer_payment WHERE difference > 0)"
    op.execute(f"DELETE FROM enquiry WHERE wage_id IN {of_difference}")
    op.execute("DELETE FROM employer_payment WHERE difference > 0")
    with op.batch_alter_table("employer_payment") as batch_op:
        batch_op.drop_constraint(op.f(NEW), type_="unique")
        batch_op.create_unique_constraint(op.f(OLD), list(KEY))
        batch_op.drop_column("difference")

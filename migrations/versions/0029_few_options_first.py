"""How much those with few options count when a list is placed, as committees set it and as runs used it."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("match_weights") as batch_op:
        # What every run was asked with unless an officer wrote something else.
        batch_op.add_column(sa.Column("few_first", sa.Integer(), nullable=False, server_default="3"))
        batch_op.create_check_constraint(op.f("ck_match_weights_few_first_sane"), "few_first BETWEEN 0 AND 10")
    op.add_column("allocation_run", sa.Column("few_first", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("allocation_run", "few_first")
    with op.batch_alter_table("match_weights") as batch_op:
        batch_op.drop_constraint(op.f("ck_match_weights_few_first_sane"), type_="check")
        batch_op.drop_column("few_first")

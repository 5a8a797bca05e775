"""The youngest birth date somebody told before they changed it, kept until staff have confirmed the new one."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("youth", sa.Column("birth_date_before", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("youth") as batch_op:
        batch_op.drop_column("birth_date_before")

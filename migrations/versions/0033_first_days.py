"""The first session a newcomer can come to, beside the day an opportunity was announced for."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.add_column(sa.Column("first_on", sa.Date(), nullable=True))
    op.execute("UPDATE listing SET first_on = starts_on")
    with op.batch_alter_table("listing") as table:
        table.alter_column("first_on", existing_type=sa.Date(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.drop_column("first_on")

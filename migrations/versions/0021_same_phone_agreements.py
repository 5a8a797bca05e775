"""Signatures of agreements know it too."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("agreement_signature") as batch_op:
        batch_op.add_column(sa.Column("same_phone", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("agreement_signature") as batch_op:
        batch_op.drop_column("same_phone")

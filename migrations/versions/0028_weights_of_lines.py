"""The weight by which each line of a placed list counts, and whether it was changed since it was worked out."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("allocation_line", sa.Column("weight_hundredths", sa.Integer(), nullable=True))
    op.add_column("allocation_line", sa.Column("changed", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("allocation_line", "changed")
    op.drop_column("allocation_line", "weight_hundredths")

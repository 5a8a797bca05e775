"""What a fund may pay at most in all, with its parts."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("fund", sa.Column("most_in_all_satang", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("fund", "most_in_all_satang")

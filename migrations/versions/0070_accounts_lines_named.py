"""A payout line keeps a fingerprint of the account it named, so that one the bank refused is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payout_line", sa.Column("account_print", sa.String(length=64), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("payout_line", "account_print")

"""In which format a batch was handed to the bank, and until when a changed payout account waits."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payout_batch", sa.Column("bank_format", sa.String(length=40), nullable=True))
    op.add_column("payout_account", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("payout_account", "held_until")
    op.drop_column("payout_batch", "bank_format")

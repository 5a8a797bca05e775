"""An agreement that is over knows until when its assessment is asked for, and whom it was told."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

DAYS = ("assess_by", "assess_reminded_on", "assess_missed_on")


def upgrade() -> None:
    for name in DAYS:
        op.add_column("agreement", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("agreement") as batch_op:
        for name in DAYS:
            batch_op.drop_column(name)

"""A young person may say that a meeting with their mentor was otherwise than it was told."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mentor_meeting", sa.Column("otherwise_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("mentor_meeting", "otherwise_at")

"""What a young person says of a meeting their mentor told otherwise, in their own words; nothing where they said none."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "mentor_meeting", sa.Column("otherwise_words", sa.String(length=400), server_default="", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("mentor_meeting", "otherwise_words")

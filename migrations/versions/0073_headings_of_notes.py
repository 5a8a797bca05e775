"""What of ours stands above the words of a concern's note, apart from the words."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In notes that are there already it stands in the words, sealed, and stays there.
    op.add_column("concern_note", sa.Column("heading", sa.String(12), server_default="", nullable=False))
    op.add_column("concern_note", sa.Column("whom_sealed", sa.String(), nullable=True))


def downgrade() -> None:
    # The words stay; whom they were about and that an adult wrote them is told by the release after alone.
    op.drop_column("concern_note", "whom_sealed")
    op.drop_column("concern_note", "heading")

"""Moves found by who made them: what an officer decided is counted on every look at the queue."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_move_actor", "move", ["actor_id", "subject_type", "at"])


def downgrade() -> None:
    op.drop_index("ix_move_actor", table_name="move")

"""When a seat was last taken or given back, so that the public list need not ask for the seats of every card."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("opportunity", sa.Column("seats_moved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_opportunity_seats_moved_at"), "opportunity", ["seats_moved_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_opportunity_seats_moved_at"), "opportunity")
    op.drop_column("opportunity", "seats_moved_at")

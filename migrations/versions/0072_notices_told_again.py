"""How often a notice was told while nobody had read it."""

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("notice", sa.Column("times", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("notice", "times")

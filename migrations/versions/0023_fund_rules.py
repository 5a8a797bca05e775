"""What a fund may pay, and how often its office was warned that it runs dry."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

LISTS = ("uses", "kinds", "fields")
CEILINGS = ("most_per_youth_satang", "most_per_earning_satang")


def upgrade() -> None:
    for name in LISTS:
        op.add_column("fund", sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    for name in CEILINGS:
        op.add_column("fund", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("fund", sa.Column("warned", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    for name in ("warned", *CEILINGS, *LISTS):
        op.drop_column("fund", name)

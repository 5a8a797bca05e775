"""The number a guardian may leave with their answer, sealed, so that a case worker can call them."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("guardian_consent") as batch_op:
        batch_op.add_column(sa.Column("signer_phone_sealed", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("guardian_consent") as batch_op:
        batch_op.drop_column("signer_phone_sealed")

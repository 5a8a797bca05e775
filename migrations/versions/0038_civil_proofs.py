"""What a civil status rests on: the kind of paper, its number (sealed) and the day it took effect.

Who is written down as married or emancipated without a paper stays so, and a guardian takes part until one is seen.
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("youth") as batch_op:
        batch_op.add_column(sa.Column("civil_proof", sa.String(length=24), nullable=True))
        batch_op.add_column(sa.Column("civil_number_sealed", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("civil_since", sa.Date(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_youth_civil_proof_whole"),
            "civil_proof IS NULL OR"
            " (civil_status <> 'single' AND civil_since IS NOT NULL AND civil_number_sealed IS NOT NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("youth") as batch_op:
        batch_op.drop_constraint(op.f("ck_youth_civil_proof_whole"), type_="check")
        batch_op.drop_column("civil_since")
        batch_op.drop_column("civil_number_sealed")
        batch_op.drop_column("civil_proof")

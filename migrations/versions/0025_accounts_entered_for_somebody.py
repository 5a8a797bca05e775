"""Accounts a case worker wrote down for somebody without a login, with what they were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PROOFS = "'bank_book', 'bank_app', 'bank_letter', 'promptpay_reply'"


def upgrade() -> None:
    with op.batch_alter_table("payout_account") as batch_op:
        batch_op.add_column(sa.Column("entered_by_id", BIG, nullable=True))
        batch_op.add_column(sa.Column("proof", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("guardian_told", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(
            batch_op.f("fk_payout_account_entered_by_id_account"), "account", ["entered_by_id"], ["id"]
        )
        batch_op.create_check_constraint(batch_op.f("ck_payout_account_proof_known"), f"proof IN ({PROOFS})")
        batch_op.create_check_constraint(
            batch_op.f("ck_payout_account_entered_with_proof"), "(entered_by_id IS NULL) = (proof IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("payout_account") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_payout_account_entered_with_proof"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_payout_account_proof_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_payout_account_entered_by_id_account"), type_="foreignkey")
        batch_op.drop_column("guardian_told")
        batch_op.drop_column("proof")
        batch_op.drop_column("entered_by_id")

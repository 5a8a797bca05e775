"""What shows that somebody may sign for a young person, and what staff wrote of the guardian's part."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("guardian_consent", sa.Column("shown_by", sa.String(length=200), server_default="", nullable=False))
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "guardian_answer",
        sa.Column("id", big, nullable=False),
        sa.Column("enrolment_id", big, nullable=False),
        sa.Column("by_id", big, nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_guardian_answer_by_id_account")),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_guardian_answer_enrolment_id_enrolment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_answer")),
    )
    op.create_index(op.f("ix_guardian_answer_enrolment_id"), "guardian_answer", ["enrolment_id"])


def downgrade() -> None:
    op.drop_table("guardian_answer")
    with op.batch_alter_table("guardian_consent") as batch_op:
        batch_op.drop_column("shown_by")

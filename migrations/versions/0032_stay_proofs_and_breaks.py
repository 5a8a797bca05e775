"""Files that show that a point was reached, and breaks that are asked for and answered."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STATES = "'asked', 'kept', 'refused', 'removed'"


def upgrade() -> None:
    op.create_table(
        "milestone_proof",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("milestone_id", BIG, nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("stored_name", sa.String(length=60), nullable=False),
        sa.Column("given_name", sa.String(length=255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by_id", BIG, nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["account.id"], name=op.f("fk_milestone_proof_added_by_id_account")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_proof_milestone_id_milestone")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_proof")),
        sa.UniqueConstraint("ref", name=op.f("uq_milestone_proof_ref")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_milestone_proof_stored_name")),
    )
    for column in ("milestone_id", "sha256"):
        op.create_index(op.f(f"ix_milestone_proof_{column}"), "milestone_proof", [column], unique=False)
    # Written by hand: with their constraints inside, both databases add them without making the table anew.
    op.execute(
        "ALTER TABLE stay_break ADD COLUMN state VARCHAR(8) NOT NULL DEFAULT 'kept'"
        f" CONSTRAINT ck_stay_break_state_known CHECK (state IN ({STATES}))"
    )
    whole = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE stay_break ADD COLUMN decided_by_id {whole}"
        " CONSTRAINT fk_stay_break_decided_by_id_account REFERENCES account (id)"
    )
    op.add_column("stay_break", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("stay_break", sa.Column("answer", sa.String(length=200), nullable=False, server_default=""))
    op.execute("UPDATE stay_break SET state = 'removed' WHERE removed_at IS NOT NULL")


def downgrade() -> None:
    # What is only asked for or was refused counts nowhere before.
    op.execute("DELETE FROM stay_break WHERE state IN ('asked', 'refused')")
    for name in ("answer", "version", "decided_by_id", "state"):
        op.drop_column("stay_break", name)
    op.drop_table("milestone_proof")

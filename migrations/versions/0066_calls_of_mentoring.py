"""Who was called about their mentor, by whom and when, also after the end; and who ended it themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (("check_in", "seen"), ("mentor_survey", "seen"), ("mentor_match", "asked")):
        if table != "check_in":
            op.add_column(table, sa.Column(f"{name}_at", sa.DateTime(timezone=True), nullable=True))
        _account(table, f"{name}_by_id")
    op.add_column("mentor_match", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_mentor_match_left_at", "mentor_match", ["left_at"])


def downgrade() -> None:
    op.drop_index("ix_mentor_match_left_at", table_name="mentor_match")
    for name in ("left_at", "asked_by_id", "asked_at"):
        op.drop_column("mentor_match", name)
    for name in ("seen_by_id", "seen_at"):
        op.drop_column("mentor_survey", name)
    op.drop_column("check_in", "seen_by_id")


def _account(table: str, column: str) -> None:
    # Written by hand: with its constraint inside, both databases add it without making the table anew.
    whole = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    constraint = f"CONSTRAINT fk_{table}_{column}_account REFERENCES account (id)"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {whole} {constraint}")

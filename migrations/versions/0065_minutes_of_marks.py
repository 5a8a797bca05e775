"""A mark of a roll may say for how many minutes somebody was there; without them it was the whole session."""

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Written by hand: with its constraint inside, both databases add it without making the table anew.
    op.execute(
        "ALTER TABLE attendance ADD COLUMN minutes INTEGER"
        " CONSTRAINT ck_attendance_minutes_positive CHECK (minutes > 0)"
    )


def downgrade() -> None:
    op.drop_column("attendance", "minutes")

"""A meeting that was told otherwise counts as nobody's help until an office has settled it."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    op.add_column("mentor_meeting", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    # Written by hand: with its constraint inside, both databases add it without making the table anew.
    op.execute(
        f"ALTER TABLE mentor_meeting ADD COLUMN settled_by_id {whole}"
        " CONSTRAINT fk_mentor_meeting_settled_by_id_account REFERENCES account (id)"
    )
    op.add_column("mentor_meeting", sa.Column("as_told", sa.Boolean(), nullable=True))
    op.add_column("resource_use", sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE resource_use SET doubted_at = (SELECT MAX(told.otherwise_at) FROM mentor_meeting AS told"
        " JOIN mentor_match AS pair ON pair.id = told.match_id"
        " WHERE pair.reservation_id = resource_use.reservation_id AND told.held_on = resource_use.used_on)"
    )


def downgrade() -> None:
    op.drop_column("resource_use", "doubted_at")
    op.drop_column("mentor_meeting", "as_told")
    op.drop_column("mentor_meeting", "settled_by_id")
    op.drop_column("mentor_meeting", "settled_at")

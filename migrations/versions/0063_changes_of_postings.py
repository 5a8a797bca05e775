"""A change of a published posting is a posting of its own until the office has agreed; the published one stands."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

OPEN_CHANGE = sa.text("state NOT IN ('rejected', 'archived', 'withdrawn')")


def upgrade() -> None:
    whole = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    # Written by hand: with its constraint inside, both databases add it without making the table anew.
    op.execute(
        f"ALTER TABLE opportunity ADD COLUMN replaces_id {whole}"
        " CONSTRAINT fk_opportunity_replaces_id_opportunity REFERENCES opportunity (id)"
    )
    op.add_column("opportunity", sa.Column("replaces_names", sa.JSON(), nullable=False, server_default="[]"))
    op.create_index(
        "uq_opportunity_open_change", "opportunity", ["replaces_id"], unique=True,
        sqlite_where=OPEN_CHANGE, postgresql_where=OPEN_CHANGE,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("uq_opportunity_open_change", "opportunity")
    op.execute("UPDATE opportunity SET state = 'withdrawn' WHERE replaces_id IS NOT NULL")
    op.drop_column("opportunity", "replaces_names")
    op.drop_column("opportunity", "replaces_id")

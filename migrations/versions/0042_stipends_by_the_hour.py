"""Stipends by the hour: their rate on a posting, and on what it earned the minutes that were paid for."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# Written out, since SQLite adds no constraint to a table but with its column.
RATE = """ALTER TABLE opportunity ADD COLUMN stipend_per_hour_satang BIGINT DEFAULT 0 NOT NULL
  CONSTRAINT ck_opportunity_stipend_per_hour_not_negative CHECK (stipend_per_hour_satang >= 0)
  CONSTRAINT ck_opportunity_one_stipend CHECK (stipend_per_hour_satang = 0 OR stipend_per_session_satang = 0)"""
MINUTES = "ALTER TABLE earning ADD COLUMN minutes INTEGER CONSTRAINT ck_earning_minutes_positive CHECK (minutes > 0)"


def upgrade() -> None:
    op.execute(RATE)
    op.execute(MINUTES)


def downgrade() -> None:
    op.drop_column("earning", "minutes")
    op.drop_column("opportunity", "stipend_per_hour_satang")

"""A fund may be set aside for one opportunity, and then says for which."""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    whole = "INTEGER" if op.get_context().dialect.name == "sqlite" else "BIGINT"
    # Written by hand: with its constraints inside, both databases add it without making the table anew.
    op.execute(
        f"ALTER TABLE fund ADD COLUMN opportunity_id {whole}"
        " CONSTRAINT fk_fund_opportunity_id_opportunity REFERENCES opportunity (id)"
        " CONSTRAINT ck_fund_opportunity_fund_has_its_opportunity"
        " CHECK (level <> 'opportunity' OR opportunity_id IS NOT NULL)"
    )
    op.create_index("ix_fund_opportunity_id", "fund", ["opportunity_id"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_fund_opportunity_id", "fund")
    op.execute("UPDATE fund SET level = 'area' WHERE level = 'opportunity'")
    op.drop_column("fund", "opportunity_id")

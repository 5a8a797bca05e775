"""What committees decide about the order of matches, and a short way to what is full."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SHARES = ("money", "baht", "interest", "goal", "near", "soon", "credits", "reliable")
FULL = sa.text("seats_taken >= seats")


def upgrade() -> None:
    op.create_table(
        "match_weights",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("area_code", sa.String(length=6), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in SHARES),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(programme_id IS NULL) <> (area_code IS NULL)", name=op.f("ck_match_weights_one_place")
        ),
        sa.CheckConstraint(
            " AND ".join(f"{name} BETWEEN 0 AND 100" for name in SHARES), name=op.f("ck_match_weights_shares_sane")
        ),
        sa.CheckConstraint(f"{' + '.join(SHARES)} = 100", name=op.f("ck_match_weights_shares_whole")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_match_weights_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_match_weights_area_code_area")),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"], name=op.f("fk_match_weights_set_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_weights")),
        sa.UniqueConstraint("programme_id", "version", name=op.f("uq_match_weights_programme_id_version")),
        sa.UniqueConstraint("area_code", "version", name=op.f("uq_match_weights_area_code_version")),
    )
    op.create_index("ix_opportunity_full", "opportunity", ["id"], sqlite_where=FULL, postgresql_where=FULL)


def downgrade() -> None:
    op.drop_index("ix_opportunity_full", table_name="opportunity")
    op.drop_table("match_weights")

"""Shortlists: what was chosen for one young person, as it was judged on its day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shortlist",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("youth_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_on", sa.Date(), nullable=False),
        sa.Column("weights_version", sa.String(length=60), nullable=False),
        sa.Column("rules_version", sa.String(length=60), nullable=False),
        sa.Column("supposed", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_shortlist_made_by_id_account")),
        sa.ForeignKeyConstraint(["youth_id"], ["youth.id"], name=op.f("fk_shortlist_youth_id_youth")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist")),
        sa.UniqueConstraint("ref", name=op.f("uq_shortlist_ref")),
    )
    with op.batch_alter_table("shortlist", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shortlist_youth_id"), ["youth_id"], unique=False)

    op.create_table(
        "shortlist_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shortlist_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("score_millionths", sa.Integer(), nullable=False),
        sa.Column("month_satang", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("first_pay_on", sa.Date(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.CheckConstraint("place > 0", name=op.f("ck_shortlist_line_place_from_one")),
        sa.CheckConstraint("score_millionths BETWEEN 0 AND 1000000", name=op.f("ck_shortlist_line_score_is_a_share")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunity.id"], name=op.f("fk_shortlist_line_opportunity_id_opportunity")
        ),
        sa.ForeignKeyConstraint(
            ["shortlist_id"], ["shortlist.id"], name=op.f("fk_shortlist_line_shortlist_id_shortlist")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlist_line")),
        sa.UniqueConstraint(
            "shortlist_id", "opportunity_id", name=op.f("uq_shortlist_line_shortlist_id_opportunity_id")
        ),
        sa.UniqueConstraint("shortlist_id", "place", name=op.f("uq_shortlist_line_shortlist_id_place")),
    )


def downgrade() -> None:
    op.drop_table("shortlist_line")
    with op.batch_alter_table("shortlist", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shortlist_youth_id"))

    op.drop_table("shortlist")

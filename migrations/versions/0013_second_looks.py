"""Second looks at verified completions, drawn by risk."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "look_round",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("area_code", sa.String(length=6), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", BIG, nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_look_round_time_in_order")),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_look_round_published_has_its_time")
        ),
        sa.CheckConstraint("state IN ('open', 'published')", name=op.f("ck_look_round_state_known")),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_look_round_area_code_area")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["account.id"], name=op.f("fk_look_round_drawn_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_round")),
        sa.UniqueConstraint("ref", name=op.f("uq_look_round_ref")),
    )
    op.create_index("ix_look_round_of_area", "look_round", ["area_code", "drawn_at"], unique=False)
    op.create_table(
        "second_look",
        sa.Column("id", BIG, nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("round_id", BIG, nullable=False),
        sa.Column("claim_id", BIG, nullable=False),
        sa.Column("risk", sa.String(length=12), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("looked_by_id", BIG, nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (looked_at IS NULL)", name=op.f("ck_second_look_answered_has_its_time")
        ),
        sa.CheckConstraint("risk IN ('plain', 'one_sign', 'more_signs')", name=op.f("ck_second_look_risk_known")),
        sa.CheckConstraint("state IN ('waiting', 'true', 'false', 'unclear')", name=op.f("ck_second_look_state_known")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_second_look_claim_id_claim")),
        sa.ForeignKeyConstraint(["looked_by_id"], ["account.id"], name=op.f("fk_second_look_looked_by_id_account")),
        sa.ForeignKeyConstraint(["round_id"], ["look_round.id"], name=op.f("fk_second_look_round_id_look_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint("claim_id", name=op.f("uq_second_look_claim_id")),
        sa.UniqueConstraint("ref", name=op.f("uq_second_look_ref")),
    )
    op.create_index("ix_second_look_of_round", "second_look", ["round_id", "state"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_second_look_of_round", table_name="second_look")
    op.drop_table("second_look")
    op.drop_index("ix_look_round_of_area", table_name="look_round")
    op.drop_table("look_round")

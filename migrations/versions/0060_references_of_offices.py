"""References of files are their office's or organisation's own."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

WHOLE = "(external_ref IS NULL) = (external_from IS NULL)"
WHOSE = {
    "youth": "office_key",
    "resource": "CASE WHEN organisation_id IS NULL THEN office_key ELSE 'o:' || organisation_id END",
}


def upgrade() -> None:
    for table, whose in WHOSE.items():
        op.add_column(table, sa.Column("external_from", sa.String(length=60), nullable=True))
        op.execute(f"UPDATE {table} SET external_from = {whose} WHERE external_ref IS NOT NULL")  # noqa: S608
        # Whoever is of no office any more keeps their reference among those of nobody's.
        op.execute(f"UPDATE {table} SET external_from = '-' WHERE external_ref IS NOT NULL AND external_from IS NULL")  # noqa: S608
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"uq_{table}_external_ref"), type_="unique")
            batch_op.create_unique_constraint(
                op.f(f"uq_{table}_external_from_external_ref"), ["external_from", "external_ref"]
            )
            batch_op.create_check_constraint(op.f(f"ck_{table}_external_whole"), WHOLE)


def downgrade() -> None:
    for table in WHOSE:
        # What two offices call alike cannot be told apart any more: the first keeps the reference.
        op.execute(
            f"UPDATE {table} SET external_ref = NULL, external_from = NULL WHERE id NOT IN"  # noqa: S608
            f" (SELECT MIN(id) FROM {table} WHERE external_ref IS NOT NULL GROUP BY external_ref)"
        )
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_external_whole"), type_="check")
            batch_op.drop_constraint(op.f(f"uq_{table}_external_from_external_ref"), type_="unique")
            batch_op.create_unique_constraint(op.f(f"uq_{table}_external_ref"), ["external_ref"])
            batch_op.drop_column("external_from")

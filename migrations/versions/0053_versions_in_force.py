"""The version that everybody signed holds while a change of it waits for signatures."""

import json
from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIGNED = """
UPDATE agreement SET in_force = (
    SELECT max(number) FROM agreement_signature
    WHERE agreement_id = agreement.id AND party = 'officer' AND signed_at IS NOT NULL
) WHERE state NOT IN ('rejected', 'cancelled')
"""
OF_NUMBER = "UPDATE agreement SET in_force = number WHERE state IN ('valid', 'active', 'assessed')"
PROVIDER = """
UPDATE agreement_version SET provider_id = (
    SELECT provider_id FROM agreement WHERE agreement.id = agreement_id AND agreement.number = agreement_version.number
)
"""
CHANGED = """
SELECT agreement.id, agreement_version.terms FROM agreement JOIN agreement_version
ON agreement_version.agreement_id = agreement.id AND agreement_version.number = agreement.in_force
WHERE agreement.state IN ('draft', 'ready_to_sign', 'partly_signed', 'in_review')
"""


def upgrade() -> None:
    op.add_column("agreement", sa.Column("in_force", sa.Integer(), nullable=True))
    with op.batch_alter_table("agreement_version") as batch_op:
        batch_op.add_column(sa.Column("provider_id", BIG, nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_agreement_version_provider_id_organisation"), "organisation", ["provider_id"], ["id"]
        )
    for statement in (SIGNED, OF_NUMBER, PROVIDER):
        op.execute(statement)
    # What was paused by a change goes on as it was signed.
    connection = op.get_bind()
    period = sa.text("UPDATE agreement SET starts_on = :starts_on, ends_on = :ends_on WHERE id = :key")
    for key, kept in connection.execute(sa.text(CHANGED)).all():
        terms = json.loads(kept) if isinstance(kept, str) else kept
        days = {name: date.fromisoformat(terms[name]) for name in ("starts_on", "ends_on")}
        connection.execute(period, {"key": key, **days})


def downgrade() -> None:
    with op.batch_alter_table("agreement_version") as batch_op:
        batch_op.drop_constraint(op.f("fk_agreement_version_provider_id_organisation"), type_="foreignkey")
        batch_op.drop_column("provider_id")
    with op.batch_alter_table("agreement") as batch_op:
        batch_op.drop_column("in_force")

"""An enrolment whose completion a second look found not true is no longer completed."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

REVOKED = """SELECT e.id FROM enrolment e WHERE e.state = 'completed'
  AND EXISTS (SELECT 1 FROM claim c WHERE c.enrolment_id = e.id AND c.state = 'revoked')
  AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.enrolment_id = e.id
    AND c.state IN ('verified', 'audited', 'confirmed', 'overturned'))"""


def upgrade() -> None:
    # The history first: it tells by whom and when the claim was revoked.
    op.execute(
        sa.text(
            f"""INSERT INTO move
              (subject_type, subject_id, verb, from_state, to_state, actor_id, actor_role, reason, note, at)
            SELECT 'enrolment', c.enrolment_id, 'revoke', 'completed', 'dropped_out', m.actor_id, m.actor_role,
              'false_completion', '', m.at
            FROM move m JOIN claim c ON m.subject_type = 'claim' AND m.subject_id = c.id AND m.verb = 'revoke'
            WHERE c.enrolment_id IN ({REVOKED})"""  # noqa: S608  words of ours
        )
    )
    op.execute(
        sa.text(
            f"""UPDATE enrolment SET state = 'dropped_out', reason = 'false_completion', version = version + 1
            WHERE id IN ({REVOKED})"""  # noqa: S608  words of ours
        )
    )


def downgrade() -> None:
    # What was found not true does not become true again.
    pass

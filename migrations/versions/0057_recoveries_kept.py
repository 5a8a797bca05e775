"""Money that had to come back may turn out to be due after all: a roll corrected to present again."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

CHECK = "ck_recovery_state_known"
BEFORE = "state IN ('open', 'proposed', 'recovered', 'written_off', 'not_sent')"
AFTER = "state IN ('open', 'proposed', 'recovered', 'written_off', 'not_sent', 'kept')"


def upgrade() -> None:
    _know(AFTER)


def downgrade() -> None:
    # The release before knows no such end; both say that nothing has to come back.
    op.execute("UPDATE recovery SET state = 'not_sent' WHERE state = 'kept'")
    op.execute("UPDATE move SET to_state = 'not_sent' WHERE subject_type = 'recovery' AND to_state = 'kept'")
    op.execute("UPDATE move SET from_state = 'not_sent' WHERE subject_type = 'recovery' AND from_state = 'kept'")
    _know(BEFORE)


def _know(states: str) -> None:
    with op.batch_alter_table("recovery") as batch_op:
        batch_op.drop_constraint(op.f(CHECK), type_="check")
        batch_op.create_check_constraint(op.f(CHECK), states)

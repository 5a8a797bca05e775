"""A payout line that has ended changes to what two people agreed that the bank says of it, and to nothing else."""

import re
from pathlib import Path

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
SQLITE = """CREATE TRIGGER payout_line_ends_once BEFORE UPDATE ON payout_line
BEGIN
  SELECT CASE
    WHEN OLD.outcome <> 'pending' AND (
      NEW.outcome = 'pending' OR NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.batch_id <> OLD.batch_id
      OR NEW.youth_id <> OLD.youth_id OR NEW.amount_satang <> OLD.amount_satang OR NEW.method IS NOT OLD.method
      OR NEW.bank <> OLD.bank OR NEW.account_end <> OLD.account_end OR NOT EXISTS (
        SELECT 1 FROM difference WHERE kind = 'bank_line' AND about = OLD.ref AND state = 'adjusted'
        AND decided_by_id = NEW.settled_by_id
        AND instr(detail, 'answer:' || NEW.outcome || ':' || NEW.settled_on || ':') = 1
      )
    ) THEN RAISE(ABORT, 'payout: a line ends once')
    WHEN OLD.outcome = 'pending' AND NEW.outcome <> 'pending'
      AND NOT EXISTS (SELECT 1 FROM payout_batch WHERE id = OLD.batch_id AND state = 'released')
      THEN RAISE(ABORT, 'payout: a line ends after release')
    WHEN (NEW.batch_id <> OLD.batch_id OR NEW.youth_id <> OLD.youth_id OR NEW.amount_satang <> OLD.amount_satang)
      AND NOT EXISTS (SELECT 1 FROM payout_batch WHERE id = OLD.batch_id AND state = 'open')
      THEN RAISE(ABORT, 'payout: a locked batch keeps its lines')
  END;
END;"""
ONCE = "    IF OLD.outcome <> 'pending' THEN\n"
POSTGRESQL = """    IF OLD.outcome <> 'pending' AND NEW.outcome <> 'pending'
      AND (NEW.id, NEW.ref, NEW.batch_id, NEW.youth_id, NEW.amount_satang, NEW.bank, NEW.account_end)
        = (OLD.id, OLD.ref, OLD.batch_id, OLD.youth_id, OLD.amount_satang, OLD.bank, OLD.account_end)
      AND NEW.method IS NOT DISTINCT FROM OLD.method AND EXISTS (
        SELECT 1 FROM difference WHERE kind = 'bank_line' AND about = OLD.ref AND state = 'adjusted'
        AND decided_by_id = NEW.settled_by_id
        AND starts_with(detail, 'answer:' || NEW.outcome || ':' || to_char(NEW.settled_on, 'YYYY-MM-DD') || ':')
      ) THEN
      RETURN NEW;
    ELSIF OLD.outcome <> 'pending' THEN
"""


def upgrade() -> None:
    if _is_sqlite():
        _run("DROP TRIGGER payout_line_ends_once;")
        _run(SQLITE)
    else:
        _run(_guard().replace(ONCE, POSTGRESQL))


def downgrade() -> None:
    # Lines that were put right stay as they are; the release before lets none change any more.
    if _is_sqlite():
        _run("DROP TRIGGER payout_line_ends_once;")
        _run(_found(r"CREATE TRIGGER payout_line_ends_once .*?\nEND;"))
    else:
        _run(_guard())


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _guard() -> str:
    found = _found(r"CREATE FUNCTION payout_line_guard.*?END \$\$;")
    return found.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


def _found(pattern: str) -> str:
    """A part of the law of the ledger as it was written first."""
    text = (SQL / f"10_ledger.{'sqlite' if _is_sqlite() else 'postgresql'}.sql").read_text(encoding="utf-8")
    found = re.search(pattern, text, re.S)
    if found is None:
        raise RuntimeError("the law of payout lines is not there")
    return found[0]


def _run(text: str) -> None:
    """Run one statement as it stands, where a percent sign is only a percent sign."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(text)
    cursor.close()

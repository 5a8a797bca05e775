"""Two sums in suspense that cancel each other out are cleared against each other, by two people."""

import re
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

SQL = Path(__file__).resolve().parent.parent / "sql"
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "suspense_exit"
WAY, GOES, NAMED = (f"ck_suspense_exit_{name}" for name in ("way_known", "amount_goes_somewhere", "against_is_named"))
OTHER, FOUND = "fk_suspense_exit_against_id_difference", "ix_suspense_exit_against_id"
GUARDS = ("suspense_exit_kept", "suspense_exit_stays")


def upgrade() -> None:
    _let_go()
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.add_column(sa.Column("against_id", BIG, nullable=True))
        batch_op.create_foreign_key(op.f(OTHER), "difference", ["against_id"], ["id"])
        batch_op.drop_constraint(op.f(WAY), type_="check")
        batch_op.create_check_constraint(op.f(WAY), "way IN ('fund', 'payer', 'against')")
        batch_op.drop_constraint(op.f(GOES), type_="check")
        batch_op.create_check_constraint(op.f(GOES), "amount_satang <> 0 AND (way <> 'payer' OR amount_satang > 0)")
        batch_op.create_check_constraint(
            op.f(NAMED),
            "(way = 'against') = (against_id IS NOT NULL) AND (against_id IS NULL OR against_id <> difference_id)",
        )
    op.create_index(op.f(FOUND), TABLE, ["against_id"])
    _keep("60_suspense_against")


def downgrade() -> None:
    # What was cleared stands in the books; the ways that say so go, as the release before knew none.
    _let_go()
    op.execute(
        "DELETE FROM move WHERE subject_type = 'suspense_exit'"
        " AND subject_id IN (SELECT id FROM suspense_exit WHERE way = 'against')"
    )
    op.execute("DELETE FROM suspense_exit WHERE way = 'against'")
    op.drop_index(op.f(FOUND), TABLE)
    with op.batch_alter_table(TABLE) as batch_op:
        batch_op.drop_constraint(op.f(NAMED), type_="check")
        batch_op.drop_constraint(op.f(GOES), type_="check")
        batch_op.create_check_constraint(op.f(GOES), "amount_satang <> 0 AND (way = 'fund' OR amount_satang > 0)")
        batch_op.drop_constraint(op.f(WAY), type_="check")
        batch_op.create_check_constraint(op.f(WAY), "way IN ('fund', 'payer')")
        batch_op.drop_constraint(op.f(OTHER), type_="foreignkey")
        batch_op.drop_column("against_id")
    _keep("50_suspense")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _let_go() -> None:
    """Take the two triggers away while the table changes: SQLite builds it anew, and they refuse to lose a row."""
    for name in GUARDS:
        _run(f"DROP TRIGGER {name};" if _is_sqlite() else f"DROP TRIGGER {name} ON {TABLE};")


def _keep(file: str) -> None:
    """Put them back as a file of triggers has them."""
    text = (SQL / f"{file}.{'sqlite' if _is_sqlite() else 'postgresql'}.sql").read_text(encoding="utf-8")
    if not _is_sqlite():
        _run(_found(r"FUNCTION suspense_exit_kept.*?END \$\$;", text, "CREATE OR REPLACE "))
    for name in GUARDS:
        _run(_found(rf"TRIGGER {name} .*?\nBEGIN .*?END;" if _is_sqlite() else rf"TRIGGER {name} .*?;", text, "CREATE "))


def _found(pattern: str, text: str, verb: str) -> str:
    found = re.search(pattern, text, re.S)
    if found is None:
        raise RuntimeError("the law of suspense is not there")
    return verb + found[0]


def _run(text: str) -> None:
    """Run one statement as it stands, where a percent sign is only a percent sign."""
    cursor = op.get_bind().connection.cursor()
    cursor.execute(text)
    cursor.close()

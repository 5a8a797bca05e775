"""A bank's reference kept folded beside how it was typed, so that the database itself knows one transfer from another."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

BREAKS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")
TRANSFERS = {
    "gift": "SELECT id, payment_ref FROM gift WHERE way = 'transfer' AND payment_ref IS NOT NULL ORDER BY id",
    "gift_refund": "SELECT r.id, r.service_ref FROM gift_refund AS r JOIN gift AS g ON g.id = r.gift_id"
    " WHERE g.way = 'transfer' AND r.service_ref IS NOT NULL ORDER BY r.id",
}


def upgrade() -> None:
    for table, wanted in TRANSFERS.items():
        op.add_column(table, sa.Column("bank_key", sa.String(length=80), nullable=True))
        fold(table, wanted)
        op.create_index(f"uq_{table}_bank_key", table, ["bank_key"], unique=True)


def downgrade() -> None:
    for table in TRANSFERS:
        op.drop_index(f"uq_{table}_bank_key", table_name=table)
        op.drop_column(table, "bank_key")


def fold(table: str, wanted: str) -> None:
    """Fold what is there; of two that were booked as one transfer typed twice the first alone has the key."""
    connection, seen = op.get_bind(), set[str]()
    for row_id, said in connection.execute(sa.text(wanted)).all():
        key = BREAKS.sub("", unicodedata.normalize("NFKC", said).strip()).lower()
        if key and len(key) <= 80 and key not in seen:
            seen.add(key)
            connection.execute(
                sa.text(f"UPDATE {table} SET bank_key = :key WHERE id = :id"), {"key": key, "id": row_id}
            )

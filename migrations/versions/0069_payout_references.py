"""The bank's references of payouts are kept folded, one batch each; those of gifts are folded anew, wider than before."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

ALIKE = str.maketrans(
    "АВЕЗКМНОРСТУХЅІЈԌԚԜҺавекмнорстухѕіјԁԛԝһӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορτυχ",  # noqa: RUF001
    "ABE3KMHOPCTYXSIJGQWHabekmhopctyxsijdqwhlABEZHIKMNOPTYXaikvoptux",
)
THAI = range(0x0E00, 0x0E80)
PAID = "SELECT batch_id, bank_ref FROM payout_line WHERE bank_ref IS NOT NULL ORDER BY id"
TRANSFERS = {
    "gift": "SELECT id, payment_ref, bank_key FROM gift WHERE bank_key IS NOT NULL ORDER BY id",
    "gift_refund": "SELECT id, service_ref, bank_key FROM gift_refund WHERE bank_key IS NOT NULL ORDER BY id",
}


def upgrade() -> None:
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "payout_reference",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("batch_id", big, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["payout_batch.id"], name=op.f("fk_payout_reference_batch_id_payout_batch")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_payout_reference")),
    )
    op.create_index(op.f("ix_payout_reference_batch_id"), "payout_reference", ["batch_id"], unique=False)
    keep_paid()
    for table, wanted in TRANSFERS.items():
        op.drop_index(f"uq_{table}_bank_key", table_name=table)
        fold_anew(table, wanted)
        op.create_index(f"uq_{table}_bank_key", table, ["bank_key"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_payout_reference_batch_id"), table_name="payout_reference")
    op.drop_table("payout_reference")


def keep_paid() -> None:
    """Keep what is there; of two batches with one reference typed in two ways the first has it."""
    connection, kept = op.get_bind(), dict[str, int]()
    for batch_id, said in connection.execute(sa.text(PAID)).all():
        if key := fold(said)[:80]:
            kept.setdefault(key, batch_id)
    rows = [{"key": key, "batch": batch_id} for key, batch_id in kept.items()]
    if rows:
        connection.execute(sa.text("INSERT INTO payout_reference (key, batch_id) VALUES (:key, :batch)"), rows)


def fold_anew(table: str, wanted: str) -> None:
    """Fold what is there; of two that are one transfer typed in two ways the first alone has the key."""
    connection, seen = op.get_bind(), set[str]()
    for row_id, said, known in connection.execute(sa.text(wanted)).all():
        key = fold(said)
        fits = key if key and len(key) <= 80 and key not in seen else None
        seen.add(key)
        if fits != known:
            connection.execute(
                sa.text(f"UPDATE {table} SET bank_key = :key WHERE id = :id"),  # noqa: S608
                {"key": fits, "id": row_id},
            )


def fold(said: str) -> str:
    """As the program folds a reference at this version."""
    plain = unicodedata.normalize("NFKC", said)
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    alike = unicodedata.normalize("NFKD", plain.translate(ALIKE))
    return "".join(c for c in alike if c.isalnum() or ord(c) in THAI).casefold()

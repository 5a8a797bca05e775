"""What earnings already rest on gets its fingerprints in the audit trail, as new rolls and claims do when they are kept."""

from collections import defaultdict
from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

AUDIT = sa.table(
    "audit_event",
    sa.column("action", sa.String), sa.column("subject_type", sa.String), sa.column("subject_id", sa.BigInteger),
    sa.column("actor_id", sa.BigInteger), sa.column("details", sa.JSON), sa.column("at", sa.DateTime(timezone=True)),
)  # fmt: skip
ROWS = """SELECT a.id, a.session_id, s.ref, e.ref, a.status, a.marked_by_id, a.note FROM attendance a
  JOIN session s ON s.id = a.session_id JOIN enrolment e ON e.id = a.enrolment_id ORDER BY a.session_id, a.id"""


def upgrade() -> None:
    at = datetime.now(UTC)
    connection = op.get_bind()
    rolls: dict[int, dict[str, str]] = defaultdict(dict)
    for row_id, session_id, session, enrolment, status, by, note in connection.execute(sa.text(ROWS)):
        rolls[session_id][str(row_id)] = printed("\x1f".join((session, enrolment, status, str(by or ""), note)))
    files: dict[int, list[str]] = defaultdict(list)
    for claim_id, digest in connection.execute(sa.text("SELECT claim_id, sha256 FROM evidence ORDER BY id")):
        files[claim_id].append(digest)
    claims = connection.execute(sa.text("SELECT id, note FROM claim ORDER BY id")).all()
    told = [
        *(("attendance.seal", "session", key, {"rows": rows}) for key, rows in rolls.items()),
        *(("claim.shown", "claim", key, {"words": printed(note), "sha256": files[key]}) for key, note in claims),
    ]
    names = ("action", "subject_type", "subject_id", "details")
    for first in range(0, len(told), 500):
        rows = [dict(zip(names, one, strict=True)) | {"at": at, "actor_id": None} for one in told[first : first + 500]]
        connection.execute(AUDIT.insert(), rows)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM audit_event WHERE action IN ('attendance.seal', 'claim.shown')"))


def printed(words: str) -> str:
    return sha256(words.encode()).hexdigest()

"""What has been handed to whoever pays a batch, file and codes of lines, so that nobody is paid both ways."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from models.history import AuditEvent
from models.payout import PayoutBatch, PayoutLine
from models.session import db

FILE, CODE = "payout.bank_file", "payout.code"


@dataclass(frozen=True, slots=True)
class Handed:
    """When a file was last taken, and the references of the lines whose code was shown."""

    file_at: datetime | None
    codes: frozenset[str]


def keep_file(batch: PayoutBatch, *, lines: int, left: int, kept: str, by: Actor) -> None:
    """Somebody took the file."""
    record(by, FILE, batch, lines=lines, left=left, format=kept)


def keep_code(line: PayoutLine, *, rail: str, by: Actor) -> None:
    """Somebody was shown the code of a line."""
    record(by, CODE, line.batch, line=line.ref, rail=rail)


def of(batch: PayoutBatch) -> Handed:
    """What was handed over so far."""
    wanted = (
        select(AuditEvent.action, AuditEvent.at, AuditEvent.details)
        .where(
            AuditEvent.subject_type == PayoutBatch.__tablename__,
            AuditEvent.subject_id == batch.id,
            AuditEvent.action.in_((FILE, CODE)),
        )
        .order_by(AuditEvent.id)
    )
    found = db.execute(wanted).all()
    files = [at for action, at, _ in found if action == FILE]
    codes = frozenset(str(details.get("line")) for action, _, details in found if action == CODE)
    return Handed(files[-1] if files else None, codes)

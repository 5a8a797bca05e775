"""Pressing twice is harmless: a form's once-key remembers the first answer."""

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.kernel import clock
from models.account import Submission
from models.session import db


def claim(key: str, *, session_key: str, endpoint: str) -> str | None:
    """Take the key for this act; returns where the first press led when it was used already.

    On PostgreSQL a second press waits here until the first has ended.
    """
    row = {"key": key, "session_key": session_key, "endpoint": endpoint, "location": "", "at": clock.now()}
    dialect = db.get_bind().dialect.name
    build = postgresql.insert if dialect == "postgresql" else sqlite.insert
    taken = db.execute(build(Submission).values(**row).on_conflict_do_nothing().returning(Submission.key)).first()
    if taken is not None:
        return None
    return db.scalar(
        select(Submission.location).where(
            Submission.key == key, Submission.session_key == session_key, Submission.endpoint == endpoint
        )
    )


def remember(key: str, location: str) -> None:
    """Keep where the first press led."""
    db.execute(update(Submission).where(Submission.key == key).values(location=location[:500]))

"""Readiness: can this installation serve, and is its worker alive?"""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.kernel import clock
from models.outage import was_full
from models.session import db, end_scope
from models.worker import Heartbeat

LEAST_FREE = 16 * 1024 * 1024
"""Bytes below which nothing larger than a form can be counted on to be kept."""

WORKER_SILENCE = timedelta(minutes=3)


@dataclass(frozen=True)
class Readiness:
    """Each part and whether it holds."""

    database: bool
    migrations: bool
    worker: bool
    room: bool = True

    @property
    def ready(self) -> bool:
        """Whether pages can be served; a silent worker delays notices and stops nothing."""
        return self.database and self.migrations and self.room

    def facts(self) -> dict[str, object]:
        """The parts as plain values."""
        parts = {"database": self.database, "migrations": self.migrations, "worker": self.worker, "room": self.room}
        return {"ready": self.ready, **parts}


def readiness(folder: Path) -> Readiness:
    """Ask the database, the migration stamp, the worker's last round and the room left where files are kept."""
    try:
        db.execute(select(1))
        stamped = db.execute(text("SELECT version_num FROM alembic_version")).first() is not None
        last = db.scalar(select(Heartbeat.at).where(Heartbeat.name == "round"))
    except SQLAlchemyError:
        end_scope()
        return Readiness(database=False, migrations=False, worker=False)
    return Readiness(True, stamped, last is not None and clock.now() - last < WORKER_SILENCE, has_room(folder))


def has_room(folder: Path) -> bool:
    """Whether more can be kept: nothing was refused for want of room a moment ago, and the disk has some left."""
    try:
        return not was_full() and shutil.disk_usage(folder).free >= LEAST_FREE
    except OSError:
        return False

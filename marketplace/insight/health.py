"""Readiness: can this installation serve, and is its worker alive?"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.kernel import clock
from models.session import db
from models.worker import Heartbeat

WORKER_SILENCE = timedelta(minutes=3)


@dataclass(frozen=True)
class Readiness:
    """Each part and whether it holds."""

    database: bool
    migrations: bool
    worker: bool

    @property
    def ready(self) -> bool:
        """Whether pages can be served; a silent worker delays notices and stops nothing."""
        return self.database and self.migrations

    def facts(self) -> dict[str, object]:
        """The parts as plain values."""
        return {"ready": self.ready, "database": self.database, "migrations": self.migrations, "worker": self.worker}


def readiness() -> Readiness:
    """Ask the database, the migration stamp and the worker's last round."""
    try:
        db.execute(select(1))
        stamped = db.execute(text("SELECT version_num FROM alembic_version")).first() is not None
        last = db.scalar(select(Heartbeat.at).where(Heartbeat.name == "round"))
    except SQLAlchemyError:
        db.rollback()
        return Readiness(database=False, migrations=False, worker=False)
    return Readiness(True, stamped, last is not None and clock.now() - last < WORKER_SILENCE)

"""The rounds of the worker: small steps, each its own transaction, each safe to repeat or to miss."""

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from marketplace.access import limits
from marketplace.kernel import clock
from marketplace.offers import writings
from models.account import OneTimeLink, Submission
from models.session import db, transactional
from models.worker import Heartbeat

log = logging.getLogger("okat.jobs")
KEEP_SUBMISSIONS = timedelta(days=2)
KEEP_LINKS = timedelta(days=30)
NIGHT, NIGHT_MINUTE = "night", 2 * 60 + 20
"""The round of the night comes at 02:20 in Thailand."""

WAITED_FOR = timedelta(minutes=30)
"""How long after its time the round of a night is given to come by itself."""

Step = Callable[[], object]


def minute_round(steps: tuple[tuple[str, Step], ...]) -> dict[str, str]:
    """Run every step in its own transaction; one that fails is logged and does not stop the others."""
    outcome: dict[str, str] = {}
    for name, step in steps:
        try:
            done = transactional(step)()
            outcome[name] = "" if done is None else str(done)
        except Exception:
            log.exception("step %s failed", name)
            outcome[name] = "failed"
    beat("round", " ".join(f"{name}={said}" for name, said in outcome.items() if said)[:200])
    return outcome


def night_round(steps: tuple[tuple[str, Step], ...]) -> dict[str, str]:
    """The round of a night, which is remembered, so that one in which no machine ran is made up for."""
    outcome = minute_round(steps)
    beat(NIGHT, clock.now().isoformat(timespec="minutes"))
    return outcome


@transactional
def is_night_missed() -> bool:
    """Whether the last night has passed without its round; before the first that was waited for there was none."""
    last, now = db.scalar(select(Heartbeat.at).where(Heartbeat.name == NIGHT)), clock.now()
    if last is None:
        return False
    due = clock.instant(clock.today(), NIGHT_MINUTE)
    due = due if due <= now else due - timedelta(days=1)
    return last < due and now - due > WAITED_FOR


def wait_for_nights() -> None:
    """From now on a night without its round counts as missed."""
    if not _knows_nights():
        beat(NIGHT, "waited for")


@transactional
def _knows_nights() -> bool:
    return db.get(Heartbeat, NIGHT) is not None


@transactional
def beat(name: str, detail: str = "") -> None:
    """Leave a sign of life."""
    build = postgresql.insert if db.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {"name": name, "at": clock.now(), "detail": detail}
    db.execute(build(Heartbeat).values(**row).on_conflict_do_update(index_elements=[Heartbeat.name], set_=row))


def tidy() -> int:
    """Forget spent once-keys, rate windows, long-expired links and left writings; returns how many rows went."""
    now = clock.now()
    limits.sweep()
    gone = db.execute(delete(Submission).where(Submission.at < now - KEEP_SUBMISSIONS).returning(Submission.key)).all()
    links = db.execute(
        delete(OneTimeLink).where(OneTimeLink.expires_at < now - KEEP_LINKS).returning(OneTimeLink.id)
    ).all()
    return len(gone) + len(links) + writings.sweep()

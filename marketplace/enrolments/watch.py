"""The look at every promise of books, money, seats and people: when one is broken, money stops until a person says why.

It is taken every night, and within a minute after a release. Stewards are told in the transaction of the stop.
"""

import logging
from collections.abc import Sequence

from sqlalchemy import func, select

from marketplace import notices
from marketplace.enrolments import verify
from marketplace.i18n import t
from marketplace.kernel import clock, reasons
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.ledger import stops
from marketplace.people import desks
from models.payout import PayoutBatch
from models.session import db
from models.vocabulary import Role
from models.worker import Heartbeat

log = logging.getLogger("okat.money")
LOOKED = "books"
STOPPED = "money.stopped"
PATH = "/steward/books"
_LOOKS = 3


def look() -> str:
    """Check everything and stop money where it does not agree; gives what was found."""
    looked_at = clock.now()
    broken = broken_promises()
    db.merge(Heartbeat(name=LOOKED, at=looked_at, detail=", ".join(broken)[:200]))
    if not broken:
        return ""
    if stops.stop(broken):
        log.critical("money is stopped: %s", ", ".join(broken))
        _tell(broken)
    return f"broken: {', '.join(broken)}"


def look_after_release() -> str:
    """The same where a batch was released since the last look; nothing where none was."""
    newest = db.scalar(select(func.max(PayoutBatch.released_at)))
    if newest is None:
        return ""
    last = db.scalar(select(Heartbeat.at).where(Heartbeat.name == LOOKED))
    return look() if last is None or last <= newest else ""


def resume(because: str, *, although_broken: bool = False) -> bool:
    """Let money move again; False when nothing was stopped.

    Raises Conflict while a promise is still broken, and Invalid for a reason that says nothing.

    `although_broken` is for whoever has to move money before everything is mended: it is kept with the reason.
    """
    if not reasons.says_something(because):
        raise Invalid(t("Give a reason."), field="reason")
    if stops.standing() is None:
        return False
    broken = broken_promises()
    if broken and not although_broken:
        raise Conflict(t("Money stays stopped: these promises are still broken: {names}.", names=", ".join(broken)))
    return stops.lift(f"{because.strip()} [although broken: {', '.join(broken)}]" if broken else because)


def broken_promises() -> list[str]:
    """The names of the promises that are broken now.

    PostgreSQL shows each statement what was committed before it, so what comes in between two of them can look like a
    breach: only what looks broken every time is.
    """
    broken = _broken()
    looks = 1 if db.connection().dialect.name == "sqlite" else _LOOKS
    for _ in range(looks - 1):
        if broken:
            again = set(_broken())
            broken = [name for name in broken if name in again]
    return broken


def _broken() -> list[str]:
    return [found.name for found in verify.invariants() if found.breaches]


def _tell(broken: Sequence[str]) -> None:
    for account in sorted(desks.everywhere(Role.STEWARD)):
        notices.tell(
            account, event=STOPPED, path=PATH,
            message=t("Money is stopped: the books do not agree ({names}).", names=", ".join(broken)[:200]),
        )  # fmt: skip

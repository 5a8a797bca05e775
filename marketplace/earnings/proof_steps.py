"""One step of a chain: what is claimed, what shows it, and why it does not hold; and who an act was by."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.i18n import Text, t
from models.account import Account
from models.history import AuditEvent, Move
from models.session import db

PAYMENT = "payment"
BATCH = "batch"
RECEIPT = "receipt"
EARNING = "earning"
CLAIM = "claim"
ATTENDANCE = "attendance"
MILESTONE = "milestone"
CORRECTION = "correction"
HASH = "evidence hash"
VERIFIER = "verifier"
FUND = "fund"
DONATION = "donation"
LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain; it holds when there is no reason why not."""

    name: str
    lines: tuple[object, ...]
    broken: tuple[Text, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.broken

    @property
    def shown_by(self) -> str:
        """What shows it, in one line."""
        return "; ".join(told for line in self.lines if (told := str(line)))


def step(name: str, lines: Sequence[object], *asked: tuple[bool, Text]) -> Step:
    """A step with what was asked of it; each answer of no says why the step does not hold."""
    return Step(name, tuple(lines), tuple(why for holds, why in asked if not holds))


def refs(*account_ids: int | None) -> list[object]:
    """The references of accounts, in order, or that it is nobody."""
    found = db.execute(select(Account.id, Account.ref).where(Account.id.in_({one for one in account_ids if one})))
    by_id: dict[int | None, object] = {account_id: ref for account_id, ref in found}  # noqa: C416
    return [by_id.get(one, t("nobody yet")) for one in account_ids]


def last_acted(subject_type: str, subject_id: int, *actions: str) -> AuditEvent | None:
    """The newest of some acts on a subject in the audit trail."""
    about = (AuditEvent.subject_type == subject_type, AuditEvent.subject_id == subject_id)
    wanted = select(AuditEvent).where(*about, AuditEvent.action.in_(actions)).order_by(AuditEvent.id.desc())
    return db.scalars(wanted.limit(1)).first()


def last_moved(subject_type: str, subject_id: int, verb: str) -> Move | None:
    """The newest move of a subject by a verb."""
    about = (Move.subject_type == subject_type, Move.subject_id == subject_id, Move.verb == verb)
    return db.scalars(select(Move).where(*about).order_by(Move.id.desc()).limit(1)).first()


def kept_prints(subject_type: str, subject_id: int, *actions: str) -> list[str]:
    """Every fingerprint of a file that the audit trail kept when it was handed in, in order."""
    about = (AuditEvent.subject_type == subject_type, AuditEvent.subject_id == subject_id)
    wanted = select(AuditEvent.details).where(*about, AuditEvent.action.in_(actions)).order_by(AuditEvent.id)
    found: list[str] = []
    for details in db.scalars(wanted):
        shown = details.get("sha256")
        found += [str(one) for one in shown] if isinstance(shown, list) else []
    return found

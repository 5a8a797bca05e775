"""What an office owes and has not answered: a reminder on the first working day after, the level above on the second.

Every round may be repeated: what was said once since the answer is owed is not said again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.areas import working_days
from marketplace.audit import record
from marketplace.i18n import Text
from marketplace.kernel import clock
from marketplace.notices.service import Subject
from marketplace.people import telling
from models.history import AuditEvent
from models.session import db
from models.vocabulary import Role

REMINDED_AFTER, GOES_UP_AFTER = 1, 2
"""Working days after the day it was due."""


class Owed(NamedTuple):
    """One answer that officers of a place owe: since when, until which day, and where they give it."""

    subject: Subject
    office_key: str
    area_code: str
    since: datetime
    due: date
    path: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one kind of answer; `name` is the head of its events."""

    name: str
    reminder: Text
    above: Text


def tick(owed: Sequence[Owed], words: Words) -> int:
    """Remind of what is late and take it up a level; returns how many marks were set."""
    today = clock.today()
    late = [(one, working_days.between(one.due, today)) for one in owed if one.due < today]
    marked = _marks([one for one, _ in late], words)
    marks = 0
    for one, days in late:
        said = {action for action, at in marked.get(one.subject.id, ()) if at >= one.since}
        if days >= REMINDED_AFTER and _reminder(words) not in said:
            record(SYSTEM, _reminder(words), one.subject)
            _remind(one, words)
            marks += 1
        if days >= GOES_UP_AFTER and _step_up(words) not in said:
            record(SYSTEM, _step_up(words), one.subject)
            _go_up(one, words)
            marks += 1
    return marks


def _remind(one: Owed, words: Words) -> None:
    telling.office(
        one.office_key, one.area_code, Role.OFFICER,
        event=_reminder(words), message=words.reminder, path=one.path, about=one.subject,
    )  # fmt: skip


def _go_up(one: Owed, words: Words) -> None:
    telling.level_above(
        one.office_key, one.area_code, Role.OFFICER,
        event=f"{words.name}.escalated", message=words.above, path=one.path, about=one.subject,
    )  # fmt: skip


def _marks(owed: Sequence[Owed], words: Words) -> dict[int, list[tuple[str, datetime]]]:
    if not owed:
        return {}
    rows = db.execute(
        select(AuditEvent.subject_id, AuditEvent.action, AuditEvent.at).where(
            AuditEvent.subject_type == owed[0].subject.__tablename__,
            AuditEvent.action.in_((_reminder(words), _step_up(words))),
            AuditEvent.subject_id.in_([one.subject.id for one in owed]),
        )
    )
    found: dict[int, list[tuple[str, datetime]]] = {}
    for key, action, at in rows:
        if key is not None:
            found.setdefault(key, []).append((action, at))
    return found


def _reminder(words: Words) -> str:
    return f"{words.name}.due_100"


def _step_up(words: Words) -> str:
    return f"{words.name}.escalate"

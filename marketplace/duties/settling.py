"""An officer closes what was found of a worked day and says what was done; what comes back opens again by itself.

Only what was found of a day can be closed by hand: what the terms of a placement break goes when the terms change.
"""

from sqlalchemy import select, update

from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.i18n import contacts, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from models.agreement import WorkDay
from models.labour import LabourFinding
from models.session import db

NOTE_LEAST, NOTE_LONGEST = 10, 300


def settle(finding: LabourFinding, *, note: str, by: Actor) -> None:
    """Close it with what was done about it; raises Invalid without that, Conflict where it is not open any more."""
    said = " ".join(note.split())
    if not NOTE_LEAST <= len(said) <= NOTE_LONGEST:
        raise Invalid(
            t("Say in {least} to {most} letters what was done about it.", least=NOTE_LEAST, most=NOTE_LONGEST),
            field="note",
        )
    if (refusal := contacts.refusal(said)) is not None:
        raise Invalid(refusal, field="note")
    closed = (
        update(LabourFinding)
        .where(
            LabourFinding.id == finding.id,
            LabourFinding.work_day_id.is_not(None),
            LabourFinding.cleared_on.is_(None),
            LabourFinding.settled_on.is_(None),
        )
        .values(
            settled_on=clock.today(),
            settled_by_id=by.account_id,
            settled_note=said,
            settled_version=select(WorkDay.version).where(WorkDay.id == finding.work_day_id).scalar_subquery(),
            reopened_on=None,
        )
        .returning(LabourFinding.id)
    )
    if db.scalar(closed) is None:
        raise Conflict(t("This is closed already, or the day has changed since. Look at it again."))
    db.refresh(finding, ["settled_on", "settled_by_id", "settled_note", "settled_version", "reopened_on"])
    record(by, "labour_finding.settle", finding, rule=finding.rule)


def reopen(finding: LabourFinding) -> None:
    """Open it again, since the day has changed and breaks the rule anew; who closed it and why stays to be read."""
    finding.settled_on, finding.reopened_on = None, clock.today()
    record(SYSTEM, "labour_finding.reopen", finding, rule=finding.rule)

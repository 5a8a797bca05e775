"""Civil status: the one fact beside age that decides whether a guardian takes part; told by staff, with a note."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from models.history import Move
from models.session import db
from models.vocabulary import CivilStatus
from models.youth import Youth

VERB = "civil_status"
NOTE_SHORTEST, NOTE_LONGEST = 5, 300


def change(youth: Youth, status: CivilStatus, *, note: str, by: Actor) -> None:
    """Keep the status and how it is known; raises Invalid without a note, or when it is what is kept already."""
    said = " ".join(note.split())
    if not NOTE_SHORTEST <= len(said) <= NOTE_LONGEST:
        raise Invalid(t("Write in one sentence how you know it, for example the paper you saw."), field="note")
    before = CivilStatus(youth.civil_status)
    if status == before:
        raise Invalid(t("This is what is kept already."), field="status")
    youth.civil_status = status
    db.add(
        Move(
            subject_type=youth.__tablename__,
            subject_id=youth.id,
            verb=VERB,
            from_state=before,
            to_state=status,
            actor_id=by.account_id,
            note=said,
            at=clock.now(),
        )
    )
    db.flush()
    record(by, "youth.civil_status", youth, left=str(before), entered=str(status))


def changes(youth: Youth) -> Sequence[Move]:
    """Every change of the status with its note, newest first."""
    wanted = select(Move).where(
        Move.subject_type == youth.__tablename__, Move.subject_id == youth.id, Move.verb == VERB
    )
    return db.scalars(wanted.order_by(Move.id.desc())).all()

"""Civil status: the one fact beside age that decides whether a guardian takes part; told by staff who saw a paper."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.people import civil_law
from marketplace.people import youth as young
from marketplace.people.civil_law import Known
from models.history import Move
from models.session import db
from models.vocabulary import CivilProof, CivilStatus
from models.youth import Youth

VERB = "civil_status"
NOTE_SHORTEST, NOTE_LONGEST = 5, 300


def change(youth: Youth, told: Known, *, note: str, by: Actor) -> None:
    """Keep the status and how it is known.

    Raises Invalid without a note, without a paper that shows it, at an age at which it cannot be, or when it is what is
    kept already.
    """
    said = " ".join(note.split())
    if not NOTE_SHORTEST <= len(said) <= NOTE_LONGEST:
        raise Invalid(t("Write in one sentence how you know it, for example the paper you saw."), field="note")
    known = civil_law.checked(told, youth.birth_date)
    before = CivilStatus(youth.civil_status)
    if known == kept(youth) or (known.status == before and is_proven(youth)):
        raise Invalid(t("This is what is kept already."), field="civil_status")
    young.put_civil(youth, known)
    db.add(
        Move(
            subject_type=youth.__tablename__,
            subject_id=youth.id,
            verb=VERB,
            from_state=before,
            to_state=known.status,
            actor_id=by.account_id,
            note=said,
            at=clock.now(),
        )
    )
    db.flush()
    record(by, "youth.civil_status", youth, left=str(before), entered=str(known.status), proof=str(known.proof or ""))


def kept(youth: Youth) -> Known:
    """The status with the paper it rests on, as it is kept."""
    proof = CivilProof(youth.civil_proof) if youth.civil_proof else None
    number = young.read(youth, "civil_number") if youth.civil_number_sealed else ""
    return Known(CivilStatus(youth.civil_status), proof, number, youth.civil_since)


def is_proven(youth: Youth) -> bool:
    """Whether a status other than single rests on a paper that somebody saw."""
    return youth.civil_status != CivilStatus.SINGLE and youth.civil_proof is not None


def is_unproven(youth: Youth) -> bool:
    """Whether a status other than single is written down without any paper, so that a guardian takes part."""
    return youth.civil_status != CivilStatus.SINGLE and youth.civil_proof is None


def look_again(youth: Youth, *, by: Actor) -> None:
    """Let a guardian take part again where the paper cannot be right by the birth date as it is told now."""
    if is_proven(youth) and not civil_law.holds(kept(youth), youth.birth_date):
        youth.civil_proof = None
        record(by, "youth.civil_unproven", youth)


def changes(youth: Youth) -> Sequence[Move]:
    """Every change of the status with its note, newest first."""
    wanted = select(Move).where(
        Move.subject_type == youth.__tablename__, Move.subject_id == youth.id, Move.verb == VERB
    )
    return db.scalars(wanted.order_by(Move.id.desc())).all()

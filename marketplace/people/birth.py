"""The birth date as it decides about a guardian: told first, changed by its owner, confirmed by staff who saw a paper.

A change that nobody has confirmed takes no guardian away: until then the youngest age that was told decides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel import age, clock
from marketplace.kernel.errors import Invalid
from marketplace.people import civil
from models.history import Move
from models.session import db
from models.vocabulary import BirthProof
from models.youth import Youth

YOUNGEST, OLDEST = 3, 60
CHANGED, CONFIRMED = "birth_changed", "birth_confirmed"
NOTE_SHORTEST, NOTE_LONGEST = 5, 300


@dataclass(frozen=True, slots=True)
class Doubt:
    """A change of the birth date that nobody has confirmed: the youngest that was told, what stands, and when."""

    before: date
    now: date | None
    at: datetime


def youngest(youth: Youth) -> date | None:
    """The birth date that counts where being young protects: of those told since the last paper the latest."""
    told = [one for one in (youth.birth_date, youth.birth_date_before) if one is not None]
    return max(told) if youth.birth_date is not None else None


def is_doubted(youth: Youth) -> bool:
    """Whether somebody changed the date and would be older by it than they had said, and nobody has confirmed it."""
    return youth.birth_date_before is not None and youth.birth_date_before != youth.birth_date


def keeps_guardian(youth: Youth, day: date) -> bool:
    """Whether a guardian takes part on this day only because a changed birth date is not confirmed yet."""
    if youth.birth_date is None or youth.birth_date_before is None or civil.is_proven(youth):
        return False
    of_age = [age.age_on(one, day) >= age.MAJORITY for one in (youth.birth_date, youth.birth_date_before)]
    return of_age == [True, False]


def change(youth: Youth, born: date | None, *, by: Actor) -> None:
    """Keep another birth date than the one before, which is remembered; a first one changes nothing that was told."""
    before = youth.birth_date
    youth.birth_date = born
    civil.look_again(youth, by=by)
    if before is None and youth.birth_date_before is None:
        return
    youth.birth_date_before = max(one for one in (before, youth.birth_date_before) if one is not None)
    _keep_move(youth, CHANGED, before, born, by=by)
    record(by, "youth.birth_changed", youth)


def confirm(youth: Youth, born: date, *, proof: BirthProof, note: str, by: Actor) -> None:
    """Keep the birth date that a paper shows, and how it is known; what was told otherwise counts no longer.

    Raises Invalid without a note, for a day that cannot be, or when it is confirmed already.
    """
    said = " ".join(note.split())
    if not NOTE_SHORTEST <= len(said) <= NOTE_LONGEST:
        raise Invalid(t("Write in one sentence how you know it, for example the paper you saw."), field="birth_note")
    if (why := refusal(born)) is not None:
        raise Invalid(why, field="birth_date")
    before, last = youth.birth_date, next(iter(changes(youth)), None)
    if before == born and last is not None and last.verb == CONFIRMED:
        raise Invalid(t("This is what is kept already."), field="birth_date")
    youth.birth_date, youth.birth_date_before = born, None
    _keep_move(youth, CONFIRMED, before, born, by=by, reason=proof, note=said)
    record(by, "youth.birth_confirmed", youth, proof=str(proof), changed=before != born)
    civil.look_again(youth, by=by)


def refusal(born: date) -> Text | None:
    """Why nobody here was born on this day; None where it can be."""
    today = clock.today()
    if born > today:
        return t("This day is still to come. Check the year.")
    years = age.age_on(born, today)
    if not YOUNGEST <= years <= OLDEST:
        return t("By this date the age is {years} years. Check the year.", years=years)
    return None


def changes(youth: Youth) -> Sequence[Move]:
    """Every change and confirmation, newest first."""
    return _moves([youth.id])


def doubts(youths: Collection[Youth]) -> dict[int, Doubt]:
    """What nobody has confirmed of these people, by their ids."""
    doubted = {one.id: one for one in youths if is_doubted(one)}
    if not doubted:
        return {}
    last: dict[int, datetime] = {}
    for move in _moves(doubted):
        if move.verb == CHANGED:
            last.setdefault(move.subject_id, move.at)
    return {
        key: Doubt(one.birth_date_before, one.birth_date, last.get(key, one.created_at))
        for key, one in doubted.items()
        if one.birth_date_before is not None
    }


def _moves(youth_ids: Collection[int]) -> Sequence[Move]:
    wanted = select(Move).where(
        Move.subject_type == Youth.__tablename__,
        Move.subject_id.in_(youth_ids),
        Move.verb.in_((CHANGED, CONFIRMED)),
    )
    return db.scalars(wanted.order_by(Move.id.desc())).all()


def _keep_move(
    youth: Youth, verb: str, before: date | None, born: date | None, *, by: Actor, reason: str = "", note: str = ""
) -> None:
    db.add(
        Move(
            subject_type=youth.__tablename__,
            subject_id=youth.id,
            verb=verb,
            from_state=before.isoformat() if before else "",
            to_state=born.isoformat() if born else "",
            actor_id=by.account_id,
            reason=reason,
            note=note,
            at=clock.now(),
        )
    )
    db.flush()

"""Where a guardian's part begins and ends with what is known of a person: a paper, a birth date, a birthday.

A request that waits for a guardian goes on by itself once no guardian is needed any more.
"""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor
from marketplace.audit.moves import advance
from marketplace.enrolments import applications, moving, telling
from marketplace.enrolments.checks import note_flags
from marketplace.enrolments.states import ENROLMENT, WITH_OFFICE
from marketplace.kernel import clock
from marketplace.people import answers, birth, civil, corrections, guardians, links
from marketplace.people.answers import Answers
from marketplace.people.civil_law import Known
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import BirthProof, EnrolmentState, LinkPurpose
from models.youth import Youth

VERB = "go_on_alone"


def tell_civil_status(youth: Youth, told: Known, *, note: str, by: Actor) -> None:
    """Keep a civil status (`people/civil.py`), and let go on what waited for a guardian who is no longer needed."""
    civil.change(youth, told, note=note, by=by)
    _look_again(youth, by=by)


def confirm_birth_date(youth: Youth, born: date, *, proof: BirthProof, note: str, by: Actor) -> None:
    """Keep the birth date a paper shows (`people/birth.py`), and let go on what waited for a guardian for nothing."""
    birth.confirm(youth, born, proof=proof, note=note, by=by)
    _look_again(youth, by=by)


def keep_answers(youth: Youth, told: Answers, *, by: Actor) -> None:
    """Remember what a young person tells of themselves.

    Another birth date is seen at once where the office decides; of another home the offices hear that keep a request,
    and the case worker of the old one looks after them no more.
    """
    born, office = youth.birth_date, youth.office_key
    answers.keep(youth, told, by=by)
    if youth.birth_date != born:
        _note(youth)
    if youth.office_key != office:
        moving.tell_who_keeps(youth)
        corrections.let_go(youth)


def nightly() -> int:
    """Let go on whatever waits for a guardian of somebody who has come of age; returns how many."""
    waiting = (
        select(Enrolment, Youth)
        .join(Youth, Youth.id == Enrolment.youth_id)
        .where(Enrolment.state == EnrolmentState.AWAITING_GUARDIAN)
        .order_by(Enrolment.id)
        .with_for_update(skip_locked=True, of=Enrolment)
    )
    today = clock.today()
    free = [one for one, youth in db.execute(waiting) if not guardians.is_needed(youth, today)]
    for enrolment in free:
        _go_on(enrolment, by=SYSTEM)
    return len(free)


def _look_again(youth: Youth, *, by: Actor) -> None:
    if not guardians.is_needed(youth, clock.today()):
        for enrolment in _of(youth, (EnrolmentState.AWAITING_GUARDIAN,)):
            _go_on(enrolment, by=by)
    _note(youth)


def _go_on(enrolment: Enrolment, *, by: Actor) -> None:
    """Put it before the provider; the guardian's link ends and nobody who was asked waits for an answer."""
    telling.silence(enrolment)
    links.void(LinkPurpose.GUARDIAN_SIGN, enrolment.id)
    advance(ENROLMENT, enrolment, VERB, by=by, due_at=None, changed_at=clock.now())
    applications.hand_over(enrolment, by=by)
    telling.goes_on_alone(enrolment)


def _note(youth: Youth) -> None:
    for enrolment in _of(youth, WITH_OFFICE):
        note_flags(enrolment)


def _of(youth: Youth, states: Collection[EnrolmentState]) -> Sequence[Enrolment]:
    wanted = select(Enrolment).where(Enrolment.youth_id == youth.id, Enrolment.state.in_(sorted(states)))
    return db.scalars(wanted.order_by(Enrolment.id)).all()

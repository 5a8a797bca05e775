"""What is written in forms of danger, secrets and pressure: taken up as a concern, and what may not cross is refused.

Words of danger by a young person or their guardian are never refused and never lost. What an adult wrote to a young
person and may not is refused to them, and whoever answers for the young person's safety learns of it.
"""

from collections.abc import Iterable
from enum import Enum, auto

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import notices
from marketplace.access import SYSTEM, Actor
from marketplace.concerns import desks, notes, reporting
from marketplace.concerns.reporting import Draft
from marketplace.i18n import Text, contacts, crossing, screening, t
from models.agreement import Agreement
from models.concern import Concern
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import ConcernKind, ConcernState
from models.youth import Youth


class Side(Enum):
    """Who writes: young people and guardians, the office, or any other adult."""

    THEIRS = auto()
    OFFICE = auto()
    OTHER = auto()


def refusal(text: str, side: Side, *, to_young: bool) -> Text | None:
    """What to say to whoever wrote what may not cross; None when it may.

    Young people are kept from giving ways to reach them, and from nothing else. The office speaks of pressure and
    danger to organisations, which is its work.
    """
    if side is Side.THEIRS:
        return contacts.refusal(text)
    if side is Side.OFFICE:
        return contacts.refusal(text) or (crossing.refusal_of_words(text, crossing.GRAVE) if to_young else None)
    told = crossing.refusal(text, to_all=not to_young)
    if told is None and to_young and crossing.tells_of_danger(text):
        return t(
            "This sounds as if somebody were in danger, so the office has been told and has these words. They are not"
            " kept here: write here only what is agreed."
        )
    return told


def concerns_somebody(text: str, side: Side) -> bool:
    """Whether a person has to know of a text whatever becomes of it."""
    if side is Side.OFFICE:
        return crossing.grave(text)
    return crossing.tells_of_danger(text) or (side is Side.OTHER and crossing.grave(text))


def accuses(text: str, side: Side) -> bool:
    """Whether a text makes whoever wrote it the one it is about: an adult who asks for secrecy or presses somebody.

    Whoever only tells of danger, be it what a young person told them, reports it.
    """
    return side is not Side.THEIRS and crossing.grave(text)


def tells_of_danger(text: str) -> bool:
    """Whether words sound as if somebody were in danger."""
    return crossing.tells_of_danger(text)


def take_up(said: str, *, by: Actor, path: str, youth_id: int | None = None) -> Concern:
    """A concern of whoever wrote of danger; more of it is added to the one that is open about the same page.

    `youth_id` is whose safety it is about, where somebody else writes to the office of a young person.
    """
    known = open_about(path, by.account_id)
    if known is None:
        draft = Draft(_kind_of(said), text=said, path=path, shows_name=True, youth_id=youth_id)
        known, _ = reporting.report(draft, by=by)
    elif not notes.says(known, said):
        reporting.add(known, said, by=by)
    return known


def take_up_of_theirs(said: str, *, by: Actor, path: str, youth_id: int | None = None) -> Concern:
    """The same of words in a form; the case worker is told to get in touch."""
    concern = take_up(said, by=by, path=path, youth_id=youth_id)
    if concern.youth_id is not None:
        tell_worker(db.get_one(Youth, concern.youth_id), concern)
    return concern


def take_up_of_adult(said: str, youth_id: int, *, by: Actor, path: str) -> Concern:
    """A concern about what an adult wrote to or of a young person; its writer never sees it. No second for a second.

    Of somebody without an account nobody is kept out of it.
    """
    known = open_about(path, None, youth_id)
    heading = notes.of_writer(by)
    if known is None:
        draft = Draft(
            _kind_of(said), said, path=path, shows_name=True, youth_id=youth_id, wrote=by.account_id, heading=heading
        )
        known, _ = reporting.report(draft, by=SYSTEM)
    elif not notes.has_of(known, by.account_id, said):
        reporting.add(known, said, by=SYSTEM, wrote=by.account_id, heading=heading)
    return known


def tell_worker(youth: Youth, concern: Concern, *, also: Iterable[tuple[int, str]] = ()) -> None:
    """Tell the case worker, and whoever else reads along, to get in touch now; nobody the concern means."""
    worker = youth.case_worker_id
    people = {worker: f"/office/youth/{youth.ref}"} if worker is not None else {}
    people |= dict(also)
    for account_id in sorted(set(people) - desks.named_in(concern)):
        notices.tell_again(
            account_id,
            event="message.danger",
            message=t("A young person you look after wrote of danger. A concern was opened; please call them now."),
            path=people[account_id],
            about=concern,
        )


def young_person(subjects: Iterable[object]) -> int | None:
    """Whom of the young people the objects of a page are about; None where it is nobody or everybody."""
    for one in subjects:
        if isinstance(one, Youth):
            return one.id
        if (found := getattr(one, "youth_id", None)) is not None:
            return int(found)
        wanted = select(Enrolment.youth_id)
        if (enrolment_id := getattr(one, "enrolment_id", None)) is not None:
            return db.scalar(wanted.where(Enrolment.id == enrolment_id))
        if (agreement_id := getattr(one, "agreement_id", None)) is not None:
            of_agreement = wanted.join(Agreement, Agreement.enrolment_id == Enrolment.id)
            return db.scalar(of_agreement.where(Agreement.id == agreement_id))
    return None


def _kind_of(said: str) -> ConcernKind:
    """What words are taken up as: secrets and pressure are contact, whatever tells of danger is that."""
    return ConcernKind(screening.danger_of(said) or ConcernKind.CONTACT)


def open_about(path: str, reporter_id: int | None, youth_id: int | None = None) -> Concern | None:
    """The newest open concern of a reporter about a page; None as reporter is Okat itself, or nobody's name."""
    wanted = select(Concern).where(
        Concern.about_path == path, Concern.reporter_id == reporter_id, Concern.state != ConcernState.CLOSED
    )
    if youth_id is not None:
        wanted = wanted.where(Concern.youth_id == youth_id)
    newest = wanted.options(selectinload(Concern.notes), selectinload(Concern.named)).order_by(Concern.id.desc())
    return db.scalars(newest.limit(1)).first()

"""Words in the protected channel that mean danger, secrets or pressure: they wait, and they are taken up as a concern.

Nobody of the other side reads them before somebody has looked.
"""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.access import Actor
from marketplace.concerns import desks, hearing, naming, together
from marketplace.i18n import crossing
from marketplace.threads import service
from models.concern import Concern
from models.session import db
from models.thread import Message, Thread
from models.vocabulary import ConcernState, MessagePart, MessageState

MOST = 20
"""So many concerns of one conversation are looked through for the gravest."""


def write(thread: Thread, *, by: Actor, template_key: str = "", text: str = "") -> Message:
    """Write in a thread; what somebody says of danger is held, and is a concern they report from that moment.

    What an adult writes to a young person of secrets or under pressure is a concern too, and its writer never sees it,
    be there danger in the same words or not, and be it somebody of the office. A further such message is added to the
    one that is open about the thread.
    """
    message = service.write(thread, by=by, template_key=template_key, text=text)
    if message.state != MessageState.HELD:
        return message
    if accuses(message):
        hearing.take_up_of_adult(text.strip(), thread.youth_id, by=by, path=path_of(thread))
    elif service.speaks_of_danger(message):
        concern = hearing.take_up(text.strip(), by=by, path=path_of(thread), youth_id=thread.youth_id)
        if message.part == MessagePart.YOUTH:
            reads_along = (thread.second_id, service.OFFICE_PATH.format(ref=thread.ref))
            hearing.tell_worker(thread.youth, concern, also=(reads_along,))
    return message


def accuses(message: Message) -> bool:
    """Whether words of an adult, the office's own among them, are what a concern is about and not what they report."""
    return message.part != MessagePart.YOUTH and not set(crossing.GRAVE).isdisjoint(message.held_for)


def reported_by(writer: Actor, thread: Thread) -> Concern | None:
    """The open concern that somebody reported by what they wrote in a thread."""
    return hearing.open_about(path_of(thread), writer.account_id) if writer.is_known else None


def path_of(thread: Thread) -> str:
    """The page of a conversation a young person reports from."""
    return service.YOUTH_PATH.format(ref=thread.ref)


def told_to(reader: Actor, thread: Thread) -> list[Concern]:
    """The concerns that were opened from a conversation: open ones first, the gravest first; none of its reader."""
    wanted = select(Concern).where(Concern.about_path == path_of(thread), Concern.youth_id == thread.youth_id)
    loaded = wanted.options(selectinload(Concern.named), selectinload(Concern.notes))
    every = db.scalars(loaded.order_by(Concern.id.desc()).limit(MOST)).all()
    seen = [
        one
        for one in every
        if reader.account_id not in desks.named_in(one) and not naming.is_meant(one, reader.account_id or 0)
    ]
    return sorted(seen, key=lambda one: (one.state == ConcernState.CLOSED, *together.gravity(one)))

"""Words in the protected channel that mean danger: seen by the second adult and the case worker, taken up as a concern.

Nobody of the other side reads them before somebody has looked.
"""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace import notices
from marketplace.access import Actor
from marketplace.concerns import reporting
from marketplace.concerns.reporting import Draft
from marketplace.i18n import screening, t
from marketplace.threads import service
from models.concern import Concern
from models.session import db
from models.thread import Message, Thread
from models.vocabulary import ConcernKind, ConcernState, MessagePart, MessageState


def write(thread: Thread, *, by: Actor, template_key: str = "", text: str = "") -> Message:
    """Write in a thread; what a young person says of danger is held, and is a concern of theirs from that moment.

    A further such message is added to the concern that is open about the thread.
    """
    message = service.write(thread, by=by, template_key=template_key, text=text)
    if message.part == MessagePart.YOUTH and message.state == MessageState.HELD and "danger" in message.held_for:
        _take_up(thread, text.strip(), by)
    return message


def _take_up(thread: Thread, said: str, by: Actor) -> None:
    path = service.YOUTH_PATH.format(ref=thread.ref)
    known = _open(path, by)
    if known is None:
        kind = ConcernKind(screening.danger_of(said))
        reporting.report(Draft(kind, text=said, path=path, shows_name=True), by=by)
    else:
        reporting.add(known, said, by=by)
    worker = thread.youth.case_worker_id
    if worker is not None and worker != thread.second_id:
        notices.tell(
            worker,
            event="message.danger",
            message=t("A young person you look after wrote of danger. A concern was opened; please call them now."),
            path=f"/office/youth/{thread.youth.ref}",
            about=thread,
        )


def _open(path: str, by: Actor) -> Concern | None:
    wanted = select(Concern).where(
        Concern.about_path == path, Concern.reporter_id == (by.account_id or 0), Concern.state != ConcernState.CLOSED
    )
    newest = wanted.options(selectinload(Concern.notes), selectinload(Concern.named)).order_by(Concern.id.desc())
    return db.scalars(newest.limit(1)).first()

"""Verbs of notices: written with the act they tell of, held back while it can be undone, cancelled with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select, update

from marketplace.access import Actor
from marketplace.i18n import Text
from marketplace.kernel import clock
from marketplace.notices.words import pack
from models.account import Account
from models.history import Notice, OutboxMessage
from models.session import db

UNDO = timedelta(minutes=10)
"""How long a decision can be taken back before anybody is told."""

GATHERED = timedelta(minutes=10)
"""How long the same words to somebody who has not read them count as said."""

APART = timedelta(minutes=15)
"""How long nothing more goes to the outside of what is told again while the notice of it waits to be read."""

_quiet: ContextVar[bool] = ContextVar("quiet_notices", default=False)


class Subject(Protocol):
    """Anything a notice can be about."""

    __tablename__: str

    @property
    def id(self) -> int:
        """Its key."""


def tell(
    account_id: int | None,
    *,
    event: str,
    message: Text,
    path: str = "",
    about: Subject | None = None,
    after: timedelta = timedelta(0),
    once: bool = False,
    gathered: bool = False,
) -> None:
    """Tell an account something once `after` has passed; nobody (None) is told nothing.

    The message holds no names and nothing sensitive: it may be read over a shoulder. With `once`, whoever was told of
    this event about this subject before is not told again; with `gathered`, whoever has the same words unread since a
    few minutes reads them once for all.
    """
    if _quiet.get():
        return
    account = db.get(Account, account_id) if account_id is not None else None
    if account is None or account.disabled_at is not None:
        return
    if gathered and _waits(account.id, event, pack(message), path):
        return
    if once and about is not None and is_told(about, event, account.id):
        return
    visible = clock.now() + after
    notice = Notice(
        account_id=account.id,
        event=event,
        message=pack(message),
        path=path,
        visible_at=visible,
        subject_type=about.__tablename__ if about is not None else "",
        subject_id=about.id if about is not None else None,
    )
    db.add(notice)
    db.flush()
    _send(account, notice, f"notice:{notice.id}")


def tell_again(
    account_id: int | None,
    *,
    event: str,
    message: Text,
    path: str,
    about: Subject,
    after: timedelta = timedelta(0),
) -> None:
    """Tell what may come again and again as one notice, as long as nobody has read it.

    It counts one more and stands at the new time; to the outside it goes again only after a while.
    """
    account = db.get(Account, account_id) if account_id is not None and not _quiet.get() else None
    if account is None or not _renew(account, event, message, path, about, clock.now() + after):
        tell(account_id, event=event, message=message, path=path, about=about, after=after)


@contextmanager
def quiet() -> Iterator[None]:
    """Tell nobody anything meanwhile: for a past that is made up, whose notices nobody would read."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def _renew(account: Account, event: str, message: Text, path: str, about: Subject, visible: datetime) -> bool:
    """Tell a notice that waits to be read once more; one that is shown already is not put off to the morning."""
    now = clock.now()
    same = (
        Notice.account_id == account.id,
        Notice.event == event,
        Notice.path == path,
        Notice.subject_type == about.__tablename__,
        Notice.subject_id == about.id,
        Notice.read_at.is_(None),
        Notice.cancelled_at.is_(None),
        Notice.visible_at <= now if visible <= now else Notice.visible_at > now,
    )
    notice = db.scalars(select(Notice).where(*same).order_by(Notice.id.desc()).limit(1).with_for_update()).first()
    if notice is None:
        return False
    notice.times += 1
    notice.message, notice.visible_at = pack(message), visible
    first = f"notice:{notice.id}"
    told = select(OutboxMessage.id).where(
        (OutboxMessage.key == first) | OutboxMessage.key.startswith(f"{first}:"),
        OutboxMessage.send_after > visible - APART,
    )
    if db.scalars(told.limit(1)).first() is None:
        _send(account, notice, f"{first}:{notice.times}")
    db.flush()
    return True


def _send(account: Account, notice: Notice, key: str) -> None:
    channel = "email" if account.email_key else "sms"
    db.add(OutboxMessage(key=key, channel=channel, payload={"notice": notice.id}, send_after=notice.visible_at))


def _waits(account_id: int, event: str, message: dict[str, object], path: str) -> bool:
    unread = select(Notice.message).where(
        Notice.account_id == account_id,
        Notice.event == event,
        Notice.path == path,
        Notice.read_at.is_(None),
        Notice.cancelled_at.is_(None),
        Notice.visible_at > clock.now() - GATHERED,
    )
    return message in db.scalars(unread).all()


def is_told(about: Subject, event: str, account_id: int | None = None) -> bool:
    """Whether an account, or anybody without one, was told of an event about a subject."""
    wanted = select(Notice.id).where(
        Notice.subject_type == about.__tablename__,
        Notice.subject_id == about.id,
        Notice.event == event,
        Notice.cancelled_at.is_(None),
    )
    mine = () if account_id is None else (Notice.account_id == account_id,)
    return db.scalars(wanted.where(*mine).limit(1)).first() is not None


def cancel(about: Subject, *, event: str | None = None) -> int:
    """Take back what nobody has seen yet about a subject (of one event, or all); returns how many."""
    wanted = [
        Notice.subject_type == about.__tablename__,
        Notice.subject_id == about.id,
        Notice.cancelled_at.is_(None),
        Notice.visible_at > clock.now(),
    ]
    if event is not None:
        wanted.append(Notice.event == event)
    taken = db.scalars(update(Notice).where(*wanted).values(cancelled_at=clock.now()).returning(Notice.id)).all()
    return len(taken)


def mark_read(actor: Actor) -> int:
    """Mark everything this person can see as read; returns how many were new."""
    new = select(Notice.id).where(
        Notice.account_id == actor.account_id,
        Notice.read_at.is_(None),
        Notice.cancelled_at.is_(None),
        Notice.visible_at <= clock.now(),
    )
    marked = db.scalars(update(Notice).where(Notice.id.in_(new)).values(read_at=clock.now()).returning(Notice.id)).all()
    return len(marked)

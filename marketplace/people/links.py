"""One-time links: 256 bits in an address, only their hash kept, used by exactly one."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, true, update

from marketplace.access import Actor
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, NotFound
from models.account import OneTimeLink
from models.session import db
from models.vocabulary import LinkPurpose

LIFETIMES = {
    LinkPurpose.GUARDIAN_SIGN: timedelta(days=14),
    LinkPurpose.SET_PASSWORD: timedelta(days=2),
    LinkPurpose.INVITE: timedelta(days=7),
    LinkPurpose.AGREEMENT_SIGN: timedelta(days=14),
}


@dataclass(frozen=True, slots=True)
class LinkState:
    """What a link is for, and whether it still works."""

    subject_id: int
    usable: bool
    was_used: bool
    expires_at: datetime
    was_answered: bool = False
    """Somebody used it; nobody has where it only ended."""
    was_replaced: bool = False
    """It ended unused, and a newer one was made."""


def make(purpose: LinkPurpose, subject_id: int, *, by: Actor, lifetime: timedelta | None = None) -> str:
    """A new link's secret; it is told once, here, and cannot be read again."""
    token, now = ids.token(), clock.now()
    db.add(
        OneTimeLink(
            token_hash=_hash(token),
            purpose=purpose,
            subject_id=subject_id,
            created_by_id=by.account_id,
            created_at=now,
            expires_at=now + (lifetime or LIFETIMES[purpose]),
        )
    )
    db.flush()
    return token


def look(token: str, purpose: LinkPurpose) -> LinkState:
    """What the link would do, without using it; raises NotFound when there is no such link."""
    row = db.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == _hash(token), OneTimeLink.purpose == purpose))
    if row is None:
        raise NotFound()
    was_used = row.used_at is not None
    return LinkState(
        row.subject_id,
        not was_used and row.expires_at > clock.now(),
        was_used,
        row.expires_at,
        was_answered=was_used and row.voided_at is None,
        was_replaced=row.voided_at is not None and _has_newer(row),
    )


def _has_newer(row: OneTimeLink) -> bool:
    newer = select(OneTimeLink.id).where(
        OneTimeLink.purpose == row.purpose, OneTimeLink.subject_id == row.subject_id, OneTimeLink.id > row.id
    )
    return db.scalar(newer.limit(1)) is not None


def use(token: str, purpose: LinkPurpose, *, still: bool = False) -> int:
    """Spend the link and return its subject; raises NotFound without one, Conflict when it is spent or too old.

    `still` is for whoever has seen that its days stood still, so that it is not too old.
    """
    now = clock.now()
    taken = db.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_hash == _hash(token),
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            true() if still else OneTimeLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(OneTimeLink.subject_id)
    ).first()
    if taken is None:
        look(token, purpose)
        raise Conflict(t("This link was used already or is too old. Ask whoever sent it for a new one."))
    return int(taken.subject_id)


def void(purpose: LinkPurpose, subject_id: int) -> int:
    """End every unused link of a purpose for a subject; returns how many."""
    now = clock.now()
    ended = (
        update(OneTimeLink)
        .where(OneTimeLink.purpose == purpose, OneTimeLink.subject_id == subject_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now, voided_at=now)
        .returning(OneTimeLink.id)
    )
    return len(db.execute(ended).all())


def stand_still(purpose: LinkPurpose, subject_ids: Collection[int], *, since: datetime, until: datetime) -> None:
    """Give the unused links for some subjects back the time in which they could not be used."""
    wanted = select(OneTimeLink).where(
        OneTimeLink.purpose == purpose,
        OneTimeLink.subject_id.in_(subject_ids),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > since,
        OneTimeLink.created_at < until,
    )
    for row in db.scalars(wanted):
        row.expires_at += until - max(since, row.created_at)
    db.flush()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf8", "replace")).hexdigest()

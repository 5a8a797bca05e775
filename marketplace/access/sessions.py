"""Signing in and staying signed in: sessions live in the database and end at once when revoked."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select, update

from marketplace.access import standing_in
from marketplace.access.actor import Actor, Grant
from marketplace.kernel import age, clock, ids
from marketplace.kernel.errors import NotFound
from models.account import Account, LoginSession, Membership
from models.area import LocalAuthority, ProgrammeArea
from models.concern import AccessPause
from models.session import db
from models.vocabulary import CivilStatus, Role
from models.youth import Guardian, Youth

STAFF_IDLE = timedelta(minutes=30)
STAFF_LIFE = timedelta(hours=12)
OWN_IDLE = timedelta(days=14)
OWN_LIFE = timedelta(days=60)
SHARED_IDLE = timedelta(minutes=30)
PERSONAL_ROLES = frozenset({Role.YOUTH, Role.GUARDIAN, Role.MENTOR, Role.FUNDER})


def open_session(account: Account, *, shared_device: bool, label: str) -> str:
    """Start a session and return its secret, which is shown to the browser once and kept here only as a hash."""
    secret, now = ids.token(), clock.now()
    staff = bool(set(_roles_today(account.id)) - PERSONAL_ROLES)
    db.add(
        LoginSession(
            ref=ids.new_ref("S"),
            token_hash=_hash(secret),
            account_id=account.id,
            shared_device=shared_device,
            label=label[:120],
            created_at=now,
            expires_at=now + (STAFF_LIFE if staff or shared_device else OWN_LIFE),
        )
    )
    db.flush()
    return secret


def idle_limit(actor: Actor, *, shared_device: bool = False) -> timedelta:
    """How long a session may rest: half an hour for staff and shared phones, two weeks on one's own."""
    if shared_device:
        return SHARED_IDLE
    return OWN_IDLE if actor.roles() <= PERSONAL_ROLES else STAFF_IDLE


def close_session(secret: str) -> None:
    """End the session of this secret now."""
    db.execute(
        update(LoginSession)
        .where(LoginSession.token_hash == _hash(secret), LoginSession.revoked_at.is_(None))
        .values(revoked_at=clock.now())
    )


def close_all(account_id: int, *, but: str = "") -> None:
    """End every session of an account now, but the one of the reference `but`."""
    db.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.revoked_at.is_(None), LoginSession.ref != but)
        .values(revoked_at=clock.now())
    )


def one(actor: Actor, ref: str) -> LoginSession:
    """A session of the actor's own account; raises NotFound alike for foreign and missing."""
    found = db.scalar(select(LoginSession).where(LoginSession.ref == ref, LoginSession.account_id == actor.account_id))
    if found is None:
        raise NotFound
    return found


def live_sessions(account_id: int) -> Sequence[LoginSession]:
    """The sessions of an account that have not ended, newest first."""
    live = select(LoginSession).where(
        LoginSession.account_id == account_id,
        LoginSession.revoked_at.is_(None),
        LoginSession.expires_at > clock.now(),
    )
    return db.scalars(live.order_by(LoginSession.id.desc())).all()


def actor_of(secret: str) -> tuple[Actor, bool] | None:
    """The actor of a live session and whether the device is shared; None when the session has ended."""
    row = db.execute(
        select(LoginSession, Account)
        .join(Account, Account.id == LoginSession.account_id)
        .where(
            LoginSession.token_hash == _hash(secret),
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > clock.now(),
            Account.disabled_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    session, account = row
    return load_actor(account, session_ref=session.ref), session.shared_device


def load_actor(account: Account, *, session_ref: str = "") -> Actor:
    """An account with everything it may act by today."""
    youth_id = db.scalar(select(Youth.id).where(Youth.account_id == account.id))
    grants, paused = _grants(account.id), is_paused(account.id)
    deputies = () if paused else standing_in.deputies_of(grants)
    return Actor(
        account_id=account.id,
        ref=account.ref,
        name=account.name,
        grants=tuple(one for one in grants if one.role == Role.YOUTH)
        if paused
        else (*grants, *standing_in.of_districts(grants)),
        deputies=deputies,
        youth_id=youth_id,
        ward_ids=frozenset() if paused else _wards(account.id),
        session_ref=session_ref,
        locale=account.locale,
        is_paused=paused,
    )


def is_paused(account_id: int) -> bool:
    """Whether an interim measure keeps an account from acting over anybody but itself."""
    running = select(AccessPause.id).where(AccessPause.account_id == account_id, AccessPause.ended_at.is_(None))
    return db.scalar(running.limit(1)) is not None


def _wards(account_id: int) -> frozenset[int]:
    """Young people for whom the account may speak today: recorded, safe to contact, and still under age."""
    today = clock.today()
    rows = db.execute(
        select(Youth.id, Youth.birth_date, Youth.birth_date_before)
        .join(Guardian, Guardian.youth_id == Youth.id)
        .where(
            Guardian.account_id == account_id,
            Guardian.safe,
            Guardian.starts_on <= today,
            or_(Guardian.ends_on.is_(None), Guardian.ends_on >= today),
            # A civil status without a paper decides nothing (`people/civil.py`).
            or_(Youth.civil_status == CivilStatus.SINGLE, Youth.civil_proof.is_(None)),
        )
    )
    return frozenset(youth_id for youth_id, born, before in rows if _is_under_age(born, before, today))


def _is_under_age(born: date | None, before: date | None, today: date) -> bool:
    """By the youngest that was told: a change nobody has confirmed ends nobody's part (`people/birth.py`)."""
    return born is None or age.age_on(max(born, before or born), today) < age.MAJORITY


def _grants(account_id: int) -> tuple[Grant, ...]:
    rows = db.execute(
        select(Membership, LocalAuthority.ref)
        .outerjoin(LocalAuthority, LocalAuthority.id == Membership.local_authority_id)
        .where(Membership.account_id == account_id, *_holds_today())
        .order_by(Membership.id)
    ).all()
    programmes = {membership.programme_id for membership, _ in rows if membership.programme_id is not None}
    areas: dict[int, list[str]] = {}
    if programmes:
        found = select(ProgrammeArea.programme_id, ProgrammeArea.area_code).where(
            ProgrammeArea.programme_id.in_(programmes)
        )
        for programme_id, code in db.execute(found):
            areas.setdefault(programme_id, []).append(code)
    return tuple(
        Grant(
            role=Role(membership.role),
            area_code=membership.area_code,
            authority_ref=authority,
            programme_areas=tuple(areas.get(membership.programme_id, ())) if membership.programme_id else (),
            organisation_id=membership.organisation_id,
        )
        for membership, authority in rows
    )


def _roles_today(account_id: int) -> list[Role]:
    return [
        Role(role)
        for role in db.scalars(select(Membership.role).where(Membership.account_id == account_id, *_holds_today()))
    ]


def _holds_today() -> tuple[ColumnElement[bool], ...]:
    today = clock.today()
    return (Membership.starts_on <= today, or_(Membership.ends_on.is_(None), Membership.ends_on >= today))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

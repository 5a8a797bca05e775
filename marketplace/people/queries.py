"""Reads of young people: every list, count and search goes through the same scope as the single page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from marketplace.access import Actor
from marketplace.kernel.errors import NotFound
from marketplace.kernel.sealing import blind_index
from marketplace.people import contact, identity, policy
from models.account import Account, Membership
from models.history import ReadLog
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

PAGE = 50


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a young person's facts: when, by whom and what."""

    at: datetime
    name: str
    role: Role | None
    what: str
    reason: str


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The young people somebody may see: themselves, and those of the areas they work in."""
    in_area = actor.scope(*policy.READERS).condition(Youth.area_code, Youth.office_key)
    return or_(in_area, Youth.id == actor.youth_id) if actor.youth_id is not None else in_area


def one_youth(actor: Actor, ref: str) -> Youth:
    """The young person of this reference; raises NotFound alike for foreign and missing."""
    youth = db.scalar(select(Youth).where(Youth.ref == ref, visible_to(actor)))
    if youth is None:
        raise NotFound
    return youth


def seen_youth(actor: Actor, youth_id: int | None) -> Youth | None:
    """The same by key, for pages that are about them and something else; None where the actor may not see them."""
    return db.scalar(select(Youth).where(Youth.id == youth_id, visible_to(actor))) if youth_id is not None else None


def own_youth(actor: Actor) -> Youth:
    """The young person behind the account that asks; raises NotFound for others."""
    youth = db.get(Youth, actor.youth_id) if actor.youth_id is not None else None
    if youth is None:
        raise NotFound
    return youth


def list_youth(actor: Actor, *, words: str = "", page: int = 1, size: int = PAGE) -> Sequence[Youth]:
    """Young people of the actor's area by alias; `words` matches alias, nickname or reference."""
    found = _matching(select(Youth), actor, words).order_by(Youth.created_at.desc(), Youth.id.desc())
    return db.scalars(found.limit(size).offset(size * (max(page, 1) - 1))).all()


def count_youth(actor: Actor, *, words: str = "") -> int:
    """How many `list_youth` would give on all its pages."""
    return db.scalar(_matching(select(func.count()).select_from(Youth), actor, words)) or 0


def find_by_national_id(actor: Actor, text: str) -> Youth | None:
    """Somebody of the actor's area by national number; a person elsewhere sounds the same as nobody."""
    number = identity.national_id(text)
    if number is None:
        return None
    return db.scalar(
        select(Youth).where(Youth.national_id_index == blind_index("national_id", number), visible_to(actor))
    )


def find_by_phone(actor: Actor, text: str) -> Sequence[Youth]:
    """Those of the actor's area who gave this phone number; families share one."""
    index = blind_index("phone", contact.phone(text))
    return db.scalars(select(Youth).where(Youth.phone_index == index, visible_to(actor)).order_by(Youth.id)).all()


def wards_of(actor: Actor) -> Sequence[Youth]:
    """The young people for whom this account may speak today."""
    return (
        db.scalars(select(Youth).where(Youth.id.in_(actor.ward_ids)).order_by(Youth.id)).all() if actor.ward_ids else ()
    )


def who_saw(actor: Actor, *, limit: int = 100) -> tuple[Look, ...]:
    """Every look at the asking young person's facts, newest first."""
    role = (
        select(Membership.role)
        .where(Membership.account_id == ReadLog.actor_id, Membership.role.in_(policy.READERS))
        .order_by(Membership.id)
        .limit(1)
        .correlate(ReadLog)
        .scalar_subquery()
    )
    rows = db.execute(
        select(ReadLog.at, Account.name, role, ReadLog.what)
        .outerjoin(Account, Account.id == ReadLog.actor_id)
        .where(ReadLog.youth_id == actor.youth_id)
        .order_by(ReadLog.id.desc())
        .limit(limit)
    )
    return tuple(_look(*row) for row in rows) if actor.youth_id is not None else ()


def _look(at: datetime, name: str | None, role: str | None, what: str) -> Look:
    fact, _, reason = what.partition(":")
    return Look(at, name or "", Role(role) if role else None, fact, reason)


def _matching(statement: Select[Any], actor: Actor, words: str) -> Select[Any]:
    statement = statement.where(visible_to(actor))
    sought = words.strip()[:60]
    if sought:
        columns = (Youth.alias, Youth.nickname, Youth.ref)
        statement = statement.where(or_(*(column.icontains(sought, autoescape=True) for column in columns)))
    return statement

"""Who sits at the desks of an office today: the accounts to tell when something there needs a person.

Where an office has nobody in a role its district stands in, as it does in every policy (`access/standing_in.py`).
"""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select

from marketplace.access import standing_in
from marketplace.kernel import clock
from models.account import Account, Membership
from models.area import LocalAuthority
from models.history import AuditEvent
from models.session import db
from models.vocabulary import Role


class Desk(NamedTuple):
    """An office that answers, by its key, and its people."""

    office_key: str
    accounts: frozenset[int]


def accounts_of(office_key: str, *roles: Role, area_code: str | None = None) -> set[int]:
    """Everybody who acts in one of the roles today for an office (`la:<ref>` or `d:<district>`), role by role.

    Those of the office itself; where it has nobody, those of the district of `area_code`, or of all its districts.
    """
    found: set[int] = set()
    for role in roles:
        found |= _first([office_key], role) or _first(_districts(office_key, area_code), role)
    return found


def answering(office_key: str, area_code: str, *roles: Role, without: Collection[int] = ()) -> Desk:
    """The nearest office with anybody in one of the roles, the first role before the next; in the end the province.

    Those `without` whom it has to be done count as not there.
    """
    chain = [office_key, *_districts(office_key, area_code)]
    for key in chain:
        for role in roles:
            if accounts := _first([key], role) - set(without):
                return Desk(key, frozenset(accounts))
    province = f"p:{area_code[:2]}"
    for role in (*roles, Role.PROVINCE):
        if accounts := _first([province], role) - set(without):
            return Desk(province, frozenset(accounts))
    return Desk(office_key, frozenset())


def who_answers(office_key: str, area_code: str, *roles: Role) -> set[int]:
    """Everybody who answers for an office today, role by role: its own, its district's, else its province's people."""
    found: set[int] = set()
    for role in roles:
        found |= answering(office_key, area_code, role).accounts
    return found


def level_above(office_key: str, area_code: str, *roles: Role) -> set[int]:
    """The people of the province, who hear what is overdue; nobody where they are the ones who owe it themselves."""
    province = f"p:{area_code[:2]}"
    owes = bool(roles) and answering(office_key, area_code, *roles).office_key == province
    return set() if owes else _first([province], Role.PROVINCE)


def is_empty(office_key: str, area_code: str, *roles: Role) -> bool:
    """Whether nobody answers in any of the roles: not the office, not its district and not the province."""
    return not answering(office_key, area_code, *roles).accounts


def _districts(office_key: str, area_code: str | None) -> list[str]:
    if not office_key.startswith("la:"):
        return []
    if area_code is not None and len(area_code) >= 4:
        return [f"d:{area_code[:4]}"]
    return [f"d:{code}" for code in standing_in.districts_of(office_key)]


def _first(office_keys: Collection[str], role: Role) -> set[int]:
    found: set[int] = set()
    for office_key in office_keys:
        kind, _, key = office_key.partition(":")
        held = select(Membership.account_id).join(Account, Account.id == Membership.account_id)
        held = held.where(Membership.role == role, standing_in.is_active())
        if kind == "la":
            authority = select(LocalAuthority.id).where(LocalAuthority.ref == key).scalar_subquery()
            found |= set(db.scalars(held.where(Membership.local_authority_id == authority)))
        else:
            found |= set(db.scalars(held.where(Membership.area_code == key)))
    return found


def everywhere(role: Role) -> set[int]:
    """Everybody who acts in a role of the whole platform today."""
    held = select(Membership.account_id).join(Account, Account.id == Membership.account_id)
    return set(db.scalars(held.where(Membership.role == role, standing_in.is_active())))


def staff_of(organisation_id: int, *roles: Role) -> set[int]:
    """Everybody who holds one of the roles today in an organisation."""
    held = select(Membership.account_id).where(Membership.organisation_id == organisation_id)
    return set(db.scalars(held.where(Membership.role.in_(roles), *held_today())))


def staff_between(organisation_id: int, first: datetime, last: datetime, *roles: Role) -> set[int]:
    """Everybody who held one of the roles in an organisation in a while that is past; to the minute where it is known.

    A role that was given is dated by the day; the audit knows when.
    """
    given = select(AuditEvent.at).where(
        AuditEvent.action == "membership.grant",
        AuditEvent.subject_type == Membership.__tablename__,
        AuditEvent.subject_id == Membership.id,
    )
    held = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id,
        Membership.role.in_(roles),
        Membership.starts_on <= clock.bangkok(last).date(),
        Membership.ends_on.is_(None) | (Membership.ends_on >= clock.bangkok(first).date()),
        ~given.where(AuditEvent.at > last).exists(),
    )
    return set(db.scalars(held))


def names_of(account_ids: Collection[int]) -> dict[int, str]:
    """The names of colleagues by the key of their account."""
    wanted = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return {key: name for key, name in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy


def names_by_ref(refs: Collection[str]) -> dict[str, str]:
    """The names of colleagues by the reference of their account."""
    wanted = select(Account.ref, Account.name).where(Account.ref.in_(refs))
    return {ref: name for ref, name in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy


def held_today() -> tuple[ColumnElement[bool], ...]:
    """That a membership holds today."""
    today = clock.today()
    return (Membership.starts_on <= today, (Membership.ends_on.is_(None)) | (Membership.ends_on >= today))

"""Who sits at the desks of an office today: the accounts to tell when something there needs a person."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from marketplace.kernel import clock
from models.account import Account, Membership
from models.area import LocalAuthority
from models.session import db
from models.vocabulary import Role


def accounts_of(office_key: str, *roles: Role) -> set[int]:
    """Everybody who holds one of the roles today over an office (`la:<ref>` or `d:<district>`)."""
    kind, _, key = office_key.partition(":")
    held = select(Membership.account_id).where(Membership.role.in_(roles), *held_today())
    if kind == "la":
        authority = select(LocalAuthority.id).where(LocalAuthority.ref == key).scalar_subquery()
        return set(db.scalars(held.where(Membership.local_authority_id == authority)))
    return set(db.scalars(held.where(Membership.area_code == key)))


def staff_of(organisation_id: int, *roles: Role) -> set[int]:
    """Everybody who holds one of the roles today in an organisation."""
    held = select(Membership.account_id).where(Membership.organisation_id == organisation_id)
    return set(db.scalars(held.where(Membership.role.in_(roles), *held_today())))


def names_of(account_ids: Collection[int]) -> dict[int, str]:
    """The names of colleagues by the key of their account."""
    wanted = select(Account.id, Account.name).where(Account.id.in_(account_ids))
    return {key: name for key, name in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy


def held_today() -> tuple[ColumnElement[bool], ...]:
    """That a membership holds today."""
    today = clock.today()
    return (Membership.starts_on <= today, (Membership.ends_on.is_(None)) | (Membership.ends_on >= today))

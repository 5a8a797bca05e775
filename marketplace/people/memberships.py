"""Roles: dated, bound to one place or organisation, given only by those who stand above it, and audited."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select

from marketplace.access import SYSTEM, Actor, Verdict
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid
from marketplace.people import policy
from models.account import Account, Membership
from models.area import LocalAuthority, ProgrammeArea
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role

_PLACE = frozenset({"area_code", "local_authority_id", "programme_id"})
_ORGANISATION = frozenset({"organisation_id"})
_NOWHERE = frozenset({"nothing"})
BINDINGS: dict[Role, frozenset[str]] = {
    Role.YOUTH: _NOWHERE,
    Role.GUARDIAN: _NOWHERE,
    Role.MENTOR: _NOWHERE,
    Role.FUNDER: _PLACE | _NOWHERE,
    Role.PROVIDER: _ORGANISATION,
    Role.PROVIDER_ADMIN: _ORGANISATION,
    Role.EMPLOYER: _ORGANISATION,
    Role.CASEWORKER: _PLACE,
    Role.OFFICER: _PLACE,
    Role.APPROVER: _PLACE,
    Role.AUTHORISER: _PLACE,
    Role.PROVINCE: _PLACE,
    Role.COMMITTEE: _PLACE,
    Role.AUDITOR: _PLACE | _NOWHERE,
    Role.STEWARD: _NOWHERE,
}
"""What each role must be bound to; a role without its binding would reach the whole country."""

LAST_ONE_STAYS = frozenset({Role.STEWARD, Role.PROVIDER_ADMIN})


@dataclass(frozen=True, slots=True)
class Binding:
    """What a role is held over: at most one of these."""

    area_code: str | None = None
    local_authority_id: int | None = None
    programme_id: int | None = None
    organisation_id: int | None = None

    def named(self) -> frozenset[str]:
        """Which of the four is given; `nothing` when none is."""
        given = frozenset(name for name in (*_PLACE, *_ORGANISATION) if getattr(self, name) is not None)
        return given or _NOWHERE


NOWHERE = Binding()


def grant(
    account: Account,
    role: Role,
    *,
    by: Actor,
    over: Binding = NOWHERE,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Give a role from a day on; raises Forbidden above or outside the giver's area, Invalid for a wrong binding."""
    named = over.named()
    if len(named) != 1 or not named <= BINDINGS[role]:
        raise Invalid(t("This role must be bound to one place or one organisation of the right kind."), field="over")
    if by is not SYSTEM:
        verdict = policy.can_grant(by, account.id, role, _grounds(over))
        if not verdict:
            raise Forbidden(verdict.reason or t("You may not give this role."))
    membership = Membership(
        account_id=account.id,
        role=role,
        area_code=over.area_code,
        local_authority_id=over.local_authority_id,
        programme_id=over.programme_id,
        organisation_id=over.organisation_id,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
        granted_by_id=by.account_id,
    )
    db.add(membership)
    db.flush()
    record(by, "membership.grant", membership, role=str(role), account=account.ref)
    return membership


def end(membership: Membership, *, by: Actor) -> None:
    """End a role now; raises Conflict for the last admin, Forbidden for whoever could not have given it."""
    role, today = Role(membership.role), clock.today()
    own = by.account_id == membership.account_id
    if by is not SYSTEM and not own:
        verdict = may_give(membership, by=by)
        if not verdict:
            raise Forbidden(verdict.reason or t("You may not end this role."))
    if membership.ends_on is not None and membership.ends_on < today:
        raise Conflict(t("This role has ended already."))
    if role in LAST_ONE_STAYS and not _others(membership):
        raise Conflict(t("Somebody must stay in charge here. Give the role to another person first."))
    if membership.starts_on >= today:
        # A role that began today would hold until midnight; it never held at all.
        db.delete(membership)
    else:
        membership.ends_on = today - timedelta(days=1)
    db.flush()
    record(by, "membership.end", membership, role=str(role))


def may_give(membership: Membership, *, by: Actor) -> Verdict:
    """Whether somebody could give (and so end) a role that is held."""
    return policy.can_grant(by, membership.account_id, Role(membership.role), _grounds(binding_of(membership)))


def binding_of(membership: Membership) -> Binding:
    """What a role is held over."""
    return Binding(
        membership.area_code, membership.local_authority_id, membership.programme_id, membership.organisation_id
    )


def held_by(account: Account) -> tuple[Membership, ...]:
    """The roles an account holds today."""
    rows = db.scalars(select(Membership).where(Membership.account_id == account.id, *_today()).order_by(Membership.id))
    return tuple(rows)


def is_staff(account: Account) -> bool:
    """Whether the account acts for an office or an organisation, which asks for longer passwords."""
    return any(Role(row.role) not in policy.PERSONAL for row in held_by(account))


def _grounds(over: Binding) -> tuple[policy.Ground, ...]:
    """The places a binding reaches, as scopes judge them."""
    if over.area_code is not None:
        return (policy.Ground(over.area_code, _office_of(over.area_code)),)
    if over.local_authority_id is not None:
        authority = db.get_one(LocalAuthority, over.local_authority_id)
        return (policy.Ground(authority.province_code, f"la:{authority.ref}"),)
    if over.programme_id is not None:
        codes = db.scalars(select(ProgrammeArea.area_code).where(ProgrammeArea.programme_id == over.programme_id))
        return tuple(policy.Ground(code, _office_of(code)) for code in codes)
    if over.organisation_id is not None:
        organisation = db.get_one(Organisation, over.organisation_id)
        return (policy.Ground(organisation.area_code, organisation.office_key, organisation.id),)
    return ()


def _office_of(code: str) -> str | None:
    if len(code) == 6:
        return office_key_for(code)
    return f"d:{code}" if len(code) == 4 else None


def _others(membership: Membership) -> bool:
    """Whether somebody else holds the same role there; locks the rows, so that two cannot leave at once."""
    same = (
        select(Membership)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.role == membership.role,
            Membership.organisation_id.is_not_distinct_from(membership.organisation_id),
            Account.disabled_at.is_(None),
            *_today(),
        )
        .order_by(Membership.id)
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    )
    return any(row.account_id != membership.account_id for row in db.scalars(same))


def _today() -> tuple[ColumnElement[bool], ...]:
    today = clock.today()
    return (Membership.starts_on <= today, or_(Membership.ends_on.is_(None), Membership.ends_on >= today))

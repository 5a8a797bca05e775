"""People with roles, as those who may give them see them: who holds what, where, and how somebody new comes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, literal, or_, select, true
from sqlalchemy.orm import joinedload

from marketplace.access import Actor, AreaScope, sessions
from marketplace.areas import names, offices
from marketplace.areas import queries as areas
from marketplace.i18n import pick, t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.people import accounts, memberships, policy, security
from marketplace.people.memberships import NOWHERE, Binding
from models.account import Account, Membership
from models.area import LocalAuthority, Programme, ProgrammeArea
from models.organisation import Organisation
from models.session import db
from models.vocabulary import Role

NOTHING = "all"
_JOB = tuple(role for role in Role if role not in policy.PERSONAL)


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds today, its name in addresses, and over what."""

    membership: Membership
    key: str
    over: str
    mine: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who comes in and as what; `over` is one of the keys of `places`."""

    name: str
    login: str
    role: Role
    over: str


@dataclass(frozen=True, slots=True)
class Invited:
    """Who came in; the secret of their first link, when they need one."""

    account: Account
    token: str | None


def listed(actor: Actor, givers: Sequence[Role]) -> tuple[Held, ...]:
    """Everybody who holds a role today where the actor is one of `givers`, by name."""
    found = db.execute(_rows().where(_within(actor, givers)).order_by(Account.name, Membership.id)).all()
    return tuple(_held(actor, *row) for row in found)


def one(actor: Actor, key: str, givers: Sequence[Role]) -> Held:
    """One role by its name in addresses; raises NotFound alike for foreign, ended and missing."""
    ref = key.partition("~")[0]
    found = db.execute(_rows().where(_within(actor, givers), Account.ref == ref).order_by(Membership.id)).all()
    for row in found:
        held = _held(actor, *row)
        if held.key == key:
            return held
    raise NotFound


def places(actor: Actor, givers: Sequence[Role], province: str = "") -> tuple[tuple[str, str], ...]:
    """What the actor may bind a role to, as (key, name); the whole country names its provinces, or one of them."""
    scope = _scope(actor, givers)
    codes = {code for code in scope.prefixes if len(code) == 2}
    if scope.national:
        codes = {province} if province else {one.code for one in areas.provinces()}
    said = [(NOTHING, str(t("The whole country")))] if scope.national else []
    said += [(f"area:{code}", names.titled(code)) for code in sorted(codes)]
    keys = list(scope.offices)
    if not scope.national or province:
        keys += [office.key for code in sorted(codes) for office in offices.offices_in(code)]
        organisations = _organisations(actor, givers, scope, province)
    else:
        organisations = ()
    called = offices.office_names(keys)
    said += [(f"office:{key}", called[key]) for key in dict.fromkeys(keys)]
    return (*said, *((f"org:{found.ref}", pick(found.name_th, found.name_en)) for found in organisations))


def invite(who: Invitation, *, by: Actor) -> Invited:
    """Give a role to whoever has this login, who is made known if need be; raises what `memberships.grant` raises.

    A link is made only for an account nobody has opened yet and in which the inviter may give every role.
    """
    account = accounts.find(who.login)
    if account is None:
        if not who.name.strip():
            raise Invalid(t("Write the name of the person."), field="name")
        account = accounts.create_account(login=who.login, name=who.name, staff=True, by=by)
    if account.disabled_at is not None:
        raise Conflict(t("This account is closed."), field="login")
    over = _binding(who.over)
    again = any(Role(row.role) == who.role and _same(row, over) for row in memberships.held_by(account))
    linked = _may_open(account, by)
    if again and not linked:
        raise Conflict(t("This person holds this role here already."), field="login")
    if not again:
        memberships.grant(account, who.role, by=by, over=over)
    return Invited(account, security.password_link(account, by=by) if linked else None)


def _may_open(account: Account, by: Actor) -> bool:
    person = sessions.load_actor(account)
    if account.password_hash is not None or person.youth_id is not None or person.ward_ids:
        return False
    return all(memberships.may_give(row, by=by) for row in memberships.held_by(account))


def _binding(key: str) -> Binding:
    kind, _, rest = key.partition(":")
    if kind == "area":
        return Binding(area_code=rest)
    if kind == "office":
        where, _, code = rest.partition(":")
        return Binding(local_authority_id=offices.authority(code).id) if where == "la" else Binding(area_code=code)
    if kind == "org":
        found = db.scalar(select(Organisation.id).where(Organisation.ref == rest))
        if found is None:
            raise NotFound
        return Binding(organisation_id=found)
    return NOWHERE


def _same(row: Membership, over: Binding) -> bool:
    return over == memberships.binding_of(row)


def _rows() -> Select[Membership, LocalAuthority | None, Programme | None, Organisation | None]:
    return (
        select(Membership, LocalAuthority, Programme, Organisation)
        .join(Account, Account.id == Membership.account_id)
        .outerjoin(LocalAuthority, LocalAuthority.id == Membership.local_authority_id)
        .outerjoin(Programme, Programme.id == Membership.programme_id)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .where(or_(Membership.ends_on.is_(None), Membership.ends_on >= clock.today()), Membership.role.in_(_JOB))
        .options(joinedload(Membership.account))
    )


def _scope(actor: Actor, givers: Sequence[Role]) -> AreaScope:
    return actor.scope(*(role for role in givers if role != Role.PROVIDER_ADMIN))


def _within(actor: Actor, givers: Sequence[Role]) -> ColumnElement[bool]:
    scope = _scope(actor, givers)
    if scope.national:
        return true()
    return or_(
        scope.condition(Membership.area_code, literal("d:").concat(Membership.area_code)),
        scope.condition(LocalAuthority.province_code, literal("la:").concat(LocalAuthority.ref)),
        scope.condition(Organisation.area_code, Organisation.office_key),
        Membership.programme_id.in_(_programmes(scope)),
        Membership.organisation_id.in_(_own(actor, givers)),
    )


def _own(actor: Actor, givers: Sequence[Role]) -> Iterable[int]:
    return actor.organisation_ids(Role.PROVIDER_ADMIN) if Role.PROVIDER_ADMIN in givers else ()


def _programmes(scope: AreaScope) -> list[int]:
    """Programmes that lie wholly inside the scope."""
    reached: dict[int, bool] = {}
    for programme, code in db.execute(select(ProgrammeArea.programme_id, ProgrammeArea.area_code)):
        office = f"d:{code}" if len(code) == 4 else None
        reached[programme] = reached.get(programme, True) and scope.covers(code, office)
    return [programme for programme, inside in reached.items() if inside]


def _organisations(actor: Actor, givers: Sequence[Role], scope: AreaScope, province: str) -> Sequence[Organisation]:
    wanted = or_(
        scope.condition(Organisation.area_code, Organisation.office_key), Organisation.id.in_(_own(actor, givers))
    )
    found = select(Organisation).where(wanted).order_by(Organisation.name_th, Organisation.id)
    if province:
        found = found.where(Organisation.area_code.startswith(province, autoescape=True))
    return db.scalars(found).all()


def _held(
    actor: Actor,
    row: Membership,
    authority: LocalAuthority | None,
    programme: Programme | None,
    organisation: Organisation | None,
) -> Held:
    if authority is not None:
        short, over = f"la:{authority.ref}", pick(authority.name_th, authority.name_en)
    elif programme is not None:
        short, over = f"p:{programme.slug}", pick(programme.name_th, programme.name_en)
    elif organisation is not None:
        short, over = f"o:{organisation.ref}", pick(organisation.name_th, organisation.name_en)
    elif row.area_code is not None:
        short, over = row.area_code, _place(row.area_code)
    else:
        short, over = NOTHING, str(t("The whole country"))
    mine = row.account_id == actor.account_id
    may_end = mine or bool(memberships.may_give(row, by=actor))
    return Held(row, f"{row.account.ref}~{row.role}~{short}", over, mine, may_end)


def _place(code: str) -> str:
    return offices.office_name(f"d:{code}") if len(code) == 4 else names.titled(code)

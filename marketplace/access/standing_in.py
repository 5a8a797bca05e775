"""Who answers where an office has nobody: its district, and where that has nobody either its province.

It is asked anew with every request, role by role. As soon as somebody holds the role in the office itself the others
are out, and what they decided stays theirs in the history. A district stands in for its own part of an office only.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from marketplace.access.actor import Grant
from marketplace.kernel import clock
from models.account import Account, Membership
from models.area import Area, LocalAuthority, LocalAuthorityArea
from models.concern import AccessPause
from models.session import db
from models.vocabulary import AuthorityKind, Role

DISTRICT_DOES = (Role.CASEWORKER, Role.OFFICER)
"""What a district does in everything for an authority that has nobody for it."""

DEPUTIES_DO = (Role.CASEWORKER, Role.OFFICER, Role.APPROVER)
"""What is done where requests are decided for an office with nobody; no deputy approves or releases its money."""


class _Served(NamedTuple):
    authority_id: int
    office: str
    district: str


def of_districts(grants: Iterable[Grant], roles: Collection[Role] = DISTRICT_DOES) -> tuple[Grant, ...]:
    """The further grants of whoever works in a district office: the same role where an authority has nobody in it."""
    mine = [one for one in grants if one.role in roles and one.area_code and len(one.area_code) == 4]
    if not mine:
        return ()
    served = _served(or_(*(_within(one.area_code or "") for one in mine)))
    staffed = _staffed({one.role for one in mine}, {one.authority_id for one in served}, ())
    return tuple(
        Grant(one.role, stands_in=posts)
        for one in mine
        if (posts := tuple(_posts(one.role, one.area_code or "", served, staffed)))
    )


def deputies_of(grants: Collection[Grant]) -> tuple[Grant, ...]:
    """What somebody does beside their own grants where requests are decided, for a district or a province."""
    approvers = of_districts(grants, [role for role in DEPUTIES_DO if role not in DISTRICT_DOES])
    return (*approvers, *_of_provinces(grants))


def _of_provinces(grants: Iterable[Grant]) -> tuple[Grant, ...]:
    """What the people of a province do for offices that have nobody and whose district has nobody either."""
    codes = {one.area_code for one in grants if one.role == Role.PROVINCE and one.area_code and len(one.area_code) == 2}
    found: list[Grant] = []
    for code in sorted(codes):
        served = _served(_within(code))
        districts = list(db.scalars(select(Area.code).where(Area.parent_code == code).order_by(Area.code)))
        staffed = _staffed(DEPUTIES_DO, {one.authority_id for one in served}, (code, *districts))
        for role in DEPUTIES_DO:
            posts: list[tuple[str, str]] = []
            for district in districts if (role, code) not in staffed else ():
                if (role, district) not in staffed:
                    posts += [(f"d:{district}", district), *_posts(role, district, served, staffed)]
            if posts:
                found.append(Grant(role, stands_in=tuple(posts)))
    return tuple(found)


def districts_of(office_key: str) -> list[str]:
    """The districts in which an authority serves whole subdistricts, so that they stand in for it."""
    ref = office_key.removeprefix("la:")
    return sorted({one.district for one in _served(LocalAuthority.ref == ref)})


def is_active() -> ColumnElement[bool]:
    """That a membership holds today and that its account can act by it; the account is joined."""
    today = clock.today()
    paused = select(AccessPause.id).where(AccessPause.account_id == Account.id, AccessPause.ended_at.is_(None))
    return and_(
        Membership.starts_on <= today,
        or_(Membership.ends_on.is_(None), Membership.ends_on >= today),
        Account.disabled_at.is_(None),
        ~paused.exists(),
    )


def _posts(
    role: Role, district: str, served: Collection[_Served], staffed: Collection[tuple[str, object]]
) -> Iterable[tuple[str, str]]:
    for one in served:
        if one.district == district and (role, one.authority_id) not in staffed:
            yield one.office, district


def _served(where: ColumnElement[bool]) -> list[_Served]:
    district = func.substr(LocalAuthorityArea.area_code, 1, 4)
    rows = db.execute(
        select(LocalAuthority.id, LocalAuthority.ref, district)
        .join(LocalAuthorityArea, LocalAuthorityArea.local_authority_id == LocalAuthority.id)
        .where(LocalAuthorityArea.whole, LocalAuthority.kind != AuthorityKind.PAO, where)
        .distinct()
    )
    return sorted(_Served(key, f"la:{ref}", code) for key, ref, code in rows)


def _staffed(roles: Collection[Role], authorities: Collection[int], areas: Collection[str]) -> set[tuple[str, object]]:
    """The roles that somebody holds today over these authorities (by id) and areas (by code).

    Whoever makes the first reviews there cannot make the second as well, so as its only approver they fill half a role.
    """
    rows = db.execute(
        select(Membership.role, Membership.local_authority_id, Membership.area_code, Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.role.in_({*roles, Role.OFFICER}),
            or_(Membership.local_authority_id.in_(authorities), Membership.area_code.in_(areas)),
            is_active(),
        )
        .distinct()
    )
    people: dict[tuple[str, object], set[int]] = {}
    for role, authority, code, account in rows:
        people.setdefault((role, authority if authority is not None else code), set()).add(account)
    return {post for post, there in people.items() if post[0] in roles and not _is_alone(post, there, people)}


def _is_alone(post: tuple[str, object], there: set[int], people: Mapping[tuple[str, object], set[int]]) -> bool:
    """Whether the only approver of a place also decides there as an officer."""
    role, place = post
    return role == Role.APPROVER and len(there) == 1 and there <= people.get((Role.OFFICER, place), set())


def _within(code: str) -> ColumnElement[bool]:
    return LocalAuthorityArea.area_code.between(code, code + "9999")

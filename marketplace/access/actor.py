"""Who is asking: an account with the grants that hold today, loaded anew for every request."""

from dataclasses import dataclass, field

from marketplace.access.scope import AreaScope
from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership that holds today and what it is bound to."""

    role: Role
    area_code: str | None = None
    authority_ref: str | None = None
    programme_areas: tuple[str, ...] = ()
    organisation_id: int | None = None
    stands_in: tuple[tuple[str, str], ...] = ()

    @property
    def is_national(self) -> bool:
        """Bound to nothing: the whole country."""
        bound = self.area_code or self.authority_ref or self.programme_areas or self.organisation_id
        return not (bound or self.stands_in)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person behind a request, or nobody; policies read it and never change it."""

    account_id: int | None
    ref: str = ""
    name: str = ""
    grants: tuple[Grant, ...] = ()
    deputies: tuple[Grant, ...] = ()
    youth_id: int | None = None
    ward_ids: frozenset[int] = field(default_factory=frozenset)
    session_ref: str = ""
    locale: str = "th"
    is_paused: bool = False

    @property
    def is_known(self) -> bool:
        """Whether somebody is signed in."""
        return self.account_id is not None

    def has(self, *roles: Role) -> bool:
        """Whether any grant of today gives one of the roles."""
        return any(grant.role in roles for grant in self.grants)

    def roles(self) -> frozenset[Role]:
        """Every role held today."""
        return frozenset(grant.role for grant in self.grants)

    def organisation_ids(self, *roles: Role) -> frozenset[int]:
        """Organisations this person acts for (in one of `roles`, or in any)."""
        return frozenset(
            grant.organisation_id
            for grant in self.grants
            if grant.organisation_id is not None and (not roles or grant.role in roles)
        )

    def scope(self, *roles: Role) -> AreaScope:
        """The areas in which this person holds one of `roles` today."""
        return _scope([grant for grant in self.grants if grant.role in roles])

    def acting(self, *roles: Role) -> AreaScope:
        """The same with the offices in which their province stands in for one of `roles` that nobody holds there."""
        return _scope([grant for grant in (*self.grants, *self.deputies) if grant.role in roles])


def _scope(held: list[Grant]) -> AreaScope:
    return AreaScope(
        national=any(grant.is_national for grant in held),
        prefixes=tuple(sorted(_prefixes(held))),
        offices=tuple(sorted(_offices(held))),
        stands_in=tuple(sorted({post for grant in held for post in grant.stands_in})),
    )


def _prefixes(grants: list[Grant]) -> set[str]:
    found = {code for grant in grants for code in grant.programme_areas}
    # A district office is a sibling of the municipalities in its district, so a district is an office, not a prefix.
    return found | {grant.area_code for grant in grants if grant.area_code and len(grant.area_code) != 4}


def _offices(grants: list[Grant]) -> set[str]:
    return {f"la:{grant.authority_ref}" for grant in grants if grant.authority_ref} | {
        f"d:{grant.area_code}" for grant in grants if grant.area_code and len(grant.area_code) == 4
    }


ANONYMOUS = Actor(account_id=None)
SYSTEM = Actor(account_id=None, name="Okat")
"""The worker acting on a clock; moves made by it carry no account."""

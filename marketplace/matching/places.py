"""Where it can be decided what counts how much: a programme or an area, and who works in any part of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from marketplace.access import Actor, AreaScope
from marketplace.areas import names, queries
from marketplace.i18n import pick
from marketplace.kernel.errors import NotFound
from models.area import LocalAuthority, LocalAuthorityArea, Programme, ProgrammeArea
from models.matching import MatchWeights
from models.session import db
from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Place:
    """A programme (by its slug) or an area (by its code), the areas it is made of and the offices that lie in it."""

    key: str
    areas: tuple[str, ...]
    programme_id: int | None = None
    offices: frozenset[str] = frozenset()

    @property
    def is_programme(self) -> bool:
        """Whether it is a programme."""
        return self.programme_id is not None

    def is_touched_by(self, scope: AreaScope) -> bool:
        """Whether a scope holds any part of it, or lies in it."""
        held = (*scope.prefixes, *_districts(scope))
        return (
            scope.national
            or not self.offices.isdisjoint(scope.offices)
            or any(mine.startswith(code) or code.startswith(mine) for mine in held for code in self.areas)
        )


def place(key: str) -> Place:
    """The place of a programme's slug or an area's code; raises NotFound."""
    if key.isdecimal():
        if not names.exists(key):
            raise NotFound
        return Place(key, (key,), offices=_offices((key,)))
    programme = db.scalar(select(Programme.id).where(Programme.slug == key))
    if programme is None:
        raise NotFound
    codes = tuple(sorted(db.scalars(select(ProgrammeArea.area_code).where(ProgrammeArea.programme_id == programme))))
    return Place(key, codes, programme, _offices(codes))


def asked(_actor: Actor, key: str) -> Place:
    """The same for an address."""
    return place(key)


def name_of(where: Place) -> str:
    """What it is called, in the reader's language."""
    if not where.is_programme:
        return names.titled(where.key)
    found = queries.programme(where.key)
    return pick(found.name_th, found.name_en)


def places_of(actor: Actor, *roles: Role) -> tuple[str, ...]:
    """The keys of every place somebody works in: programmes, provinces, areas of their own and those that decided."""
    scope = actor.scope(*roles)
    decided = {code for code in db.scalars(select(MatchWeights.area_code).distinct()) if code}
    if scope.national:
        provinces = {area.code for area in queries.provinces()}
        return (*(each.slug for each in queries.programmes()), *sorted(provinces | decided))
    own = {*scope.prefixes, *_districts(scope)}
    codes = sorted(own | _served(scope))
    around = {code for code in decided if any(code.startswith(mine) or mine.startswith(code) for mine in codes)}
    slugs = dict.fromkeys(each.slug for code in codes for each in queries.programmes_of(code))
    return (*slugs, *sorted(own | around | {code[:2] for code in codes}))


def _districts(scope: AreaScope) -> tuple[str, ...]:
    return tuple(key.removeprefix("d:") for key in scope.offices if key.startswith("d:"))


def _offices(codes: Sequence[str]) -> frozenset[str]:
    """The local authorities that serve anything in these areas."""
    served = (
        select(LocalAuthority.ref)
        .join(LocalAuthorityArea, LocalAuthorityArea.local_authority_id == LocalAuthority.id)
        .where(or_(*(LocalAuthorityArea.area_code.startswith(code, autoescape=True) for code in codes)))
    )
    return frozenset(f"la:{ref}" for ref in db.scalars(served)) if codes else frozenset()


def _served(scope: AreaScope) -> set[str]:
    """The subdistricts that the local authorities of a scope serve."""
    refs = [key.removeprefix("la:") for key in scope.offices if key.startswith("la:")]
    wanted = (
        select(LocalAuthorityArea.area_code)
        .join(LocalAuthority, LocalAuthority.id == LocalAuthorityArea.local_authority_id)
        .where(LocalAuthority.ref.in_(refs))
    )
    return set(db.scalars(wanted)) if refs else set()

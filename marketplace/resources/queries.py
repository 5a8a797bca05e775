"""What the public may see of pledges: what, roughly where, how much; never who to call or where they live."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from marketplace.kernel.errors import NotFound
from models.organisation import Organisation
from models.resource import Resource
from models.session import db
from models.vocabulary import OrganisationState, ResourceKind, ResourceState

PAGE = 20
_SHOWN = (ResourceState.AVAILABLE,)
_KNOWN = (OrganisationState.ACTIVE, OrganisationState.RENEWAL_DUE)


@dataclass(frozen=True)
class PublicResource:
    """A pledge with the organisation behind it, where it is an organisation's."""

    resource: Resource
    organisation: Organisation | None


def directory(*, kind: str = "", area: str = "", page: int = 1) -> tuple[Sequence[PublicResource], int]:
    """A page of what can be asked for, and how much there is; `area` is a code prefix."""
    where = _where(kind, area)
    total = db.scalar(select(func.count()).select_from(Resource).where(*where)) or 0
    rows = db.execute(
        select(Resource, Organisation)
        .outerjoin(Organisation, (Organisation.id == Resource.organisation_id) & Organisation.state.in_(_KNOWN))
        .where(*where)
        .order_by(Resource.kind, Resource.area_code, Resource.id)
        .limit(PAGE)
        .offset(PAGE * (max(page, 1) - 1))
    )
    return [PublicResource(resource, organisation) for resource, organisation in rows], total


def kind_counts(area: str = "") -> dict[str, int]:
    """How many pledges there are of each kind."""
    counted = select(Resource.kind, func.count()).where(*_where("", area)).group_by(Resource.kind)
    return {str(key): int(number) for key, number in db.execute(counted)}


def province_counts(kind: str = "") -> dict[str, int]:
    """How many pledges there are in each province."""
    province = func.substr(Resource.area_code, 1, 2)
    counted = select(province, func.count()).where(*_where(kind, "")).group_by(province)
    return {str(key): int(number) for key, number in db.execute(counted)}


def one(ref: str) -> PublicResource:
    """A pledge anybody may see; raises NotFound."""
    row = db.execute(
        select(Resource, Organisation)
        .outerjoin(Organisation, (Organisation.id == Resource.organisation_id) & Organisation.state.in_(_KNOWN))
        .where(Resource.ref == ref, Resource.state.in_(_SHOWN))
    ).first()
    if row is None:
        raise NotFound
    return PublicResource(*row)


def of_organisation(organisation_id: int, most: int = 50) -> Sequence[Resource]:
    """What an organisation pledges."""
    wanted = select(Resource).where(Resource.organisation_id == organisation_id, *_where("", ""))
    return db.scalars(wanted.order_by(Resource.kind, Resource.id).limit(most)).all()


def _where(kind: str, area: str) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [Resource.state.in_(_SHOWN)]
    if kind in tuple(ResourceKind):
        where.append(Resource.kind == kind)
    if area:
        where.append(Resource.area_code.between(area, area + "99999"))
    return where

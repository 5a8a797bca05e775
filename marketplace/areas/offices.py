"""Who answers for a place: the local authority that serves all of a subdistrict, else the district office.

An office is named by a key: `la:<ref>` a local authority, `d:<4 digits>` a district office, `p:<2 digits>` a
province, which answers for the other two. An authority that serves a part of a subdistrict cannot claim it all.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Select, select

from marketplace.areas import names
from marketplace.i18n import Text, pick, t, thai
from marketplace.kernel.errors import NotFound
from models.area import Area, LocalAuthority, LocalAuthorityArea
from models.session import db
from models.vocabulary import AreaLevel, AuthorityKind

# Where two authorities serve the same subdistrict wholly, the first of these answers.
_RANK = (
    AuthorityKind.SPECIAL,
    AuthorityKind.CITY,
    AuthorityKind.TOWN,
    AuthorityKind.SUBDISTRICT_MUNICIPALITY,
    AuthorityKind.SAO,
)


KINDS = (*_RANK, AuthorityKind.PAO)
KIND_NAMES: Mapping[AuthorityKind, Text] = {
    AuthorityKind.SPECIAL: t("special administration"),
    AuthorityKind.CITY: t("city municipality"),
    AuthorityKind.TOWN: t("town municipality"),
    AuthorityKind.SUBDISTRICT_MUNICIPALITY: t("subdistrict municipality"),
    AuthorityKind.SAO: t("subdistrict administration"),
    AuthorityKind.PAO: t("provincial administration"),
}


class Office(NamedTuple):
    """An office by its key, with its name in the reader's language."""

    key: str
    name: str


def office_key_for(area_code: str) -> str:
    """The office that answers for a subdistrict (6 digits) or district (4 digits); raises NotFound."""
    if len(area_code) == 4 and names.exists(area_code):
        return f"d:{area_code}"
    return office_keys_for([area_code])[area_code]


def office_keys_for(area_codes: Iterable[str]) -> dict[str, str]:
    """The offices of many subdistricts at once; raises NotFound for a code that is none."""
    codes = sorted(set(area_codes))
    if any(len(code) != 6 or not names.exists(code) for code in codes):
        raise NotFound
    claims: dict[str, list[tuple[int, str]]] = {}
    for code, kind, ref in db.execute(_whole().where(LocalAuthorityArea.area_code.in_(codes))):
        claims.setdefault(code, []).append((_RANK.index(AuthorityKind(kind)), ref))
    return {code: f"la:{min(claims[code])[1]}" if code in claims else f"d:{code[:4]}" for code in codes}


def office_name(key: str) -> str:
    """The name of an office in the reader's language; raises NotFound for a key that names none."""
    return office_names([key])[key]


def office_names(keys: Iterable[str]) -> dict[str, str]:
    """The names of many offices at once, for lists."""
    wanted = set(keys)
    refs = {key.removeprefix("la:") for key in wanted if key.startswith("la:")}
    columns = (LocalAuthority.ref, LocalAuthority.name_th, LocalAuthority.name_en)
    found = (
        {f"la:{ref}": pick(th, en) for ref, th, en in db.execute(select(*columns).where(LocalAuthority.ref.in_(refs)))}
        if refs
        else {}
    )
    for key in wanted - found.keys():
        kind, _, code = key.partition(":")
        if kind not in ("d", "p") or not names.exists(code):
            raise NotFound
        found[key] = str(t("{district} office", district=names.titled(code)) if kind == "d" else names.titled(code))
    return found


def parent_office(key: str) -> str | None:
    """The province that answers for an office when it does not; a province has no parent here."""
    kind, _, code = key.partition(":")
    if kind == "p":
        return None
    if kind == "d" and names.exists(code):
        return f"p:{code[:2]}"
    return f"p:{authority(code).province_code}"


def offices_in(province_code: str) -> list[Office]:
    """Every office of a province that may answer for a subdistrict: authorities by kind, then district offices."""
    served = select(LocalAuthority).where(
        LocalAuthority.province_code == province_code, LocalAuthority.kind != AuthorityKind.PAO
    )
    districts = select(Area.code).where(Area.parent_code == province_code).order_by(Area.sort_key)
    keys = [f"la:{one.ref}" for one in _in_order(db.scalars(served))]
    keys += [f"d:{code}" for code in db.scalars(districts)]
    said = office_names(keys)
    return [Office(key, said[key]) for key in keys]


def areas_of(key: str) -> list[str]:
    """The subdistricts an office answers for, in order of code."""
    kind, _, code = key.partition(":")
    if kind == "la":
        served = select(LocalAuthorityArea.area_code).where(
            LocalAuthorityArea.local_authority_id == authority(code).id, LocalAuthorityArea.whole
        )
        candidates = list(db.scalars(served))
    else:
        within = select(Area.code).where(
            Area.level == AreaLevel.SUBDISTRICT, Area.code.startswith(code, autoescape=True)
        )
        candidates = list(db.scalars(within))
        if kind == "p":
            return sorted(candidates)
    return sorted(found for found, office in office_keys_for(candidates).items() if office == key)


def authority(ref: str) -> LocalAuthority:
    """One local authority; raises NotFound."""
    found = db.scalar(select(LocalAuthority).where(LocalAuthority.ref == ref))
    if found is None:
        raise NotFound
    return found


def serving(area_code: str) -> list[LocalAuthority]:
    """The authorities that serve an area or anything in it: municipalities first, the province's own last."""
    within = select(LocalAuthorityArea.local_authority_id).where(
        LocalAuthorityArea.area_code.startswith(area_code, autoescape=True)
    )
    return _in_order(db.scalars(select(LocalAuthority).where(LocalAuthority.id.in_(within))))


def _in_order(found: Iterable[LocalAuthority]) -> list[LocalAuthority]:
    return sorted(found, key=lambda one: (KINDS.index(AuthorityKind(one.kind)), thai.sort_key(one.name_th)))


def _whole() -> Select[str, str, str]:
    return (
        select(LocalAuthorityArea.area_code, LocalAuthority.kind, LocalAuthority.ref)
        .join(LocalAuthority, LocalAuthority.id == LocalAuthorityArea.local_authority_id)
        .where(LocalAuthorityArea.whole, LocalAuthority.kind != AuthorityKind.PAO)
    )

"""Which subdistrict somebody means: the only one, or a list to choose from that leads down to it."""

import re
from typing import Final, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from marketplace.areas import finding, names
from marketplace.areas.finding import Match
from marketplace.areas.reference import gazetteer
from marketplace.i18n import Text, t, thai
from models.area import LocalAuthority
from models.session import db
from models.vocabulary import AreaLevel

MOST: Final = 30
_MOST_ALIKE: Final = 8
_SUBDISTRICT, _DISTRICT = 6, 4
_RUN_ON: Final = re.compile(r"(?<=\S)(?=[อจ]\s?\.|อำเภอ|จังหวัด)")
_COUNCIL: Final = re.compile(
    r"(?:^|(?<=[\s,/]))(?:เทศบาล\s?(?:นคร|เมือง|ตำบล)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบต\s?\.?|อบจ\s?\.?|ท[นมต]\s?\.)\s*"
    r"|\b(?:(?:city|town|subdistrict)\s+)?municipality\b|\bcity of\b"
)


class Choice(NamedTuple):
    """One line to choose: a subdistrict, or a larger place that leads to those within it."""

    code: str
    name: Text | str
    note: Text | str


class Meant(NamedTuple):
    """The one subdistrict meant, or what to choose from; neither when nothing is like it."""

    code: str | None = None
    choices: tuple[Choice, ...] = ()
    is_cut: bool = False


def meant(text: str) -> Meant:
    """What a hand-typed place can mean: only a sole exact name is taken straight, everything else is asked."""
    digits = thai.digits(text.strip())
    if digits.isdecimal() and len(digits) == _SUBDISTRICT and names.exists(digits):
        return Meant(digits)
    typed = _RUN_ON.sub(" ", thai.normalise(text))
    bare = _COUNCIL.sub(" ", typed).strip()
    served = _served(typed, bare)
    if served:
        return _narrowed(served)
    found = finding.matches(bare)
    lowest = [one.place.code for one in found if len(one.place.code) == _SUBDISTRICT]
    whole = [code for code in lowest if names.address(code) == text.strip()]
    exact = whole or [one.place.code for one in found if one.is_exact or digits.isdecimal()]
    if exact:
        return _narrowed([*exact, *(() if whole or len(exact) > 1 else _begun(exact[0], found))])
    return _asked([one.place.code for one in found[:_MOST_ALIKE]])


def within(code: str) -> tuple[Choice, ...]:
    """What a province or district leads to, its own centre first; nothing within anything else."""
    if not names.exists(code) or len(code) == _SUBDISTRICT:
        return ()
    beneath = [place for place in gazetteer().values() if place.parent_code == code]
    middle = _middle(code)
    beneath.sort(key=lambda place: (not middle.startswith(place.code), thai.sort_key(place.name_th)))
    first = (_choice(middle),) if _has_one_centre(code) else ()
    return (*first, *(_choice(place.code, among_siblings=True) for place in beneath))


def _narrowed(codes: list[str]) -> Meant:
    """The only place itself, what lies within it, or all of them to choose from."""
    if len(codes) > 1:
        return _asked(codes)
    return Meant(codes[0]) if len(codes[0]) == _SUBDISTRICT else Meant(choices=within(codes[0]))


def _asked(codes: list[str]) -> Meant:
    """A line for each place, and before each larger place one for its centre."""
    lines: dict[str, Choice] = {}
    for code in codes:
        if len(code) == _DISTRICT or _has_one_centre(code):
            middle = _middle(code)
            lines.setdefault(middle, _choice(middle))
        lines.setdefault(code, _choice(code))
    return Meant(choices=tuple(lines.values())[:MOST], is_cut=len(lines) > MOST)


def _begun(exact: str, found: list[Match]) -> list[str]:
    """Larger places whose names only begin like a subdistrict that is named outright: `ปทุม` may be `ปทุมธานี`."""
    if len(exact) < _SUBDISTRICT:
        return []
    return [one.place.code for one in found if one.begins and one.place.level is not AreaLevel.SUBDISTRICT]


def _choice(code: str, *, among_siblings: bool = False) -> Choice:
    above = names.address(code[:-2]) if len(code) > 2 else ""
    if len(code) == _SUBDISTRICT:
        return Choice(code, names.short(code), above)
    name = names.titled(code)
    return Choice(
        code,
        name if among_siblings else t("Elsewhere in {place}", place=name),
        t("{above}: you choose the subdistrict next", above=above) if above else t("You choose the subdistrict next"),
    )


def _has_one_centre(code: str) -> bool:
    return len(code) < _DISTRICT and code != names.BANGKOK


def _middle(code: str) -> str:
    """The subdistrict at the centre: of a province that of its first district, of a district its namesake or first."""
    if len(code) < _DISTRICT:
        code = min(one for one in gazetteer() if len(one) == _DISTRICT and one.startswith(code))
    own = [place for place in gazetteer().values() if place.parent_code == code]
    named = [place for place in own if place.name_th == gazetteer()[code].name_th]
    return (named or own)[0].code


def _served(typed: str, bare: str) -> list[str]:
    """The subdistricts of the local authorities that were named as such."""
    if bare == typed or not bare:
        return []
    statement = select(LocalAuthority).options(selectinload(LocalAuthority.areas)).order_by(LocalAuthority.id)
    like = LocalAuthority.name_th.contains(bare.split(maxsplit=1)[0], autoescape=True)
    named = [one for one in db.scalars(statement.where(like)) if thai.normalise(one.name_th) in typed]
    codes = sorted({area.code for one in named for area in one.areas})
    return codes if len(codes) <= MOST else []

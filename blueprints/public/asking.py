"""What the address of the public list asks for; whatever cannot be read is left out, never an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from marketplace.areas import finding, names
from marketplace.areas.points import point_of
from marketplace.i18n.thai import digits
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.matching.nearby import reach_km
from marketplace.matching.terms import LifeTerms
from marketplace.offers import finding as words
from marketplace.offers.coming import SOON
from marketplace.offers.facets import VALUES, Group
from marketplace.offers.finding import Hits
from marketplace.offers.wanted import Near, Sort, Wanted
from models.vocabulary import Transport

PAGE = 20
MOST_PAGES = 5_000
NEAR_MINUTES = 30
LONGEST_TEXT = 100
NEAREST, FARTHEST = 10, 120
SWITCHES = ("soon", "paid", "evening", "fits")
LISTED = (Group.KIND, Group.FIELD, Group.FORM, Group.MODE, Group.SUPPORT, Group.LANGUAGE)
NO_HITS = Hits(())
Given = Mapping[str, Sequence[str]]
_MASKS = {part.code: part.mask for part in week.PARTS}


@dataclass(frozen=True)
class Asked:
    """A readable request: text, place, switches, marks, one's own week, order and page."""

    text: str
    area: str
    near: int | None
    switches: frozenset[str]
    chosen: dict[Group, frozenset[str]]
    level: int | None
    free: tuple[str, ...]
    sort: Sort | None
    page: int

    @property
    def point(self) -> Point | None:
        """Where distances are measured from: the middle of the area asked for."""
        return point_of(self.area).point if self.area else None

    @property
    def free_mask(self) -> int | None:
        """One's own free hours, when they were drawn."""
        if not self.free:
            return None
        mask = 0
        for code in self.free:
            mask |= _MASKS[code]
        return mask

    @property
    def trail(self) -> str:
        """What a card's link carries along, so that its page knows the same place and hours."""
        return "&".join(text for name in ("area", "free") if (text := self.filters.get(name)))

    @cached_property
    def filters(self) -> dict[str, str]:
        """Each filter as it stands in an address, by its name."""
        return {name: _written(name, value) for name, value in self.address().items()}

    def query(self, **changes: str | int | None) -> str:
        """All filters as the query of an address, with changes of plain words; None takes one out."""
        kept = [text for name, text in self.filters.items() if name not in changes]
        kept += [f"{name}={value}" for name, value in changes.items() if value is not None]
        return "&".join(kept)

    def address(self, **changes: object) -> dict[str, Any]:
        """The filters as they stand in an address, with changes; None takes one out."""
        filters: dict[str, object] = {"q": self.text or None, "area": self.area or None}
        filters["near"] = None if self.near is None else 1 if self.near == NEAR_MINUTES else self.near
        filters |= {switch: 1 for switch in SWITCHES if switch in self.switches}
        filters |= {str(group): sorted(values) for group, values in self.chosen.items() if group in LISTED and values}
        filters |= {"level": self.level, "free": list(self.free) or None, "sort": self.sort and str(self.sort)}
        return {name: value for name, value in (filters | changes).items() if value is not None and value != []}


def read(given: Given) -> Asked:
    """The request an address makes, from the values of each of its names."""

    def first(name: str) -> str:
        return given[name][0] if name in given else ""

    return Asked(
        text=" ".join(first("q").replace("\x00", "").split())[:LONGEST_TEXT],
        area=_area(first("area")),
        near=_near(first("near")),
        switches=frozenset(switch for switch in SWITCHES if first(switch) not in ("", "0")),
        chosen=_chosen(given),
        level=_number(first("level"), 6),
        free=tuple(sorted(_MASKS.keys() & given.get("free", ()))),
        sort=_sort(first("sort")),
        page=_number(first("page"), MOST_PAGES) or 1,
    )


def wanted(asked: Asked, hits: Hits, today: date, life: LifeTerms) -> Wanted:
    """The same as a search of the catalogue for whoever lives this life."""
    near = asked.near is not None and life.point is not None
    km = reach_km(asked.near or NEAR_MINUTES, today, life.transport or Transport.PUBLIC) if near else None
    return Wanted(
        today=today,
        chosen=_marks(asked),
        ids=hits.ids if asked.text else None,
        areas=(asked.area,) if asked.area and not near else (),
        near=Near(life.point, km) if life.point else None,
        starts_by=today + SOON if "soon" in asked.switches else None,
        free=life.free if "fits" in asked.switches else None,
        sort=order(asked, life),
        first=(asked.page - 1) * PAGE,
        count=PAGE,
    )


def order(asked: Asked, life: LifeTerms) -> Sort:
    """The order asked for where it makes sense, else the natural one."""
    if asked.sort == Sort.NEAR and life.point is None:
        return Sort.SOON
    if asked.sort is None or (asked.sort == Sort.BEST and not asked.text):
        return Sort.BEST if asked.text else Sort.SOON
    return asked.sort


def hits(asked: Asked) -> Hits:
    """What the words of the request find."""
    return words.find(asked.text) if asked.text else NO_HITS


def life_of(asked: Asked, told: LifeTerms | None) -> LifeTerms:
    """Whoever looks: what a signed-in youth told, with the place and the hours of this request where there are any."""
    if told is None:
        return LifeTerms(point=asked.point, free=asked.free_mask)
    return replace(told, point=asked.point or told.point, free=asked.free_mask or told.free)


def _marks(asked: Asked) -> dict[Group, frozenset[str]]:
    marks = dict(asked.chosen)
    for switch, group in (("paid", Group.PAID), ("evening", Group.EVENING)):
        if switch in asked.switches:
            marks[group] = frozenset({"1"})
    if asked.level is not None:
        marks[Group.LEVEL] = frozenset(VALUES[Group.LEVEL][: asked.level + 1])
    return marks


def _chosen(given: Given) -> dict[Group, frozenset[str]]:
    known = {group: frozenset(given[group]).intersection(VALUES[group]) for group in LISTED if group in given}
    return {group: values for group, values in known.items() if values}


def _area(typed: str) -> str:
    code = digits(typed.strip())[:80]
    if not code or names.exists(code):
        return code
    found = finding.search(code, limit=1)
    return found[0].code if found else ""


def _near(typed: str) -> int | None:
    minutes = _number(typed, FARTHEST)
    if not minutes:
        return None
    return NEAR_MINUTES if minutes == 1 else max(minutes, NEAREST)


def _number(typed: str, most: int) -> int | None:
    plain = digits(typed.strip())
    return min(int(plain), most) if plain.isascii() and plain.isdigit() and len(plain) <= 9 else None


def _written(name: str, value: Any) -> str:
    """A filter in an address; only words somebody typed need care."""
    if name == "q":
        return urlencode({name: value})
    return "&".join(f"{name}={each}" for each in (value if isinstance(value, list) else (value,)))


def _sort(typed: str) -> Sort | None:
    return Sort(typed) if typed in tuple(Sort) else None

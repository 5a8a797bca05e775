"""The form above the public list: place, switches, doors, one's own week, and marks with their numbers."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from blueprints.cards import art_of
from blueprints.prebuilt import Piece, joined
from blueprints.public import asking
from blueprints.public import list_parts as parts
from blueprints.public.asking import Asked
from marketplace.areas import names
from marketplace.areas.reference import gazetteer
from marketplace.i18n import Text, current_locale, t, thai
from marketplace.i18n.words import level, word
from marketplace.offers import catalogue, queries
from marketplace.offers.facets import LEVELS, Group
from marketplace.offers.queries import Page
from models.vocabulary import AreaLevel, Field, Language, LearningForm, Mode, OpportunityKind, Support

DOORS = (Field.COOKING, Field.REPAIR, Field.CARE, Field.FARMING, Field.DIGITAL)
SWITCHES = {
    "soon": t("Starts soon"),
    "paid": t("Paid"),
    "evening": t("Evenings work"),
    "fits": t("Fits my free hours"),
}
GROUPS: dict[Group, tuple[Text, type[StrEnum]]] = {
    Group.KIND: (t("Kind"), OpportunityKind),
    Group.FORM: (t("Way of learning"), LearningForm),
    Group.MODE: (t("Where it happens"), Mode),
    Group.SUPPORT: (t("What must be there"), Support),
    Group.LANGUAGE: (t("Language"), Language),
}


def summary(asked: Asked) -> str:
    """What is asked for, in one line."""
    return _summary(asked.area, asked.near, asked.switches, current_locale())


def week_summary(asked: Asked) -> str:
    """Whether the week was drawn."""
    if not asked.free:
        return str(t("Draw my free hours"))
    return str(t("My free hours, parts of days: {count}", count=len(asked.free)))


def areas(asked: Asked, today: date) -> bytes:
    """The select of places; those with nothing open are left out."""
    return parts.areas(_options(asked.area, today, catalogue.version(), current_locale()))


def switches(asked: Asked) -> bytes:
    """The switches that stand in front."""
    return _switches(asked.near, asked.switches, current_locale())


def doors(asked: Asked, action: str) -> bytes:
    """The fields of work; pressing the one that is open closes it."""
    chosen = asked.chosen.get(Group.FIELD, frozenset())
    return parts.doors(_doors(chosen, current_locale()), f"{action}?{asked.query(field=None)}")


def hidden(asked: Asked) -> bytes:
    """Filters that have no control in the form."""
    kept = [(Group.FIELD.value, value) for value in sorted(asked.chosen.get(Group.FIELD, ()))]
    return parts.hidden((*kept, ("sort", asked.sort.value)) if asked.sort else tuple(kept))


def choices(asked: Asked, found: Page) -> bytes:
    """Groups of boxes; only marks that are there are offered, each with its number."""
    made, nothing = [], frozenset[str]()
    for group, legend, boxes in _groups(current_locale()):
        if inside := parts.boxes(boxes, found.counts[group], asked.chosen.get(group, nothing)):
            made.append(parts.group(legend, inside))
    return joined(made)


def is_narrowed(asked: Asked) -> bool:
    """Whether something is chosen in the folded part of the form."""
    return asked.level is not None or any(group in asked.chosen for group in GROUPS)


def levels(asked: Asked) -> bytes:
    """The select of schools finished."""
    return _levels(asked.level, current_locale())


def _numbered(said: tuple[Text, ...], chosen: int | None) -> Iterator[tuple[str, str, bool]]:
    return ((str(number), str(words), number == chosen) for number, words in enumerate(said))


@lru_cache(maxsize=4_096)
def _summary(area: str, near: int | None, chosen: frozenset[str], _locale: str) -> str:
    said = [names.short(area)] if area else [str(t("All of Thailand"))]
    if near is not None:
        said.append(_near(near))
    said += [str(SWITCHES[switch]) for switch in asking.SWITCHES if switch in chosen]
    return " · ".join(said)


@lru_cache(maxsize=512)
def _switches(near: int | None, chosen: frozenset[str], _locale: str) -> bytes:
    minutes = near or asking.NEAR_MINUTES
    first = ("near", "1" if minutes == asking.NEAR_MINUTES else str(minutes), _near(minutes), near is not None)
    rest = ((name, "1", str(SWITCHES[name]), name in chosen) for name in asking.SWITCHES)
    return parts.switches((first, *rest), str(t("Only those that are")))


@cache
def _levels(chosen: int | None, _locale: str) -> bytes:
    said = (t("No certificate"), *(level(number) for number in range(1, len(LEVELS))))
    options = (("", str(t("Any")), chosen is None), *_numbered(said, chosen))
    return parts.levels(options, str(t("School you have finished")))


@lru_cache(maxsize=256)
def _doors(chosen: frozenset[str], _locale: str) -> Piece:
    return parts.doors_of(tuple((field.value, str(word(Field, field)), art_of(field)) for field in DOORS), chosen)


@cache
def _groups(_locale: str) -> tuple[tuple[Group, Text, parts.Boxes], ...]:
    def boxes(group: Group, enum: type[StrEnum]) -> parts.Boxes:
        return parts.boxes_of(group.value, tuple((value.value, str(word(enum, value))) for value in enum))

    return tuple((group, legend, boxes(group, enum)) for group, (legend, enum) in GROUPS.items())


def _near(minutes: int) -> str:
    return str(t("Near, {minutes} minutes", minutes=minutes))


@lru_cache(maxsize=1_024)
def _options(area: str, today: date, _version: int, locale: str) -> bytes:
    """The whole way down to the place chosen, what lies beneath it, and every province."""
    chain = [area[:length] for length in (2, 4, 6) if length <= len(area)]
    made = [parts.option("", str(t("All of Thailand")), chosen=not area)]
    made += [parts.option(code, names.address(code), chosen=code == area) for code in chain]
    made += [_counted(code, count) for code, count in sorted(_beneath(area).items())]
    return joined([*made, _provinces(chain[0] if chain else "", today, _version, locale)])


@lru_cache(maxsize=512)
def _provinces(without: str, _today: date, _version: int, locale: str) -> bytes:
    counts = queries.open_counts_by_area(AreaLevel.PROVINCE)
    return joined([_counted(code, counts[code]) for code in _in_order(locale) if code in counts and code != without])


def _counted(code: str, count: int) -> bytes:
    return parts.option(code, f"{names.short(code)} ({count:,})")


def _beneath(area: str) -> dict[str, int]:
    if not area or len(area) == 6:
        return {}
    return queries.open_counts_by_area(AreaLevel.DISTRICT if len(area) == 2 else AreaLevel.SUBDISTRICT, area)


@cache
def _in_order(_locale: str) -> tuple[str, ...]:
    """The provinces by name in the reader's language."""
    codes = (code for code in gazetteer() if len(code) == 2)
    return tuple(sorted(codes, key=lambda code: thai.sort_key(names.plain(code))))

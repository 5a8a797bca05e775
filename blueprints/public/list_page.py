"""The page of the public list: what was asked for, how many there are, twenty cards, and what to loosen."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from flask import url_for

from blueprints.cards import CardView, art_of, card_views
from blueprints.paging import PageLink, page_links
from blueprints.public import asking, loosening
from blueprints.public.asking import Asked
from blueprints.public.loosening import Loosened
from marketplace.areas import names
from marketplace.areas.reference import gazetteer
from marketplace.i18n import Text, current_locale, t, thai
from marketplace.i18n.words import level, word
from marketplace.kernel import week
from marketplace.matching.terms import LifeTerms
from marketplace.offers import queries
from marketplace.offers.facets import LEVELS, Group
from marketplace.offers.queries import Page
from marketplace.offers.wanted import Sort, Wanted
from models.vocabulary import AreaLevel, Field, Language, LearningForm, Mode, OpportunityKind, Support

ENDPOINT = "public.show_opportunities"
DOORS = (Field.COOKING, Field.REPAIR, Field.CARE, Field.FARMING, Field.DIGITAL)
SORTS = {Sort.SOON: t("soonest"), Sort.NEAR: t("nearest"), Sort.MONEY: t("money"), Sort.CLOSING: t("closing first")}
BEST = t("best match")
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


@dataclass(frozen=True)
class Option:
    """One choice of a select, or one box of a group."""

    value: str
    label: str
    chosen: bool = False
    name: str = ""

    @property
    def checked(self) -> bool:
        """The same for boxes."""
        return self.chosen


@dataclass(frozen=True)
class Choice:
    """A group of boxes with its legend."""

    legend: Text
    boxes: tuple[Option, ...]


@dataclass(frozen=True)
class Link:
    """A link with its words; `current` where it is what is shown."""

    label: Text | str
    href: str
    current: bool = False
    art: str = ""


@dataclass(frozen=True)
class ListPage:
    """Everything the template says."""

    action: str
    text: str
    summary: str
    fold_open: bool
    areas: tuple[Option, ...]
    switches: tuple[Option, ...]
    doors: tuple[Link, ...]
    hidden: tuple[tuple[str, str], ...]
    week: tuple[str, ...]
    week_summary: str
    choices: tuple[Choice, ...]
    levels: tuple[Option, ...]
    more_open: bool
    heading: str
    meant: str
    sorts: tuple[Link, ...]
    free: tuple[tuple[int, int], ...]
    cards: tuple[CardView, ...]
    rest: tuple[CardView, ...]
    loosened: tuple[Loosened, ...]
    pages: tuple[PageLink, ...]
    clear_href: str
    profile_href: str
    canonical: str


def list_page(asked: Asked, told: LifeTerms | None, today: date) -> ListPage:
    """The page an address asks for, for a stranger or for a youth who told something."""
    life = asking.life_of(asked, told)
    hits = asking.hits(asked)
    wanted = asking.wanted(asked, hits, today, life)
    found = queries.browse(wanted)
    if not found.shown and found.total:
        asked = replace(asked, page=-(-found.total // asking.PAGE))
        wanted = replace(wanted, first=(asked.page - 1) * asking.PAGE)
        found = queries.browse(wanted)
    cards = tuple(card_views(found.shown, life, today, judged=told is not None, trail=asked.trail))
    drawn = frozenset() if life.free is None else week.parts(life.free)
    return ListPage(
        action=url_for(ENDPOINT),
        text=asked.text,
        summary=_summary(asked),
        fold_open=False,
        areas=_areas(asked),
        switches=_switches(asked),
        doors=_doors(asked),
        hidden=_hidden(asked),
        week=tuple(part.code for part in drawn) if told and not asked.free else asked.free,
        week_summary=_drawn(asked),
        choices=_choices(asked, found),
        levels=_levels(asked),
        more_open=any(group in asked.chosen for group in GROUPS) or asked.level is not None,
        heading=_heading(found.total, cut=hits.is_cut),
        meant=hits.words,
        sorts=_sorts(asked, wanted, life),
        free=tuple((part.weekday, int(part.part)) for part in drawn),
        cards=cards[:3],
        rest=cards[3:],
        loosened=loosening.changes(asked, wanted, found.total, life) if found.total < asking.PAGE else (),
        pages=page_links(ENDPOINT, asked.page, found.total, asking.PAGE, **asked.address()),
        clear_href=url_for(ENDPOINT),
        profile_href=url_for("youth.show_profile_start"),
        canonical=url_for(ENDPOINT, **asked.address()),
    )


def _heading(total: int, *, cut: bool) -> str:
    if cut:
        return str(t("More than {count} opportunities", count=f"{total:,}"))
    return str(t("Opportunities: {count}", count=f"{total:,}"))


def _summary(asked: Asked) -> str:
    said = [names.short(asked.area)] if asked.area else [str(t("All of Thailand"))]
    if asked.near is not None:
        said.append(str(_near(asked)))
    said += [str(SWITCHES[switch]) for switch in asking.SWITCHES if switch in asked.switches]
    return " · ".join(said)


def _drawn(asked: Asked) -> str:
    if not asked.free:
        return str(t("Draw my free hours"))
    return str(t("My free hours, parts of days: {count}", count=len(asked.free)))


def _near(asked: Asked) -> Text:
    return t("Near, {minutes} minutes", minutes=asked.near or asking.NEAR_MINUTES)


def _areas(asked: Asked) -> tuple[Option, ...]:
    """Where somebody is: the whole way down to the place chosen, what lies beneath it, and every province."""
    chain = [asked.area[:length] for length in (2, 4, 6) if length <= len(asked.area)]
    beneath = _beneath(asked.area)
    provinces = queries.open_counts_by_area(AreaLevel.PROVINCE)
    options = [Option("", str(t("All of Thailand")), not asked.area)]
    options += [Option(code, names.address(code), code == asked.area) for code in chain]
    options += [Option(code, f"{names.short(code)} ({count})") for code, count in sorted(beneath.items())]
    others = (code for code in _in_order(current_locale()) if code in provinces and code not in chain)
    return (*options, *(Option(code, f"{names.short(code)} ({provinces[code]})") for code in others))


@cache
def _in_order(_locale: str) -> tuple[str, ...]:
    """The provinces by name in the reader's language."""
    codes = (code for code in gazetteer() if len(code) == 2)
    return tuple(sorted(codes, key=lambda code: thai.sort_key(names.plain(code))))


def _beneath(area: str) -> dict[str, int]:
    if not area or len(area) == 6:
        return {}
    return queries.open_counts_by_area(AreaLevel.DISTRICT if len(area) == 2 else AreaLevel.SUBDISTRICT, area)


def _switches(asked: Asked) -> tuple[Option, ...]:
    near = Option(
        "1" if asked.near in (None, asking.NEAR_MINUTES) else str(asked.near),
        str(_near(asked)),
        asked.near is not None,
        "near",
    )
    return (near, *(Option("1", str(SWITCHES[name]), name in asked.switches, name) for name in asking.SWITCHES))


def _doors(asked: Asked) -> tuple[Link, ...]:
    chosen = asked.chosen.get(Group.FIELD, frozenset())
    return tuple(
        Link(
            str(word(Field, field)),
            url_for(ENDPOINT, **asked.address(field=None if field in chosen else str(field))),
            field in chosen,
            art_of(field),
        )
        for field in DOORS
    )


def _hidden(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Filters that have no control in the form."""
    kept = [(str(Group.FIELD), value) for value in sorted(asked.chosen.get(Group.FIELD, ()))]
    return (*kept, *([("sort", str(asked.sort))] if asked.sort else []))


def _choices(asked: Asked, found: Page) -> tuple[Choice, ...]:
    """Groups of boxes; only marks that are there are offered, each with its number."""
    return tuple(
        Choice(legend, boxes)
        for group, (legend, enum) in GROUPS.items()
        if len(boxes := _boxes(asked, found, group, enum)) > 1
    )


def _boxes(asked: Asked, found: Page, group: Group, enum: type[StrEnum]) -> tuple[Option, ...]:
    chosen, counts = asked.chosen.get(group, frozenset()), found.counts[group]
    return tuple(
        Option(value, f"{word(enum, value)} ({counts.get(value, 0)})", value in chosen, str(group))
        for value in enum
        if value in chosen or counts.get(value)
    )


def _levels(asked: Asked) -> tuple[Option, ...]:
    any_level = Option("", str(t("Any")), asked.level is None)
    names_of = (t("No certificate"), *(level(number) for number in range(1, len(LEVELS))))
    return (any_level, *(Option(str(n), str(said), asked.level == n) for n, said in enumerate(names_of)))


def _sorts(asked: Asked, wanted: Wanted, life: LifeTerms) -> tuple[Link, ...]:
    offered = {Sort.BEST: BEST} if asked.text else {}
    offered |= {sort: label for sort, label in SORTS.items() if sort != Sort.NEAR or life.point is not None}
    return tuple(
        Link(label, url_for(ENDPOINT, **asked.address(sort=str(sort))), sort == wanted.sort)
        for sort, label in offered.items()
    )

"""Finished values for shortlists: what fits one young person in its order, what does not and why, and what was kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import choice_parts as parts
from blueprints.choice_parts import SUPPOSED, Box, OpensLink, SortLink
from blueprints.office.shortlist_rows import (
    COLUMNS,
    Column,
    KeptLine,
    PickRow,
    RejectedRow,
    found_row,
    kept_line,
    pick_row,
    rejected_row,
)
from blueprints.paging import PageLink, page_links
from blueprints.parts import Fact
from marketplace.i18n import Text, dates, t
from marketplace.matching import policy, shortlists
from marketplace.matching.changes_told import told_to_staff
from marketplace.matching.choosing import address_of
from marketplace.people.disclosure import staff_view

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.access import Actor
    from marketplace.matching.changes import Opening
    from marketplace.matching.choosing import Asked, Choice
    from marketplace.matching.refusals import Looked, Refused
    from models.shortlist import Shortlist
    from models.youth import Youth

ENDPOINT = "office.show_choosing"
PAGE = 20
FIRST_CHANGES = 4


@dataclass(frozen=True, slots=True)
class Tab:
    """What fits, what waits, or what does not fit."""

    label: Text
    href: str
    count: int | None
    current: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Which part of the list somebody looks at: what does not fit, what they looked for there, the page, the ticks."""

    is_refused: bool
    sought: str
    found: tuple[Looked, ...]
    page: int
    picked: frozenset[str]


@dataclass(frozen=True, slots=True)
class SupposedPart:
    """The change this list supposes and the way back."""

    text: Text
    gain: Text
    back_href: str


@dataclass(frozen=True, slots=True)
class ChoosingPage:
    """Everything that comes into question for one young person."""

    title: Text
    lead: Text
    back_href: str
    tabs: tuple[Tab, ...]
    supposed: SupposedPart | None
    boxes: tuple[Box, ...]
    kept: tuple[Box, ...]
    is_narrowed: bool
    all_href: str
    sorts: tuple[SortLink, ...]
    rows: tuple[PickRow, ...]
    columns: tuple[Column, ...]
    is_rejected: bool
    sought: str
    rejected: tuple[RejectedRow, ...]
    opens: tuple[OpensLink, ...]
    more_opens: tuple[OpensLink, ...]
    pages: tuple[PageLink, ...]
    action: str
    empty_title: Text
    empty_text: Text


@dataclass(frozen=True, slots=True)
class Earlier:
    """A shortlist kept before, as an entry of a list."""

    href: str
    title: Text
    note: Text
    due: str = ""


@dataclass(frozen=True, slots=True)
class ShortlistPage:
    """A kept shortlist."""

    title: Text
    subtitle: Text
    back_href: str
    supposed: Text | None
    note: str
    facts: tuple[Fact, ...]
    lines: tuple[KeptLine, ...]
    status: Text
    status_text: Text
    is_shared: bool
    share_href: str
    take_back_href: str


def choosing(
    actor: Actor, youth: Youth, asked: Asked, choice: Choice, refused: Refused | None, seen: Seen
) -> ChoosingPage:
    """A page of what fits, or of what does not; `refused` is None while that is not known yet."""
    asked = asked if choice.change is not None else replace(asked, change="")
    hits = (*choice.fitting, *choice.waiting)
    is_rejected = seen.is_refused
    show = "rejected" if is_rejected else None
    total = _long(refused, seen) if is_rejected else len(hits)
    page = min(max(seen.page, 1), max(1, -(-total // PAGE)))
    first, last = (page - 1) * PAGE, page * PAGE

    def to(**changes: object) -> str:
        return url_for(ENDPOINT, youth=youth.ref, **parts.address(asked, **changes))

    opens, more = _openings(choice, to) if page == 1 and not is_rejected else ((), ())
    return ChoosingPage(
        title=t("What fits {name}", name=staff_view(actor, youth).called),
        lead=t("Ranked by what they told. Choose what you would show them; you decide, not the order."),
        back_href=url_for("office.show_youth", youth=youth.ref),
        tabs=_tabs(choice, refused, to, is_rejected=is_rejected),
        supposed=_supposed(choice, to),
        boxes=parts.boxes(asked),
        kept=(*parts.kept(asked), *((Box("show", "rejected", t("Kept"), checked=True),) if is_rejected else ())),
        is_narrowed=asked.is_narrowed,
        all_href=url_for(ENDPOINT, youth=youth.ref, **parts.address(parts.unfiltered(asked), show=show)),
        sorts=() if is_rejected else parts.sorts(asked, choice, to, told=True),
        rows=() if is_rejected else tuple(pick_row(hit, choice, seen.picked) for hit in hits[first:last]),
        columns=COLUMNS,
        is_rejected=is_rejected,
        sought=seen.sought if is_rejected else "",
        rejected=_refused(refused, seen, first, last) if is_rejected else (),
        opens=opens,
        more_opens=more,
        pages=page_links(
            ENDPOINT,
            page,
            total,
            PAGE,
            youth=youth.ref,
            **parts.address(asked),
            show=show,
        ),
        action=to(),
        empty_title=_empty(refused, seen)[0],
        empty_text=_empty(refused, seen)[1],
    )


def kept(actor: Actor, shortlist: Shortlist) -> ShortlistPage:
    """A shortlist as it was judged, with what has become of each line."""
    who, can = staff_view(actor, shortlist.youth), bool(policy.can_share(actor, shortlist))
    shared = shortlist.shared_at
    return ShortlistPage(
        title=t("Shortlist for {name}", name=who.called),
        subtitle=t("{ref}, kept {day}", ref=shortlist.ref, day=dates.date_time(shortlist.made_at)),
        back_href=url_for("office.show_youth", youth=shortlist.youth.ref),
        supposed=shortlists.supposed_told_of(shortlist),
        note=shortlist.note,
        facts=_facts(shortlist),
        lines=tuple(kept_line(line, shortlist, can_apply=can) for line in shortlist.lines),
        status=t("They see it") if shared else t("Only the staff sees it"),
        status_text=t("since {day}, under 'For you'.", day=dates.date_time(shared))
        if shared
        else t("Share it when you have talked about it."),
        is_shared=shared is not None,
        share_href=url_for("office.share_shortlist", shortlist=shortlist.ref) if can and not shared else "",
        take_back_href=url_for("office.take_back_shortlist", shortlist=shortlist.ref) if can and shared else "",
    )


def lists(actor: Actor, youth: Youth) -> tuple[Earlier, ...]:
    """The shortlists kept for a young person."""
    return tuple(_earlier(one) for one in shortlists.for_youth(actor, youth))


def _earlier(one: Shortlist) -> Earlier:
    shared = t("they see it") if one.shared_at else t("only the staff sees it")
    return Earlier(
        url_for("office.show_shortlist", shortlist=one.ref),
        t("Shortlist of {day}", day=dates.long_date(one.judged_on)),
        t("Opportunities: {count}, {shared}", count=len(one.lines), shared=shared),
    )


def _long(refused: Refused | None, seen: Seen) -> int:
    """What is looked for stands on one page."""
    return len(refused) if refused is not None and not seen.sought else 0


def _refused(refused: Refused | None, seen: Seen, first: int, last: int) -> tuple[RejectedRow, ...]:
    if seen.sought:
        return tuple(map(found_row, seen.found))
    return tuple(rejected_row(*one) for one in refused.part(first, last)) if refused is not None else ()


def _empty(refused: Refused | None, seen: Seen) -> tuple[Text, Text]:
    if not seen.is_refused:
        text = t("Look at what does not fit and why, or at the single changes below.")
        return t("Nothing fits just yet"), text
    if seen.sought:
        return t("Nothing has this title or reference"), t("Search by fewer words, or by the reference alone.")
    if refused is None:
        text = t("Look again in a minute. By title or reference it is found already.")
        return t("Okat is still reading everything there is"), text
    return t("Nothing is left out"), t("Everything that is open fits or waits for an answer.")


def _tabs(choice: Choice, refused: Refused | None, to: Callable[..., str], *, is_rejected: bool) -> tuple[Tab, ...]:
    left = None if refused is None else len(refused)
    return (
        Tab(t("Fits or may fit"), to(), choice.total + choice.waiting_total, not is_rejected),
        Tab(t("Does not fit"), to(show="rejected"), left, is_rejected),
    )


def _supposed(choice: Choice, to: Callable[..., str]) -> SupposedPart | None:
    if choice.change is None:
        return None
    gain = t("{count} more would fit them. They stand first; their answers stay as they are.", count=choice.added)
    return SupposedPart(told_to_staff(choice.change), gain, to(**{SUPPOSED: None}))


def _openings(choice: Choice, to: Callable[..., str]) -> tuple[tuple[OpensLink, ...], tuple[OpensLink, ...]]:
    if choice.change is not None:
        return (), ()
    links = tuple(_opens(one, to) for one in choice.openings)
    return links[:FIRST_CHANGES], links[FIRST_CHANGES:]


def _opens(opening: Opening, to: Callable[..., str]) -> OpensLink:
    gain = t("+{count} opportunities", count=opening.more)
    return OpensLink(to(**{SUPPOSED: address_of(opening.change)}), told_to_staff(opening.change), gain)


def _facts(shortlist: Shortlist) -> tuple[Fact, ...]:
    return (
        Fact(t("Made by"), shortlist.made_by.name),
        Fact(t("Judged on"), dates.long_date(shortlist.judged_on)),
        Fact(t("Weights"), shortlist.weights_version),
        Fact(t("Rules"), shortlist.rules_version),
    )

"""Finished values for one pledge as its owner sees it: its week, its coming weeks, what is asked, kept and given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import url_for

from blueprints import contribution_parts
from blueprints.parts import Fact
from marketplace.areas import names
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel import clock, week
from marketplace.people.disclosure import provider_view
from marketplace.resources import amounts, asking, availability, pledges, uses
from models.vocabulary import OwnerAnswer, ReservationState, ResourceKind, ResourceState, ResourceUnit, Support

if TYPE_CHECKING:
    from blueprints.contribution_parts import CertificatesPart
    from models.mentoring import MentorMatch
    from models.reservation import Reservation
    from models.resource import Resource

AHEAD = 8
"""Weeks shown."""

MEANING: dict[str, tuple[Text, str]] = {
    "pledged": (t("Thank you. The office looks at it and calls you."), "draft"),
    "in_vetting": (t("The office is checking it. It is shown once everything is in order."), ""),
    "approved": (t("Checked. It is shown as soon as the office opens it."), "done"),
    "available": (t("People can see it, and the office can plan with it."), "done"),
    "paused": (t("It is not planned with until you resume it."), ""),
    "suspended": (t("The office has stopped it. Ask them why."), "stop"),
    "renewal_due": (t("A check has run out. The office will ask you."), "stop"),
    "withdrawn": (t("You took it back. Thank you all the same."), "stop"),
    "rejected": (t("The office could not accept it."), "stop"),
}
_WHY: dict[str, Text] = {
    "times": t("outside the times you gave"),
    "dates": t("outside the days you gave"),
    "pause": t("on days you rest"),
    "twice": t("two promises at the same hour"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the week."""

    kind: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Something that waits for a yes or a no."""

    title: Text | str
    lines: tuple[Text | str, ...]
    due: Text
    accept_href: str
    decline_href: str


@dataclass(frozen=True, slots=True)
class Promise:
    """What is kept of the pledge, with what can be told of it."""

    ref: str
    title: Text | str
    lines: tuple[object, ...]
    clash: Text | str
    thanks: Text | str
    use_href: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Days on which the pledge rests."""

    words: str
    end_href: str


@dataclass(frozen=True, slots=True)
class PledgePage:
    """One pledge with everything around it."""

    title: str
    line: Text
    state: Text
    meaning: Text
    kind: str
    cells: dict[tuple[int, int], Cell]
    times_words: object
    covers: Text | str
    weeks_columns: tuple[Column, ...]
    weeks_text: Text | None
    weeks: tuple[tuple[object, ...], ...]
    clashes: tuple[Text, ...]
    requests: tuple[Request, ...]
    promises: tuple[Promise, ...]
    rests: tuple[Rest, ...]
    given: tuple[tuple[object, ...], ...]
    given_columns: tuple[Column, ...]
    times_href: str
    rest_href: str
    certificates: CertificatesPart


def amount_line(one: Resource) -> Text:
    """What kind and how much."""
    return t(
        "{kind}, {capacity} {unit}",
        kind=words.word(ResourceKind, one.kind),
        capacity=one.capacity,
        unit=words.word(ResourceUnit, one.unit),
    )


def pledge_page(one: Resource) -> PledgePage:
    """Everything its owner wants to know."""
    row, kept = availability.of(one.id), pledges.promised(one)
    clashes: Mapping[int, Text] = {clash.reservation.id: _WHY[clash.why] for clash in availability.clashes(one, kept)}
    places = asking.districts_of(kept)
    meaning, kind = MEANING[one.state]
    free = None if row.free_mask is None else week.from_bytes(row.free_mask)
    return PledgePage(
        title=pick(one.title_th, one.title_en),
        line=amount_line(one),
        state=words.word(ResourceState, one.state),
        meaning=meaning,
        kind=kind,
        cells=_cells(free, kept, clashes),
        times_words=weeks.exact(week.slots_of(free)) if free else t("No times told: by arrangement only"),
        covers=needs_words(row.supports),
        weeks_columns=_weeks_columns(one),
        weeks_text=None if _is_open(one) else t("Nothing new is planned with it as it stands now."),
        weeks=_weeks(one),
        clashes=tuple(
            t("{what}: {why}", what=_what(promise, places), why=clashes[promise.id])
            for promise in kept
            if promise.id in clashes
        ),
        requests=tuple(request(promise, one, places) for promise in kept if promise.answer == OwnerAnswer.WAITING),
        promises=tuple(_promise(promise, one, places, clashes) for promise in kept if promise.answer != "waiting"),
        rests=tuple(
            Rest(
                dates.date_range(pause.from_on, pause.to_on),
                url_for("mentor.end_rest", pledge=one.ref, rest=pause.ref),
            )
            for pause in availability.rests([one.id]).get(one.id, ())
        ),
        given_columns=(Column(t("Day")), Column(t("Given"), True), Column(t("Counted"))),
        given=tuple(
            (
                dates.short_date(use.used_on, year=True),
                amounts.words(one.unit, use.amount),
                t("Confirmed") if use.confirmed_at else t("Waits for the office"),
            )
            for use in uses.of(one)
        ),
        times_href=url_for("mentor.show_times", pledge=one.ref),
        rest_href=url_for("mentor.rest_pledge", pledge=one.ref),
        certificates=contribution_parts.part(
            one, issue="mentor.issue_certificate", download="mentor.download_certificate"
        ),
    )


def requests(found: Sequence[Reservation]) -> tuple[Request, ...]:
    """What waits for an answer over all pledges."""
    places = asking.districts_of(found)
    return tuple(request(one, one.resource, places) for one in found)


def request(one: Reservation, resource: Resource, places: Mapping[int, str]) -> Request:
    """One thing asked for."""
    return Request(
        title=_what(one, places),
        lines=(pick(resource.title_th, resource.title_en), *_when(one, resource)),
        due=t("Please answer by {day}", day=dates.date_time(one.answer_by) if one.answer_by else "–"),
        accept_href=url_for("mentor.answer_request", asked=one.ref, answer="accept"),
        decline_href=url_for("mentor.answer_request", asked=one.ref, answer="decline"),
    )


def needs_words(needs: Collection[str]) -> Text | str:
    """Support needs in a line."""
    return ", ".join(str(words.word(Support, need)) for need in needs if need in tuple(Support))


def _what(one: Reservation, places: Mapping[int, str]) -> Text | str:
    """What for and for somebody from where; never who."""
    unnamed = t("Your time as a mentor") if one.needs == "mentor" else t("Your help")
    what = needs_words(one.needs.split(",")) or unnamed
    place = places.get(one.id, "")
    return t("{what}, for a young person in {place}", what=what, place=names.titled(place)) if place else what


def _when(one: Reservation, resource: Resource) -> tuple[Text | str, ...]:
    each = t("{amount} a week", amount=amounts.words(resource.unit, one.amount))
    runs = dates.date_range(one.first_monday, one.last_monday + timedelta(days=6))
    if one.week_mask is None:
        return each, runs
    return each, *map(str, weeks.each(week.slots_of(week.from_bytes(one.week_mask)))), runs


def _promise(one: Reservation, resource: Resource, places: Mapping[int, str], clashes: Mapping[int, Text]) -> Promise:
    firm = one.state == ReservationState.CONFIRMED
    state = t("Firm") if firm else t("Waits for the office's approval")
    open_now = firm and one.first_monday <= clock.today()
    return Promise(
        ref=one.ref,
        title=_what(one, places),
        lines=(state, *_when(one, resource)),
        clash=clashes.get(one.id, ""),
        thanks=uses.THANKS.get(one.thanks, ""),
        use_href=url_for("mentor.show_use", asked=one.ref) if open_now else "",
    )


def _is_open(one: Resource) -> bool:
    return one.state == ResourceState.AVAILABLE


def _weeks_columns(one: Resource) -> tuple[Column, ...]:
    promised = (Column(t("Week of")), Column(t("Promised"), True))
    return (*promised, Column(t("Still free"), True)) if _is_open(one) else promised


def _weeks(one: Resource) -> tuple[tuple[object, ...], ...]:
    """The coming weeks; what is left of them only where it can be had."""
    most, taken = amounts.limit_of(one), asking.taken(one, AHEAD)
    if not _is_open(one):
        return tuple(
            (dates.short_date(monday, year=True), amounts.words(one.unit, amount)) for monday, amount in taken if amount
        )
    return tuple(
        (
            dates.short_date(monday, year=True),
            amounts.words(one.unit, amount) if amount else "–",
            amounts.words(one.unit, most - amount),
        )
        for monday, amount in taken
    )


def _cells(free: int | None, kept: Sequence[Reservation], clashes: Mapping[int, Text]) -> dict[tuple[int, int], Cell]:
    cells = {} if free is None else {(part.weekday, int(part.part)): Cell("free") for part in week.parts_touched(free)}
    for promise in kept:
        if promise.week_mask is None:
            continue
        for part in week.parts_touched(week.from_bytes(promise.week_mask)):
            at = (part.weekday, int(part.part))
            if promise.id in clashes or cells.get(at, Cell("")).kind == "out":
                cells[at] = Cell("out")
            else:
                cells[at] = Cell("on")
    return cells


@dataclass(frozen=True, slots=True)
class UsePage:
    """What was promised, before one tells what was given of it."""

    facts: tuple[Fact, ...]
    unit: Text
    back_label: str
    back_href: str


def use_page(one: Reservation, match: MentorMatch | None = None) -> UsePage:
    """The question what was given, with for whom and where; of a match by the name its mentor knows."""
    resource = one.resource
    each, *when = _when(one, resource)
    place = asking.districts_of([one]).get(one.id, "")
    whom: Text | str = provider_view(match.youth, approved=True).called if match is not None else ""
    if not whom:
        whom = t("A young person in {place}", place=names.titled(place)) if place else t("Whom your office sends")
    return UsePage(
        facts=(
            Fact(t("Your pledge"), pick(resource.title_th, resource.title_en)),
            Fact(t("For whom"), whom),
            Fact(t("Where"), names.address(resource.area_code)),
            Fact(t("Promised"), lines=(each, *when)),
        ),
        unit=_unit(resource),
        back_label=pick(resource.title_th, resource.title_en),
        back_href=url_for("mentor.show_pledge", pledge=resource.ref),
    )


def _unit(one: Resource) -> Text:
    """Of one day: not what it is in a week."""
    if one.unit == ResourceUnit.HOURS_PER_WEEK:
        return t("hours")
    return t("trips") if one.unit == ResourceUnit.TRIPS_PER_WEEK else words.word(ResourceUnit, one.unit)

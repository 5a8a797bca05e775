"""Opportunities as rows for the staff: to choose from, rejected with the one reason, and as they were kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import url_for

from blueprints.cards import due_words, start_words, way_words
from marketplace.enrolments import beginning
from marketplace.i18n import Text, dates, pick, t
from marketplace.i18n.weeks import summary
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.matching import sentences, shortlists
from marketplace.matching.reasons import why_it_fits
from marketplace.offers import coming
from marketplace.offers.states import takes_applications

if TYPE_CHECKING:
    from marketplace.matching.choosing import Choice, Hit
    from marketplace.matching.fit import Fit
    from marketplace.matching.refusals import Looked
    from marketplace.offers.cards import Shown
    from models.shortlist import Shortlist, ShortlistLine


@dataclass(frozen=True, slots=True)
class Column:
    """A column after the first three."""

    label: Text
    num: bool = False


@dataclass(frozen=True, slots=True)
class PickRow:
    """One opportunity to choose, as `components/queue.html` prints it."""

    ref: str
    title: str
    href: str
    note: str
    due: str
    due_kind: str
    flag: str
    is_flag: bool
    checked: bool
    cells: tuple[str, ...]
    pickable: bool = True
    due_exact: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One opportunity that does not fit, as `components/tasks.html` prints it."""

    href: str
    title: str
    note: Text
    due: str = ""
    due_kind: str = ""


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One line of a kept shortlist with what has become of it."""

    place: int
    title: str
    href: str
    organisation: str
    reasons: tuple[Text, ...]
    money: Text
    way: Text | str
    when: str
    score: str
    state: Text
    is_open: bool
    apply_href: str


COLUMNS = (Column(t("Baht a month"), num=True), Column(t("Way")), Column(t("Begins")), Column(t("Points"), num=True))


def pick_row(hit: Hit, choice: Choice, picked: frozenset[str]) -> PickRow:
    """One opportunity with why it fits, or what it depends on."""
    card, waits = hit.shown.card, hit.fit.depends_on
    due, kind = due_words(card.apply_by, choice.on)
    phrases = why_it_fits(choice.seen_as, hit.offer, choice.on, hit.money)
    said = sentences.depends_told(waits[0]) if waits else sentences.why_told(phrases)
    new = [t("Asked for already")] if hit.is_asked_for else []
    new += [t("Only with this change")] if hit.is_new else []
    return PickRow(
        ref=card.ref,
        title=card.title,
        href=url_for("public.show_opportunity", ref=card.ref),
        note=" · ".join(filter(None, (card.organisation, str(summary(card.slots))))),
        due=due,
        due_kind=kind,
        flag=" · ".join(map(str, (*new, said))),
        is_flag=bool(waits),
        checked=card.ref in picked,
        cells=(
            baht(hit.money.month_satang),
            way_words(choice.seen_as, hit.offer, choice.on) or "–",
            start_words(card, choice.seen_as.waits_for(hit.offer), choice.on, told=True),
            points(round(hit.score * 1_000_000)),
        ),
    )


def rejected_row(shown: Shown, fit: Fit) -> RejectedRow:
    """One opportunity with the reason against it, and how many more there are."""
    card, first = shown.card, sentences.why_not_told(fit)
    others = len(fit.reasons_no) - 1
    note = t("{reason}. Further reasons: {count}", reason=first, count=others) if others else first
    return RejectedRow(url_for("public.show_opportunity", ref=card.ref), f"{card.title} · {card.organisation}", note)


def found_row(one: Looked) -> RejectedRow:
    """One opportunity somebody looked for: why it does not fit, or that it is in the other list."""
    if not one.is_open:
        row = rejected_row(one.shown, one.fit)
        return replace(row, note=t("It takes no applications now"))
    if one.fit.fits:
        return replace(rejected_row(one.shown, one.fit), note=t("It fits: it stands in the other list"))
    return rejected_row(one.shown, one.fit)


def kept_line(line: ShortlistLine, shortlist: Shortlist, *, can_apply: bool) -> KeptLine:
    """One line as it was judged."""
    offer = line.opportunity
    span, theirs = coming.of(offer), beginning.of_asker(offer, beginning.days_for(shortlist.youth, clock.today()))
    is_open = takes_applications(offer, offer.organisation.state, clock.today(), span.asks_until)
    apply = url_for("office.show_behalf", youth=shortlist.youth.ref, opportunity=offer.ref)
    return KeptLine(
        place=line.place,
        title=pick(offer.title_th, offer.title_en),
        href=url_for("public.show_opportunity", ref=offer.ref),
        organisation=pick(offer.organisation.name_th, offer.organisation.name_en),
        reasons=(shortlists.told_of(line),),
        money=t("{amount} baht a month", amount=baht(line.month_satang)),
        way="" if line.minutes is None else t("{minutes} minutes one way", minutes=line.minutes),
        when=dates.short_date(beginning.on_a_list(theirs, is_open=is_open), year=True),
        score=points(line.score_millionths),
        state=_state(line, is_open=is_open),
        is_open=is_open,
        apply_href=apply if can_apply and is_open else "",
    )


def points(millionths: int) -> str:
    """A score as points of a hundred."""
    return f"{millionths / 10_000:.1f}"


def _state(line: ShortlistLine, *, is_open: bool) -> Text:
    offer = line.opportunity
    if not is_open:
        return t("No longer open for applications")
    if offer.seats_taken >= offer.seats:
        return t("Full for now, one may ask to wait")
    return t("Open until {day}", day=dates.short_date(offer.apply_by))

"""One opportunity as a card: finished words for `components/opp.html`, the same for every list that shows one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from flask import current_app
from werkzeug.routing import Map

from marketplace.areas import names, working_days
from marketplace.i18n import Text, t
from marketplace.i18n.dates import relative_days, short_date
from marketplace.i18n.text import current_locale
from marketplace.i18n.weeks import summary
from marketplace.kernel import week
from marketplace.kernel.money import baht
from marketplace.kernel.week import Slot
from marketplace.matching import reasons, sentences, travel
from marketplace.matching.beside import beside
from marketplace.matching.fit import Fit, judge
from marketplace.matching.reading import offer_terms
from marketplace.matching.takehome import TakeHome, take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.offers.cards import Card, Shown
from models.vocabulary import Transport

SOON = 3
"""Days before the last one on which a card says how many are left."""

FAR = 240
"""Minutes one way beyond which nobody counts minutes."""


@dataclass(frozen=True, slots=True)
class Why:
    """One phrase on why it suits, or does not yet."""

    text: str
    ok: bool = True


@dataclass(frozen=True, slots=True)
class CardView:
    """Finished values of one card."""

    title: str
    href: str
    art: str
    place: str
    sessions: tuple[tuple[int, int], ...]
    clashes: tuple[tuple[int, int], ...]
    when: str
    starts: str
    reasons: tuple[Why, ...]
    money: str
    money_lines: tuple[str, ...]
    due: str
    due_kind: str
    way: str = ""
    depends: str = ""
    depends_field: str = ""
    depends_href: str = ""
    tag: str = ""


def card_views(
    shown: Iterable[Shown], life: LifeTerms, on: date, *, judged: bool = False, trail: str = ""
) -> list[CardView]:
    """Cards for whoever lives this life; `judged` says what does not fit or depends on an answer still to come.

    `trail` is carried along by every link, as the query of its address.
    """
    return [card_view(one, life, on, judged=judged, trail=trail) for one in shown]


def told_card(shown: Shown, life: LifeTerms, on: date) -> CardView:
    """A card as whoever helps reads it: in one sentence why it fits them, or why it does not or may not."""
    offer = offer_terms(shown)
    fit, money = judge(life, offer, on), take_home(life, offer, on)
    if fit.fits:
        said = sentences.why_told(reasons.why_it_fits(life, offer, on, money))
    else:
        said = sentences.why_not_told(fit)
    figure, lines = promised_words(shown.card, life.waits_for(offer), offer, money, on, told=True)
    lines = (*lines, *_more(shown.card, life.waits_for(offer), on)) if figure else lines
    starts = f"{start_words(shown.card, life.waits_for(offer), on, told=True)}{BESIDE}{_kept(seats_words(shown))}"
    return replace(card_view(shown, life, on), reasons=(Why(str(said), ok=fit.fits),), money_lines=lines, starts=starts)


def card_view(shown: Shown, life: LifeTerms, on: date, *, judged: bool = False, trail: str = "") -> CardView:
    """One card for whoever lives this life."""
    card, offer = shown.card, offer_terms(shown)
    money = take_home(life, offer, on)
    figure, lines = promised_words(card, life.waits_for(offer), offer, money, on)
    lines = (*lines, *_more(card, life.waits_for(offer), on)) if figure else ()
    fit = judge(life, offer, on) if judged else None
    base = _lasting(card, life.waits_for(offer), on, current_locale())
    clashes = _clashes(card, life.free)
    return replace(
        base,
        href=f"{base.href}?{trail}" if trail else base.href,
        way=way_words(life, offer, on) or area_words(card),
        sessions=tuple(part for part in base.sessions if part not in clashes),
        clashes=clashes,
        starts=f"{base.starts}{BESIDE}{_kept(seats_words(shown))}",
        reasons=_reasons(life, offer, on, money, fit),
        depends=str(reasons.depends(fit.depends_on[0])) if fit and fit.depends_on else "",
        depends_field=fit.depends_on[0] if fit and fit.depends_on else "",
        money=figure,
        money_lines=lines,
    )


BESIDE = "\u00a0· "
"""Between two parts of a line, which then never begins with the dot."""


def art_of(field: str) -> str:
    """The motif of a field of work; each has one of its own name."""
    return str(field)


def area_words(card: Card) -> str:
    """Where it is, in few words."""
    if card.is_online:
        return str(t("Online, from home"))
    return f"{names.short(card.area_code)} {names.plain(card.area_code[:2])}"


def way_words(life: LifeTerms, offer: OfferTerms, on: date) -> str:
    """How long the way takes and by what; empty while home is not known."""
    if offer.is_online or life.point is None or offer.point is None:
        return ""
    way = travel.counted(life.point, offer.point, on, life.transport)
    if not way.minutes:
        return str(t("Very near"))
    if way.minutes > FAR:
        return str(t("Far: more than {hours} hours one way", hours=FAR // 60))
    return str(_WAYS[Transport(way.transport)](way.minutes))


def seats_words(shown: Shown) -> str:
    """How many places are left."""
    if shown.seats_left <= 0:
        return str(t("Full for now, you can ask to wait"))
    return str(t("Places left: {count}", count=shown.seats_left))


def promised_words(
    card: Card, waits: int, offer: OfferTerms, money: TakeHome, on: date, *, is_open: bool = True, told: bool = False
) -> tuple[str, tuple[str, ...]]:
    """The same for whoever asks today: nothing where no session is left for them, no day where nobody can ask."""
    if card.begins_on(working_days.answered(on, waits)) is None:
        return "", ()
    return money_words(offer, money if is_open else replace(money, first_payday=None), told=told)


def money_words(offer: OfferTerms, money: TakeHome, *, told: bool = False) -> tuple[str, tuple[str, ...]]:
    """The figure of a card and what it means; `told` to whoever helps."""
    if money.pays and money.month_satang > 0:
        lines = [str(_after(money))]
        if money.first_payday is not None:
            lines.append(str(t("First money {day}", day=short_date(money.first_payday))))
        return str(t("{amount} baht", amount=baht(money.month_satang))), tuple(lines)
    if money.month_satang < 0:
        return str(t("{amount} baht", amount=baht(-money.month_satang))), _paid(offer, money, told=told)
    if money.pays or offer.cost_per_month_satang:
        return str(t("{amount} baht", amount="0")), (str(t("a month, what comes in just covers what it costs")),)
    return str(t("Free to learn")), ((str(t("Counts {count} credits", count=offer.credits)),) if offer.credits else ())


def _more(card: Card, waits: int, on: date) -> tuple[str, ...]:
    """What comes on top for milestones and for staying, and from when the first of it that has a day."""
    if not card.points:
        return ()
    once = beside(card.points, card.stays_from, card.begins_on(working_days.answered(on, waits)), card.last_on)
    more = (str(t("Up to {sum} baht more for milestones and staying", sum=baht(once.satang))),) if once.satang else ()
    if once.first_on is None:
        return more
    day, satang = _kept(short_date(once.first_on)), baht(once.first_satang)
    return (*more, str(t("{sum} baht of it from {day}", sum=satang, day=day)))


def due_words(apply_by: date, on: date) -> tuple[str, str]:
    """The clock of a card and how near it is."""
    days = (apply_by - on).days
    if days < 0:
        return str(t("Closed")), "late"
    if days == 0:
        return str(t("Closes today")), "today"
    if days <= SOON:
        return str(t("Closes in {days} days", days=days)), "soon"
    return str(t("Closes {day}", day=short_date(apply_by))), ""


def start_words(card: Card, answer_days: int, on: date, *, told: bool = False) -> str:
    """When it begins, and when somebody who asks today would; `told` speaks about them to whoever helps."""
    opens, begins = card.opens_on, card.begins_on(working_days.answered(on, answer_days))
    if begins is None:
        return str(t("No session left to join"))
    day = _kept(short_date(begins))
    if opens <= on:
        running = (
            t("Running, they would begin {day}", day=day) if told else t("Running, you would begin {day}", day=day)
        )
        return str(running)
    if begins > opens:
        first = _kept(short_date(opens))
        if told:
            return str(t("Starts {first}, they would begin {day}", first=first, day=day))
        return str(t("Starts {first}, you would begin {day}", first=first, day=day))
    return str(t("Starts {day}, {when}", day=short_date(opens), when=_kept(str(relative_days(opens, on)))))


@lru_cache(maxsize=8_000)
def _lasting(card: Card, answer_days: int, on: date, _locale: str) -> CardView:
    """What does not depend on who looks, for one day and language."""
    due, kind = due_words(card.apply_by, on)
    return CardView(
        title=card.title,
        href=_address(card.ref),
        art=art_of(card.field),
        place=card.organisation,
        sessions=card.parts,
        clashes=(),
        when=_when(card.slots, current_locale()),
        starts=start_words(card, answer_days, on),
        reasons=(),
        money="",
        money_lines=(),
        due=due,
        due_kind=kind,
    )


@lru_cache(maxsize=4_096)
def _when(slots: tuple[Slot, ...], _locale: str) -> str:
    """Many cards share a timetable."""
    return str(summary(slots))


def _address(ref: str) -> str:
    """Where a card leads; lists are also made outside of requests, where Flask builds no addresses."""
    before, after = _around_ref(current_app.url_map)
    return f"{before}{ref}{after}"


@lru_cache(maxsize=8)
def _around_ref(addresses: Map) -> tuple[str, str]:
    before, _, after = addresses.bind("").build("public.show_opportunity", {"ref": "REF"}).partition("REF")
    return before, after


def _kept(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\u00a0")


def _after(money: TakeHome) -> Text:
    if not money.fares_known:
        return t("a month, before fares")
    fares = any(line.kind == "fare" for line in money.weekly)
    return t("a month, after fares") if fares else t("a month, no fares")


def _paid(offer: OfferTerms, money: TakeHome, *, told: bool) -> tuple[str, ...]:
    """Who pays what is left to pay, and what for when the course itself asks for nothing."""
    way = any(line.satang < 0 for line in money.weekly)
    lines = [t("a month, they pay") if told else t("a month, you pay")]
    if not offer.cost_per_month_satang:
        lines.append(t("for the way and other costs; learning itself is free"))
    elif way:
        lines.append(t("with the way and other costs"))
    return tuple(map(str, lines))


def _clashes(card: Card, free: int | None) -> tuple[tuple[int, int], ...]:
    if free is None:
        return ()
    outside = week.parts_touched(week.mask(card.slots) & ~free)
    return tuple(sorted((part.weekday, int(part.part)) for part in outside))


def _reasons(life: LifeTerms, offer: OfferTerms, on: date, money: TakeHome, fit: Fit | None) -> tuple[Why, ...]:
    if fit is not None and fit.reasons_no:
        return (Why(str(sentences.why_not(fit)), ok=False),)
    return tuple(Why(str(said)) for said in reasons.reasons(life, offer, on, money))


def _walk(minutes: int) -> Text:
    return t("Walk {minutes} minutes", minutes=minutes)


def _bike(minutes: int) -> Text:
    return t("Cycle {minutes} minutes", minutes=minutes)


def _motorbike(minutes: int) -> Text:
    return t("Motorbike {minutes} minutes", minutes=minutes)


def _bus(minutes: int) -> Text:
    return t("Songthaew {minutes} minutes", minutes=minutes)


_WAYS = {
    Transport.WALK: _walk,
    Transport.NONE: _walk,
    Transport.BIKE: _bike,
    Transport.MOTORBIKE: _motorbike,
    Transport.PUBLIC: _bus,
}

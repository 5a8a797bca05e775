"""What fits as somebody wants to see it: narrowed, in an order of theirs, and as if one single answer were different.

Narrowing looks at the opportunity and at the life as it is told, never at the answer supposed: so 'N more' beside a
change is exactly how many new ones its list shows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from marketplace.matching import changes
from marketplace.matching.candidates import candidates, nearest
from marketplace.matching.changes import Change, Opening
from marketplace.matching.crowd import Counts, Narrowed, crowd
from marketplace.matching.fit import Fit, Reason, Rule, judge
from marketplace.matching.for_you import closed_by
from marketplace.matching.index import live
from marketplace.matching.scoring import order as standing
from marketplace.matching.scoring import score
from marketplace.matching.takehome import TakeHome, take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.weights import Part, Weights, national
from marketplace.offers.cards import Shown
from marketplace.offers.coming import SOON
from marketplace.offers.facets import is_evening

NEAR_MINUTES: Final = 30
NEVER: Final = date.max


class Switch(StrEnum):
    """What a list may be narrowed to; the value is the name in the address."""

    PAID = "paid"
    EVENING = "evening"
    NEAR = "near"
    SOON = "soon"
    ONLINE = "online"
    CREDIT = "credit"


class Order(StrEnum):
    """In which order a list stands."""

    BEST = "best"
    NEAR = "near"
    MONEY = "money"
    PAYDAY = "payday"
    SOON = "soon"


@dataclass(frozen=True)
class Asked:
    """What is asked of the list; empty means no limit, `change` is the address of a change ('part-63')."""

    kinds: frozenset[str] = frozenset()
    switches: frozenset[str] = frozenset()
    order: Order = Order.BEST
    change: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything is left out that fits."""
        return bool(self.kinds or self.switches)


@dataclass(frozen=True, slots=True)
class Hit:
    """One opportunity judged for a life, with its score (0 to 1) and its money; `is_new` is 'only with the change'."""

    shown: Shown
    offer: OfferTerms
    fit: Fit
    score: float
    money: TakeHome
    standing: tuple[float | int | str, ...]
    is_new: bool = False
    is_asked_for: bool = False


@dataclass(frozen=True)
class Choice:
    """A whole list: what fits in its order, what waits for an answer, what does not fit, and the change supposed."""

    life: LifeTerms
    on: date
    fitting: tuple[Hit, ...]
    waiting: tuple[Hit, ...]
    rejected: tuple[tuple[Shown, Fit], ...]
    change: Change | None = None
    supposed: LifeTerms | None = None
    unnarrowed: int = 0
    weights_version: str = ""
    counts: Counts | None = None
    """Where the list is longer than what is told of it one by one: what it comes to in all."""
    _judged: tuple[tuple[Shown, OfferTerms, Fit], ...] = field(default=(), repr=False)

    @property
    def total(self) -> int:
        """How many fit in all."""
        return len(self.fitting) if self.counts is None else self.counts.fitting

    @property
    def waiting_total(self) -> int:
        """How many wait for an answer in all."""
        return len(self.waiting) if self.counts is None else self.counts.waiting

    @property
    def added(self) -> int:
        """How many fit only with the change."""
        return sum(hit.is_new for hit in self.fitting) if self.counts is None else self.counts.added

    @property
    def seen_as(self) -> LifeTerms:
        """The life by which the list was judged."""
        return self.supposed or self.life

    @property
    def waits_for(self) -> tuple[tuple[str, int], ...]:
        """The answers something depends on, each with how much, most first."""
        if self.counts is not None:
            return self.counts.waits_for
        return tuple(Counter(name for hit in self.waiting for name in hit.fit.depends_on).most_common())

    @property
    def closed_by(self) -> tuple[tuple[Rule, int], ...]:
        """Which rule alone says no how often, most first."""
        everything = live.look(self.seen_as, self.on)
        if everything is not None:
            return everything.closed_by
        return closed_by([fit for _, fit in self.rejected])

    @cached_property
    def openings(self) -> tuple[Opening, ...]:
        """Every single change that opens something of this list, most first, counted exactly."""
        if self.counts is not None:
            return self.counts.openings
        offers, fits = [offer for _, offer, _ in self._judged], [fit for _, _, fit in self._judged]
        return changes.openings(self.life, offers, self.on, fits=fits)


def choose(life: LifeTerms, asked: Asked, on: date, *, weights: Weights | None = None) -> Choice:
    """Judge what comes into question for a life on a day, as it is asked for; an unknown change is none.

    The country's weights order it unless others are given.
    """
    weights = weights or national(on)
    change = named(life, asked.change)
    many = crowd(life, on, narrowed(asked, on), weights, by=_PARTS.get(asked.order), change=change)
    judged = _judge(life, on, candidates(life, on) if many is None else many.shown)
    kept = tuple(one for one in judged if keeps(asked, life, one[1], on))
    supposed = change.life if change is not None else None
    seen = kept if supposed is None else [(shown, offer, judge(supposed, offer, on)) for shown, offer, _ in kept]
    fits_now = {offer.ref for _, offer, fit in kept if fit.fits}
    hits = [_hit(supposed or life, one, on, weights) for one in seen]
    if supposed is not None:
        hits = [replace(hit, is_new=hit.offer.ref not in fits_now) for hit in hits]
    return Choice(
        life=life,
        on=on,
        fitting=_ordered((hit for hit in hits if hit.fit.fits), asked.order),
        waiting=_ordered((hit for hit in hits if hit.fit.depends_on), Order.BEST),
        rejected=tuple((shown, fit) for shown, _, fit in seen if fit.reasons_no),
        change=change,
        supposed=supposed,
        unnarrowed=sum(fit.fits for _, _, fit in judged) if many is None else many.counts.unnarrowed,
        counts=None if many is None else many.counts,
        weights_version=weights.version,
        _judged=kept,
    )


def with_asked_for(choice: Choice, ids: Collection[int]) -> Choice:
    """The same list with what was asked for already marked, and after everything that was not."""
    fitting, waiting = (
        sorted((replace(hit, is_asked_for=hit.shown.card.id in ids) for hit in hits), key=lambda hit: hit.is_asked_for)
        for hits in (choice.fitting, choice.waiting)
    )
    return replace(choice, fitting=tuple(fitting), waiting=tuple(waiting)) if ids else choice


def closest(choice: Choice, most: int = 3) -> tuple[tuple[Shown, tuple[Reason, ...]], ...]:
    """Where nothing fits and no single change opens anything: what asks for the fewest changes, with each of them."""
    if choice.fitting or choice.waiting or choice.change is not None or choice.openings:
        return ()
    life, on = choice.life, choice.on
    found = [
        (shown, fit)
        for shown, _, fit in _judge(life, on, nearest(life, on))
        if fit.reasons_no and all(reason.rule in _CAN_CHANGE for reason in fit.reasons_no)
    ]
    apart = [(shown, fit, tuple(_one_by_one(fit))) for shown, fit in found]
    apart.sort(key=lambda one: (len(one[2]), one[1].travel_minutes or 0, one[0].card.ref))
    return tuple((shown, reasons) for shown, _, reasons in apart[:most])


def _one_by_one(fit: Fit) -> Iterable[Reason]:
    """Reasons with one thing to change in each."""
    for reason in fit.reasons_no:
        if reason.rule is Rule.SUPPORTS:
            yield from (Reason(Rule.SUPPORTS, (need,)) for need in reason.facts)
        else:
            yield reason


def keeps(asked: Asked, life: LifeTerms, offer: OfferTerms, on: date) -> bool:
    """Whether an opportunity stays in a list that is narrowed so."""
    if asked.kinds and offer.kind not in asked.kinds:
        return False
    return all(_SWITCHES[Switch(switch)](life, offer, on) for switch in asked.switches)


def named(life: LifeTerms, address: str) -> Change | None:
    """The change of this address that this life could make; None when there is none."""
    return next((change for change in changes.possible(life) if address_of(change) == address), None)


def address_of(change: Change) -> str:
    """How a change is told in an address."""
    return f"{change.kind}-{change.value}"


def narrowed(asked: Asked, on: date) -> Narrowed:
    """What a list is narrowed to, as the index reads it."""
    return Narrowed(asked.kinds, asked.switches, on + SOON, NEAR_MINUTES)


def _judge(life: LifeTerms, on: date, some: Iterable[Shown]) -> list[tuple[Shown, OfferTerms, Fit]]:
    found = list(some)
    return [(shown, offer, judge(life, offer, on)) for shown, offer in zip(found, live.rated(found, on), strict=True)]


def _hit(life: LifeTerms, judged: tuple[Shown, OfferTerms, Fit], on: date, weights: Weights) -> Hit:
    shown, offer, fit = judged
    money = take_home(life, offer, on)
    scored = score(life, offer, on, fit, money, weights=weights)
    return Hit(shown, offer, fit, scored, money, standing(life, offer, scored, fit, money, weights))


def _ordered(hits: Iterable[Hit], order: Order) -> tuple[Hit, ...]:
    """What is new first, then by what is asked and as a ranking stands: the same whatever order they came in."""
    key = _KEYS[order]
    return tuple(sorted(hits, key=lambda hit: (not hit.is_new, key(hit), hit.standing)))


def _near(hit: Hit) -> float:
    return float("inf") if hit.fit.travel_minutes is None else hit.fit.travel_minutes


_KEYS: dict[Order, Callable[[Hit], float]] = {
    Order.BEST: lambda _hit: 0,
    Order.NEAR: _near,
    Order.MONEY: lambda hit: -hit.money.month_satang,
    Order.PAYDAY: lambda hit: (hit.money.first_payday or NEVER).toordinal(),
    Order.SOON: lambda hit: hit.offer.begins_on.toordinal(),
}


_PARTS: dict[Order, Part] = {
    Order.NEAR: Part.NEAR,
    Order.MONEY: Part.MONEY,
    Order.PAYDAY: Part.BAHT,
    Order.SOON: Part.SOON,
}
"""By which part of a score the first of a long list in another order are found."""


_CAN_CHANGE = frozenset({Rule.TIME, Rule.TRAVEL, Rule.SUPPORTS, Rule.COST, Rule.DOCUMENTS, Rule.LANGUAGE})
"""Rules that give way when an answer changes; age, level, law, seats and dates do not."""


def _is_paid(life: LifeTerms, offer: OfferTerms, on: date) -> bool:
    money = take_home(life, offer, on)
    return money.pays and money.month_satang > 0


def _is_near(life: LifeTerms, offer: OfferTerms, on: date) -> bool:
    minutes = judge(life, offer, on).travel_minutes
    return minutes is not None and minutes <= NEAR_MINUTES


_SWITCHES: dict[Switch, Callable[[LifeTerms, OfferTerms, date], bool]] = {
    Switch.PAID: _is_paid,
    Switch.EVENING: lambda _life, offer, _on: is_evening(offer.slots),
    Switch.NEAR: _is_near,
    Switch.SOON: lambda _life, offer, on: offer.begins_on <= on + SOON,
    Switch.ONLINE: lambda _life, offer, _on: offer.is_online,
    Switch.CREDIT: lambda _life, offer, _on: offer.credits > 0,
}

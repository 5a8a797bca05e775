"""An opportunity as numbers of the index; words, weeks and topics that many share are kept once and told by number."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from math import cos, floor, radians
from typing import Final

import numpy as np
import numpy.typing as npt

from marketplace.kernel import week
from marketplace.kernel.week import Slot
from marketplace.labour.limits import limits_on
from marketplace.matching import paydays
from marketplace.matching.index import layout as ly
from marketplace.matching.reasons import is_evening, is_weekend
from marketplace.matching.scoring import MILLION, tie
from marketplace.matching.takehome import comes_in
from marketplace.matching.terms import OfferTerms
from marketplace.matching.weights import Weights
from models.vocabulary import OpportunityKind, Support

Whole = npt.NDArray[np.int64]
SUPPORTS: Final = tuple(sorted(support.value for support in Support))
_STRETCHES: Final = tuple(
    week.mask((Slot(day, begin * 60, end * 60),)) for day in range(7) for begin, end in pairwise(ly.HOURS_FROM)
)


class TooVaried(ValueError):
    """More kinds of support or languages than a row has bits for."""


class Vocabulary:
    """What rows refer to by number; grows and never forgets."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self.supports = {name: number for number, name in enumerate(SUPPORTS)}
        self.languages: dict[str, int] = {}
        self._patterns: dict[int, int] = {}
        self._slots, self._slot_starts = Grown(2), Grown(1, (0,))
        self._facts = Grown(ly.PATTERN_FACTS)
        self._off, self._off_starts = Grown(1), Grown(1, (0,))
        self._topic_words, self._topic_starts = Grown(1), Grown(1, (0,))
        self._kinds, self._fields = Grown(1), Grown(1)

    def word(self, word: str) -> int:
        """The number of a word."""
        return self.words.setdefault(word, len(self.words))

    def support(self, name: str) -> int:
        """The bit of a kind of support; raises TooVaried."""
        return _bit(self.supports, name, ly.MOST_SUPPORTS)

    def language(self, name: str) -> int:
        """The bit of a language; raises TooVaried."""
        return _bit(self.languages, name, ly.MOST_LANGUAGES)

    def pattern(self, slots: tuple[Slot, ...], off: tuple[date, ...] = ()) -> int:
        """The number of a week with the days on which nothing is held; weeks alike share one."""
        said = b"".join(b"%d %d " % (slot.start_of_week, slot.minutes) for slot in slots)
        said += b"".join(b"-%d " % day.toordinal() for day in off)
        key = int.from_bytes(blake2b(said, digest_size=8).digest(), "big")
        known = self._patterns.get(key)
        if known is None:
            known = self._patterns[key] = len(self._patterns)
            days = {slot.weekday for slot in slots}
            self._slots.add([(slot.start_of_week, slot.start_of_week + slot.minutes) for slot in slots])
            self._slot_starts.add([(len(self._slots),)])
            minutes = sum(slot.minutes for slot in slots)
            self._facts.add([(len(slots), minutes, len(days), sum(1 << day for day in days))])
            self._off.add([(day.toordinal(),) for day in off])
            self._off_starts.add([(len(self._off),)])
        return known

    def topics(self, offers: Sequence[OfferTerms]) -> range:
        """New numbers for what opportunities are about, one each."""
        first, words, starts = len(self._kinds), list[tuple[int, ...]](), list[tuple[int, ...]]()
        before = len(self._topic_words)
        for offer in offers:
            about = sorted({offer.field, *offer.skills})
            words += [(self.word(each) << 1 | (each in offer.skills),) for each in about]
            starts.append((before + len(words),))
        self._topic_words.add(words)
        self._topic_starts.add(starts)
        self._kinds.add([(self.word(offer.kind),) for offer in offers])
        self._fields.add([(self.word(offer.field),) for offer in offers])
        return range(first, first + len(offers))

    @property
    def tables(self) -> tuple[Whole, ...]:
        """Weeks and topics as arrays for the kernels."""
        parts = (self._topic_starts, self._topic_words, self._kinds, self._fields)
        return self._slot_starts.flat, self._slots.items, self._facts.items, *(part.flat for part in parts)

    @property
    def weeks(self) -> tuple[Whole, ...]:
        """What is known of each week, where its days off begin, and those days, end to end."""
        return self._facts.items, self._off_starts.flat, self._off.flat

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays, room to grow included."""
        lists = (self._slots, self._slot_starts, self._facts, self._off, self._off_starts)
        return sum(each.nbytes for each in (*lists, *self._of_topics()))

    def trim(self) -> None:
        """Give back room kept for growing."""
        for each in self._of_topics():
            each.trim()

    def _of_topics(self) -> tuple["Grown", ...]:
        return self._topic_words, self._topic_starts, self._kinds, self._fields


class Grown:
    """Rows of whole numbers end to end, with room to grow."""

    def __init__(self, width: int, first: tuple[int, ...] = ()) -> None:
        self._rows, self._size = np.zeros((16, width), np.int64), 0
        if first:
            self.add([first])

    def __len__(self) -> int:
        return self._size

    def add(self, rows: Sequence[tuple[int, ...]]) -> None:
        """Put rows at the end."""
        end = self._size + len(rows)
        if end > len(self._rows):
            self._resize(end * 9 // 8 + 16)
        if rows:
            self._rows[self._size : end] = rows
        self._size = end

    def trim(self) -> None:
        """Keep no room."""
        self._resize(self._size)

    @property
    def items(self) -> Whole:
        """The rows."""
        return self._rows[: self._size]

    @property
    def flat(self) -> Whole:
        """The rows of a single column."""
        return self._rows[: self._size, 0] if self._rows.shape[1] > 1 else self._rows[: self._size].reshape(-1)

    @property
    def nbytes(self) -> int:
        """Bytes, room included."""
        return self._rows.nbytes

    def _resize(self, room: int) -> None:
        wider = np.zeros((max(room, 1), self._rows.shape[1]), np.int64)
        wider[: self._size] = self._rows[: self._size]
        self._rows = wider


def encode(
    keyed: Iterable[tuple[int, OfferTerms]], vocabulary: Vocabulary, weights: Weights
) -> tuple[Whole, npt.NDArray[np.float64]]:
    """Columns for opportunities by their keys; what depends on the day is left to `kernels.refresh`."""
    pairs = list(keyed)
    topics = vocabulary.topics([offer for _, offer in pairs])
    rows = [_row(key, offer, topic, vocabulary, weights) for (key, offer), topic in zip(pairs, topics, strict=True)]
    places = [offer.point or (0.0, 0.0) for _, offer in pairs]
    points = [(lat, lon, cos(radians(lat)), 0.0) for lat, lon in places]
    whole = np.array(rows, np.int64).reshape(-1, ly.COLUMNS).T
    return whole, np.array(points, np.float64).reshape(-1, ly.FLOATS).T


def latest_birth(day: date, age: int) -> int:
    """The last birth date that is `age` whole years old on a day, as an ordinal; 0 where the calendar ends."""
    year = day.year - age
    if year < 1:
        return 0
    try:
        return day.replace(year=year).toordinal()
    except ValueError:
        return date(year, 2, 28).toordinal()


def _row(key: int, offer: OfferTerms, topic: int, vocabulary: Vocabulary, weights: Weights) -> tuple[int, ...]:
    born_from, born_until = _born(offer)
    money_week, money_month, paid = comes_in(offer)
    reliable = floor((weights.usual_reliability if offer.reliability is None else offer.reliability) * MILLION + 0.5)
    rhythm = paydays.read(offer.pay_day).code if paid else 0
    return (
        _word(offer, vocabulary, paid=paid),
        sum(1 << vocabulary.language(name) for name in offer.languages),
        born_from << ly.HALF | born_until,
        _days(offer),
        offer.cost_per_month_satang,
        money_week,
        money_month,
        vocabulary.pattern(offer.slots, offer.off) << ly.HALF | topic,
        _lasts(offer) << ly.LASTS_AT | rhythm << ly.RHYTHM_AT | min(offer.credits, 0xFFFFF) << ly.CREDITS_AT | reliable,
        tie(offer.ref, weights.seed),
        key,
        _cell(offer) << ly.ANSWER_BITS | min(offer.answer_days, ly.MOST_ANSWER),
        ly.NEVER,
        hours(week.mask(offer.slots)),
    )


@lru_cache(maxsize=16_384)
def hours(mask: int) -> int:
    """The stretches of days that half hours of a week lie in, as bits."""
    return sum(1 << at for at, stretch in enumerate(_STRETCHES) if mask & stretch)


def _word(offer: OfferTerms, vocabulary: Vocabulary, *, paid: bool) -> int:
    offered = sum(1 << vocabulary.support(name) for name in offer.supports_offered)
    facts = (
        (ly.ALWAYS, True),
        (ly.FULL, offer.seats_left <= 0),
        (ly.NOWHERE, not offer.is_online and offer.point is None),
        (ly.PAPERS, offer.requires_documents),
        (ly.AGED, bool(offer.age_min) or offer.age_max is not None or offer.is_placement),
        (ly.ONLINE, offer.is_online),
        (ly.RIDE, Support.RIDE in offer.supports_offered),
        (ly.CHILDCARE, Support.CHILDCARE in offer.supports_offered),
        (ly.PAID, paid),
        (ly.TIMED, bool(offer.slots)),
        (ly.EVENINGS, is_evening(offer)),
        (ly.WEEKENDS, is_weekend(offer)),
        (ly.MENTORED, offer.kind == OpportunityKind.MENTORSHIP),
    )
    missing = ~offered & ((1 << ly.MOST_SUPPORTS + 1) - 1)
    level = 1 << (ly.LEVEL_AT + min(max(offer.level_min, 0), 6))
    return sum(bit for bit, holds in facts if holds) | level | missing << ly.SUPPORT_AT


def _born(offer: OfferTerms) -> tuple[int, int]:
    """The first and last birth day the opportunity and the law let in."""
    least = offer.age_min or 0
    first = 0 if offer.age_max is None else latest_birth(offer.starts_on, offer.age_max + 1) + 1
    if offer.is_placement:
        limits = limits_on(offer.starts_on)
        closed = offer.hazards or offer.place_type in limits.closed_places or week.mask(offer.slots) & limits.night
        least = max(least, limits.young_until_age if closed else limits.employable_age)
    last = latest_birth(offer.starts_on, least) if least else offer.starts_on.toordinal()
    return first, last


def _days(offer: OfferTerms) -> int:
    """The last day to ask, how much later than announced it begins, and the day it begins."""
    later = (offer.begins_on - offer.starts_on).days + ly.ON_TIME
    apply_by = (offer.apply_by or date.max).toordinal()
    return apply_by << ly.APPLY_AT | min(max(later, 0), ly.LATER) << ly.LATER_AT | offer.begins_on.toordinal()


def _lasts(offer: OfferTerms) -> int:
    """Days from the first to the last it was announced for."""
    if offer.ends_on is None:
        return ly.ENDLESS
    return min(max((offer.ends_on - offer.starts_on).days, 0), ly.ENDLESS)


def _cell(offer: OfferTerms) -> int:
    if offer.is_online or offer.point is None:
        return -1
    band, column = (floor((degrees + 180) * ly.CELLS_PER_DEGREE) for degrees in offer.point)
    return band * ly.CELLS_A_BAND + column


def _bit(known: dict[str, int], name: str, most: int) -> int:
    number = known.setdefault(name, len(known))
    if number >= most:
        raise TooVaried(name)
    return number

"""Rankings of many lives over one list of opportunities, with everything a file says of a result."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from marketplace.i18n import Text
from marketplace.matching.index.encoding import TooVaried
from marketplace.matching.index.engine import Index
from marketplace.matching.reasons import why_it_fits
from marketplace.matching.scoring import rank
from marketplace.matching.terms import LifeTerms, OfferTerms


class Ranked(NamedTuple):
    """One result: money is what is left of a month, `first_baht` None where nothing is paid."""

    offer: OfferTerms
    score: float
    month_satang: int
    first_baht: date | None
    travel_minutes: int | None
    reasons: tuple[Text, ...]


def rankings(lives: Iterable[LifeTerms], offers: Sequence[OfferTerms], on: date, top: int) -> Iterator[list[Ranked]]:
    """The best `top` for each life in turn, by the country's weights."""
    try:
        index = Index(on)
        index.put(enumerate(offers))
        index.settle()
    except TooVaried:
        yield from (_plain(life, offers, on, top) for life in lives)
        return
    for life in lives:
        yield [Ranked(offers[placed.key], *placed[1:]) for placed in index.rank(life, on, top).placed()]


def _plain(life: LifeTerms, offers: Sequence[OfferTerms], on: date, top: int) -> list[Ranked]:
    return [
        Ranked(
            match.offer,
            match.score,
            match.money.month_satang,
            match.money.first_payday,
            match.fit.travel_minutes,
            why_it_fits(life, match.offer, on, match.money),
        )
        for match in rank(life, offers, on, top)
    ]

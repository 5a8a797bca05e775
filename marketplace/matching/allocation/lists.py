"""A problem out of lists: lives, opportunities, funds and mentors as their files and pages tell them.

A placed youth costs the fund the stipend of a month; a fund nobody told of, and money or mentors nobody listed, do not
limit. One in a mentorship takes one mentor whose area prefix and a language fit the youth; a mentor who names no area
goes anywhere.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from marketplace.matching.allocation.problem import MILLION, MOST_TOTAL, NONE, Index, Problem, Whole, kinds_of
from marketplace.matching.edges import Edges
from marketplace.matching.terms import FundTerms, MentorTerms, OfferTerms, YouthTerms
from models.vocabulary import OpportunityKind

MINUTES = 60
FINEST = 1_000_000


def problem_of(
    people: Sequence[YouthTerms],
    offers: Sequence[OfferTerms],
    pairs: Edges,
    *,
    funds: Sequence[FundTerms] = (),
    mentors: Sequence[MentorTerms] = (),
) -> Problem:
    """The problem of placing these people; `pairs` are places in the two lists. Raises ValueError past all numbers."""
    names = {fund.ref: at for at, fund in enumerate(funds)}
    kind, may = kinds_of(
        [one.area for one in people],
        [one.life.languages or frozenset() for one in people],
        [one.areas or ("",) for one in mentors],
        [one.languages for one in mentors],
    )
    priority, unit = _priorities(np.array([one.priority for one in people], np.float64))
    return Problem(
        youth=[one.ref for one in people],
        priority=priority,
        priority_unit=unit,
        offers=[offer.ref for offer in offers],
        seats=np.array([max(offer.seats_left, 0) for offer in offers], np.int64),
        edge_youth=pairs.youth,
        edge_offer=pairs.offer,
        edge_fit=millionths(pairs.score),
        stipend=np.array([offer.stipend_per_month_satang for offer in offers], np.int64),
        fund=np.array([names.get(offer.fund, NONE) for offer in offers], np.int32),
        funds=list(names),
        budget=np.array([fund.budget_per_month_satang for fund in funds], np.int64),
        mentored=np.array([offer.kind == OpportunityKind.MENTORSHIP for offer in offers], np.bool_),
        weekly_minutes=np.array([sum(slot.minutes for slot in offer.slots) for offer in offers], np.int64),
        mentors=[one.ref for one in mentors],
        mentor_hours=np.array([one.hours_per_month for one in mentors], np.float64),
        youth_kind=kind,
        may_mentor=may,
    )


def millionths(score: npt.NDArray[np.float64]) -> Whole:
    """Scores of six decimals as whole numbers."""
    return np.rint(score * MILLION).astype(np.int64)


def _priorities(given: npt.NDArray[np.float64]) -> tuple[Whole, int]:
    """Priorities as whole numbers of the coarsest part that tells them all, as fine as can be added up exactly."""
    most = MOST_TOTAL / (MILLION * max(float(given.sum()), 1.0))
    unit = 1
    while unit < min(FINEST, most / 10) and not np.allclose(given * unit, np.rint(given * unit), rtol=0, atol=1e-7):
        unit *= 10
    return np.rint(given * unit).astype(np.int64), unit


def some(pairs: Edges, first: int) -> tuple[Index, Index, Whole]:
    """Pairs of a part of a list that begins at row `first`, as the solver asks for them."""
    return (pairs.youth + first).astype(np.int32), pairs.offer, millionths(pairs.score)

"""What fits one life now: ranked, with what depends on an answer still to come apart, and what closes the most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.matching.candidates import candidates
from marketplace.matching.changes import Opening, best, openings
from marketplace.matching.fit import Fit, Rule, judge
from marketplace.matching.reading import offer_terms
from marketplace.matching.scoring import score
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.offers.cards import Shown


@dataclass(frozen=True)
class ForYou:
    """The judgement of everything worth judging; `waiting` is not counted as fitting."""

    fitting: tuple[Shown, ...]
    waiting: tuple[Shown, ...]
    waits_for: tuple[tuple[str, int], ...]
    closed_by: tuple[tuple[Rule, int], ...]
    judged: int
    terms: tuple[OfferTerms, ...]
    fits: tuple[Fit, ...]

    def openings(self, life: LifeTerms, on: date, most: int = 3) -> tuple[Opening, ...]:
        """The single changes that would open the most."""
        return best(openings(life, self.terms, on, fits=self.fits), most)


def find(life: LifeTerms, on: date) -> ForYou:
    """Judge what could come into question for this life on a day."""
    shown = candidates(life, on)
    terms = [offer_terms(one) for one in shown]
    fits = [judge(life, offer, on) for offer in terms]
    fitting = [place for place, fit in enumerate(fits) if fit.fits]
    waiting = [place for place, fit in enumerate(fits) if fit.depends_on]
    scores = {at: score(life, terms[at], on, fits[at], take_home(life, terms[at], on)) for at in (*fitting, *waiting)}

    def ranked(places: Sequence[int]) -> tuple[Shown, ...]:
        return tuple(shown[at] for at in sorted(places, key=lambda at: (-scores[at], shown[at].card.ref)))

    return ForYou(
        fitting=ranked(fitting),
        waiting=ranked(waiting),
        waits_for=tuple(Counter(name for at in waiting for name in fits[at].depends_on).most_common()),
        closed_by=closed_by(fits),
        judged=len(shown),
        terms=tuple(terms),
        fits=tuple(fits),
    )


def closed_by(fits: Sequence[Fit]) -> tuple[tuple[Rule, int], ...]:
    """Which rule alone says no how often, most first; where none stands alone, which rule says no at all."""
    refused = [{reason.rule for reason in fit.reasons_no} for fit in fits if fit.reasons_no]
    alone = Counter(next(iter(rules)) for rules in refused if len(rules) == 1)
    return tuple((alone or Counter(rule for rules in refused for rule in rules)).most_common())

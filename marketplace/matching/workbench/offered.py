"""What one person of a run could be placed in by hand: the plan's own, best first, and what lies outside it and why."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from marketplace.areas import names
from marketplace.i18n import Text, t, words
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.matching import choosing
from marketplace.matching.committee import weights_for
from marketplace.matching.reading import life_of
from marketplace.matching.workbench import asking, building, fitting
from marketplace.matching.workbench.asking import Asked
from marketplace.offers import queries as offers
from marketplace.offers.cards import Shown
from models.allocation import AllocationLine, AllocationRun
from models.earning import Fund
from models.offer import Opportunity
from models.session import db
from models.vocabulary import OpportunityKind

MOST: Final = 15
MOST_OUTSIDE: Final = 10


@dataclass(frozen=True, slots=True)
class Offered:
    """One opportunity with its fit in millionths; `outside` says why the plan itself would not look at it."""

    shown: Shown
    fit: int
    outside: Text | None = None


def in_question(run: AllocationRun) -> list[Shown]:
    """What the run may place people in just now; nothing where nothing is open."""
    try:
        return building.opportunities(asking.read(run.asked), run.area_code[:2])
    except Invalid:
        return []


def best(line: AllocationLine, found: list[Shown], most: int = MOST) -> list[Offered]:
    """The best of these for the person of a line, by the same score as the plan."""
    pairs = fitting.best_of((line.youth,), found, clock.today(), most, lambda _: True)
    if pairs is None:
        return []
    return [Offered(found[at], fit) for at, fit in zip(pairs.offer.tolist(), pairs.fit.tolist(), strict=True)]


def present(line: AllocationLine) -> Shown | None:
    """Where the line places somebody now; None where that is nowhere, or listed no more."""
    return next(iter(offers.shown((line.opportunity_id,))), None) if line.opportunity_id is not None else None


def beyond(run: AllocationRun, line: AllocationLine, found: list[Shown]) -> list[Offered]:
    """What fits the person as well and is not among `found`, each with why the plan does not look there."""
    asked, today, inside = asking.read(run.asked), clock.today(), {one.card.id for one in found}
    weights = weights_for(line.youth.area_code, today)
    fitting_here = choosing.choose(life_of(line.youth), choosing.Asked(), today, weights=weights).fitting
    hits = [hit for hit in fitting_here if hit.shown.card.id not in inside][:MOST_OUTSIDE]
    paid = _paid(asked, [hit.shown.card.id for hit in hits])
    return [
        Offered(
            hit.shown,
            round(hit.score * 1_000_000),
            _outside(asked, run.area_code[:2], hit.shown, is_paid=hit.shown.card.id in paid),
        )
        for hit in hits
    ]


def _outside(asked: Asked, province: str, shown: Shown, *, is_paid: bool) -> Text:
    card = shown.card
    if asked.kinds and card.kind not in asked.kinds:
        return t("Another kind than this plan looks at: {kind}", kind=words.word(OpportunityKind, card.kind))
    if not is_paid:
        return t("The fund this plan is made for does not pay for it")
    is_near = bool(card.area_code) and card.area_code.startswith(asked.offer_area or province)
    if not is_near and (asked.offer_area or not card.is_online):
        return t("Elsewhere than this plan looks: {place}", place=names.titled(card.area_code))
    return t("Not among what this plan looks at")


def _paid(asked: Asked, ids: list[int]) -> set[int]:
    """Which of these the fund of the run pays for; all of them where the run names none."""
    if not asked.fund:
        return set(ids)
    paid = select(Opportunity.id).join(Fund, Fund.id == Opportunity.fund_id)
    return set(db.scalars(paid.where(Fund.ref == asked.fund, Opportunity.id.in_(ids))))

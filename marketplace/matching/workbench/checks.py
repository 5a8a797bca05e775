"""Whether one person may be placed somewhere: the rules of the match, a seat the run has left, money of the fund."""

from sqlalchemy import func, select

from marketplace.enrolments import commitments
from marketplace.enrolments.applications import live_request
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.matching import sentences
from marketplace.matching.fit import judge
from marketplace.matching.reading import life_of, offer_terms
from marketplace.matching.workbench import building
from marketplace.offers.cards import Shown
from models.allocation import AllocationLine, AllocationRun
from models.session import db
from models.youth import Youth


def objection(run: AllocationRun, line: AllocationLine, chosen: Shown) -> Text | None:
    """The one reason why this person cannot be placed there now; None when nothing stands against it."""
    if (unfit := misfit(line.youth, chosen)) is not None:
        return unfit
    if live_request(line.youth_id, chosen.card.id) is not None:
        return t("There is already a request for this.")
    return _seats(run, line, chosen) or _money(run, line, chosen)


def misfit(youth: Youth, chosen: Shown) -> Text | None:
    """Why it does not fit this person as they live now, seats they have had since among it; None where it fits."""
    fit = judge(life_of(youth), offer_terms(chosen), clock.today())
    return None if fit.fits else sentences.why_not_told(fit)


def _seats(run: AllocationRun, line: AllocationLine, chosen: Shown) -> Text | None:
    taken = _others(run, line, (chosen.card.id,)).get(chosen.card.id, 0)
    if chosen.seats_left - taken > 0:
        return None
    return t("Every free seat is given to somebody else in this plan: {count}", count=taken)


def _money(run: AllocationRun, line: AllocationLine, chosen: Shown) -> Text | None:
    fund_id, cost = building.costs([chosen.card.id])[chosen.card.id]
    if fund_id is None or not cost:
        return None
    others = _others(run, line, None)
    known = building.costs(list(others))
    promised = sum(count * known[key][1] for key, count in others.items() if known[key][0] == fund_id)
    free = commitments.available([fund_id])[fund_id] - promised
    if free >= cost:
        return None
    return t(
        "The fund has {free} baht left beside this plan; this costs {cost}", free=baht(max(0, free)), cost=baht(cost)
    )


def _others(run: AllocationRun, line: AllocationLine, ids: tuple[int, ...] | None) -> dict[int, int]:
    """How many other lines of the run hold each opportunity."""
    wanted = select(AllocationLine.opportunity_id, func.count()).where(
        AllocationLine.run_id == run.id, AllocationLine.id != line.id, AllocationLine.opportunity_id.is_not(None)
    )
    if ids is not None:
        wanted = wanted.where(AllocationLine.opportunity_id.in_(ids))
    return {int(key): count for key, count in db.execute(wanted.group_by(AllocationLine.opportunity_id)) if key}

"""Verbs of the lines of a run: lock them, place one person by hand, with all that follows from it on the line."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import update

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import IllegalMove, Invalid
from marketplace.matching.allocation.problem import Why
from marketplace.matching.committee import weights_for
from marketplace.matching.fit import judge
from marketplace.matching.index import live
from marketplace.matching.reading import life_of
from marketplace.matching.scoring import score
from marketplace.matching.takehome import take_home
from marketplace.matching.terms import LifeTerms
from marketplace.matching.workbench import offered, queries, telling
from marketplace.matching.workbench.checks import Beside
from marketplace.matching.workbench.states import CHANGEABLE
from marketplace.offers.cards import Shown
from models.allocation import AllocationLine, AllocationRun
from models.session import db


def lock(run: AllocationRun, youth_refs: Collection[str], shown: Collection[str], *, by: Actor) -> int:
    """Lock the lines of `youth_refs` among those `shown`, unlock the others of them; returns how many are locked."""
    _open(run)
    wanted, seen, count = set(youth_refs), set(shown), 0
    for line in queries.lines(run):
        if line.youth.ref in seen:
            if line.locked and line.youth.ref not in wanted:
                # The bound was found with this lock; without it more may be possible.
                run.bound = None
            line.locked = line.youth.ref in wanted
            count += line.locked
    record(by, "allocation.lock", run, lines=count)
    db.flush()
    return count


def place(run: AllocationRun, line: AllocationLine, chosen: Shown | None, *, by: Actor) -> None:
    """Place one person by hand, or nowhere, with a mentor where one is needed; the line is locked.

    Raises Invalid with the one reason why not.
    """
    _open(run)
    beside = Beside(run, line)
    if chosen is not None:
        objection = beside.objection(chosen)
        if objection is not None:
            raise Invalid(objection, field="offer")
    life, today = life_of(line.youth), clock.today()
    before = line.opportunity_id, line.fit_millionths
    line.mentor_id = beside.mentor(chosen) if chosen is not None else None
    line.opportunity_id = chosen.card.id if chosen is not None else None
    line.fit_millionths = _fit(line, life, chosen, today) if chosen is not None else 0
    line.reasons = telling.kept_reasons(life, chosen, today) if chosen is not None else {}
    line.next_best_id = _next_best(run, line)
    line.why, line.locked, line.by_hand = Why.LOCKED.value, True, True
    if (line.opportunity_id, line.fit_millionths) != before:
        line.changed = True
        _count_anew(run)
    record(by, "allocation.place", run, youth=line.youth.ref, offer=chosen.card.ref if chosen is not None else "")
    db.flush()
    db.expire(line, ["opportunity", "mentor", "next_best"])


def locks(run: AllocationRun) -> dict[str, str | None]:
    """The locked pairs by reference; None stays unplaced."""
    return {
        line.youth.ref: line.opportunity.ref if line.opportunity is not None else None
        for line in queries.lines(run, view="locked")
    }


def _open(run: AllocationRun) -> None:
    """Lines change only while nobody works on the run; it is touched so that two changes cannot miss each other."""
    touched = db.execute(
        update(AllocationRun)
        .where(AllocationRun.id == run.id, AllocationRun.state.in_(sorted(CHANGEABLE)))
        .values(version=AllocationRun.version + 1)
        .execution_options(synchronize_session=False)
        .returning(AllocationRun.version)
    ).first()
    if touched is None:
        raise IllegalMove(t("Lines can be changed only while the plan is neither worked out nor applied."))
    db.refresh(run, ["version"])


def _count_anew(run: AllocationRun) -> None:
    """What the plan is worth as it stands; how near it is to the best, and what stops it, nobody knows any more."""
    db.flush()
    run.objective, run.bound, run.binding = queries.worth(run), None, {}


def _fit(line: AllocationLine, life: LifeTerms, chosen: Shown, on: date) -> int:
    (offer,) = live.rated([chosen], on)
    fit, weights = judge(life, offer, on), weights_for(line.youth.area_code, on)
    return round(score(life, offer, on, fit, take_home(life, offer, on), weights=weights) * 1_000_000)


def _next_best(run: AllocationRun, line: AllocationLine) -> int | None:
    """The best fit among what the run looks at besides where the line places them."""
    best = offered.best(line, offered.in_question(run), most=2)
    return next((one.shown.card.id for one in best if one.shown.card.id != line.opportunity_id), None)

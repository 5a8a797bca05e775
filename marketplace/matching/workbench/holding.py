"""Which locks keep a failed run from a plan, each with the reason of its own where it has one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from marketplace.enrolments import commitments
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.matching import sentences
from marketplace.matching.fit import judge
from marketplace.matching.reading import lives_of, offer_terms
from marketplace.matching.workbench import building, mentors, queries
from marketplace.offers import queries as offers
from models.allocation import AllocationLine, AllocationRun
from models.earning import Fund
from models.session import db
from models.vocabulary import AllocationState, OpportunityKind

CLOSED: Final = t("It is not open any more.")
UNLED: Final = t("No checked mentor near them has time for this.")


@dataclass(frozen=True, slots=True)
class Lock:
    """A locked line; `why` is what stands against this pair alone."""

    line: AllocationLine
    why: Text | None = None


def broken(run: AllocationRun) -> bool:
    """Whether it was its locks that made a run fail."""
    return run.state == AllocationState.FAILED and bool(run.binding.get("broken"))


def in_the_way(run: AllocationRun) -> tuple[Lock, ...]:
    """The locks of which one has to go, as things stand now; whether mentors suffice only the next run can tell."""
    if not broken(run):
        return ()
    limit: Any = run.binding["broken"]
    kind, ref = limit
    # Whoever has got the very seat keeps it, whatever else.
    seated = queries.seated(run)
    lines = queries.lines(run, view="locked")
    locked = [line for line in lines if line.opportunity is not None and line.youth_id not in seated]
    return _USING[kind](locked, ref)


def _misfits(locked: Sequence[AllocationLine], _ref: str) -> tuple[Lock, ...]:
    """Pairs that would not be made today."""
    keys = {line.opportunity_id for line in locked if line.opportunity_id is not None}
    cards, today = {one.card.id: one for one in offers.shown(tuple(sorted(keys)))}, clock.today()
    found = []
    for line, life in zip(locked, lives_of([line.youth for line in locked]), strict=True):
        shown = cards.get(line.opportunity_id or 0)
        if shown is None:
            found.append(Lock(line, CLOSED))
        elif not (fit := judge(life, offer_terms(shown), today)).fits:
            found.append(Lock(line, sentences.why_not_told(fit)))
    return tuple(found)


def _in_one(locked: Sequence[AllocationLine], ref: str) -> tuple[Lock, ...]:
    """Who is locked to one opportunity, where they are more than its free seats."""
    found = [line for line in locked if line.opportunity is not None and line.opportunity.ref == ref]
    seats = sum(one.seats_left for one in offers.shown([line.opportunity_id or 0 for line in found[:1]]))
    return tuple(map(Lock, found)) if len(found) > seats else ()


def _paid_by(locked: Sequence[AllocationLine], ref: str) -> tuple[Lock, ...]:
    """Whose places one fund would pay, where it has not enough for all of them."""
    fund_id = db.scalar(select(Fund.id).where(Fund.ref == ref))
    if fund_id is None:
        return ()
    costs = building.costs(sorted({line.opportunity_id for line in locked if line.opportunity_id is not None}))
    found = [(line, costs[line.opportunity_id]) for line in locked if line.opportunity_id is not None]
    paid = [(line, satang) for line, (payer, satang) in found if payer == fund_id and satang]
    short = sum(satang for _, satang in paid) > commitments.available([fund_id])[fund_id]
    return tuple(Lock(line) for line, _ in paid) if short else ()


def _led(locked: Sequence[AllocationLine], _ref: str) -> tuple[Lock, ...]:
    """Whose place needs a mentor; where nobody may take some of them, those alone."""
    led = [line for line in locked if line.opportunity is not None and line.opportunity.kind == _MENTORSHIP]
    shown = {one.card.id: one for one in offers.shown(tuple({line.opportunity_id or 0 for line in led}))}
    weekly = {key: sum(slot.minutes for slot in one.card.slots) for key, one in shown.items()}
    able = mentors.is_any([(line.youth, weekly.get(line.opportunity_id or 0, 0)) for line in led])
    alone = tuple(Lock(line, UNLED) for line, is_led in zip(led, able, strict=True) if not is_led)
    return alone or tuple(map(Lock, led))


_MENTORSHIP: Final = OpportunityKind.MENTORSHIP
_USING: Final[dict[str, Callable[[Sequence[AllocationLine], str], tuple[Lock, ...]]]] = {
    "fit": _misfits,
    "seats": _in_one,
    "fund": _paid_by,
    "mentor": _led,
}

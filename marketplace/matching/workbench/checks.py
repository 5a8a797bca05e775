"""Whether one person may be placed somewhere: the rules of the match, and what the plan leaves them.

That is a free seat, money of the fund, and time of a mentor where one is needed.
"""

from collections import defaultdict
from functools import cached_property

from sqlalchemy import func, select

from marketplace.enrolments import commitments
from marketplace.enrolments.applications import live_request
from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.kernel.money import baht
from marketplace.matching import sentences
from marketplace.matching.fit import judge
from marketplace.matching.reading import life_of, offer_terms
from marketplace.matching.terms import LifeTerms
from marketplace.matching.workbench import building, mentors
from marketplace.matching.workbench.mentors import Free
from marketplace.offers import queries as offers
from marketplace.offers.cards import Shown
from models.allocation import AllocationLine, AllocationRun
from models.session import db
from models.vocabulary import OpportunityKind
from models.youth import Youth


class Beside:
    """What a run leaves one person beside everybody else's lines; read once for however many opportunities."""

    def __init__(self, run: AllocationRun, line: AllocationLine) -> None:
        self.run, self.line = run, line

    def objection(self, chosen: Shown) -> Text | None:
        """The one reason why this person cannot be placed there now; None when nothing stands against it."""
        fit = judge(self._life, offer_terms(chosen), clock.today())
        if not fit.fits:
            return sentences.why_not_told(fit)
        if live_request(self.line.youth_id, chosen.card.id) is not None:
            return t("There is already a request for this.")
        return self._seats(chosen) or self._money(chosen) or self._leading(chosen)

    def mentor(self, chosen: Shown) -> int | None:
        """Who would lead them there: whoever does now while they can, else whoever has the most time left."""
        if chosen.card.kind != OpportunityKind.MENTORSHIP:
            return None
        minutes = _weekly(chosen)
        able = [one for one in self._free if one.minutes_a_week >= minutes and one.places > 0]
        if any(one.id == self.line.mentor_id for one in able):
            return self.line.mentor_id
        return max(able, key=lambda one: (one.minutes_a_week, -one.id)).id if able else None

    @cached_property
    def _life(self) -> LifeTerms:
        return life_of(self.line.youth)

    @cached_property
    def _others(self) -> dict[int, int]:
        """How many other lines of the run hold each opportunity."""
        held: dict[int, int] = defaultdict(int)
        for key, _, count in self._held:
            held[key] += count
        return held

    @cached_property
    def _held(self) -> list[tuple[int, int | None, int]]:
        """Opportunities and mentors of the other lines, each with how many."""
        wanted = select(AllocationLine.opportunity_id, AllocationLine.mentor_id, func.count()).where(
            AllocationLine.run_id == self.run.id,
            AllocationLine.id != self.line.id,
            AllocationLine.opportunity_id.is_not(None),
        )
        rows = db.execute(wanted.group_by(AllocationLine.opportunity_id, AllocationLine.mentor_id))
        return [(int(key), mentor, count) for key, mentor, count in rows if key is not None]

    @cached_property
    def _costs(self) -> dict[int, tuple[int | None, int]]:
        return building.costs(list(self._others))

    @cached_property
    def _free(self) -> list[Free]:
        """The mentors who may take this person, with what the other lines leave of their time and places."""
        led = [(key, mentor, count) for key, mentor, count in self._held if mentor is not None]
        weekly = {one.card.id: _weekly(one) for one in offers.shown(tuple({key for key, _, _ in led}))}
        minutes: dict[int, int] = defaultdict(int)
        places: dict[int, int] = defaultdict(int)
        for key, mentor, count in led:
            minutes[mentor] += weekly.get(key, 0) * count
            places[mentor] += count
        return [
            Free(one.id, one.minutes_a_week - minutes[one.id], one.places - places[one.id])
            for one in mentors.free_for(self.line.youth)
        ]

    def _seats(self, chosen: Shown) -> Text | None:
        taken = self._others.get(chosen.card.id, 0)
        if chosen.seats_left - taken > 0:
            return None
        return t("Every free seat is given to somebody else in this plan: {count}", count=taken)

    def _money(self, chosen: Shown) -> Text | None:
        fund_id, cost = building.costs([chosen.card.id])[chosen.card.id]
        if fund_id is None or not cost:
            return None
        promised = sum(self._costs[key][1] * count for key, count in self._others.items() if self._pays(key, fund_id))
        free = commitments.available([fund_id])[fund_id] - promised
        if free >= cost:
            return None
        return t(
            "The fund has {free} baht left beside this plan; this costs {cost}",
            free=baht(max(0, free)),
            cost=baht(cost),
        )

    def _pays(self, key: int, fund_id: int) -> bool:
        return self._costs[key][0] == fund_id

    def _leading(self, chosen: Shown) -> Text | None:
        if chosen.card.kind != OpportunityKind.MENTORSHIP or self.mentor(chosen) is not None:
            return None
        return t("No checked mentor near them has time left for this beside the plan.")


def misfit(youth: Youth, chosen: Shown) -> Text | None:
    """Why it does not fit this person as they live now, seats they have had since among it; None where it fits."""
    fit = judge(life_of(youth), offer_terms(chosen), clock.today())
    return None if fit.fits else sentences.why_not_told(fit)


def _weekly(chosen: Shown) -> int:
    return sum(slot.minutes for slot in chosen.card.slots)

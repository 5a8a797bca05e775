"""What comes once beside the sum of a month: named steps and days of staying, with the day it can first be there.

It is told and never ordered by: a month has no share of what is paid once, and it is due only when somebody has
verified that the point was reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from marketplace.kernel.staying import day_reached
from marketplace.offers.promises import Promise
from models.vocabulary import CountsFrom, MilestoneKind


@dataclass(frozen=True, slots=True)
class Once:
    """All of it in satang, and of what has a day the part that can come first; a step has none."""

    satang: int = 0
    first_satang: int = 0
    first_on: date | None = None


def beside(points: Iterable[Promise], counts_from: str, begins: date | None, ends: date) -> Once:
    """The sum of the points of an opportunity for whoever begins on a day, and on which the first can be reached.

    Days of staying are counted from the first session or, where the posting says so, from the last; a thing is no
    money. Where it isn't known from where they are counted, or nobody can begin any more, there is no day.
    """
    money = [one for one in points if one.kind != MilestoneKind.THING]
    starts = {CountsFrom.START.value: begins, CountsFrom.COMPLETION.value: ends if begins else None}.get(counts_from)
    stays = [] if starts is None else [(day_reached(starts, one.days), one.satang) for one in money if one.days]
    whole = sum(one.satang for one in money)
    if not stays:
        return Once(whole)
    first = min(day for day, _ in stays)
    return Once(whole, sum(satang for day, satang in stays if day == first), first)

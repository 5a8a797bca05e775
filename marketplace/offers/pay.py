"""What an opportunity pays in a month before anybody's fares and care: the figure lists are sorted by.

What a fund would pay counts only where one is named. The same sum as take-home for somebody who lives next door; a
test holds the two together.
"""

from collections import Counter
from collections.abc import Sequence

from marketplace.kernel.dated import NoRate
from marketplace.kernel.money import SATANG
from marketplace.labour.rates import minimum_wage
from marketplace.offers import stipends
from marketplace.offers.payers import FROM_A_FUND
from models.offer import Opportunity, Slot
from models.vocabulary import SlotKind


def month_satang(opportunity: Opportunity, slots: Sequence[Slot]) -> int:
    """Satang a month (52/12 weeks) of wages, allowances and travel money less what it costs, in whole baht."""
    a_week = _wages(opportunity, slots)
    if opportunity.fund_id is not None:
        learning = [slot for slot in slots if slot.kind == SlotKind.LEARN] or slots
        a_week += stipends.a_week(opportunity, (slot.end_minute - slot.start_minute for slot in learning))
        a_week += len(learning) * opportunity.travel_per_session_satang
    return (a_week * 52 - opportunity.cost_per_month_satang * 12) // (12 * SATANG) * SATANG


def pays(opportunity: Opportunity) -> bool:
    """Whether any money comes in."""
    from_a_fund = 0 if opportunity.fund_id is None else sum(getattr(opportunity, name) for name in FROM_A_FUND)
    return opportunity.wage_per_day_satang + opportunity.wage_per_hour_satang + from_a_fund > 0


def _wages(opportunity: Opportunity, slots: Sequence[Slot]) -> int:
    if not opportunity.wage_per_day_satang and not opportunity.wage_per_hour_satang:
        return 0
    minutes: Counter[int] = Counter()
    for slot in slots:
        if slot.kind == SlotKind.WORK:
            minutes[slot.weekday] += slot.end_minute - slot.start_minute
    floor = _minimum(opportunity)
    return sum(
        max(opportunity.wage_per_hour_satang * worked // 60, opportunity.wage_per_day_satang, floor)
        for worked in minutes.values()
    )


def _minimum(opportunity: Opportunity) -> int:
    try:
        return minimum_wage(opportunity.area_code, opportunity.starts_on, opportunity.place_type)
    except NoRate:
        return 0

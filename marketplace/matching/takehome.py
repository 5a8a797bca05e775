"""What is left in the hand: every line of a week, then x 52/12 to a month, rounded down to the baht.

A paid day of work is worth at least the daily minimum wage of its place, however short (Labour Protection Act
s. 87). What comes from the employer, what comes from the fund and what goes out stand on lines of their own.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.areas import working_days
from marketplace.i18n import Text, t
from marketplace.i18n.words import duration
from marketplace.kernel.money import SATANG, baht
from marketplace.labour.rates import minimum_wage
from marketplace.matching import paydays
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.travel import Way, counted, rates_on
from marketplace.offers import stipends
from models.vocabulary import Support, Transport


class LineKind(StrEnum):
    """Why money comes or goes."""

    WAGE = "wage"
    STIPEND = "stipend"
    TRAVEL_MONEY = "travel_money"
    FARE = "fare"
    CARE = "care"
    LOST_WAGE = "lost_wage"
    MONTHLY_STIPEND = "monthly_stipend"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum: what, how it is worked out, a word on it, and satang (going out is negative)."""

    kind: LineKind
    label: Text
    detail: Text
    note: Text | None
    satang: int


@dataclass(frozen=True)
class TakeHome:
    """The sum of a week with its lines, and of a month; fares are known once both points are."""

    weekly: tuple[Line, ...]
    monthly: tuple[Line, ...]
    week_satang: int
    month_satang: int
    fares_known: bool
    first_payday: date | None
    payday: Text | None
    daily_minimum_satang: int | None

    @property
    def pays(self) -> bool:
        """Whether any money comes in."""
        return any(line.satang > 0 for line in (*self.weekly, *self.monthly))


def take_home(life: LifeTerms, offer: OfferTerms, on: date) -> TakeHome:
    """Work out what a life would keep of an opportunity, at the rates in force when it starts.

    Raises NoRate when work is paid in a province without a minimum wage for that day.
    """
    weekly = (*_wage(offer), *_from_the_fund(offer), *_fares(life, offer, on), *_care(life, offer, on))
    monthly = tuple(_by_month(offer))
    week_satang = sum(line.satang for line in weekly)
    paid = any(line.satang > 0 for line in (*weekly, *monthly))
    return TakeHome(
        weekly=weekly,
        monthly=monthly,
        week_satang=week_satang,
        month_satang=a_month(week_satang, sum(line.satang for line in monthly)),
        fares_known=offer.is_online or (life.point is not None and offer.point is not None),
        first_payday=first_payday(offer, on, life.waits_for(offer)) if paid else None,
        payday=paydays.read(offer.pay_day).text if paid else None,
        daily_minimum_satang=_daily_minimum(offer) if _pays_wage(offer) else None,
    )


def a_month(week_satang: int, month_satang: int = 0) -> int:
    """Satang a month for satang a week (a month is 52/12 weeks) and a month's own, down to whole baht."""
    return (week_satang * 52 + month_satang * 12) // (12 * SATANG) * SATANG


def comes_in(offer: OfferTerms) -> tuple[int, int, bool]:
    """What an opportunity pays anybody: satang a week, satang a month with its cost taken off, and whether it pays."""
    wage = 0
    if _pays_wage(offer):
        minutes: Counter[int] = Counter()
        for slot in offer.work_slots:
            minutes[slot.weekday] += slot.minutes
        wage = sum(day_wage(offer, worked) for worked in minutes.values())
    learning = offer.learn_slots or offer.slots
    fund = stipends.a_week(offer, (slot.minutes for slot in learning))
    fund += len(learning) * offer.travel_per_session_satang
    month = offer.stipend_per_month_satang
    return wage + fund, month - offer.cost_per_month_satang, wage > 0 or fund > 0 or month > 0


def first_payday(offer: OfferTerms, on: date, waits: int) -> date | None:
    """The first payday after the first session held of whoever waits so many working days; None where none is."""
    first = first_day(offer, on, waits)
    return paydays.read(offer.pay_day).after(first) if first else None


def first_day(offer: OfferTerms, on: date, waits: int) -> date | None:
    """The first session held of somebody who asks on a day and is answered as late as may be; None without any."""
    since = max(offer.starts_on, working_days.answered(on, waits))
    return paydays.first_session(offer.slots, since, offer.off, offer.ends_on)


def day_wage(offer: OfferTerms, minutes: int) -> int:
    """Satang for a day of `minutes` of work: what is promised, at least the daily minimum."""
    by_hour = offer.wage_per_hour_satang * minutes // 60
    return max(by_hour, offer.wage_per_day_satang or 0, _daily_minimum(offer))


def _pays_wage(offer: OfferTerms) -> bool:
    return bool(offer.work_slots) and bool(offer.wage_per_hour_satang or offer.wage_per_day_satang)


def _daily_minimum(offer: OfferTerms) -> int:
    return minimum_wage(offer.area, offer.starts_on, offer.place_type)


def _wage(offer: OfferTerms) -> tuple[Line, ...]:
    if not _pays_wage(offer):
        return ()
    minutes: Counter[int] = Counter()
    for slot in offer.work_slots:
        minutes[slot.weekday] += slot.minutes
    days = Counter(day_wage(offer, worked) for worked in minutes.values())
    return tuple(
        Line(
            LineKind.WAGE,
            t("Wage from the employer"),
            t("{count} days × {amount} baht", count=count, amount=baht(amount)),
            t("The employer pays you directly"),
            count * amount,
        )
        for amount, count in sorted(days.items(), reverse=True)
    )


def _from_the_fund(offer: OfferTerms) -> Iterator[Line]:
    """The fund pays for learning; where nothing is marked as learning it pays for every session."""
    learning = offer.learn_slots or offer.slots
    count = len(learning)
    if count and (satang := offer.stipend_per_session_satang):
        yield Line(
            LineKind.STIPEND,
            t("Learning allowance from the fund"),
            t("{count} times × {amount} baht", count=count, amount=baht(satang)),
            t("When you have attended"),
            count * satang,
        )
    if satang := offer.stipend_per_hour_satang:
        for minutes, times in sorted(Counter(slot.minutes for slot in learning).items()):
            yield Line(
                LineKind.STIPEND,
                t("Learning allowance from the fund"),
                t(
                    "{count} times {time} × {amount} baht an hour",
                    count=times,
                    time=duration(minutes),
                    amount=baht(satang),
                ),
                t("When you have attended"),
                times * stipends.by_hour(satang, minutes),
            )
    if count and (satang := offer.travel_per_session_satang):
        yield Line(
            LineKind.TRAVEL_MONEY,
            t("Travel money for learning"),
            t("{count} times × {amount} baht", count=count, amount=baht(satang)),
            t("From the fund"),
            count * satang,
        )


def _fares(life: LifeTerms, offer: OfferTerms, on: date) -> tuple[Line, ...]:
    """There and back on every day with a session; a ride that is offered costs nothing."""
    way = _way(life, offer, on)
    if way is None or not way.fare_satang or Support.RIDE in offer.supports_offered:
        return ()
    days = len({slot.weekday for slot in offer.slots})
    a_day = 2 * way.fare_satang
    return (
        Line(
            LineKind.FARE,
            t("Your fares"),
            t("{count} days × {amount} baht", count=days, amount=baht(a_day)),
            t("If you walk, this stays yours") if way.transport == Transport.PUBLIC else None,
            -days * a_day,
        ),
    )


def _way(life: LifeTerms, offer: OfferTerms, on: date) -> Way | None:
    """How this life gets there; by public transport while it is not known."""
    if offer.is_online or life.point is None or offer.point is None:
        return None
    return counted(life.point, offer.point, on, life.transport)


def _care(life: LifeTerms, offer: OfferTerms, on: date) -> Iterator[Line]:
    """Childcare that is needed and not offered, and wages given up, by the hour away from home."""
    rates = rates_on(on)
    alone = Support.CHILDCARE in life.support_needs and Support.CHILDCARE not in offer.supports_offered
    asked = [(LineKind.CARE, t("Childcare"), rates.care_per_hour_satang)] if alone else []
    if rates.lost_wage_per_hour_satang:
        asked.append((LineKind.LOST_WAGE, t("Wage you give up"), rates.lost_wage_per_hour_satang))
    if not asked:
        return
    way = _way(life, offer, on)
    minutes = sum(slot.minutes + 2 * (way.minutes if way else 0) for slot in offer.slots)
    for kind, label, rate in asked:
        if rate and minutes:
            said = t("{count} hours × {amount} baht", count=_hours(minutes), amount=baht(rate))
            yield Line(kind, label, said, None, -(rate * minutes // 60))


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def _by_month(offer: OfferTerms) -> Iterator[Line]:
    if satang := offer.stipend_per_month_satang:
        yield Line(
            LineKind.MONTHLY_STIPEND,
            t("Monthly allowance from the fund"),
            t("1 month × {amount} baht", amount=baht(satang)),
            t("When you have attended"),
            satang,
        )
    if satang := offer.cost_per_month_satang:
        yield Line(
            LineKind.COST,
            t("What it costs"),
            t("1 month × {amount} baht", amount=baht(satang)),
            t("You pay the provider"),
            -satang,
        )

"""Rules about pay: the floor of the place and the contract, to whom it is paid, how often, and in a household."""

from collections.abc import Iterator

from marketplace.i18n import Text, t
from marketplace.kernel.money import baht
from marketplace.labour.cases import Case, Standing, minutes_by_day
from marketplace.labour.law import Floor, floor_on, number
from marketplace.labour.rates import highest_minimum_wage
from models.vocabulary import WorkContract


def no_deposit(case: Case, at: Standing) -> Iterator[Text]:
    """LW13: no deposit is taken, and nobody but the worker is paid (s. 51)."""
    if at.is_young and case.takes_deposit:
        yield t("No deposit may be taken from anyone under 18.")
    if at.is_young and not case.pays_the_worker:
        yield t("The wage may be paid to nobody but the worker.")


def minimum_wage(case: Case, at: Standing) -> Iterator[Text]:
    """LW15: a worked day earns the whole daily minimum however short, at the highest rate of the span (s. 90).

    A pupil's or a registered trainee's placement takes its own floor once its document is on record. Raises NoRate.
    """
    daily = highest_minimum_wage(case.area_code, case.start, case.end, case.place_type.value)
    floor = floor_on(contract_of(case), case.start)
    for minutes in sorted(minutes_by_day(case.shifts).values()):
        owed = owed_for(floor, daily, minutes)
        if case.paid_for(minutes) < owed:
            yield t("At least {owed} baht are owed for every day worked, however short.", owed=baht(owed))
            break
    most = number("days_between_paydays", at.day)
    if (case.records.days_between_paydays or 0) > most:
        yield t("Wages are owed at least once a month.")


def household(case: Case, at: Standing) -> Iterator[Text]:
    """LW16: work in a household keeps the same age, hours and minimum wage (ministerial regulation No. 15)."""
    if not case.records.is_household:
        return
    least = number("employable_age", at.day)
    if at.age < least:
        yield t("Nobody under {age} may be employed in a household.", age=least)
    worked = minutes_by_day(case.shifts)
    too_long = max(worked.values(), default=0) > number("minutes_a_day", at.day)
    if too_long or sum(worked.values()) > number("minutes_a_week", at.day):
        yield t("In a household too, 8 hours a day and 48 a week are the most.")
    if any(True for _ in minimum_wage(case, at)):
        yield t("In a household too, the minimum wage of the place is owed.")


def contract_of(case: Case) -> WorkContract:
    """The contract whose floor holds: without its document on record, all work is employment."""
    return case.contract if case.document_on_record else WorkContract.EMPLOYMENT


def owed_for(floor: Floor, daily: int, minutes: int) -> int:
    """Satang owed at least for a day of so many minutes, rounded up; an hourly floor never falls below an eighth."""
    if floor.satang_per_hour is not None:
        per_hour = max(floor.satang_per_hour, -(-daily // 8))
        return -(-per_hour * minutes // 60)
    share = floor.share_of_minimum or 0
    return -int(-daily * share // 1)

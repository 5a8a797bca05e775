"""One person's work as the law of labour sees it. What nobody said is None, and what is None is not judged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from marketplace.i18n import Text, t
from marketplace.i18n.dates import clock_time
from marketplace.i18n.lazy import DayName
from marketplace.kernel.age import age_on
from marketplace.kernel.errors import Invalid
from marketplace.kernel.week import DAY_MINUTES, WEEK_MINUTES, Slot
from marketplace.labour.law import number
from models.vocabulary import PlaceType, WorkContract


class Sex(StrEnum):
    """As the rule on lifting asks it."""

    MALE = "m"
    FEMALE = "f"


@dataclass(frozen=True)
class Notices:
    """The days on which the labour inspector was told of the start and of the end; None is not told."""

    of_start: date | None = None
    of_end: date | None = None


@dataclass(frozen=True)
class Records:
    """What only the running product knows of a placement; None is not known and is not judged."""

    conditions_changed_on: date | None = None
    conditions_recorded_on: date | None = None
    public_holidays_a_year: int | None = None
    annual_leave_days: int | None = None
    training_leave_days_asked: int | None = None
    training_leave_days_refused: int | None = None
    days_between_paydays: int | None = None
    is_household: bool | None = None
    is_home_work: bool | None = None
    is_at_sea: bool | None = None
    is_term: bool | None = None
    learning_minutes_a_week: int | None = None
    finished_lower_secondary: bool | None = None
    insured_on: date | None = None
    has_to_be_insured_by_now: bool | None = None


@dataclass(frozen=True)
class Case:
    """A person, a period, weekly shifts, a wage and a place; money is satang, `end` None is open.

    `learning` are the hours that come with the work: no work, but the night is closed to them as well.

    Raises Invalid on a period that ends before it starts and on shifts no week can hold.
    """

    birth_date: date
    start: date
    end: date | None
    area_code: str
    shifts: tuple[Slot, ...]
    learning: tuple[Slot, ...] = ()
    wage_per_day_satang: int = 0
    wage_per_hour_satang: int = 0
    place_type: PlaceType = PlaceType.OTHER
    hazards: tuple[str, ...] = ()
    overtime_minutes_a_week: int = 0
    works_holidays: bool = False
    night_permit: bool = False
    takes_deposit: bool = False
    pays_the_worker: bool = True
    lift_grams: int = 0
    sex: Sex | None = None
    notices: Notices | None = None
    guardian_agreed: bool | None = None
    contract: WorkContract = WorkContract.EMPLOYMENT
    document_on_record: bool = False
    records: Records = field(default_factory=Records)

    def __post_init__(self) -> None:
        """Refuse what cannot be judged."""
        if self.end is not None and self.end < self.start:
            raise Invalid(t("The last day is before the first day."), field="end")
        if self.birth_date > self.start:
            raise Invalid(t("The birth date is after the first day."), field="birth_date")
        if wrong := shifts_problem(self.shifts):
            raise Invalid(wrong, field="shifts")

    def paid_for(self, minutes: int) -> int:
        """Satang paid for a day on which so many minutes are worked, rounded down."""
        return self.wage_per_day_satang or self.wage_per_hour_satang * minutes // 60


@dataclass(frozen=True)
class Standing:
    """Where the person stands on the day the age is taken: whom which protection covers."""

    day: date
    age: int
    is_young: bool
    is_minor: bool


def standing_on(birth_date: date, day: date) -> Standing:
    """The protections of someone on a day; raises NoRate before the Act."""
    age = age_on(birth_date, day)
    return Standing(day, age, age < number("young_until_age", day), age < number("majority_age", day))


def minutes_by_day(shifts: Iterable[Slot]) -> Mapping[int, int]:
    """Minutes worked by weekday, those worked on only; a shift belongs to the day it begins."""
    worked: dict[int, int] = {}
    for shift in shifts:
        worked[shift.weekday] = worked.get(shift.weekday, 0) + shift.minutes
    return worked


def shifts_problem(shifts: Iterable[Slot]) -> Text | None:
    """What makes these no shifts of one person's week: two at once, or a day of more than 24 hours."""
    ordered = sorted(shifts, key=lambda shift: (shift.start_of_week, shift.minutes))
    for earlier, later in pairwise(ordered):
        if later.start_of_week < earlier.start_of_week + earlier.minutes:
            return t(
                "The shift on {day} at {time} begins before the one on {before} has ended.",
                day=DayName(later.weekday), time=clock_time(later.start_minute), before=DayName(earlier.weekday),
            )  # fmt: skip
    if ordered and ordered[-1].start_of_week + ordered[-1].minutes > ordered[0].start_of_week + WEEK_MINUTES:
        return t("The last shift of the week runs into the first of the next.")
    for weekday, minutes in minutes_by_day(ordered).items():
        if minutes > DAY_MINUTES:
            return t("More than 24 hours of work begin on {day}.", day=DayName(weekday))
    return None

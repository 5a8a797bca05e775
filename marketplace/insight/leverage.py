"""What an area's own help is worth beside the money its funds spent: the leverage of what is not bought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, or_, select

from marketplace.earnings import cells
from marketplace.resources import value
from marketplace.resources.value import Given
from models.earning import Earning
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import EarningState

SPENT = (EarningState.SENT, EarningState.PAID, EarningState.CONFIRMED)
YEAR_BEGINS = 10
"""The month in which the public year begins (Budget Procedures Act B.E. 2561 s. 4)."""


@dataclass(frozen=True, slots=True)
class Leverage:
    """The worth of confirmed help and the money spent in some areas between two days, both in satang."""

    help_satang: int
    spent_satang: int
    people: int
    given: tuple[Given, ...]

    @property
    def ratio(self) -> Fraction | None:
        """Baht of help for each baht of the funds; None where no money was spent."""
        return Fraction(self.help_satang, self.spent_satang) if self.spent_satang else None

    @property
    def estimated_satang(self) -> int:
        """How much of the worth stands on estimates."""
        return sum(one.estimated_satang for one in self.given)


@dataclass(frozen=True, slots=True)
class Published:
    """What everybody may read of it: no sums, and no ratio while few people stand behind it."""

    since: date
    until: date
    ratio: Fraction | None
    is_small: bool
    estimated_share: Fraction


def year_begun(day: date) -> date:
    """The first day of the public year in which a day lies."""
    return date(day.year if day.month >= YEAR_BEGINS else day.year - 1, YEAR_BEGINS, 1)


def of(prefixes: Sequence[str], since: date, until: date) -> Leverage:
    """The leverage of areas by their code prefixes, each place counted once."""
    given = value.given(prefixes, since, until)
    spent, people = _spent(prefixes, since, until)
    return Leverage(sum(one.worth_satang for one in given), spent, people, given)


def published(prefixes: Sequence[str], day: date) -> Published:
    """The same for everybody since the public year began; what few people stand behind is not shown."""
    since = year_begun(day)
    found = of(prefixes, since, day)
    is_small = bool(found.spent_satang) and cells.shown(found.people) is None
    share = Fraction(found.estimated_satang, found.help_satang) if found.help_satang else Fraction(0)
    return Published(since, day, None if is_small else found.ratio, is_small, share)


def _spent(prefixes: Sequence[str], since: date, until: date) -> tuple[int, int]:
    wanted = (
        select(func.coalesce(func.sum(Earning.amount_satang), 0), func.count(func.distinct(Earning.youth_id)))
        .join(Enrolment, Enrolment.id == Earning.enrolment_id)
        .where(
            Earning.state.in_(SPENT),
            Earning.earned_on.between(since, until),
            or_(*(Enrolment.area_code.between(prefix, prefix + "99999") for prefix in prefixes)),
        )
    )
    spent, people = db.execute(wanted).one()
    return int(spent), int(people)

"""What an area's own help is worth beside the money its funds spent: the leverage of what is not bought."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import func, select

from marketplace.resources import value
from marketplace.resources.value import Given
from models.earning import Earning
from models.enrolment import Enrolment
from models.session import db
from models.vocabulary import EarningState

SPENT = (EarningState.SENT, EarningState.PAID, EarningState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Leverage:
    """The worth of confirmed help and the money spent in one area between two days, both in satang."""

    area_code: str
    help_satang: int
    spent_satang: int
    given: tuple[Given, ...]

    @property
    def ratio(self) -> Fraction | None:
        """Baht of help for each baht of the funds; None where no money was spent."""
        return Fraction(self.help_satang, self.spent_satang) if self.spent_satang else None


def of(prefix: str, since: date, until: date) -> Leverage:
    """The leverage of an area by its code prefix (the whole country for nothing)."""
    given = value.given(prefix, since, until)
    return Leverage(prefix, sum(one.worth_satang for one in given), _spent(prefix, since, until), given)


def _spent(prefix: str, since: date, until: date) -> int:
    wanted = (
        select(func.coalesce(func.sum(Earning.amount_satang), 0))
        .join(Enrolment, Enrolment.id == Earning.enrolment_id)
        .where(
            Earning.state.in_(SPENT),
            Earning.earned_on.between(since, until),
            Enrolment.area_code.between(prefix, prefix + "99999"),
        )
    )
    return int(db.scalar(wanted) or 0)

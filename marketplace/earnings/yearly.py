"""A youth's calendar year of money: month by month and opportunity by opportunity, each payer for itself.

A sum counts in the month in which it was earned, a week of work in the month in which it begins. What was taken
back is told with its reason and counts nowhere.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select

from marketplace.earnings.statement import Statement, StatementLine, statement_for
from marketplace.earnings.states import RECEIVED
from marketplace.kernel import clock
from models.earning import Earning, EmployerPayment
from models.session import db
from models.vocabulary import EarningState, EmployerPaymentState

K = TypeVar("K", bound=Hashable)

_PAID = (*RECEIVED, EmployerPaymentState.PAID, EmployerPaymentState.CONFIRMED)
_STUCK = (EarningState.HELD, EarningState.FAILED, EmployerPaymentState.DISPUTED)


@dataclass(frozen=True, slots=True)
class Sums:
    """What has come, what is on its way, and what is held or in question, in satang."""

    paid: int = 0
    coming: int = 0
    held: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.paid + self.coming + self.held


@dataclass(frozen=True, slots=True)
class Payer:
    """What one kind of payer owes and has paid: by month, by opportunity, and together."""

    months: tuple[tuple[date, Sums], ...]
    things: tuple[tuple[str, Sums], ...]
    total: Sums


@dataclass(frozen=True, slots=True)
class Year:
    """One calendar year; `told` holds its lines."""

    year: int
    told: Statement
    fund: Payer
    employer: Payer
    stuck: tuple[StatementLine, ...]
    first_year: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened in it."""
        told = self.told
        return not (told.fund.lines or told.employer.lines or told.in_kind or told.undone)


def year_of(youth_id: int, year: int) -> Year:
    """Everything a youth earned in a calendar year."""
    told = statement_for(youth_id, (date(year, 1, 1), date(year, 12, 31)))
    return Year(
        year=year,
        told=told,
        fund=_payer(told.fund.lines, lambda line: line.on),
        employer=_payer(told.employer.lines, lambda line: line.began or line.on),
        stuck=tuple(line for line in (*told.fund.lines, *told.employer.lines) if line.state in _STUCK),
        first_year=first_year(youth_id),
    )


def first_year(youth_id: int) -> int:
    """The year of the first money of a youth; this year when there was none yet."""
    earned = db.scalar(select(func.min(Earning.earned_on)).where(Earning.youth_id == youth_id))
    worked = db.scalar(select(func.min(EmployerPayment.work_from)).where(EmployerPayment.youth_id == youth_id))
    return min(day.year for day in (earned, worked, clock.today()) if day is not None)


def sums(lines: Iterable[StatementLine]) -> Sums:
    """What some lines come to."""
    paid = coming = held = 0
    for line in lines:
        if line.state in _PAID:
            paid += line.amount_satang
        elif line.state in _STUCK:
            held += line.amount_satang
        else:
            coming += line.amount_satang
    return Sums(paid, coming, held)


def _payer(lines: tuple[StatementLine, ...], day_of: Callable[[StatementLine], date]) -> Payer:
    titles = {line.of_ref: line.of for line in lines}
    things = _grouped(lines, lambda line: line.of_ref)
    return Payer(
        months=tuple(sorted(_grouped(lines, lambda line: day_of(line).replace(day=1)).items())),
        things=tuple((titles[ref], found) for ref, found in things.items()),
        total=sums(lines),
    )


def _grouped(lines: Iterable[StatementLine], key: Callable[[StatementLine], K]) -> dict[K, Sums]:
    found: dict[K, list[StatementLine]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return {name: sums(some) for name, some in found.items()}

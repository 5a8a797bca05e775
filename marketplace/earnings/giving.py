"""What a funder's money became: sums by fund, and counts of young people with the small ones protected.

A funder sees the funds of the programme or the area they are bound to; bound to nothing, they see none. Nothing here
names, dates or places a single person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.access import Actor, Verdict
from marketplace.earnings import bookings, cells, funds
from marketplace.earnings.states import GONE, RECEIVED
from models.earning import Earning, Fund
from models.session import db
from models.vocabulary import EarningSource, Role


@dataclass(frozen=True, slots=True)
class Became:
    """One use of a fund's money: what for, how often, and the sum that has arrived, in satang."""

    source: EarningSource
    times: int
    satang: int


@dataclass(frozen=True, slots=True)
class Giving:
    """One fund; counts are None where they are too small to show."""

    fund: Fund
    budget: int
    paid: int
    owed: int
    promised: int
    free: int
    young_people: int | None
    received: int | None
    uses: tuple[Became, ...]
    some_uses_hidden: bool


@dataclass(frozen=True, slots=True)
class Gifts:
    """All funds of a funder and their totals; the count of people is None where it would tell a small one."""

    givings: tuple[Giving, ...]
    budget: int
    paid: int
    young_people: int | None


def can_see_giving(actor: Actor) -> Verdict:
    """Funders."""
    return Verdict.when(actor.has(Role.FUNDER))


def gifts_of(actor: Actor) -> Gifts:
    """What the funds of the funder's programme or area became, the newest first."""
    found = _funds_of(actor)
    ids = [fund.id for fund in found]
    budgets, reached, received = bookings.budgets(ids), _people(ids), _people(ids, *RECEIVED)
    givings = tuple(_giving(fund, budgets[fund.id], reached[fund.id], received[fund.id]) for fund in found)
    return Gifts(
        givings=givings,
        budget=sum(one.budget for one in givings),
        paid=sum(one.paid for one in givings),
        young_people=cells.total(_everybody(ids), reached) if found else None,
    )


def _funds_of(actor: Actor) -> list[Fund]:
    scope = actor.scope(Role.FUNDER)
    if scope.national:
        return []
    wanted = select(Fund).where(scope.condition(Fund.area_code, Fund.office_key))
    return list(db.scalars(wanted.order_by(Fund.starts_on.desc(), Fund.id)))


def _giving(fund: Fund, budget: int, reached: int, received: int) -> Giving:
    sheet, uses = funds.sheet(fund), _uses(fund)
    people = {use.source: count for use, count in uses}
    stays = cells.kept(people)
    whole = cells.shown(reached)
    return Giving(
        fund=fund,
        budget=budget,
        paid=budget - sheet.cash - sheet.at_service,
        owed=sheet.owed + sheet.on_its_way,
        promised=sheet.reserved,
        free=sheet.available,
        young_people=whole,
        received=None if whole is None else cells.part(received, reached),
        uses=tuple(use for use, _ in uses if use.source in stays),
        some_uses_hidden=len(stays) < len(uses),
    )


def _uses(fund: Fund) -> list[tuple[Became, int]]:
    """What has arrived by what it was for, each with how many young people it reached."""
    wanted = (
        select(
            Earning.source_type,
            func.count(),
            func.sum(Earning.amount_satang),
            func.count(Earning.youth_id.distinct()),
        )
        .where(Earning.fund_id == fund.id, Earning.state.in_(RECEIVED))
        .group_by(Earning.source_type)
        .order_by(Earning.source_type)
    )
    return [
        (Became(EarningSource(source), times, int(satang)), people)
        for source, times, satang, people in db.execute(wanted)
    ]


def _people(fund_ids: Sequence[int], *states: str) -> dict[int, int]:
    wanted = select(Earning.fund_id, func.count(Earning.youth_id.distinct())).where(Earning.fund_id.in_(fund_ids))
    wanted = wanted.where(Earning.state.in_(states) if states else Earning.state.not_in(GONE))
    found = {fund_id: count for fund_id, count in db.execute(wanted.group_by(Earning.fund_id))}  # noqa: C416
    return {fund_id: found.get(fund_id, 0) for fund_id in fund_ids}


def _everybody(fund_ids: Sequence[int]) -> int:
    wanted = select(func.count(Earning.youth_id.distinct()))
    return db.scalar(wanted.where(Earning.fund_id.in_(fund_ids), Earning.state.not_in(GONE))) or 0

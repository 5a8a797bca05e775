"""A fund and its parts taken together: what they have paid, owe and have promised, in all or to one young person.

A ceiling counts the whole family of the fund that has it. Whoever asks before money is promised or owed holds the
books first (`funds.hold`), from the part upwards, so that no two askers find the same room.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, Select, func, select

from marketplace.earnings.states import GONE
from marketplace.offers import fund_rules
from marketplace.payments import adjusted
from models.correction import Correction
from models.earning import Earning, Fund, FundReserve
from models.enrolment import Enrolment
from models.session import db


def above(fund_id: int) -> Sequence[Fund]:
    """A fund and those above it, the nearest first, as the database has them now."""
    up = select(Fund.id, Fund.parent_id).where(Fund.id == fund_id).cte(recursive=True)
    up = up.union(select(Fund.id, Fund.parent_id).join(up, Fund.id == up.c.parent_id))
    wanted = select(Fund).where(Fund.id.in_(select(up.c.id)))
    db.scalars(wanted.execution_options(populate_existing=True)).all()
    return fund_rules.chain(db.get_one(Fund, fund_id))


def parts(fund_id: int) -> Sequence[Fund]:
    """A fund and everything beneath it, the deepest last."""
    down = _down(fund_id)
    return db.scalars(select(Fund).where(Fund.id.in_(down)).order_by(Fund.id)).all()


def ceilings_of(fund: Fund, youth_id: int) -> Iterator[tuple[Fund, int, int | None]]:
    """Every ceiling that binds a fund: whose it is, its satang, and the young person it is for (None: everybody)."""
    for one in fund_rules.chain(fund):
        if one.most_per_youth_satang is not None:
            yield one, one.most_per_youth_satang, youth_id
        if one.most_in_all_satang is not None:
            yield one, one.most_in_all_satang, None


def earned(fund: Fund, youth_id: int | None = None, *, but: int | None = None) -> int:
    """What a fund and its parts owe and have paid as the books have it, leaving out one earning, in satang.

    What came back of a sum because too much had been paid is the fund's again, and counts no more.
    """
    which: list[ColumnElement[bool]] = [
        Earning.fund_id.in_(_down(fund.id)),
        Earning.accrue_entry_id.is_not(None),
        Earning.state.not_in(GONE),
    ]
    if youth_id is not None:
        which.append(Earning.youth_id == youth_id)
    if but is not None:
        which.append(Earning.id != but)
    returned = (
        select(func.sum(Correction.amount_satang))
        .join(Earning, Earning.id == Correction.earning_id)
        .where(*which, adjusted.is_a_part())
    )
    whole = db.scalar(select(func.sum(Earning.amount_satang)).where(*which))
    return int(whole or 0) - int(db.scalar(returned) or 0)


def promised(fund: Fund, youth_id: int | None = None) -> int:
    """What is left of the promises of a fund and its parts, in satang."""
    left = func.coalesce(func.sum(FundReserve.amount_satang - FundReserve.used_satang), 0)
    wanted = select(left).where(FundReserve.fund_id.in_(_down(fund.id)), FundReserve.closed_at.is_(None))
    if youth_id is not None:
        wanted = wanted.join(Enrolment, Enrolment.id == FundReserve.enrolment_id).where(Enrolment.youth_id == youth_id)
    return int(db.scalar(wanted) or 0)


def committed(fund: Fund, youth_id: int | None = None) -> int:
    """What a fund and its parts have paid, owe and have promised, in satang."""
    return earned(fund, youth_id) + promised(fund, youth_id)


def promised_to(enrolment_id: int, fund_id: int) -> int:
    """What is left of the promise of this very fund to an enrolment, in satang."""
    wanted = select(FundReserve.amount_satang - FundReserve.used_satang).where(
        FundReserve.enrolment_id == enrolment_id, FundReserve.fund_id == fund_id, FundReserve.closed_at.is_(None)
    )
    return db.scalar(wanted) or 0


def _down(fund_id: int) -> Select[tuple[int]]:
    down = select(Fund.id).where(Fund.id == fund_id).cte(recursive=True)
    down = down.union(select(Fund.id).join(down, Fund.parent_id == down.c.id))
    return select(down.c.id)

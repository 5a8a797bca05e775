"""Whether the rules of a fund allow an earning or an enrolment: what it is for, and how much for one young person.

The ceiling for one young person counts what this fund owes and has paid them and what is promised to them; a thing
that is given counts nothing.
"""

from collections.abc import Collection

from sqlalchemy import func, select

from marketplace.earnings.states import GONE
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
from marketplace.kernel.money import baht
from marketplace.offers import fund_rules, promises
from models.earning import Earning, Fund, FundReserve
from models.enrolment import Enrolment
from models.offer import Opportunity
from models.session import db
from models.vocabulary import EarningKind, EarningSource, FundUse

_OF_SOURCE = {
    EarningSource.ATTENDANCE: FundUse.ATTENDANCE,
    EarningSource.TRAVEL: FundUse.TRAVEL,
    EarningSource.CLAIM: FundUse.COMPLETION,
}
_OF_POINT = {
    EarningKind.RETENTION: FundUse.STAY,
    EarningKind.IN_KIND: FundUse.THING,
    EarningKind.REGULAR: FundUse.STEP,
}


def against_enrolment(opportunity: Opportunity, enrolment: Enrolment, cost_satang: int) -> Text | None:
    """Why the fund of an opportunity may not promise this much to this enrolment; None when it may."""
    fund = db.get(Fund, opportunity.fund_id) if opportunity.fund_id is not None else None
    if fund is None or not fund_rules.has_rules(fund):
        return None
    sums = fund_rules.asked(opportunity, promises.of(opportunity.id))
    for refusal in fund_rules.refusals(fund, opportunity, sums):
        return refusal
    return _over(fund, cost_satang, has_of(fund, enrolment.youth_id))


def with_rules(fund_ids: Collection[int]) -> frozenset[int]:
    """Those of these funds of which anything is said, by themselves or by one above them."""
    found = db.scalars(select(Fund).where(Fund.id.in_(fund_ids))).all() if fund_ids else ()
    return frozenset(fund.id for fund in found if fund_rules.has_rules(fund))


def against_earning(earning: Earning) -> Text | None:
    """Why the fund of an earning may not pay it; None when it may. A correction by hand is bound by the sums alone."""
    fund = db.get_one(Fund, earning.fund_id)
    if not fund_rules.has_rules(fund):
        return None
    opportunity, use = _opportunity(earning.enrolment_id), use_of(earning)
    if use is not None:
        for refusal in fund_rules.refusals(fund, opportunity, {use: earning.amount_satang}):
            return refusal
    if earning.kind == EarningKind.IN_KIND:
        return None
    return _over(fund, earning.amount_satang, earned_of(fund, earning.youth_id, but=earning.id))


def use_of(earning: Earning) -> FundUse | None:
    """What an earning is to the rules of a fund."""
    if earning.source_type == EarningSource.MILESTONE:
        return _OF_POINT.get(EarningKind(earning.kind))
    return _OF_SOURCE.get(EarningSource(earning.source_type))


def has_of(fund: Fund, youth_id: int) -> int:
    """What a fund owes, has paid and has promised to one young person, in satang."""
    left = func.coalesce(func.sum(FundReserve.amount_satang - FundReserve.used_satang), 0)
    promised = (
        select(left)
        .join(Enrolment, Enrolment.id == FundReserve.enrolment_id)
        .where(FundReserve.fund_id == fund.id, FundReserve.closed_at.is_(None), Enrolment.youth_id == youth_id)
    )
    return earned_of(fund, youth_id) + int(db.scalar(promised) or 0)


def earned_of(fund: Fund, youth_id: int, *, but: int | None = None) -> int:
    """What a fund owes and has paid to one young person as the books have it, leaving out one earning."""
    wanted = select(func.coalesce(func.sum(Earning.amount_satang), 0)).where(
        Earning.fund_id == fund.id,
        Earning.youth_id == youth_id,
        Earning.accrue_entry_id.is_not(None),
        Earning.state.not_in(GONE),
    )
    return int(db.scalar(wanted if but is None else wanted.where(Earning.id != but)) or 0)


def _over(fund: Fund, satang: int, has: int) -> Text | None:
    most = fund.most_per_youth_satang
    if most is None or has + satang <= most:
        return None
    return t(
        "{fund} pays one young person {most} baht at most: {has} baht are paid or promised already, and this is {sum}"
        " baht.",
        fund=Either(fund.name_th, fund.name_en or fund.name_th),
        most=baht(most),
        has=baht(has),
        sum=baht(satang),
    )


def _opportunity(enrolment_id: int) -> Opportunity:
    wanted = select(Opportunity).join(Enrolment, Enrolment.opportunity_id == Opportunity.id)
    return db.scalars(wanted.where(Enrolment.id == enrolment_id)).one()

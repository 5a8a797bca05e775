"""Whether the rules of a fund allow an earning or an enrolment: what it is for, and how much for one young person.

A ceiling counts what the fund that has it and all of its parts owe, have paid and have promised, to one young person
or in all; a thing that is given counts nothing.
"""

from collections.abc import Collection

from sqlalchemy import select

from marketplace.earnings import families
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
from marketplace.kernel.money import baht
from marketplace.offers import fund_rules
from models.earning import Earning, Fund
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
    sums = fund_rules.asked_of(opportunity)
    for refusal in fund_rules.refusals(fund, opportunity, sums):
        return refusal
    return against_promise(fund, enrolment.youth_id, cost_satang)


def against_promise(fund: Fund, youth_id: int, satang: int) -> Text | None:
    """Which ceiling of a fund, or of one above it, a promise of so much would break; None when none."""
    if not satang:
        return None
    for one, most, whose in families.ceilings_of(fund, youth_id):
        has = families.committed(one, whose)
        if has + satang > most:
            return _over(one, most, satang, has, whose)
    return None


def with_rules(fund_ids: Collection[int]) -> frozenset[int]:
    """Those of these funds of which anything is said, by themselves or by one above them."""
    if len(fund_ids) > 1:
        # All of them at once; what is loaded already is not asked for again below.
        _loaded = db.scalars(select(Fund).where(Fund.id.in_(fund_ids))).all()
    found = (db.get(Fund, fund_id) for fund_id in fund_ids)
    return frozenset(fund.id for fund in found if fund is not None and fund_rules.has_rules(fund))


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
    return _above_ceiling(fund, earning)


def use_of(earning: Earning) -> FundUse | None:
    """What an earning is to the rules of a fund."""
    if earning.source_type == EarningSource.MILESTONE:
        return _OF_POINT.get(EarningKind(earning.kind))
    return _OF_SOURCE.get(EarningSource(earning.source_type))


def _above_ceiling(fund: Fund, earning: Earning) -> Text | None:
    """Which ceiling an earning would break. What was promised to its enrolment has its room already."""
    satang = earning.amount_satang
    drawn = min(satang, families.promised_to(earning.enrolment_id, fund.id))
    for one, most, whose in families.ceilings_of(fund, earning.youth_id):
        has = families.earned(one, whose, but=earning.id)
        if satang > drawn:
            has += families.promised(one, whose) - drawn
        if has + satang > most:
            return _over(one, most, satang, has, whose)
    return None


def _over(fund: Fund, most: int, satang: int, has: int, youth_id: int | None) -> Text:
    name = Either(fund.name_th, fund.name_en or fund.name_th)
    if youth_id is None:
        return t(
            "{fund} and its parts pay {most} baht at most in all: {has} baht are paid, owed or promised already, and"
            " this is {sum} baht.",
            fund=name, most=baht(most), has=baht(has), sum=baht(satang),
        )  # fmt: skip
    return t(
        "{fund} pays one young person {most} baht at most: {has} baht are paid or promised already, and this is {sum}"
        " baht.",
        fund=name, most=baht(most), has=baht(has), sum=baht(satang),
    )  # fmt: skip


def _opportunity(enrolment_id: int) -> Opportunity:
    wanted = select(Opportunity).join(Enrolment, Enrolment.opportunity_id == Opportunity.id)
    return db.scalars(wanted.where(Enrolment.id == enrolment_id)).one()

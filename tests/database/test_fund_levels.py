"""Funds of a programme, an area and one opportunity: opened one within the other, each paying its own."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM, Actor
from marketplace.earnings import accruals, allotting, budgets, ceilings, funds, levels, ruling, verify
from marketplace.earnings.funds import FundDraft
from marketplace.earnings.levels import Reach
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, Invalid
from marketplace.offers import payers, postings
from marketplace.payments import queries as giving
from models.area import Programme
from models.earning import Fund
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import FundLevel, OpportunityState, Role
from tests.factories.enrolments import make_enrolment, staff
from tests.factories.money import make_fund
from tests.factories.offers import BETONG, SATENG, make_opportunity
from tests.factories.second_looks import make_verified

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
OFFICE = "la:yala-city"
CITY = "learning-city-yala"


@pytest.fixture
def officer(db: object) -> Actor:
    return staff(Role.OFFICER)


def open_(officer: Actor, satang: int, reach: Reach | None = None, above: Fund | None = None, key: str = "1") -> Fund:
    today = clock.today()
    draft = FundDraft("กองทุน", "Fund", "ข้อบัญญัติ", "", today - timedelta(days=9), today + timedelta(days=90))
    return budgets.open_with_budget(
        draft, satang, office_key=OFFICE, key=key, by=officer, reach=reach, above=above.ref if above else ""
    )


def tree(officer: Actor, posting: Opportunity) -> tuple[Fund, Fund, Fund]:
    whole = open_(officer, 1_000_00, Reach(FundLevel.PROGRAMME, programme=CITY), key="p")
    area = open_(officer, 600_00, above=whole, key="a")
    return whole, area, open_(officer, 250_00, Reach(FundLevel.OPPORTUNITY, posting=posting.ref), area, key="o")


def paying(**given: object) -> Opportunity:
    return make_opportunity(stipend_per_session_satang=100_00, **given)


def test_a_programme_an_area_and_an_opportunity_stand_within_each_other(officer: Actor) -> None:
    posting = paying()
    whole, area, alone = tree(officer, posting)
    assert [one.level for one in (whole, area, alone)] == ["programme", "area", "opportunity"]
    assert (area.parent_id, alone.parent_id) == (whole.id, area.id)
    assert [funds.available(one.id) for one in (whole, area, alone)] == [400_00, 350_00, 250_00]
    assert (allotting.allotted(area), allotting.allotted(alone)) == (600_00, 250_00)
    assert posting.fund_id == alone.id
    told = levels.whose([whole, area, alone])
    assert (told[whole.id].programme or Programme()).slug == CITY
    assert told[alone.id].posting is posting
    assert (told[area.id].programme, told[area.id].posting) == (None, None)
    assert [found.breaches for found in verify.invariants() if found.breaches] == []


def test_a_ceiling_at_the_top_holds_for_what_an_opportunity_deep_below_promises(officer: Actor) -> None:
    posting = paying()
    whole, _, alone = tree(officer, posting)
    ruling.keep(whole, ruling.Rules(most_in_all_satang=150_00), by=SYSTEM)
    enrolment = make_enrolment(opportunity=posting)
    assert funds.reserve(alone.id, enrolment, 100_00, by=SYSTEM) is not None
    with pytest.raises(Conflict):
        funds.reserve(alone.id, make_enrolment(opportunity=posting), 100_00, by=SYSTEM)


def test_rules_of_the_programme_hold_for_its_opportunity(officer: Actor) -> None:
    posting = paying()
    whole = open_(officer, 1_000_00, Reach(FundLevel.PROGRAMME, programme=CITY), key="p")
    ruling.keep(whole, ruling.Rules(kinds=("placement",)), by=SYSTEM)
    with pytest.raises(Invalid) as refused:
        open_(officer, 100_00, Reach(FundLevel.OPPORTUNITY, posting=posting.ref), whole, key="o")
    assert refused.value.field == "posting"
    assert ceilings.with_rules([whole.id]) == {whole.id}


def test_what_cannot_be_opened_is_refused_at_its_field(officer: Actor) -> None:
    posting, elsewhere = paying(), paying(area_code=BETONG)
    foreign = make_fund(1_000_00, area_code=BETONG)
    whole = open_(officer, 100_00, Reach(FundLevel.PROGRAMME, programme=CITY), key="p")
    tries = {
        "programme": (Reach(FundLevel.PROGRAMME, programme="abe-nowhere"), None),
        "posting": (Reach(FundLevel.OPPORTUNITY, posting=elsewhere.ref), None),
        "parent": (Reach(FundLevel.OPPORTUNITY, posting=posting.ref), foreign),
        "budget": (Reach(), whole),
    }
    for field, (reach, above) in tries.items():
        with pytest.raises(Invalid) as refused:
            open_(officer, 100_01, reach, above, key=field)
        assert refused.value.field == field
    with pytest.raises(Invalid):
        open_(officer, 1_00, Reach(FundLevel.PROGRAMME, programme=CITY), whole, key="x")
    with pytest.raises(Forbidden):
        budgets.open_with_budget(
            FundDraft("ก", "", "ข", "", clock.today(), clock.today()), 1_00, office_key="d:3803", key="k", by=officer
        )


def test_what_is_opened_twice_is_one_fund(officer: Actor) -> None:
    first = open_(officer, 100_00, key="first")
    for key in ("first", "second"):
        with pytest.raises(Invalid) as refused:
            open_(officer, 100_00, key=key)
        assert refused.value.field == "name_th"
    programme = open_(officer, 100_00, Reach(FundLevel.PROGRAMME, programme=CITY), key="p")
    assert [one.id for one in session.scalars(select(Fund).order_by(Fund.id))] == [first.id, programme.id]
    first.closed_at = clock.now()
    session.flush()
    assert open_(officer, 100_00, key="third").id not in (first.id, programme.id)


def test_one_posting_has_one_fund_of_its_own_and_no_other_posting_takes_it(officer: Actor) -> None:
    posting, other = paying(), paying()
    alone = open_(officer, 100_00, Reach(FundLevel.OPPORTUNITY, posting=posting.ref))
    assert posting not in levels.postings_for(officer)
    assert not levels.may_have_its_own(posting)
    assert alone.id not in dict(payers.choices([other.organisation_id]))
    assert alone.id in dict(payers.choices([other.organisation_id], kept=alone.id))
    draft = postings.draft_of(posting)
    organisation = session.get_one(Organisation, posting.organisation_id)
    for refused in (
        lambda: postings.create(draft, organisation, by=SYSTEM), lambda: postings.edit(other, draft, by=SYSTEM)
    ):  # fmt: skip
        with pytest.raises(Invalid) as said:
            refused()
        assert said.value.field == "fund"
    postings.edit(posting, draft, by=SYSTEM)
    assert postings.create_unchecked(draft, organisation, by=SYSTEM).fund_id is None
    other.fund_id = alone.id
    assert payers.refusal(other) is payers.ANOTHERS
    assert payers.refusal(posting) is None


def test_who_was_promised_money_before_is_paid_by_the_fund_that_promised_it(officer: Actor) -> None:
    before = make_fund(1_000_00)
    posting = paying(fund_id=before.id, completion_bonus_satang=50_00)
    old, new = make_enrolment("in_learning", opportunity=posting), make_enrolment("in_learning", opportunity=posting)
    funds.reserve(before.id, old, 150_00, by=SYSTEM)
    alone = open_(officer, 500_00, Reach(FundLevel.OPPORTUNITY, posting=posting.ref))
    funds.reserve(alone.id, new, 150_00, by=SYSTEM)
    assert (funds.payer(posting, old), funds.payer(posting, new)) == (before.id, alone.id)
    for enrolment, fund in ((old, before), (new, alone)):
        earning = accruals.accrue_completion(posting, enrolment, make_verified(enrolment), by=SYSTEM)
        assert earning is not None
        assert (earning.fund_id, earning.from_reserve_satang) == (fund.id, 50_00)


def test_gifts_go_to_each_level_and_an_opportunity_that_is_over_takes_none(officer: Actor) -> None:
    posting = paying()
    whole, area, alone = tree(officer, posting)
    for one in (whole, area, alone):
        one.takes_gifts = True
    programme = session.scalars(select(Programme).where(Programme.slug == CITY)).one()
    assert giving.of_programme(programme.id) == [whole]
    assert giving.of_area(SATENG) == giving.of_area(SATENG[:4]) == giving.of_area(SATENG[:2]) == [area]
    assert giving.of_area(BETONG) == []
    assert giving.of_posting(posting.fund_id) is alone
    assert [one.level for one in giving.open_funds()] == ["programme", "area", "opportunity"]
    posting.state = OpportunityState.CLOSED
    assert giving.of_posting(posting.fund_id) is None
    assert not giving.takes_gifts(alone)
    assert giving.takes_gifts(area)


@pytest.mark.parametrize("level", [FundLevel.PROGRAMME, FundLevel.OPPORTUNITY])
def test_the_database_keeps_no_level_without_what_it_is_for(level: FundLevel) -> None:
    fund = make_fund(0)
    fund.level = level
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()

"""What a fund may pay, funds within funds, and who is paid first when money comes in after a shortage."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.corrections import service as corrections
from marketplace.earnings import (
    accruals,
    allotting,
    budgets,
    decisions,
    families,
    funds,
    resuming,
    ruling,
    running_dry,
    verify,
    whys,
)
from marketplace.enrolments import approvals, checks
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.offers import payers, promises
from marketplace.offers.promises import Promise
from models.earning import Earning, Fund
from models.enrolment import Enrolment
from models.history import Notice
from models.ledger import LedgerEntry
from models.session import db as session
from models.vocabulary import CorrectionKind, EarningKind, EarningSource, EarningState, FundLevel, MilestoneKind, Role
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, staff
from tests.factories.money import lines, make_batch, make_earning, make_fund, pay, release, three_people
from tests.factories.offers import SATENG, make_opportunity

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("db")]
H, A = EarningState.HELD, EarningState.ACCRUED


@pytest.fixture(autouse=True)
def one_review(db: object) -> None:
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)


def sound() -> None:
    assert [(found.name, found.breaches) for found in verify.invariants() if found.breaches] == []


def part_of(parent: Fund, satang: int = 0, key: str = "1") -> Fund:
    part = make_fund(satang=0)
    allotting.place_under(part, parent, by=SYSTEM)
    if satang:
        allotting.allot(part, satang, key=key, by=SYSTEM, note="มติ")
    return part


class TestParts:
    def test_a_part_has_what_it_was_given_and_not_a_satang_more(self) -> None:
        whole = make_fund(1_000_00)
        part = part_of(whole, 300_00)
        assert (funds.available(whole.id), funds.available(part.id), allotting.allotted(part)) == (
            700_00, 300_00, 300_00,
        )  # fmt: skip
        held = make_earning(part, satang=300_01)
        assert held.state == H
        assert make_earning(part, satang=300_00).state == A
        assert (funds.available(part.id), funds.available(whole.id)) == (0, 700_00)
        sound()

    def test_the_same_press_counts_once_and_more_than_is_free_is_refused(self) -> None:
        whole = make_fund(1_000_00)
        part = part_of(whole, 300_00)
        allotting.allot(part, 300_00, key="1", by=SYSTEM, note="มติ")
        assert funds.available(part.id) == 300_00
        with pytest.raises(Invalid):
            allotting.allot(part, 700_01, key="2", by=SYSTEM, note="มติ")
        assert (funds.available(whole.id), funds.available(part.id)) == (700_00, 300_00)
        sound()

    def test_no_more_goes_back_than_came(self) -> None:
        whole = make_fund(1_000_00)
        part = part_of(whole, 300_00)
        funds.grant(part, 50_00, key="own", by=SYSTEM)
        with pytest.raises(Invalid):
            allotting.give_back(part, 300_01, key="b", by=SYSTEM, note="คืน")
        allotting.give_back(part, 300_00, key="b", by=SYSTEM, note="คืน")
        assert (funds.available(whole.id), funds.available(part.id), allotting.allotted(part)) == (1_000_00, 50_00, 0)
        sound()

    def test_money_of_a_part_is_of_its_budget_and_no_longer_of_the_whole(self) -> None:
        from marketplace.earnings import bookings

        whole = make_fund(1_000_00)
        part = part_of(whole, 300_00)
        assert bookings.budgets([whole.id, part.id]) == {whole.id: 700_00, part.id: 300_00}
        assert len(session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "allot")).all()) == 2

    def test_circles_wider_parts_and_foreign_days_are_refused(self) -> None:
        whole = make_fund()
        part = part_of(whole)
        for child, parent in ((whole, part), (whole, whole)):
            with pytest.raises(Invalid):
                allotting.place_under(child, parent, by=SYSTEM)
        narrow = make_fund()
        narrow.level, narrow.opportunity_id = FundLevel.OPPORTUNITY, make_opportunity().id
        with pytest.raises(Invalid):
            allotting.place_under(make_fund(), narrow, by=SYSTEM)
        longer = make_fund()
        longer.ends_on = whole.ends_on + timedelta(days=1)
        with pytest.raises(Invalid):
            allotting.place_under(longer, whole, by=SYSTEM)
        with pytest.raises(Invalid):
            allotting.allot(make_fund(), 1_00, key="x", by=SYSTEM, note="มติ")


class TestRules:
    def paid(self, fund: Fund, **given: Any):
        facts = {"completion_bonus_satang": 300_00, "fund_id": fund.id} | given
        return make_enrolment("officer_review", opportunity=make_opportunity(**facts))

    @pytest.mark.parametrize(
        ("rule", "words"),
        [
            ({"uses": ["attendance"]}, "ไม่จ่าย"),
            ({"kinds": ["placement"]}, "ไม่จ่าย"),
            ({"fields": ["care"]}, "ไม่จ่าย"),
            ({"most_per_earning_satang": 299_99}, "299.99"),
            ({"most_per_youth_satang": 299_99}, "299.99"),
        ],
    )
    def test_an_approval_is_refused_in_words_and_promises_nothing(self, rule: dict[str, Any], words: str) -> None:
        fund = make_fund()
        for name, value in rule.items():
            setattr(fund, name, value)
        enrolment = self.paid(fund)
        [check] = [one for one in checks.of(enrolment) if one.code == "fund"]
        assert check.flag
        assert words in str(check.text)
        with pytest.raises(Invalid) as refused:
            approvals.approve(enrolment, by=staff(Role.OFFICER))
        assert (refused.value.field, enrolment.state) == ("decision", "officer_review")
        assert words in str(refused.value.message)
        assert funds.sheet(fund).reserved == 0

    def test_the_first_of_two_reviews_does_not_pass_on_what_the_fund_may_not_pay(self) -> None:
        fund = make_fund()
        fund.kinds = ["placement"]
        enrolment = self.paid(fund)
        change_setting(enrolment.office_key, two_step_review=True, provider_days=2, officer_days=3)
        with pytest.raises(Invalid):
            approvals.approve(enrolment, by=staff(Role.OFFICER))
        assert enrolment.state == "officer_review"

    def test_what_is_allowed_passes(self) -> None:
        fund = make_fund()
        fund.uses, fund.kinds, fund.fields = ["completion"], ["course"], ["cooking"]
        fund.most_per_earning_satang = fund.most_per_youth_satang = 300_00
        enrolment = self.paid(fund)
        approvals.approve(enrolment, by=staff(Role.OFFICER))
        assert enrolment.state == "approved"

    def test_the_rules_of_the_fund_above_hold_too(self) -> None:
        whole = make_fund()
        part = part_of(whole, 1_000_00)
        whole.fields = ["care"]
        with pytest.raises(Invalid):
            approvals.approve(self.paid(part), by=staff(Role.OFFICER))

    def test_a_posting_is_told_at_its_field(self) -> None:
        from marketplace.offers import postings

        fund = make_fund()
        fund.uses = ["attendance"]
        opportunity = make_opportunity(fund_id=fund.id)
        promises.keep(opportunity, (Promise(MilestoneKind.STAY, 100_00, days=30),))
        found = dict(payers.problems(postings.draft_of(opportunity)))
        assert "อยู่ต่อ" in str(found["fund"])

    def test_an_earning_against_a_rule_is_held_with_its_reason_until_the_rule_allows_it(self) -> None:
        fund = make_fund()
        fund.uses = ["completion"]
        earning = make_earning(fund, satang=100_00)
        assert (earning.state, earning.accrue_entry_id) == (H, None)
        assert "ไม่จ่าย" in str(whys.of([earning])[earning.id])
        with pytest.raises(Conflict):
            decisions.resume(earning, by=staff(Role.OFFICER))
        assert resuming.resume(fund) == 0
        fund.uses = []
        assert resuming.resume(fund) == 1
        assert earning.state == A
        sound()

    def test_the_ceiling_for_one_person_counts_what_is_paid_owed_and_promised(self) -> None:
        fund = make_fund()
        fund.most_per_youth_satang = 250_00
        enrolment = make_enrolment("in_learning", opportunity=make_opportunity(fund_id=fund.id))
        first = make_earning(fund, enrolment=enrolment, satang=150_00)
        over = make_earning(fund, enrolment=enrolment, satang=100_01)
        exactly = make_earning(fund, enrolment=enrolment, satang=100_00)
        stranger = make_earning(fund, satang=250_00)
        assert [one.state for one in (first, over, exactly, stranger)] == [A, H, A, A]
        decisions.cancel(first, by=staff(Role.OFFICER), reason="counted_twice")
        assert resuming.resume(fund) == 1
        assert over.state == A

    def test_what_is_promised_counts_at_the_next_approval(self) -> None:
        fund = make_fund()
        fund.most_per_youth_satang = 500_00
        first = self.paid(fund)
        approvals.approve(first, by=staff(Role.OFFICER))
        second = make_enrolment(
            "officer_review",
            youth=first.youth,
            opportunity=make_opportunity(fund_id=fund.id, completion_bonus_satang=200_01, times="sat 09:00-10:00"),
        )
        with pytest.raises(Invalid):
            approvals.approve(second, by=staff(Role.OFFICER))


class TestCeilingsOfAFamily:
    def asked(self, fund: Fund, satang: int, youth: Youth | None = None) -> Enrolment:
        offer = make_opportunity(fund_id=fund.id, completion_bonus_satang=satang)
        return make_enrolment("officer_review", opportunity=offer, youth=youth)

    def test_what_two_parts_pay_owe_and_promise_counts_together(self) -> None:
        whole = make_fund(2_000_00)
        one, other = part_of(whole, 500_00), part_of(whole, 500_00, "2")
        whole.most_in_all_satang = 600_00
        officer = staff(Role.OFFICER)
        approvals.approve(self.asked(one, 300_00), by=officer)
        assert make_earning(other, satang=200_00).state == A
        assert make_earning(whole, satang=50_00).state == A
        late = self.asked(other, 50_01)
        [check] = [found for found in checks.of(late) if found.code == "fund"]
        assert "600" in str(check.text)
        with pytest.raises(Invalid) as refused:
            approvals.approve(late, by=officer)
        assert "550" in str(refused.value.message)
        with pytest.raises(Conflict):
            funds.reserve(other.id, late, 50_01, by=officer)
        over = make_earning(one, satang=50_01)
        assert over.state == H
        assert "600" in str(whys.of([over])[over.id])
        funds.reserve(other.id, late, 50_00, by=officer)
        sound()

    def test_one_person_has_one_ceiling_however_many_parts_pay(self) -> None:
        whole = make_fund(2_000_00)
        one, other = part_of(whole, 500_00), part_of(whole, 500_00, "2")
        whole.most_per_youth_satang = 300_00
        first = self.asked(one, 200_00)
        approvals.approve(first, by=staff(Role.OFFICER))
        second = self.asked(other, 100_01, first.youth)
        with pytest.raises(Invalid):
            approvals.approve(second, by=staff(Role.OFFICER))
        assert make_earning(other, enrolment=second, satang=100_01).state == H
        assert make_earning(other, enrolment=second, satang=100_00).state == A
        approvals.approve(self.asked(other, 300_00), by=staff(Role.OFFICER))

    def test_what_was_promised_has_its_room_and_what_ends_gives_it_back(self) -> None:
        whole = make_fund(2_000_00)
        part = part_of(whole, 1_000_00)
        whole.most_in_all_satang = 300_00
        learner = make_enrolment("in_learning")
        funds.reserve(part.id, learner, 300_00, by=SYSTEM)
        drawn = make_earning(part, enrolment=learner, satang=300_00)
        assert (drawn.state, make_earning(part, satang=1).state) == (A, H)
        decisions.cancel(drawn, by=staff(Role.OFFICER), reason="counted_twice")
        assert funds.release_reserve(learner, by=SYSTEM) == 300_00
        assert resuming.resume(part) == 1
        sound()

    def test_a_ceiling_below_what_is_given_and_a_part_that_does_not_fit_are_refused(self) -> None:
        whole, part = make_fund(2_000_00), make_fund(1_000_00)
        make_earning(part, satang=400_00)
        ruling.keep(whole, ruling.Rules(most_in_all_satang=399_99), by=SYSTEM)
        with pytest.raises(Invalid) as refused:
            allotting.place_under(part, whole, by=SYSTEM)
        assert (refused.value.field, part.parent_id) == ("parent", None)
        ruling.keep(whole, ruling.Rules(most_in_all_satang=400_00), by=SYSTEM)
        allotting.place_under(part, whole, by=SYSTEM)
        with pytest.raises(Invalid) as low:
            ruling.keep(whole, ruling.Rules(most_in_all_satang=399_99), by=SYSTEM)
        assert (low.value.field, whole.most_in_all_satang) == ("most_in_all", 400_00)
        sound()

    @pytest.mark.on_both
    def test_what_came_back_of_a_sum_has_its_room_again(self) -> None:
        whole, people = make_fund(2_000_00), three_people()
        part = part_of(whole, 1_000_00)
        paid = make_earning(part, satang=300_00)
        batch = make_batch(part, people, paid)
        release(batch, people)
        pay(lines(batch)[0], people)
        ruling.keep(whole, ruling.Rules(most_in_all_satang=300_00), by=SYSTEM)
        assert families.committed(whole) == 300_00
        less = corrections.propose(paid, CorrectionKind.LESS, 100_00, "จ่ายเกินไป", by=people.officer)
        assert families.committed(whole) == 300_00
        corrections.agree(less, by=people.approver)
        assert families.committed(whole) == families.committed(part) == families.earned(part, paid.youth_id) == 200_00
        assert families.earned(part, but=paid.id) == 0
        assert make_earning(part, satang=100_01).state == H
        assert make_earning(part, satang=100_00).state == A
        sound()
        decisions.reverse(paid, by=people.officer, reason=corrections.CAME_BACK)
        assert families.committed(whole) == 100_00
        sound()


class TestOldestFirst:
    def held(self, fund: Fund, *facts: tuple[int, int]) -> list[Earning]:
        """Earnings without money: satang, and how many days ago."""
        return [
            make_earning(fund, satang=satang, earned_on=clock.today() - timedelta(days=ago)) for satang, ago in facts
        ]

    def test_money_reaches_the_oldest_day_first_whatever_was_written_first(self) -> None:
        fund = make_fund(satang=0)
        young, old, middle = self.held(fund, (100_00, 1), (100_00, 9), (100_00, 5))
        budgets.change(fund, up=True, satang=200_00, note="มติ", key="k", by=SYSTEM)
        assert [one.state for one in (old, middle, young)] == [A, A, H]
        assert funds.available(fund.id) == 0
        sound()

    def test_of_one_day_whoever_was_written_down_first_comes_first(self) -> None:
        fund = make_fund(satang=0)
        first, second, third = self.held(fund, (100_00, 3), (100_00, 3), (100_00, 3))
        funds.grant(fund, 200_00, key="k", by=SYSTEM)
        assert resuming.resume_all() == 2
        assert [one.state for one in (first, second, third)] == [A, A, H]
        assert resuming.resume_all() == 0

    def test_a_smaller_younger_sum_never_overtakes(self) -> None:
        fund = make_fund(satang=0)
        old, young = self.held(fund, (300_00, 9), (10_00, 1))
        funds.grant(fund, 299_99, key="k", by=SYSTEM)
        assert resuming.resume(fund) == 0
        funds.grant(fund, 1, key="l", by=SYSTEM)
        assert resuming.resume(fund) == 1
        assert (old.state, young.state) == (A, H)
        sound()

    def test_an_allotment_resumes_too_and_what_a_person_holds_stays(self) -> None:
        whole = make_fund(1_000_00)
        part = part_of(whole)
        old, young = self.held(part, (100_00, 9), (100_00, 1))
        paid = make_earning(whole, satang=50_00)
        decisions.hold(paid, by=staff(Role.OFFICER), reason="sum_unclear")
        allotting.allot(part, 150_00, key="2", by=SYSTEM, note="มติ")
        assert (old.state, young.state, paid.state) == (A, H, H)
        assert resuming.resume(whole) == 0

    def test_what_a_rule_refuses_stands_in_nobodys_way(self) -> None:
        fund = make_fund(satang=0)
        travel, day = (
            accruals.accrue(
                enrolment_id=one.id, youth_id=one.youth_id, fund_id=fund.id, kind=EarningKind.REGULAR,
                amount_satang=100_00, source_type=source, source_id=number, by=SYSTEM,
                earned_on=date(2026, 1, number),
            )
            for number, (one, source) in enumerate(
                [(make_enrolment("in_learning"), EarningSource.TRAVEL),
                 (make_enrolment("in_learning"), EarningSource.ATTENDANCE)], 1,
            )
        )  # fmt: skip
        fund.uses = ["attendance"]
        funds.grant(fund, 100_00, key="k", by=SYSTEM)
        assert resuming.resume(fund) == 1
        assert (travel.state, day.state) == (H, A)


class TestRunningDry:
    def test_each_stage_is_told_once_and_money_begins_anew(self) -> None:
        fund = make_fund(1_000_00)
        officer = staff(Role.OFFICER)
        assert running_dry.nightly() == 0
        make_earning(fund, satang=800_00)
        assert (running_dry.nightly(), running_dry.nightly(), fund.warned) == (1, 0, 2)
        make_earning(fund, satang=300_00)
        assert (running_dry.nightly(), fund.warned) == (1, 3)
        funds.grant(fund, 100_000_00, key="k", by=SYSTEM)
        resuming.resume_all()
        assert (running_dry.nightly(), fund.warned) == (0, 0)
        told = session.scalars(select(Notice).where(Notice.event == "fund.runs_dry")).all()
        assert {one.account_id for one in told} == {officer.account_id}
        assert len(told) == 2

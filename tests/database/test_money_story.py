"""From a fund's budget to the youth's receipt, and every way off that road; the books must verify at each end."""

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import update

from marketplace.access import SYSTEM
from marketplace.audit import record
from marketplace.earnings import (
    accruals,
    decisions,
    destinations,
    funds,
    payouts,
    prints,
    proof,
    refusals,
    resuming,
    settlement,
    statement,
    taking_out,
    verify,
    whys,
)
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.ledger import NotEnough
from models.earning import Fund
from models.enrolment import Enrolment
from models.payout import PayoutAccount, PayoutLine
from models.session import db
from models.vocabulary import EarningKind, EarningSource, EarningState, LineOutcome, PayMethod, PayoutState
from models.youth import Youth
from tests.factories.enrolments import acting, make_enrolment, make_provider
from tests.factories.money import lines, make_batch, make_earning, make_fund, marked_here, pay, release, three_people
from tests.factories.offers import make_opportunity, make_placement

pytestmark = [pytest.mark.on_both, pytest.mark.usefixtures("database")]


def broken() -> list[str]:
    db.flush()
    return [f"{found.name}: {found.breaches}" for found in verify.invariants() if found.breaches]


def test_every_baht_goes_from_the_budget_to_the_receipt() -> None:
    people, fund = three_people(), make_fund(10_000_00)
    enrolment = make_enrolment(state="in_learning")
    funds.reserve(fund.id, enrolment, 500_00, by=people.officer)
    assert funds.sheet(fund) == funds.FundSheet(10_000_00, 9_500_00, 500_00, 0, 0)
    earning = make_earning(fund, enrolment=enrolment, satang=120_00)
    assert funds.sheet(fund) == funds.FundSheet(10_000_00, 9_500_00, 380_00, 120_00, 0)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    assert funds.sheet(fund).on_its_way == 120_00
    pay(lines(batch)[0], people)
    assert funds.sheet(fund) == funds.FundSheet(9_880_00, 9_500_00, 380_00, 0, 0)
    settlement.reconcile(batch, by=people.officer)
    settlement.close(batch, by=people.officer)
    decisions.confirm_receipt(earning, by=SYSTEM)
    assert (earning.state, batch.state) == (EarningState.CONFIRMED, PayoutState.CLOSED)
    assert funds.release_reserve(enrolment, by=people.officer) == 380_00
    assert funds.sheet(fund) == funds.FundSheet(9_880_00, 9_880_00, 0, 0, 0)
    assert proof.prove(earning.ref).holds
    assert broken() == []


def test_a_failed_payment_is_owed_again_and_paid_in_the_next_batch() -> None:
    people, fund = three_people(), make_fund()
    earning = make_earning(fund)
    first = make_batch(fund, people, earning)
    release(first, people)
    settlement.mark_failed(lines(first)[0], reason="account closed", on=clock.today(), by=people.officer)
    assert (earning.state, funds.sheet(fund).owed, funds.sheet(fund).on_its_way) == (EarningState.FAILED, 100_00, 0)
    assert not proof.prove(earning.ref).steps[0].shown_by.startswith("not in")
    other = make_earning(fund, enrolment=db.get_one(Enrolment, earning.enrolment_id))
    decisions.approve(other, by=people.officer)
    with pytest.raises(Invalid):
        payouts.prepare(fund, until=clock.today(), pay_on=payouts.first_day(), by=people.officer)
    for nothing in ("", ".....", "ก ก ก ก", "กขกขกขกข"):
        with pytest.raises(Invalid):
            decisions.retry(earning, by=people.officer, note=nothing)
    decisions.retry(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    assert refusals.standing({earning.youth_id})[earning.youth_id].again == "ธนาคารเปิดบัญชีแล้ว"
    between = make_batch(fund, people)
    release(between, people)
    settlement.mark_failed(lines(between)[0], reason="account closed", on=clock.today(), by=people.officer)
    for one in (earning, other):
        with pytest.raises(Invalid):
            decisions.retry(one, by=people.officer, note="")
    assert refusals.unanswered({earning.youth_id}) == {earning.youth_id}
    decisions.retry(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้วจริง")
    second = make_batch(fund, people)
    release(second, people)
    pay(lines(second)[0], people)
    settlement.reconcile(first, by=people.officer)
    assert (earning.state, other.state) == (EarningState.PAID, EarningState.PAID)
    assert refusals.standing({earning.youth_id}) == {}
    assert proof.prove(earning.ref).holds
    assert broken() == []


def test_what_the_bank_refused_holds_in_batches_that_were_closed_before_and_when_somebody_changes_back() -> None:
    people, fund = three_people(), make_fund()
    earning = make_earning(fund)
    enrolment = db.get_one(Enrolment, earning.enrolment_id)
    with_it = make_earning(fund, enrolment=enrolment)
    first = make_batch(fund, people, earning, with_it)
    release(first, people)
    second = make_batch(fund, people, make_earning(fund, enrolment=enrolment), make_earning(fund))
    payouts.lock(second, by=people.officer)
    settlement.mark_failed(lines(first)[0], reason="account closed", on=clock.today(), by=people.officer)
    with pytest.raises(Conflict):
        payouts.approve(second, by=people.approver)
    youth = db.get_one(Youth, earning.youth_id)
    kept = db.get_one(PayoutAccount, youth.id)
    was = destinations.Destination(PayMethod.BANK, "KTB", destinations.number_of(kept))
    destinations.choose(youth, dataclasses.replace(was, number="1234567890"), by=SYSTEM)
    assert refusals.standing({youth.id}) == {}
    destinations.choose(youth, was, by=SYSTEM)
    assert refusals.unanswered({youth.id}) == {youth.id}
    assert [one.id for one in taking_out.take_out_stuck(second, by=people.approver)] == [youth.id]
    decisions.retry(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    assert (with_it.state, refusals.unanswered({youth.id})) == (EarningState.APPROVED, set())
    assert broken() == []


def test_a_refusal_holds_whatever_becomes_of_its_sums_until_somebody_says_why() -> None:
    people, fund = three_people(), make_fund()
    earning = make_earning(fund)
    enrolment = db.get_one(Enrolment, earning.enrolment_id)
    with_it, later = make_earning(fund, enrolment=enrolment), make_earning(fund, enrolment=enrolment)
    first = make_batch(fund, people, earning, with_it)
    release(first, people)
    second, of_it = make_batch(fund, people, later), (earning, with_it)
    payouts.lock(second, by=people.officer)
    settlement.mark_failed(lines(first)[0], reason="account closed", on=clock.today(), by=people.officer)
    for one in of_it:
        decisions.hold(one, by=people.officer, reason="sum_unclear")
    with pytest.raises(Conflict):
        payouts.approve(second, by=people.approver)
    for one in of_it:
        decisions.resume(one, by=people.officer)
        for nothing in ("", "ก ก ก ก"):
            with pytest.raises(Invalid):
                decisions.approve(one, by=people.officer, note=nothing)
    with pytest.raises(Invalid):
        decisions.approve_all(of_it, by=people.officer)
    decisions.cancel(with_it, by=people.officer, reason="attendance_corrected")
    decisions.approve(earning, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    assert refusals.standing({earning.youth_id})[earning.youth_id].again == "ธนาคารเปิดบัญชีแล้ว"
    payouts.approve(second, by=people.approver)
    payouts.authorise(second, by=people.authoriser)
    payouts.release(second, by=people.authoriser)
    settlement.mark_failed(lines(second)[0], reason="account closed", on=clock.today(), by=people.officer)
    decisions.cancel(later, by=people.officer, reason="attendance_corrected")
    assert refusals.unanswered({earning.youth_id}) == {earning.youth_id}
    newest = make_earning(fund, enrolment=enrolment)
    with pytest.raises(Invalid):
        decisions.approve(newest, by=people.officer)
    decisions.approve(newest, by=people.officer, note="ธนาคารเปิดบัญชีแล้วจริง")
    assert refusals.unanswered({earning.youth_id}) == set()
    assert broken() == []


def test_a_refusal_of_a_line_without_the_print_of_its_account_holds_when_somebody_changes_back() -> None:
    people, fund = three_people(), make_fund()
    changed, stayed = make_earning(fund), make_earning(fund)
    batch = make_batch(fund, people, changed, stayed)
    release(batch, people)
    db.execute(update(PayoutLine).values(account_print=""))
    db.expire_all()
    youth, kept = db.get_one(Youth, changed.youth_id), db.get_one(PayoutAccount, changed.youth_id)
    was = destinations.Destination(PayMethod.BANK, "KTB", destinations.number_of(kept))
    for number in ("1234567890", was.number):
        destinations.choose(youth, dataclasses.replace(was, number=number), by=SYSTEM)
    for line in lines(batch):
        settlement.mark_failed(line, reason="account closed", on=clock.today(), by=people.officer)
    assert [line.account_print != "" for line in lines(batch)] == [False, True]
    assert refusals.unanswered({changed.youth_id, stayed.youth_id}) == {changed.youth_id, stayed.youth_id}
    decisions.retry(changed, by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")
    assert refusals.unanswered({changed.youth_id}) == set()
    destinations.choose(youth, dataclasses.replace(was, number="1234567890"), by=SYSTEM)
    assert refusals.standing({youth.id}) == {}


def test_money_that_came_back_is_free_again() -> None:
    people, fund = three_people(), make_fund(1_000_00)
    enrolment = make_enrolment(state="in_learning")
    funds.reserve(fund.id, enrolment, 300_00, by=people.officer)
    earning = make_earning(fund, enrolment=enrolment, satang=400_00)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    pay(lines(batch)[0], people)
    decisions.reverse(earning, by=people.officer, reason="sent back by the bank")
    assert funds.sheet(fund) == funds.FundSheet(1_000_00, 700_00, 300_00, 0, 0)
    assert proof.prove(earning.ref).holds
    assert broken() == []


def test_an_aborted_batch_gives_its_earnings_back() -> None:
    people, fund = three_people(), make_fund()
    earning = make_earning(fund)
    batch = make_batch(fund, people, earning)
    payouts.lock(batch, by=people.officer)
    payouts.abort(batch, by=people.approver, reason="wrong day")
    given_up, payment = proof.prove(earning.ref).steps[:2]
    assert (given_up.name, "No answer" in payment.shown_by, "ยกเลิกรอบ" in given_up.shown_by) == ("batch", False, True)
    assert earning.state == EarningState.APPROVED
    assert make_batch(fund, people).number == 2
    assert broken() == []


def test_a_line_taken_out_waits_for_the_next_batch() -> None:
    people, fund = three_people(), make_fund()
    first, second = make_earning(fund), make_earning(fund, satang=70_00)
    batch = make_batch(fund, people, first, second)
    taking_out.remove_line(lines(batch)[0], by=people.officer, reason="name differs")
    assert (first.state, second.state, batch.total_satang) == (EarningState.APPROVED, EarningState.IN_BATCH, 70_00)
    payouts.lock(batch, by=people.officer)
    with pytest.raises(IllegalMove):
        taking_out.remove_line(lines(batch)[0], by=people.officer, reason="too late")
    assert broken() == []


def test_no_two_of_the_three_are_one() -> None:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    payouts.lock(batch, by=people.officer)
    with pytest.raises(Forbidden):
        payouts.approve(batch, by=people.officer)
    payouts.approve(batch, by=people.approver)
    for same in (people.officer, people.approver):
        with pytest.raises(Forbidden):
            payouts.authorise(batch, by=same)
    payouts.authorise(batch, by=people.authoriser)
    with pytest.raises(Forbidden):
        payouts.release(batch, by=people.officer)


def test_a_line_ends_once() -> None:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    with pytest.raises(IllegalMove):
        pay(lines(batch)[0], people)
    release(batch, people)
    with pytest.raises(Invalid):
        pay(lines(batch)[0], people, bank_ref=" ")
    with pytest.raises(Conflict):
        settlement.reconcile(batch, by=people.officer)
    pay(lines(batch)[0], people)
    with pytest.raises(Conflict):
        pay(lines(batch)[0], people, bank_ref="KTB-0002")
    with pytest.raises(Conflict):
        settlement.mark_failed(lines(batch)[0], reason="no", on=clock.today(), by=people.officer)
    assert lines(batch)[0].outcome == LineOutcome.PAID


def test_the_same_source_earns_once() -> None:
    fund, enrolment = make_fund(), make_enrolment(state="in_learning")
    first = make_earning(fund, enrolment=enrolment, source_id=7)
    again = make_earning(fund, enrolment=enrolment, source_id=7)
    assert first is again
    with pytest.raises(Conflict):
        make_earning(fund, enrolment=enrolment, source_id=7, satang=101_00)
    bonus = make_earning(fund, enrolment=enrolment, source_id=7, kind=EarningKind.RETENTION)
    assert bonus is not first
    assert funds.sheet(fund).owed == 200_00


def test_an_empty_fund_holds_the_earning_and_pays_when_money_comes() -> None:
    people, fund = three_people(), make_fund(0)
    earning = make_earning(fund)
    assert (earning.state, earning.accrue_entry_id) == (EarningState.HELD, None)
    with pytest.raises(NotEnough):
        decisions.resume(earning, by=people.officer)
    funds.grant(fund, 100_00, key="late", by=people.officer)
    decisions.resume(earning, by=people.officer)
    assert earning.state == EarningState.ACCRUED
    assert funds.sheet(fund).owed == 100_00
    assert broken() == []


def test_what_is_promised_cannot_be_cut_or_promised_twice() -> None:
    people, fund = three_people(), make_fund(1_000_00)
    first, second = make_enrolment(state="approved"), make_enrolment(state="approved")
    funds.reserve(fund.id, first, 700_00, by=people.officer)
    funds.reserve(fund.id, first, 700_00, by=people.officer)
    with pytest.raises(Conflict):
        funds.reserve(fund.id, first, 600_00, by=people.officer)
    with pytest.raises(NotEnough):
        funds.reserve(fund.id, second, 301_00, by=people.officer)
    with pytest.raises(NotEnough):
        funds.cut(fund, 301_00, key="cut", by=people.officer, note="council")
    funds.cut(fund, 300_00, key="cut", by=people.officer, note="council")
    funds.cut(fund, 300_00, key="cut", by=people.officer, note="council")
    assert funds.sheet(fund) == funds.FundSheet(700_00, 0, 700_00, 0, 0)
    assert broken() == []


def test_a_freed_promise_can_be_made_again() -> None:
    people, fund, enrolment = three_people(), make_fund(500_00), make_enrolment(state="approved")
    for _ in range(3):
        funds.reserve(fund.id, enrolment, 500_00, by=people.officer)
        assert funds.release_reserve(enrolment, by=people.officer) == 500_00
    assert funds.release_reserve(enrolment, by=people.officer) == 0
    assert broken() == []


def attended(session_index: int = 0) -> tuple[object, ...]:
    opportunity = make_placement(with_sessions=True, fund_id=make_fund().id, completion_bonus_satang=300_00)
    enrolment = make_enrolment(state="in_learning", opportunity=opportunity)
    return opportunity, enrolment


def test_a_learning_session_earns_stipend_and_travel_and_a_work_session_a_wage() -> None:
    from models.offer import Session

    opportunity, enrolment = attended()
    teacher = acting(make_provider(opportunity.organisation_id))
    sessions = db.query(Session).filter_by(opportunity_id=opportunity.id).order_by(Session.number).all()
    learning = next(session for session in sessions if session.kind == "learn")
    working = [session for session in sessions if session.kind == "work"][:2]
    rows = {}
    for session in (learning, *working):
        rows[session] = marked_here(session, enrolment, by=teacher)
        accruals.accrue_attendance(
            opportunity, enrolment, rows[session], session, by=teacher, is_work=session.kind == "work"
        )
    told = statement.statement_for(
        enrolment.youth_id, (learning.held_on - timedelta(30), learning.held_on + timedelta(60))
    )
    assert [line.amount_satang for line in told.fund.lines] == [100_00, 20_00]
    assert sum(line.amount_satang for line in told.employer.lines) == 680_00
    assert (told.fund.total_satang, told.employer.total_satang) == (120_00, 680_00)
    assert accruals.withdraw_attendance(rows[working[0]].id, by=SYSTEM)
    assert accruals.withdraw_attendance(rows[learning].id, by=SYSTEM)
    assert accruals.withdraw_attendance(rows[learning].id, by=SYSTEM)
    after = statement.statement_for(enrolment.youth_id, (told.first, told.last))
    assert (after.fund.lines, after.employer.total_satang) == ((), 340_00)
    back = accruals.accrue_attendance(opportunity, enrolment, rows[learning], learning, by=teacher, is_work=False)
    assert [earning.state for earning in back] == [EarningState.ACCRUED, EarningState.ACCRUED]
    assert broken() == []
    assert accruals.withdraw_attendance(rows[learning].id, by=SYSTEM)
    fund = db.get_one(Fund, opportunity.fund_id)
    free = funds.sheet(fund).available
    funds.cut(fund, free, key="gone", by=SYSTEM, note="ย้าย")
    waits = accruals.accrue_attendance(opportunity, enrolment, rows[learning], learning, by=teacher, is_work=False)
    assert waits == back
    assert {earning.state for earning in back} == {EarningState.HELD}
    assert set(whys.of(back).values()) == {whys.NO_MONEY}
    assert broken() == []
    funds.grant(fund, free, key="anew", by=SYSTEM)
    assert resuming.resume(fund) == 2
    assert {earning.state for earning in back} == {EarningState.ACCRUED}
    assert all(proof.prove(earning.ref).holds for earning in back)
    assert broken() == []


def test_attendance_already_in_a_batch_is_not_withdrawn() -> None:
    people, fund = three_people(), make_fund()
    earning = make_earning(fund, source_id=77)
    make_batch(fund, people, earning)
    assert not accruals.withdraw_attendance(77, by=SYSTEM)
    assert earning.state == EarningState.IN_BATCH


def test_completion_earns_the_bonus_and_frees_the_rest() -> None:
    from models.enrolment import Claim

    fund = make_fund(1_000_00)
    opportunity = make_opportunity(fund_id=fund.id, completion_bonus_satang=300_00)
    enrolment = make_enrolment(state="in_learning", opportunity=opportunity)
    funds.reserve(fund.id, enrolment, 800_00, by=SYSTEM)
    claim = Claim(
        ref="C-1", enrolment_id=enrolment.id, office_key=enrolment.office_key, state="verified", hours=30,
        created_at=clock.now(),
    )  # fmt: skip
    db.add(claim)
    db.flush()
    record(SYSTEM, "claim.shown", claim, words=prints.of_words(claim.note), sha256=[])
    earning = accruals.accrue_completion(opportunity, enrolment, claim, by=SYSTEM)
    assert earning is not None
    assert (earning.source_type, earning.evidence_ref) == (EarningSource.CLAIM, "C-1")
    assert funds.sheet(fund) == funds.FundSheet(1_000_00, 700_00, 0, 300_00, 0)
    assert accruals.accrue_completion(opportunity, enrolment, claim, by=SYSTEM) is earning
    decisions.reject(earning, by=SYSTEM, reason="evidence was of another person")
    assert funds.sheet(fund) == funds.FundSheet(1_000_00, 1_000_00, 0, 0, 0)
    assert broken() == []

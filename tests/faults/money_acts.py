"""Every act by which money is promised, owed, sent, paid, taken in or undone, each in a small world of its own.

An act finds what it is about by its reference, so that it can be done in another process, and done again.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM, Actor
from marketplace.areas.offices import office_key_for
from marketplace.areas.settings import change_setting
from marketplace.earnings import (
    allotting,
    bank_formats,
    budgets,
    decisions,
    funds,
    payouts,
    remittance,
    settlement,
    taking_out,
)
from marketplace.earnings.bankfile import Result
from marketplace.enrolments import applications, approvals, attendance, batches, claims, milestones
from marketplace.enrolments.queries import loaded
from marketplace.kernel import clock
from marketplace.offers import promises
from marketplace.offers.promises import Promise
from marketplace.payments import differences, gifts, inbox, refunds, told
from marketplace.payments.gifts import Transfer
from marketplace.second_looks import queries, service
from models.earning import Earning, Fund
from models.enrolment import Claim, Enrolment
from models.gift import Difference, Gift, GiftRefund
from models.milestone import Milestone
from models.offer import Session
from models.payout import PayoutBatch
from models.second_look import SecondLook
from models.session import db
from models.vocabulary import EarningState, GiftWay, LineOutcome, LookState, MilestoneKind, Role
from tests.factories.bank import answer_file
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_youth, mark_here, staff, youth_actor
from tests.factories.gifts import (
    event_of_dispute,
    event_of_session,
    make_difference,
    make_gift,
    make_paid_gift,
)
from tests.factories.milestones import make_stay, promise
from tests.factories.money import (
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    release,
    three_people,
    without_account,
)
from tests.factories.offers import SATENG, make_opportunity
from tests.factories.second_looks import draw, make_verified
from tests.faults.dying import Act

EVERY_DAY = ";".join(f"{day} 00:30-01:30" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"))


def _one(kind: Any, ref: str) -> Any:
    return db.scalars(select(kind).where(kind.ref == ref)).one()


# What comes in and goes back.


def webhook() -> Act:
    gift = make_gift(make_fund(0), 500_00)
    message = told.read(event_of_session(gift, "completed") | {"id": "evt_kill"})
    return lambda: inbox.receive(message, live=False)


def dispute() -> Act:
    gift = make_paid_gift(make_fund(100_00), 500_00)
    message = told.read(event_of_dispute(gift, "created", "needs_response", -500_00) | {"id": "evt_kill"})
    return lambda: inbox.receive(message, live=False)


def transfer() -> Act:
    people = three_people()
    ref = make_gift(make_fund(0), 500_00, way=GiftWay.TRANSFER).ref
    came = Transfer("KTB-1", "ใบเสร็จ 1", clock.today())
    return lambda: gifts.record_transfer(_one(Gift, ref), came, by=people.officer)


def approved_refund() -> Act:
    people, gift = three_people(), make_paid_gift(make_fund(0), 500_00)
    ref, gift_ref = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer).ref, gift.ref
    return lambda: refunds.approve(_one(GiftRefund, ref), _one(Gift, gift_ref), by=people.approver)


def adjustment() -> Act:
    people = three_people()
    difference = make_difference(make_fund(100_00))
    differences.propose(difference, satang=-25_00, reason="หักค่าโอน", by=people.officer)
    ref = difference.ref
    return lambda: differences.agree(_one(Difference, ref), by=people.approver)


def raised_budget() -> Act:
    """The money that comes in first reaches what waits for it."""
    people, fund = three_people(), make_fund(0)
    assert make_earning(fund).state == EarningState.HELD
    ref = fund.ref
    return lambda: budgets.change(_one(Fund, ref), up=True, satang=300_00, note="มติ", key="more", by=people.officer)


def allotment() -> Act:
    people, above, part = three_people(), make_fund(1_000_00), make_fund(0)
    allotting.place_under(part, above, by=people.officer)
    ref = part.ref
    return lambda: allotting.allot(_one(Fund, ref), 200_00, key="part", by=people.officer, note="แบ่ง")


# What is promised, and comes to be owed.


def _asked() -> tuple[str, Actor]:
    """A request the office may say yes to, on a course that pays by the session, on completion and for staying."""
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
    offer = make_opportunity(
        fund_id=make_fund().id,
        stipend_per_session_satang=100_00,
        completion_bonus_satang=300_00,
        with_sessions=True,
    )
    promises.keep(offer, [Promise(MilestoneKind.STEP, 300_00, "สอบผ่าน"), Promise(MilestoneKind.STAY, 500_00, days=30)])
    ref = make_enrolment("officer_review", opportunity=offer).ref
    return ref, staff(Role.OFFICER)


def _request(ref: str) -> Enrolment:
    return db.scalars(loaded().where(Enrolment.ref == ref)).one()


def approval() -> Act:
    ref, officer = _asked()
    return lambda: approvals.approve(_request(ref), by=officer)


def bulk_approval() -> Act:
    """Each request is a transaction of its own."""
    fund, officer = make_fund(), staff(Role.OFFICER)
    change_setting(office_key_for(SATENG), two_step_review=False, provider_days=2, officer_days=3)
    offer = make_opportunity(fund_id=fund.id, stipend_per_session_satang=100_00, with_sessions=True)
    refs = [make_enrolment("officer_review", opportunity=offer).ref for _ in range(2)]
    return lambda: batches.approve_batch(refs, by=officer)


def undone_approval() -> Act:
    ref, officer = _asked()
    approvals.approve(_request(ref), by=officer)
    return lambda: approvals.undo(_request(ref), by=officer)


def withdrawal() -> Act:
    ref, officer = _asked()
    approvals.approve(_request(ref), by=officer)
    return lambda: applications.withdraw(_request(ref), by=SYSTEM)


def attended_session() -> Act:
    offer = make_opportunity(
        fund_id=make_fund().id,
        starts_on=clock.today() - timedelta(days=3),
        times=EVERY_DAY,
        with_sessions=True,
        stipend_per_session_satang=100_00,
        travel_per_session_satang=20_00,
    )
    for _ in range(2):
        make_enrolment("in_learning", opportunity=offer)
    provider = acting(make_provider(offer.organisation_id))
    ref = db.scalars(select(Session.ref).where(Session.opportunity_id == offer.id).order_by(Session.number)).first()
    return lambda: mark_here(attendance.session_of(provider, ref or ""), by=provider)


def completion() -> Act:
    fund, people = make_fund(), three_people()
    offer = make_opportunity(fund_id=fund.id, completion_bonus_satang=300_00)
    learner = make_enrolment("in_learning", opportunity=offer)
    funds.reserve(fund.id, learner, 700_00, by=people.officer)
    make_stay(learner, fund, satang=200_00)
    ref = make_verified(learner, state="claimed").ref
    return lambda: claims.verify(claims.one(people.officer, ref), by=people.officer, note="มาจริง", seen_short=True)


def reached_point() -> Act:
    fund, people = make_fund(), three_people()
    youth = make_youth()
    learner = make_enrolment("in_learning", youth=youth, opportunity=make_opportunity(fund_id=fund.id))
    promise(learner, fund, 500_00, people.officer)
    ref = make_stay(learner, fund).ref
    milestones.say(_point(ref), by=youth_actor(youth), said_as="youth", proof="มาทุกวัน")
    return lambda: milestones.verify(_point(ref), by=people.officer)


def _point(ref: str) -> Milestone:
    whole = select(Milestone).where(Milestone.ref == ref).options(joinedload(Milestone.enrolment))
    return db.scalars(whole.execution_options(populate_existing=True)).one()


# A payout, step by step.


def _batch(upto: str = "") -> tuple[Any, PayoutBatch]:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund, satang=100_00), make_earning(fund, satang=250_00))
    way = (
        ("locked", lambda: payouts.lock(batch, by=people.officer)),
        ("approved", lambda: payouts.approve(batch, by=people.approver)),
        ("authorised", lambda: payouts.authorise(batch, by=people.authoriser)),
        ("released", lambda: payouts.release(batch, by=people.authoriser)),
    )
    for name, go in way[: next((at for at, (name, _) in enumerate(way, 1) if name == upto), 0)]:
        go()
        assert batch.state == name
    return people, batch


def approved_earning() -> Act:
    people = three_people()
    ref = make_earning_in(EarningState.ACCRUED, make_fund(), people).ref
    return lambda: decisions.approve(_one(Earning, ref), by=people.officer)


def prepared_batch() -> Act:
    people, batch = _batch()
    payouts.abort(batch, by=people.officer, reason="เตรียมใหม่")
    ref = db.get_one(Fund, batch.fund_id).ref
    today = clock.today()
    return lambda: payouts.prepare(_one(Fund, ref), until=today, pay_on=payouts.first_day(), by=people.officer)


def locked_batch() -> Act:
    people, batch = _batch()
    ref = batch.ref
    return lambda: payouts.lock(_one(PayoutBatch, ref), by=people.officer)


def approved_batch() -> Act:
    people, batch = _batch("locked")
    ref = batch.ref
    return lambda: payouts.approve(_one(PayoutBatch, ref), by=people.approver)


def authorised_batch() -> Act:
    people, batch = _batch("approved")
    ref = batch.ref
    return lambda: payouts.authorise(_one(PayoutBatch, ref), by=people.authoriser)


def released_batch() -> Act:
    people, batch = _batch("authorised")
    ref = batch.ref
    return lambda: payouts.release(_one(PayoutBatch, ref), by=people.authoriser)


def stuck_lines() -> Act:
    people, batch = _batch("authorised")
    without_account(lines(batch)[0])
    ref = batch.ref
    return lambda: taking_out.take_out_stuck(_one(PayoutBatch, ref), by=people.officer)


def aborted_batch() -> Act:
    people, batch = _batch("approved")
    ref = batch.ref
    return lambda: payouts.abort(_one(PayoutBatch, ref), by=people.approver, reason="ผิดวัน")


def bank_result() -> Act:
    """One line paid, one refused, as the bank's file says it."""
    people, batch = _batch("released")
    bank = bank_formats.called("example-b")
    ends = ((LineOutcome.PAID, "K-1", ""), (LineOutcome.FAILED, "", "ปิด"))
    rows = [
        Result(0, one.ref, end, ref, clock.today(), why, one.amount_satang)
        for one, (end, ref, why) in zip(lines(batch), ends, strict=True)
    ]
    ref, data = batch.ref, answer_file(bank.result, rows)
    return lambda: remittance.take_results(_one(PayoutBatch, ref), data, bank, by=people.officer)


def reconciled_batch() -> Act:
    people, batch = _batch("released")
    for number, line in enumerate(lines(batch)):
        settlement.mark_paid(line, bank_ref=f"K-{number}", paid_on=clock.today(), by=people.officer)
    ref = batch.ref
    return lambda: settlement.reconcile(_one(PayoutBatch, ref), by=people.officer)


def confirmed_receipt() -> Act:
    earning = make_earning_in(EarningState.PAID, make_fund(), three_people())
    ref = earning.ref
    return lambda: decisions.confirm_receipt(_one(Earning, ref), by=SYSTEM)


# What is taken back.


def recovery() -> Act:
    """Money that was paid comes back: payment, sending and debt are reversed, and the promise is whole again."""
    people, fund = three_people(), make_fund(1_000_00)
    learner = make_enrolment("in_learning")
    funds.reserve(fund.id, learner, 300_00, by=people.officer)
    earning = make_earning(fund, enrolment=learner, satang=400_00)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    settlement.mark_paid(lines(batch)[0], bank_ref="K-1", paid_on=clock.today(), by=people.officer)
    ref = earning.ref
    return lambda: decisions.reverse(_one(Earning, ref), by=people.officer, reason="sent back")


def cancelled_earning() -> Act:
    people = three_people()
    ref = make_earning_in(EarningState.APPROVED, make_fund(), people).ref
    return lambda: decisions.cancel(_one(Earning, ref), by=people.officer, reason="ผิดคน")


def false_completion() -> Act:
    fund, people = make_fund(), three_people()
    offer = make_opportunity(fund_id=fund.id, completion_bonus_satang=300_00)
    learner = make_enrolment("in_learning", opportunity=offer, youth=make_youth())
    promise(learner, fund, 500_00, people.officer)
    make_stay(learner, fund, satang=100_00)
    claim: Claim = make_verified(learner, state="claimed")
    found = claims.one(people.officer, claim.ref)
    claims.verify(found, by=people.officer, note="มาจริง", seen_short=True)
    draw()
    ref = db.scalars(select(SecondLook.ref)).one()
    looker = staff(Role.APPROVER)
    return lambda: service.answer(queries.one_look(looker, ref), LookState.FALSE, note="ไม่มีใครเห็น", by=looker)


ROOM_ACTS: dict[Callable[[], Act], str] = {
    webhook: "gift.pay gift.donation entry.donation",
    dispute: "gift_dispute.told gift.dispute entry.dispute",
    transfer: "gift.pay gift.donation",
    approved_refund: "gift_refund.approve gift.refund entry.refund",
    adjustment: "difference.agree entry.adjust",
    raised_budget: "fund.grant entry.grant earning.resume entry.accrue",
    allotment: "fund.allot entry.allot",
    approval: "entry.reserve",
    bulk_approval: "entry.reserve",
    undone_approval: "entry.release",
    withdrawal: "entry.release milestone.end",
    attended_session: "earning.accrue entry.accrue",
    completion: "earning.accrue entry.accrue entry.release",
    reached_point: "milestone.verify earning.accrue",
    approved_earning: "earning.approve",
    prepared_batch: "payout.prepare earning.put_in_batch",
    locked_batch: "payout.lock",
    approved_batch: "payout.approve",
    authorised_batch: "payout.authorise",
    released_batch: "payout.release earning.send entry.send",
    stuck_lines: "payout.take_out payout.remove_line earning.take_out",
    aborted_batch: "payout.abort earning.take_out",
    bank_result: "payout.line_paid payout.line_failed earning.pay earning.fail entry.pay entry.reversal",
    reconciled_batch: "payout.reconcile",
    confirmed_receipt: "earning.confirm",
    recovery: "earning.reverse entry.reversal",
    cancelled_earning: "earning.cancel entry.reversal",
    false_completion: "earning.cancel milestone.end entry.release",
}

"""Acts by which money is put right: corrections by two people, recoveries, suspense, transfers sent back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.corrections import service as corrections
from marketplace.earnings import decisions, payouts, settlement
from marketplace.enrolments import claims
from marketplace.files import checking
from marketplace.kernel import clock
from marketplace.ledger import anchors
from marketplace.payments import differences, documents, gifts, refunds, suspense
from marketplace.payments.gifts import Transfer
from marketplace.payments.suspense import ExitDraft
from marketplace.recoveries import service as recoveries
from marketplace.second_looks import queries, service
from models.correction import Correction
from models.earning import Earning
from models.gift import Difference, Gift, GiftRefund, SuspenseExit
from models.recovery import Recovery
from models.second_look import SecondLook
from models.session import db
from models.vocabulary import (
    CorrectionKind,
    EarningState,
    GiftWay,
    LookState,
    Role,
    SuspensePlace,
    SuspenseWay,
)
from tests.factories.enrolments import acting, make_account, make_enrolment, make_youth, staff
from tests.factories.gifts import make_gift, make_paid_gift, make_stray, make_suspended
from tests.factories.money import (
    People,
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    named,
    pay,
    release,
    three_people,
)
from tests.factories.offers import make_opportunity
from tests.factories.second_looks import draw, make_verified
from tests.faults.dying import Act

WHY = "จ่ายวันที่ไม่ได้มาเรียน"


def _one(kind: Any, ref: str) -> Any:
    return db.scalars(select(kind).where(kind.ref == ref)).one()


# Corrections of what was paid.


def _paid(state: EarningState = EarningState.PAID) -> tuple[People, str]:
    people = three_people()
    return people, make_earning_in(state, make_fund(), people).ref


def proposed_correction() -> Act:
    people, ref = _paid()
    return lambda: corrections.propose(_one(Earning, ref), CorrectionKind.LESS, 30_00, WHY, by=people.officer)


def _proposed(kind: CorrectionKind) -> tuple[People, str]:
    people, ref = _paid()
    return people, corrections.propose(_one(Earning, ref), kind, 30_00, WHY, by=people.officer).ref


def agreed_part_back() -> Act:
    people, ref = _proposed(CorrectionKind.LESS)
    return lambda: corrections.agree(_one(Correction, ref), by=people.approver)


def agreed_rest() -> Act:
    people, ref = _proposed(CorrectionKind.MORE)
    return lambda: corrections.agree(_one(Correction, ref), by=people.approver)


def declined_correction() -> Act:
    people, ref = _proposed(CorrectionKind.LESS)
    return lambda: corrections.decline(_one(Correction, ref), by=people.approver)


def paid_again() -> Act:
    people, ref = _paid()
    decisions.reverse(_one(Earning, ref), by=people.officer, reason=corrections.CAME_BACK)
    return lambda: corrections.pay_again(_one(Earning, ref), by=people.officer)


def came_back_after_part() -> Act:
    """A part had come back before: it is in the whole that comes back now."""
    people, ref = _paid()
    part = corrections.propose(_one(Earning, ref), CorrectionKind.LESS, 30_00, WHY, by=people.officer)
    corrections.agree(part, by=people.approver)
    return lambda: decisions.reverse(_one(Earning, ref), by=people.officer, reason=corrections.CAME_BACK)


# What has to come back.


def false_paid_completion() -> Act:
    fund, people = make_fund(), three_people()
    offer = make_opportunity(fund_id=fund.id, completion_bonus_satang=300_00)
    learner = make_enrolment("in_learning", opportunity=offer, youth=named(make_youth()))
    claim = make_verified(learner, state="claimed")
    claims.verify(claims.one(people.officer, claim.ref), by=people.officer, note="มาจริง", seen_short=True)
    earning = db.scalars(select(Earning)).one()
    batch = make_batch(fund, people, earning)
    release(batch, people)
    pay(lines(batch)[0], people)
    draw()
    ref = db.scalars(select(SecondLook.ref)).one()
    looker = staff(Role.APPROVER)
    return lambda: service.answer(queries.one_look(looker, ref), LookState.FALSE, note="ไม่มีใครเห็น", by=looker)


def due_after_all() -> Act:
    people, _, ref = _to_come_back()
    return lambda: recoveries.settle(_one(Earning, ref), "keep", by=people.officer)


def waited_for_anew() -> Act:
    people, _, ref = _to_come_back()
    recoveries.settle(_one(Earning, ref), "keep", by=people.officer)
    return lambda: recoveries.open_for(_one(Earning, ref), reason="false", cause_ref="L-2", by=people.officer)


def _to_come_back(state: EarningState = EarningState.PAID) -> tuple[People, str, str]:
    people, ref = _paid(state)
    recovery = recoveries.open_for(_one(Earning, ref), reason="false", cause_ref="L-1", by=people.officer)
    assert recovery is not None
    return people, recovery.ref, ref


def proposed_write_off() -> Act:
    people, ref, _ = _to_come_back()
    return lambda: recoveries.propose(_one(Recovery, ref), "ย้ายไปต่างประเทศแล้ว", by=people.officer)


def _to_be_written_off() -> tuple[People, str]:
    people, ref, _ = _to_come_back()
    recoveries.propose(_one(Recovery, ref), "ย้ายไปต่างประเทศแล้ว", by=people.officer)
    return people, ref


def written_off() -> Act:
    people, ref = _to_be_written_off()
    return lambda: recoveries.agree(_one(Recovery, ref), by=people.approver)


def not_written_off() -> Act:
    people, ref = _to_be_written_off()
    return lambda: recoveries.send_back(_one(Recovery, ref), by=people.approver)


def recovered() -> Act:
    people, _, ref = _to_come_back()
    return lambda: decisions.reverse(_one(Earning, ref), by=people.officer, reason="sent back")


def part_recovered() -> Act:
    people, _, ref = _to_come_back()
    part = corrections.propose(_one(Earning, ref), CorrectionKind.LESS, 30_00, WHY, by=people.officer).ref
    return lambda: corrections.agree(_one(Correction, part), by=people.approver)


def stopped_in_time() -> Act:
    """It was on its way when it was found untrue, and the bank refused it."""
    people, fund = three_people(), make_fund()
    earning = make_earning(fund)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    recoveries.open_for(earning, reason="false", cause_ref="L-1", by=people.officer)
    settlement.mark_failed(lines(batch)[0], reason="ปิดบัญชี", on=clock.today(), by=people.officer)
    ref = earning.ref
    return lambda: decisions.cancel(_one(Earning, ref), by=people.officer, reason="ไม่จริง")


def anchored_day() -> Act:
    make_fund(500_00)

    def night() -> None:
        with clock.frozen(clock.now() + timedelta(days=1)):
            anchors.drop_anchor()

    return night


# Transfers that go back as they came, and batches that do.


def _sent_back() -> tuple[People, str, str]:
    people, gift = three_people(), make_gift(make_fund(0), 500_00, way=GiftWay.TRANSFER)
    gifts.record_transfer(gift, Transfer("KTB-1", "ใบเสร็จ 1", clock.today()), by=people.officer)
    way_back = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer)
    refunds.approve(way_back, gift, by=people.approver)
    return people, way_back.ref, gift.ref


def sent_by_hand() -> Act:
    people, ref, gift = _sent_back()
    return lambda: refunds.sent_by_hand(_one(GiftRefund, ref), _one(Gift, gift), bank_ref="KTB-2", by=people.officer)


def not_sent() -> Act:
    people, ref, gift = _sent_back()
    return lambda: refunds.not_sent(_one(GiftRefund, ref), _one(Gift, gift), by=people.officer)


def returned_batch() -> Act:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    payouts.lock(batch, by=people.officer)
    ref = batch.ref
    return lambda: payouts.send_back(_one(payouts.PayoutBatch, ref), by=people.approver, note="ผิดวัน")


def closed_batch() -> Act:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund))
    release(batch, people)
    pay(lines(batch)[0], people)
    settlement.reconcile(batch, by=people.officer)
    ref = batch.ref
    return lambda: settlement.close(_one(payouts.PayoutBatch, ref), by=people.officer)


# What belongs to no fund, and the papers behind a gift.


def taken_up() -> Act:
    first, second = _stewards()
    found = make_stray()
    differences.propose(found, satang=70_00, reason="ยังไม่รู้ว่าเป็นของใคร", by=first)
    ref = found.ref
    return lambda: differences.agree(_one(Difference, ref), by=second)


def proposed_exit() -> Act:
    first, second = _stewards()
    ref, fund = make_suspended(first, second).ref, _fund_for_gifts()
    return lambda: suspense.propose(_one(Difference, ref), _leaves(fund), by=first)


def passed_on_to_fund() -> Act:
    ref, second = _leaving()
    return lambda: suspense.agree(_one(SuspenseExit, ref), by=second)


def cleared_exit() -> Act:
    first, second = _stewards()
    came, went = make_suspended(first, second), make_suspended(first, second, -70_00)
    draft = ExitDraft(70_00, SuspenseWay.AGAINST, SuspensePlace.CLEARING, "", "", "เป็นรายการเดียวกัน", went.ref)
    ref = suspense.propose(came, draft, by=first).ref
    return lambda: suspense.agree(_one(SuspenseExit, ref), by=second)


def declined_exit() -> Act:
    ref, second = _leaving()
    return lambda: suspense.decline(_one(SuspenseExit, ref), by=second)


def added_document() -> Act:
    officer, gift = three_people().officer, make_paid_gift(make_fund(0))
    paper, folder, ref = checking.check(b"%PDF-1.4\n%%EOF\n", "order.pdf"), Path(mkdtemp()), gift.ref
    return lambda: documents.attach(_one(Gift, ref), [paper], folder, by=officer)


def _stewards() -> tuple[Actor, Actor]:
    return acting(make_account()), acting(make_account())


def _fund_for_gifts() -> str:
    fund = make_fund(0)
    fund.takes_gifts = True
    db.flush()
    return fund.ref


def _leaves(fund: str) -> ExitDraft:
    return ExitDraft(70_00, SuspenseWay.FUND, SuspensePlace.CLEARING, fund, "", "ผู้ให้ยืนยันแล้ว")


def _leaving() -> tuple[str, Actor]:
    first, second = _stewards()
    found = make_suspended(first, second)
    return suspense.propose(found, _leaves(_fund_for_gifts()), by=first).ref, second


PUT_RIGHT_ACTS: dict[Callable[[], Act], str] = {
    proposed_correction: "correction.propose",
    agreed_part_back: "correction.agree entry.adjust",
    agreed_rest: "correction.agree earning.accrue entry.accrue",
    declined_correction: "correction.decline",
    paid_again: "correction.again entry.accrue",
    came_back_after_part: "earning.reverse entry.reversal",
    false_paid_completion: "recovery.open",
    due_after_all: "recovery.keep",
    waited_for_anew: "recovery.reopen",
    proposed_write_off: "recovery.propose",
    written_off: "recovery.agree",
    not_written_off: "recovery.return",
    recovered: "recovery.recover earning.reverse",
    part_recovered: "recovery.lessen correction.agree entry.adjust",
    stopped_in_time: "recovery.stop earning.cancel",
    anchored_day: "",
    sent_by_hand: "gift_refund.finish",
    not_sent: "gift_refund.fail gift.restore",
    returned_batch: "payout.return",
    closed_batch: "payout.close",
    taken_up: "difference.agree entry.suspend",
    proposed_exit: "suspense_exit.propose",
    passed_on_to_fund: "suspense_exit.agree entry.settle fund.from_suspense",
    cleared_exit: "suspense_exit.agree entry.settle entry.settle difference.cleared",
    declined_exit: "suspense_exit.decline",
    added_document: "gift.documents",
}

"""Acts of money that a person does by hand: lines ended, earnings held, funds opened and cut, rules and accounts."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.earnings import (
    allotting,
    bank_formats,
    budgets,
    decisions,
    destinations,
    funds,
    payouts,
    remittance,
    resuming,
    ruling,
    settlement,
    taking_out,
)
from marketplace.earnings.destinations import Destination, Entered
from marketplace.files import checking
from marketplace.kernel import clock
from marketplace.payments import documents, gifts, refunds
from marketplace.payments.gifts import GiftDraft, Transfer
from models.earning import Earning, Fund
from models.gift import Gift, GiftRefund
from models.payout import PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import (
    AccountProof,
    EarningKind,
    EarningState,
    GiftWay,
    GiverKind,
    PayMethod,
)
from models.youth import Youth
from tests.factories.enrolments import make_enrolment, make_youth, youth_actor
from tests.factories.gifts import make_gift, make_paid_gift
from tests.factories.money import (
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    release,
    three_people,
)
from tests.factories.offers import SATENG
from tests.faults.dying import Act

ACCOUNT = Destination(PayMethod.BANK, "KTB", "3001234567")


def _one(kind: Any, ref: str) -> Any:
    return db.scalars(select(kind).where(kind.ref == ref)).one()


# Money that comes in or is set aside.


def opened_fund() -> Act:
    officer = three_people().officer
    today = clock.today()
    draft = funds.FundDraft("กองทุนใหม่", "New", "มติสภา", SATENG, today, today + timedelta(days=200))
    office = office_key_for(SATENG)

    def open_it() -> None:
        # Whoever comes back looks at the list of funds before they open it again.
        if db.scalar(select(Fund.id).where(Fund.name_th == draft.name_th)) is None:
            budgets.open_with_budget(draft, 500_00, office_key=office, key="new", by=officer)

    return open_it


def cut_budget() -> Act:
    officer, ref = three_people().officer, make_fund(900_00).ref
    return lambda: budgets.change(_one(Fund, ref), up=False, satang=300_00, note="มติ", key="cut", by=officer)


def given_back() -> Act:
    officer, above, part = three_people().officer, make_fund(1_000_00), make_fund(0)
    allotting.place_under(part, above, by=officer)
    allotting.allot(part, 400_00, key="part", by=officer, note="แบ่ง")
    ref = part.ref
    return lambda: allotting.give_back(_one(Fund, ref), 150_00, key="back", by=officer, note="เหลือ")


def recorded_arrival() -> Act:
    officer, ref = three_people().officer, make_fund(0).ref
    draft = GiftDraft(GiverKind.COMPANY, "ร้านข้าวยำ", "shop@example.org", 700_00)
    came = Transfer("KTB-77", "หนังสือ 77", clock.today())
    return lambda: gifts.record_arrival(_one(Fund, ref), draft, came, by=officer)


def added_document() -> Act:
    gift = make_gift(make_fund(0), 500_00, way=GiftWay.TRANSFER)
    officer, ref, folder = three_people().officer, gift.ref, Path(tempfile.mkdtemp(prefix="okat-papers-"))
    gifts.record_transfer(gift, Transfer("KTB-1", "ใบเสร็จ 1", clock.today()), by=officer)
    paper = checking.check(b"%PDF-1.4\n%%EOF\n", "order.pdf")
    return lambda: documents.attach(_one(Gift, ref), [paper], folder, by=officer)


def given_up_transfer() -> Act:
    officer = three_people().officer
    ref = make_gift(make_fund(0), 500_00, way=GiftWay.TRANSFER).ref
    return lambda: gifts.give_up(_one(Gift, ref), by=officer)


def asked_refund() -> Act:
    officer, ref = three_people().officer, make_paid_gift(make_fund(0), 500_00).ref
    return lambda: refunds.ask(_one(Gift, ref), 500_00, reason="ผิดกองทุน", by=officer)


def declined_refund() -> Act:
    people, gift = three_people(), make_paid_gift(make_fund(0), 500_00)
    ref = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer).ref
    return lambda: refunds.decline(_one(GiftRefund, ref), by=people.approver)


# What is owed.


def held_earning() -> Act:
    officer = three_people().officer
    ref = make_earning_in(EarningState.APPROVED, make_fund(), three_people()).ref
    return lambda: decisions.hold(_one(Earning, ref), by=officer, reason="sum_unclear")


def resumed_earning() -> Act:
    """It had waited for money, so it enters the books now."""
    officer, fund = three_people().officer, make_fund(0)
    ref = make_earning(fund).ref
    funds.grant(fund, 500_00, key="late", by=officer)
    return lambda: decisions.resume(_one(Earning, ref), by=officer)


def rejected_earning() -> Act:
    officer, ref = three_people().officer, make_earning(make_fund()).ref
    return lambda: decisions.reject(_one(Earning, ref), by=officer, reason="not_due")


def retried_earning() -> Act:
    people = three_people()
    ref = make_earning_in(EarningState.FAILED, make_fund(), people).ref
    return lambda: decisions.retry(_one(Earning, ref), by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")


def yes_in_spite_of_the_bank() -> Act:
    """What the bank refused was held, and the hold ended."""
    people = three_people()
    earning = make_earning_in(EarningState.FAILED, make_fund(), people)
    decisions.hold(earning, by=people.officer, reason="sum_unclear")
    decisions.resume(earning, by=people.officer)
    ref = earning.ref
    return lambda: decisions.approve(_one(Earning, ref), by=people.officer, note="ธนาคารเปิดบัญชีแล้ว")


def delivered_thing() -> Act:
    officer = three_people().officer
    earning = make_earning(make_fund(0), kind=EarningKind.IN_KIND)
    decisions.approve(earning, by=officer)
    ref = earning.ref
    return lambda: decisions.deliver(_one(Earning, ref), by=officer, note="รองเท้านิรภัย")


# Lines ended by hand.


def _line() -> tuple[Any, str]:
    people, fund = three_people(), make_fund()
    learner = make_enrolment("in_learning")
    both = [make_earning(fund, enrolment=learner, satang=satang) for satang in (100_00, 250_00)]
    batch = make_batch(fund, people, *both)
    release(batch, people)
    return people, lines(batch)[0].ref


def line_paid() -> Act:
    people, ref = _line()
    return lambda: settlement.mark_paid(_one(PayoutLine, ref), bank_ref="K-9", paid_on=clock.today(), by=people.officer)


def line_returned() -> Act:
    people, ref = _line()
    return lambda: settlement.mark_failed(
        _one(PayoutLine, ref), reason="ปิดบัญชี", on=clock.today(), by=people.officer, returned=True
    )


# What money follows: which fund, which rule, which account.


def passed_on_fund() -> Act:
    officer, above = three_people().officer, make_fund(900_00)
    ref, today, office = above.ref, clock.today(), office_key_for(SATENG)
    draft = funds.FundDraft("ส่วนของตำบล", "Part", "มติสภา", SATENG, today, today + timedelta(days=60))

    def open_it() -> None:
        if db.scalar(select(Fund.id).where(Fund.name_th == draft.name_th)) is None:
            budgets.open_with_budget(draft, 300_00, office_key=office, key="part", by=officer, above=ref)

    return open_it


def resumed_by_worker() -> Act:
    fund = make_fund(0)
    make_earning(fund)
    funds.grant(fund, 500_00, key="late", by=SYSTEM)
    return resuming.resume_all


def ruled_fund() -> Act:
    officer, ref = three_people().officer, make_fund(900_00).ref
    return lambda: ruling.keep(_one(Fund, ref), ruling.Rules(most_in_all_satang=800_00), by=officer)


def opened_to_gifts() -> Act:
    officer, ref = three_people().officer, make_fund(0).ref
    return lambda: gifts.allow_gifts(_one(Fund, ref), takes=True, transfer_to="KTB 123", by=officer)


def _open_batch() -> tuple[Any, str]:
    people, fund = three_people(), make_fund()
    batch = make_batch(fund, people, make_earning(fund), make_earning(fund))
    return people.officer, batch.ref


def removed_line() -> Act:
    officer, batch_ref = _open_batch()
    ref = lines(_one(PayoutBatch, batch_ref))[0].ref

    def take_out() -> None:
        line = db.scalars(select(PayoutLine).where(PayoutLine.ref == ref)).one_or_none()
        if line is not None:
            taking_out.remove_line(line, by=officer, reason="ขอรอ")

    return take_out


def locked_with_one_account() -> Act:
    """Two of its lines go to one account, which whoever approves is told of."""
    people, fund = three_people(), make_fund()
    both = [make_earning(fund), make_earning(fund)]
    for one in both:
        destinations.choose(db.get_one(Youth, one.youth_id), ACCOUNT, by=SYSTEM)
    ref = make_batch(fund, people, *both).ref
    return lambda: payouts.lock(_one(PayoutBatch, ref), by=people.officer)


def _to_be_paid(wanted: Destination) -> tuple[Any, str]:
    """An authorised batch whose youth is paid there."""
    people, fund = three_people(), make_fund()
    earning = make_earning(fund)
    destinations.choose(db.get_one(Youth, earning.youth_id), wanted, by=SYSTEM)
    batch = make_batch(fund, people, earning)
    payouts.lock(batch, by=people.officer)
    payouts.approve(batch, by=people.approver)
    payouts.authorise(batch, by=people.authoriser)
    return people.authoriser, batch.ref


def bank_file_taken() -> Act:
    by, ref = _to_be_paid(ACCOUNT)
    return lambda: remittance.bank_file(_one(PayoutBatch, ref), bank_formats.called("example-b"), by=by)


def code_shown() -> Act:
    by, ref = _to_be_paid(Destination(PayMethod.PROMPTPAY, "", "0812345678"))
    whole = select(PayoutLine).options(joinedload(PayoutLine.batch), joinedload(PayoutLine.youth))
    line = whole.join(PayoutLine.batch).where(PayoutBatch.ref == ref)
    return lambda: remittance.pay_by_hand(db.scalars(line).one(), by=by)


def chosen_account() -> Act:
    youth_id = make_youth().id
    return lambda: destinations.choose(db.get_one(Youth, youth_id), ACCOUNT, by=SYSTEM)


def account_made_theirs() -> Act:
    youth, officer = make_youth(), three_people().officer
    destinations.choose(youth, ACCOUNT, by=officer, entered=Entered(AccountProof.BANK_BOOK, guardian_told=False))
    youth_id, own = youth.id, youth_actor(youth)
    return lambda: destinations.choose(db.get_one(Youth, youth_id), ACCOUNT, by=own)


HAND_ACTS: dict[Callable[[], Act], str] = {
    opened_fund: "fund.open fund.grant entry.grant",
    cut_budget: "fund.cut entry.cut",
    given_back: "fund.allot entry.allot",
    recorded_arrival: "gift.start gift.pay gift.donation",
    added_document: "gift.documents",
    given_up_transfer: "gift.expire",
    asked_refund: "gift_refund.ask",
    declined_refund: "gift_refund.decline",
    held_earning: "earning.hold",
    resumed_earning: "earning.resume entry.accrue",
    rejected_earning: "earning.reject entry.reversal",
    retried_earning: "earning.retry",
    yes_in_spite_of_the_bank: "earning.approve",
    delivered_thing: "earning.deliver",
    line_paid: "payout.line_paid earning.pay entry.pay",
    line_returned: "payout.line_returned earning.fail entry.reversal",
    passed_on_fund: "fund.open fund.place_under fund.allot entry.allot",
    resumed_by_worker: "earning.resume entry.accrue",
    ruled_fund: "fund.rules",
    opened_to_gifts: "fund.gifts",
    removed_line: "payout.remove_line earning.take_out",
    locked_with_one_account: "payout.lock payout.accounts_to_look_at",
    bank_file_taken: "payout.bank_file",
    code_shown: "payout.code",
    chosen_account: "youth.pay_to",
    account_made_theirs: "youth.pay_to_is_mine",
}

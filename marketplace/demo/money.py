"""Money of the demo: funds with budgets, earnings approved, batches paid by three people, wages paid by employers."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor
from marketplace.demo.cast import province_of
from marketplace.demo.stage import Stage
from marketplace.demo.stock import chance, turn_of
from marketplace.demo.stories import DEMO_YOUTH
from marketplace.demo.timeline import at, work_day
from marketplace.demo.youths import Life, Person, phone_of
from marketplace.earnings import decisions, destinations, funds, payouts, settlement, wages
from marketplace.earnings import waiting as dues
from marketplace.earnings.destinations import Destination
from marketplace.earnings.funds import FundDraft
from marketplace.earnings.states import EARNING
from marketplace.kernel import clock
from marketplace.kernel.age import ADULT_WORKER
from models.earning import Earning, EmployerPayment, Fund
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningState, EmployerPaymentState, LineOutcome, PayMethod, Role

BAHT = 100
BUDGETS = {
    "la:yala-city": ("950101", "กองทุนเรียนแล้วมีรายได้ เทศบาลนครยะลา", "Yala City Learn-and-Earn Fund", 1_400_000),
    "d:9501": ("9501", "กองทุนโอกาสอำเภอเมืองยะลา", "Mueang Yala Opportunity Fund", 900_000),
    "la:betong-town": ("950201", "กองทุนเยาวชนเบตง", "Betong Youth Fund", 600_000),
    "d:3803": ("3803", "กองทุนการเรียนรู้โซ่พิสัย", "So Phisai Learning Fund", 500_000),
    "d:3804": ("3804", "กองทุนคนรุ่นใหม่เซกา", "Seka Young People's Fund", 500_000),
    "la:ratchaburi-town": ("700101", "กองทุนราชบุรีไม่ทิ้งใคร", "Nobody Left Behind in Ratchaburi", 900_000),
    "d:7003": ("7003", "กองทุนสวนผึ้งเรียนรู้คู่งาน", "Suan Phueng Learn-and-Work Fund", 500_000),
    "la:aiyoe-weng-sao": ("950204", "กองทุนเยาวชนอัยเยอร์เวง", "Aiyoe Weng Youth Fund", 300_000),
    "la:bueng-kan-town": ("380101", "กองทุนการเรียนรู้เมืองบึงกาฬ", "Mueang Bueng Kan Learning Fund", 400_000),
    "d:3807": ("3807", "กองทุนการเรียนรู้ศรีวิไล", "Si Wilai Learning Fund", 400_000),
    "d:7001": ("7001", "กองทุนโอกาสอำเภอเมืองราชบุรี", "Mueang Ratchaburi Opportunity Fund", 400_000),
    "la:ban-pong-town": ("700501", "กองทุนเยาวชนบ้านโป่ง", "Ban Pong Youth Fund", 400_000),
    "d:7007": ("7007", "กองทุนเยาวชนโพธาราม", "Photharam Youth Fund", 400_000),
}
SOURCES = ("งบประมาณท้องถิ่นหมวดพัฒนาเยาวชน", "เงินสมทบโครงการพื้นที่การศึกษา", "เงินบริจาคของภาคเอกชนในพื้นที่")
BANKS = ("KTB", "GSB", "BAAC", "KBANK", "ISBT")
REFUSED = {PayMethod.BANK: "เลขบัญชีไม่ถูกต้อง", PayMethod.PROMPTPAY: "หมายเลขนี้ไม่ได้ผูกพร้อมเพย์"}
"""What a bank says of a number it cannot pay to."""
ROUNDS = ((150, "closed"), (120, "closed"), (92, "closed"), (63, "closed"), (36, "reconciled"), (20, "released"))
NEWEST = ((8, "approved"), (5, "locked"), (2, "open"))
"""How long ago each batch was prepared, and how far it came; the newest differ from fund to fund."""


def open_funds(cast_officer: dict[str, Actor], today: date) -> dict[str, Fund]:
    """Every fund with its first grant, half a year and more ago."""
    found = {}
    for number, (office, (area, name_th, name_en, baht)) in enumerate(BUDGETS.items()):
        draft = FundDraft(
            name_th=name_th,
            name_en=name_en,
            source=SOURCES[number % len(SOURCES)],
            area_code=area,
            starts_on=today - timedelta(days=240),
            ends_on=today + timedelta(days=310),
        )
        officer = cast_officer[office]
        fund = found[office] = funds.open_fund(draft, by=officer, office_key=office)
        funds.grant(fund, baht * BAHT * 3 // 4, key="first", by=officer, note="งวดที่ 1")
    return found


def schedule(stage: Stage) -> None:
    """Let each fund get its second grant and pay in rounds; let employers report what they paid."""
    for turn, (office, fund) in enumerate(stage.funds.items()):
        officer = stage.cast.one(Role.OFFICER, office, 1)
        second = BUDGETS[office][3] * BAHT // 4
        stage.timeline.at(
            at(work_day(stage.today - timedelta(days=88)), 10),
            lambda fund=fund, officer=officer, sum_=second: funds.grant(  # type: ignore[misc]
                fund, sum_, key="second", by=officer, note="งวดที่ 2"
            ),
        )
        rounds = [*ROUNDS, *(NEWEST if turn % 2 == 0 else NEWEST[1:])]
        for number, (ago, state) in enumerate(rounds):
            day = work_day(stage.today - timedelta(days=ago))
            stage.timeline.at(
                at(day, 9, turn),
                lambda f=fund, o=office, s=state, n=number: _round(stage, f, o, s, n),  # type: ignore[misc]
            )
    for ago in range(170, 0, -7):
        day = stage.today - timedelta(days=ago)
        stage.timeline.at(at(day, 18), lambda: _pay_wages(stage))


def _round(stage: Stage, fund: Fund, office: str, state: str, number: int) -> None:
    """Approve what was earned up to four days ago, prepare a batch and take it as far as `state`."""
    until = clock.today() - timedelta(days=3)
    waiting = select(Earning).where(
        Earning.fund_id == fund.id, Earning.state == EarningState.ACCRUED, Earning.earned_on <= until
    )
    officer = stage.cast.one(Role.OFFICER, office, number)
    decisions.approve_all(db.scalars(waiting.order_by(Earning.id)).all(), by=officer)
    due = dues.due(fund, until)
    if not due:
        return
    _say_where(stage, due)
    if {earning.youth_id for earning in due} <= dues.left(due).ids:
        return
    ahead = timedelta(days=10 if state in dict(NEWEST).values() else 3)
    pay_on = max(work_day(clock.today() + ahead), payouts.first_day())
    batch = payouts.prepare(fund, until=until, pay_on=pay_on, by=officer)
    if state == "open":
        return
    payouts.lock(batch, by=officer)
    if state == "locked":
        return
    turn = 0 if number % 2 else 1
    where = office if office == "la:yala-city" else province_of(office)
    # The newest are left for the demo accounts, so they were brought here by colleagues.
    approver = stage.cast.one(Role.APPROVER, where, 1 if state == "approved" else turn)
    stage.timeline.at(clock.now() + timedelta(hours=5), lambda: payouts.approve(batch, by=approver))
    if state == "approved":
        return
    authoriser = stage.cast.one(Role.AUTHORISER, where, turn)
    stage.timeline.at(clock.now() + timedelta(hours=24), lambda: _release(batch, authoriser))
    stage.timeline.at(clock.now() + timedelta(hours=76), lambda: _settle(stage, batch, officer, state))


def _say_where(stage: Stage, due: Sequence[Earning]) -> None:
    """Whoever money waits for has said by now where it should go."""
    by_youth: dict[int, Person] = {person.youth.id: person for person in stage.people.values()}
    for youth in dues.without_account(due):
        pay_to(by_youth[youth.id])


def _release(batch: PayoutBatch, authoriser: Actor) -> None:
    payouts.authorise(batch, by=authoriser)
    payouts.release(batch, by=authoriser)


def _settle(stage: Stage, batch: PayoutBatch, officer: Actor, state: str) -> None:
    """The bank's answers: nearly all paid, one in thirty refused; of a batch still out, a third is not answered."""
    dice = chance(stage.script.seed, "bank", batch.ref)
    lines: Sequence[PayoutLine] = db.scalars(
        select(PayoutLine).where(PayoutLine.batch_id == batch.id).order_by(PayoutLine.id)
    ).all()
    for number, line in enumerate(lines):
        if state == "released" and number % 3 == 2:
            continue
        if dice.random() < 0.03:
            settlement.mark_failed(
                line, reason=REFUSED[PayMethod(line.method or PayMethod.BANK)], on=clock.today(), by=officer
            )
            if state == "closed":
                stage.timeline.at(clock.now() + timedelta(days=6), lambda line=line: _correct(stage, line, officer))  # type: ignore[misc]
        else:
            bank_ref = f"KTB{clock.today():%y%m%d}{dice.randrange(100_000, 999_999)}"
            settlement.mark_paid(line, bank_ref=bank_ref, paid_on=clock.today(), by=officer)
    if state == "released":
        return
    settlement.reconcile(batch, by=officer)
    if state == "closed":
        settlement.close(batch, by=officer)
    _confirm(stage, batch)


def _correct(stage: Stage, line: PayoutLine, officer: Actor) -> None:
    """Whose account the bank refused has given another, so the next round pays what came back."""
    pay_to(next(person for person in stage.people.values() if person.youth.id == line.youth_id), again=True)
    failed = select(Earning).join(PayoutItem, PayoutItem.earning_id == Earning.id)
    here = (PayoutItem.line_id == line.id, Earning.state == EarningState.FAILED)
    for earning in db.scalars(failed.where(*here).order_by(Earning.id)).all():
        # What was refused in the same line goes with the first that is tried again.
        if EARNING.allows(earning.state, "retry"):
            decisions.retry(earning, by=officer, note="แก้เลขบัญชีแล้ว")


def _confirm(stage: Stage, batch: PayoutBatch) -> None:
    """Most young people say that it arrived."""
    by_youth: dict[int, Person] = {person.youth.id: person for person in stage.people.values()}
    lines = db.scalars(
        select(PayoutLine)
        .where(PayoutLine.batch_id == batch.id, PayoutLine.outcome == LineOutcome.PAID)
        .order_by(PayoutLine.id)
    ).all()
    for line in lines:
        person = by_youth[line.youth_id]
        if person.actor is None or person.life.number % 3:
            continue
        paid = select(Earning).where(Earning.youth_id == line.youth_id, Earning.state == EarningState.PAID)
        for earning in db.scalars(paid.order_by(Earning.id)):
            decisions.confirm_receipt(earning, by=person.actor)


def _pay_wages(stage: Stage) -> None:
    """Employers report the wages that fell due; young people confirm, and now and then do not agree."""
    due = select(EmployerPayment).where(
        EmployerPayment.state == EmployerPaymentState.DUE, EmployerPayment.due_on <= clock.today()
    )
    suppliers: dict[int, str] = {row.id: key for key, row in stage.organisations.items()}
    by_youth: dict[int, Person] = {person.youth.id: person for person in stage.people.values()}
    for payment in db.scalars(due.order_by(EmployerPayment.id)).all():
        by = stage.cast.supplier(suppliers[payment.organisation_id])
        turn = turn_of(payment.ref)
        slip = f"SLIP{payment.due_on:%y%m%d}-{turn % 100_000:05d}"
        wages.report_paid(payment, paid_on=payment.due_on, proof_ref=slip, by=by)
        person = by_youth[payment.youth_id]
        if person.actor is None or turn % 4 == 0:
            continue
        if turn % 29 == 1:
            wages.dispute(payment, by=person.actor, note="ได้รับไม่ครบหนึ่งวัน")
        else:
            wages.confirm_received(payment, by=person.actor)


def pay_to(person: Person, *, again: bool = False) -> None:
    """Keep where a young person wants to be paid; `again` into another account than before."""
    number = person.life.number + (1_009 if again else 0)
    if _has_promptpay(person.life) and not again:
        wanted = Destination(PayMethod.PROMPTPAY, "", phone_of(number))
    else:
        account = f"{(number * 7_919 + 1_000_000_007) % 10**10:010d}"
        wanted = Destination(PayMethod.BANK, BANKS[number % len(BANKS)], account)
    destinations.choose(person.youth, wanted, by=person.actor or SYSTEM)


def _has_promptpay(life: Life) -> bool:
    """The demo account and about a third of the grown are paid to their own telephone; the others to an account."""
    return life.number == DEMO_YOUTH or (life.number % 10 < 3 and life.age(clock.today()) >= ADULT_WORKER)

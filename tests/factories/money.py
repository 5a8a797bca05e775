"""Funds with money in them, earnings in any state, and the three people of a payout."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import delete

from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.earnings import accruals, decisions, funds, payouts, prints, settlement, waiting
from marketplace.kernel import clock, ids
from marketplace.kernel.sealing import seal
from marketplace.people import youth as young
from models.earning import Earning, EmployerPayment, Fund
from models.enrolment import Attendance, Enrolment
from models.offer import Opportunity, Session
from models.payout import PayoutAccount, PayoutBatch, PayoutLine
from models.session import db
from models.vocabulary import (
    AttendanceStatus,
    EarningKind,
    EarningSource,
    EarningState,
    PayMethod,
    Role,
    SlotKind,
)
from models.youth import Youth
from tests.factories.enrolments import acting, make_enrolment, make_provider, staff
from tests.factories.offers import SATENG

_numbers = count(1_000)


@dataclass(frozen=True)
class People:
    """Who it takes to pay out."""

    officer: Actor
    approver: Actor
    authoriser: Actor


def three_people(area_code: str = SATENG) -> People:
    """An officer, an approver and an authoriser of the same office."""
    return People(staff(Role.OFFICER, area_code), staff(Role.APPROVER, area_code), staff(Role.AUTHORISER, area_code))


def make_fund(satang: int = 1_000_000_00, *, area_code: str = SATENG, by: Actor = SYSTEM) -> Fund:
    """A fund of a year with this much money."""
    today = clock.today()
    draft = funds.FundDraft(
        name_th="กองทุนเทศบาล",
        name_en="Municipal fund",
        source="ข้อบัญญัติงบประมาณ 2569",
        area_code=area_code,
        starts_on=today - timedelta(days=180),
        ends_on=today + timedelta(days=180),
    )
    fund = funds.open_fund(draft, by=by)
    if satang:
        funds.grant(fund, satang, key="budget", by=by)
    return fund


def make_earning(fund: Fund, *, enrolment: Enrolment | None = None, satang: int = 100_00, **given: Any) -> Earning:
    """An accrued earning of a session attended yesterday, as the roll of it tells, marked by whoever teaches."""
    whose = enrolment or make_enrolment(state="in_learning")
    named(db.get_one(Youth, whose.youth_id))
    earned_on = given.pop("earned_on", clock.today() - timedelta(days=1))
    by = given.pop("by", None) or acting(make_provider(db.get_one(Opportunity, whose.opportunity_id).organisation_id))
    if "source_id" not in given:
        row, session = came(whose, earned_on, by=by)
        given |= {"source_id": row.id, "evidence_ref": session.ref}
    facts: dict[str, Any] = {
        "enrolment_id": whose.id,
        "youth_id": whose.youth_id,
        "fund_id": fund.id,
        "kind": EarningKind.REGULAR,
        "amount_satang": satang,
        "source_type": EarningSource.ATTENDANCE,
        "earned_on": earned_on,
        "by": by,
    }
    return accruals.accrue(**(facts | given))


def came(enrolment: Enrolment, day: date, *, by: Actor) -> tuple[Attendance, Session]:
    """A session of one day and the row of its roll that says somebody was there, with the roll's line of audit."""
    number, begins = next(_numbers), clock.instant(day, 9 * 60)
    session = Session(
        ref=ids.new_ref("S"), opportunity_id=enrolment.opportunity_id, number=number, kind=SlotKind.LEARN, held_on=day,
        starts_at=begins, ends_at=begins + timedelta(hours=3), marked_at=clock.now(),
    )  # fmt: skip
    db.add(session)
    db.flush()
    return marked_here(session, enrolment, by=by), session


def marked_here(session: Session, enrolment: Enrolment, *, by: Actor) -> Attendance:
    """The row of a roll that says somebody was there, with its line of audit."""
    facts = {"status": AttendanceStatus.HERE, "marked_by_id": by.account_id, "marked_at": clock.now(), "note": ""}
    row = Attendance(session_id=session.id, enrolment_id=enrolment.id, **facts)
    db.add(row)
    db.flush()
    printed = prints.of_row(session.ref, enrolment.ref, row.status, row.marked_by_id, row.note)
    record(by, "attendance.mark", session, people=1, reason="", rows={str(row.id): printed})
    db.flush()
    return row


def make_wage(enrolment: Enrolment, satang: int = 1_020_00, work_from: date | None = None) -> EmployerPayment:
    """Three days of work that the employer still owes."""
    began = work_from or clock.today()
    wage = EmployerPayment(
        ref=ids.new_ref("W"),
        youth_id=enrolment.youth_id,
        enrolment_id=enrolment.id,
        organisation_id=enrolment.opportunity.organisation_id,
        work_from=began,
        work_to=began,
        days=3,
        rate_satang=340_00,
        amount_satang=satang,
        recorded_at=clock.now(),
        due_on=clock.today() + timedelta(days=5),
    )
    db.add(wage)
    db.flush()
    return wage


def named(youth: Youth, first: str = "นูรีน", last: str = "สาแลแม") -> Youth:
    """A young person whose name on the ID card is known, unless it was before."""
    if not young.legal_name(youth):
        young.put_legal_name(youth, first, last, by=SYSTEM)
    return youth


def with_account(youth: Youth) -> Youth:
    """A young person who said long ago which account they are paid to, unless they said another before."""
    if db.get(PayoutAccount, youth.id) is None:
        number = f"{3_000_000_000 + youth.id * 7_919:010d}"
        sealed = seal(number, f"payout_account|number|{youth.id}")
        facts = {"method": PayMethod.BANK, "bank": "KTB", "number_sealed": sealed, "account_end": number[-4:]}
        db.add(PayoutAccount(youth_id=youth.id, changed_at=clock.now(), **facts))
        db.flush()
    return youth


def without_account(*lines: PayoutLine) -> None:
    """Lines as they were when nobody asked for an account."""
    for line in lines:
        db.execute(delete(PayoutAccount).where(PayoutAccount.youth_id == line.youth_id))
        line.method, line.bank, line.account_end = None, "", ""
    db.flush()


def make_batch(fund: Fund, people: People, *earnings: Earning) -> PayoutBatch:
    """An open batch of the given earnings (approved here), or of what is due; everybody in it has an account."""
    for earning in earnings:
        if earning.state == EarningState.ACCRUED:
            decisions.approve(earning, by=people.officer)
    for youth in waiting.without_account(waiting.due(fund, clock.today())):
        with_account(youth)
    return payouts.prepare(fund, until=clock.today(), pay_on=payouts.first_day(), by=people.officer)


def release(batch: PayoutBatch, people: People) -> None:
    """Bring an open batch to released."""
    payouts.lock(batch, by=people.officer)
    payouts.approve(batch, by=people.approver)
    payouts.authorise(batch, by=people.authoriser)
    payouts.release(batch, by=people.authoriser)


def lines(batch: PayoutBatch) -> list[PayoutLine]:
    """The lines of a batch in order."""
    return list(db.query(PayoutLine).filter_by(batch_id=batch.id).order_by(PayoutLine.id))


def pay(line: PayoutLine, people: People, bank_ref: str = "") -> None:
    """The bank paid this line today, where no reference is given with one for its batch."""
    settlement.mark_paid(
        line, bank_ref=bank_ref or f"KTB-0001-{line.batch_id}", paid_on=clock.today(), by=people.officer
    )


def make_earning_in(state: EarningState, fund: Fund, people: People) -> Earning:
    """An earning brought to `state` by the moves that lead there."""
    earning = make_earning(fund)
    if state == EarningState.ACCRUED:
        return earning
    if state in (EarningState.HELD, EarningState.REJECTED, EarningState.CANCELLED):
        verb = {"held": decisions.hold, "rejected": decisions.reject, "cancelled": decisions.cancel}[state]
        verb(earning, by=people.officer, reason="checked")
        return earning
    decisions.approve(earning, by=people.officer)
    if state == EarningState.APPROVED:
        return earning
    batch = make_batch(fund, people)
    if state == EarningState.IN_BATCH:
        return earning
    release(batch, people)
    if state == EarningState.FAILED:
        settlement.mark_failed(lines(batch)[0], reason="account closed", on=clock.today(), by=people.officer)
    elif state != EarningState.SENT:
        pay(lines(batch)[0], people)
    if state == EarningState.CONFIRMED:
        decisions.confirm_receipt(earning, by=SYSTEM)
    elif state == EarningState.REVERSED:
        decisions.reverse(earning, by=people.officer, reason="sent back by the bank")
    return earning

"""What is read about money: funds, earnings, batches and wages, each list by the scope of its reader's page."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.access import Actor
from marketplace.earnings.policy import EMPLOYERS, READERS
from marketplace.earnings.states import GONE, OWED, RECEIVED
from marketplace.kernel.errors import NotFound
from models.earning import Earning, EmployerPayment, Fund
from models.enrolment import Enrolment
from models.payout import PayoutAccount, PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningState, EmployerPaymentState, Role

T = TypeVar("T")


def one_fund(actor: Actor, ref: str) -> Fund:
    """A fund of the reader's areas."""
    return _one(select(Fund).where(Fund.ref == ref, _fund_of(actor)))


def funds_of(actor: Actor) -> Sequence[Fund]:
    """The funds of the reader's areas, the newest year first."""
    return db.scalars(select(Fund).where(_fund_of(actor)).order_by(Fund.starts_on.desc(), Fund.id)).all()


def one_earning(actor: Actor, ref: str) -> Earning:
    """An earning of the reader's own or of their areas."""
    mine = Earning.youth_id == (actor.youth_id or 0)
    return _one(_earnings().where(Earning.ref == ref, or_(mine, _fund_of(actor))))


def waiting_for(actor: Actor, fund: Fund | None = None, *, limit: int = 200) -> Sequence[Earning]:
    """Earnings an officer has to say yes or no to, oldest first."""
    wanted = _earnings().where(Earning.state == EarningState.ACCRUED, _fund_of(actor, Role.OFFICER))
    return db.scalars(_in(wanted, fund).order_by(Earning.earned_on, Earning.id).limit(limit)).all()


def stuck_for(actor: Actor, fund: Fund | None = None) -> Sequence[Earning]:
    """Earnings on hold and payments that failed, oldest first."""
    wanted = _earnings().where(Earning.state.in_((EarningState.HELD, EarningState.FAILED)), _fund_of(actor))
    return db.scalars(_in(wanted, fund).order_by(Earning.earned_on, Earning.id)).all()


def sums_by_state(fund: Fund) -> dict[EarningState, tuple[int, int]]:
    """How many earnings of a fund are in each state and what they come to, in satang."""
    wanted = select(Earning.state, func.count(), func.sum(Earning.amount_satang)).where(Earning.fund_id == fund.id)
    return {
        EarningState(state): (count, int(total)) for state, count, total in db.execute(wanted.group_by(Earning.state))
    }


def earnings_of(youth_id: int, *, since: date | None = None, until: date | None = None) -> Sequence[Earning]:
    """A youth's earnings, newest first."""
    wanted = _earnings().where(Earning.youth_id == youth_id)
    if since is not None:
        wanted = wanted.where(Earning.earned_on >= since)
    if until is not None:
        wanted = wanted.where(Earning.earned_on <= until)
    return db.scalars(wanted.order_by(Earning.earned_on.desc(), Earning.id.desc())).all()


def months_of(youth_id: int) -> dict[date, bool]:
    """The months with money of a youth, by their first days, newest first: whether a sum of it waits for their word.

    A sum from a fund belongs to the month it was earned in, a wage to that in which its week begins.
    """
    funds = select(Earning.earned_on, Earning.state == EarningState.PAID).where(
        Earning.youth_id == youth_id, Earning.state.not_in(GONE)
    )
    wage = select(EmployerPayment.work_from, EmployerPayment.state == EmployerPaymentState.PAID).where(
        EmployerPayment.youth_id == youth_id
    )
    found: dict[date, bool] = {}
    for day, waits in sorted([*db.execute(funds.distinct()), *db.execute(wage.distinct())], reverse=True):
        month = day.replace(day=1)
        found[month] = found.get(month, False) or bool(waits)
    return found


def own_earning(actor: Actor, ref: str) -> Earning:
    """One of the youth's own earnings."""
    return _one(_earnings().where(Earning.ref == ref, Earning.youth_id == (actor.youth_id or 0)))


def totals_of(youth_id: int) -> tuple[int, int]:
    """What a youth has received from funds, and what is still owed or on its way, in satang."""
    sums = select(Earning.state, func.sum(Earning.amount_satang)).where(Earning.youth_id == youth_id)
    by_state = {state: int(total) for state, total in db.execute(sums.group_by(Earning.state))}
    coming = (*OWED, EarningState.SENT)
    return sum(by_state.get(state, 0) for state in RECEIVED), sum(by_state.get(state, 0) for state in coming)


def one_batch(actor: Actor, ref: str) -> PayoutBatch:
    """A batch of the reader's areas, with its fund."""
    wanted = select(PayoutBatch).join(Fund).options(joinedload(PayoutBatch.fund))
    return _one(wanted.where(PayoutBatch.ref == ref, _fund_of(actor)))


def batches_of(actor: Actor, fund: Fund | None = None, *, limit: int = 50) -> Sequence[PayoutBatch]:
    """Batches of the reader's areas, newest first."""
    wanted = select(PayoutBatch).join(Fund).options(joinedload(PayoutBatch.fund)).where(_fund_of(actor))
    if fund is not None:
        wanted = wanted.where(PayoutBatch.fund_id == fund.id)
    return db.scalars(wanted.order_by(PayoutBatch.prepared_at.desc(), PayoutBatch.id.desc()).limit(limit)).all()


def lines_of(batch: PayoutBatch) -> Sequence[PayoutLine]:
    """The lines of a batch with their youth and earnings."""
    wanted = (
        select(PayoutLine)
        .where(PayoutLine.batch_id == batch.id)
        .options(joinedload(PayoutLine.youth), selectinload(PayoutLine.items).joinedload(PayoutItem.earning))
        .order_by(PayoutLine.id)
    )
    return db.scalars(wanted).all()


def one_line(actor: Actor, ref: str) -> PayoutLine:
    """A line of a batch of the reader's areas, with batch and fund."""
    wanted = (
        select(PayoutLine)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .join(Fund, Fund.id == PayoutBatch.fund_id)
        .options(joinedload(PayoutLine.batch).joinedload(PayoutBatch.fund), joinedload(PayoutLine.youth))
    )
    return _one(wanted.where(PayoutLine.ref == ref, _fund_of(actor)))


def refusal_of(earning: Earning) -> str:
    """Why the bank last did not pay an earning, in the bank's words; empty where it did or was never asked."""
    wanted = (
        select(PayoutLine.reason)
        .join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
        .where(PayoutItem.earning_id == earning.id, PayoutLine.reason != "")
        .order_by(PayoutLine.id.desc())
    )
    return db.scalar(wanted.limit(1)) or ""


def payout_account(youth_id: int) -> PayoutAccount | None:
    """Where a youth wants to be paid."""
    return db.get(PayoutAccount, youth_id)


def one_wage(actor: Actor, ref: str) -> EmployerPayment:
    """A wage of the youth's own, or of the reader's organisation."""
    mine = EmployerPayment.youth_id == (actor.youth_id or 0)
    ours = EmployerPayment.organisation_id.in_(actor.organisation_ids(*EMPLOYERS))
    return _one(_wages().where(EmployerPayment.ref == ref, or_(mine, ours)))


def wages_of(youth_id: int, *, since: date | None = None, until: date | None = None) -> Sequence[EmployerPayment]:
    """Wages a youth's employers pay directly, newest first; a week belongs to the day on which it begins."""
    wanted = _wages().where(EmployerPayment.youth_id == youth_id)
    if since is not None:
        wanted = wanted.where(EmployerPayment.work_from >= since)
    if until is not None:
        wanted = wanted.where(EmployerPayment.work_from <= until)
    return db.scalars(wanted.order_by(EmployerPayment.work_to.desc(), EmployerPayment.id.desc())).all()


def wages_to_report(actor: Actor) -> Sequence[EmployerPayment]:
    """Wages the reader's organisation has still to say it paid, the first due first."""
    ours = EmployerPayment.organisation_id.in_(actor.organisation_ids(*EMPLOYERS))
    wanted = _wages().where(ours, EmployerPayment.state == EmployerPaymentState.DUE)
    return db.scalars(wanted.order_by(EmployerPayment.due_on, EmployerPayment.id)).all()


def wages_disputed(actor: Actor) -> Sequence[EmployerPayment]:
    """Wages the reader's organisation said it paid and the young worker says are not right, the oldest first."""
    ours = EmployerPayment.organisation_id.in_(actor.organisation_ids(*EMPLOYERS))
    wanted = _wages().where(ours, EmployerPayment.state == EmployerPaymentState.DISPUTED)
    return db.scalars(wanted.order_by(EmployerPayment.due_on, EmployerPayment.id)).all()


def _earnings() -> Select[Earning]:
    options = (
        joinedload(Earning.fund),
        joinedload(Earning.youth),
        joinedload(Earning.enrolment).joinedload(Enrolment.opportunity),
    )
    return select(Earning).join(Fund, Fund.id == Earning.fund_id).options(*options)


def _wages() -> Select[EmployerPayment]:
    options = (
        joinedload(EmployerPayment.organisation),
        joinedload(EmployerPayment.youth),
        joinedload(EmployerPayment.enrolment).joinedload(Enrolment.opportunity),
    )
    return select(EmployerPayment).options(*options)


def _fund_of(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    return actor.scope(*(roles or READERS)).condition(Fund.area_code, Fund.office_key)


def _in(wanted: Select[Earning], fund: Fund | None) -> Select[Earning]:
    return wanted if fund is None else wanted.where(Earning.fund_id == fund.id)


def _one(wanted: Select[T]) -> T:
    found = db.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound
    return found

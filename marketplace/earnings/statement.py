"""A youth's statement: two groups that are never added up, each line with the chain behind it.

What the employer pays directly stands apart from what a fund pays. Under every line: the evidence, who verified it,
which fund or employer, which payment, and whether the youth confirmed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from marketplace.earnings import queries, returned, whys
from marketplace.earnings.states import GONE, RECEIVED
from marketplace.i18n import Text, pick, t
from marketplace.i18n.words import duration
from marketplace.payments import adjusted, line_sums
from models.account import Account
from models.earning import Earning, EmployerPayment
from models.history import Move
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import EarningKind, EarningSource, EarningState, EmployerPaymentState, LineOutcome


@dataclass(frozen=True, slots=True)
class Payment:
    """How one sum travels: in which round or by which proof, on which day, and whether it has left.

    `sent_at` is when its round went to the bank; `short_satang` by how much less than asked the bank paid the line it
    travelled on, as two people agreed, below zero where more.
    """

    ref: str
    number: int | None
    on: date | None
    done: bool
    bank_ref: str = ""
    sent_at: datetime | None = None
    short_satang: int = 0


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One sum and the chain behind it."""

    ref: str
    what: Text | str
    of: str
    on: date
    amount_satang: int
    state: str
    evidence_ref: str
    verified_by: str
    verified_at: datetime
    source: str
    payment: Payment | None
    received_at: datetime | None
    days: int = 0
    rate_satang: int = 0
    began: date | None = None
    of_ref: str = ""
    why: Text | str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """One payer's lines; sums are of this group alone."""

    lines: tuple[StatementLine, ...]
    paid_satang: int
    to_come_satang: int

    @property
    def total_satang(self) -> int:
        """Paid and still to come, from this payer."""
        return self.paid_satang + self.to_come_satang


@dataclass(frozen=True, slots=True)
class Statement:
    """What one youth earned in a span of days, what was taken back apart."""

    youth_id: int
    first: date
    last: date
    employer: Group
    fund: Group
    in_kind: tuple[StatementLine, ...]
    undone: tuple[StatementLine, ...]


TAKEN_BACK = (EarningState.REVERSED, EarningState.REJECTED)
"""What a youth was told of and does not have: it says why."""

WHAT: dict[EarningSource, Text] = {
    EarningSource.ATTENDANCE: t("Learning day attended"),
    EarningSource.TRAVEL: t("Travel on a learning day"),
    EarningSource.CLAIM: t("Completed"),
    EarningSource.MILESTONE: t("Milestone reached"),
    EarningSource.ADJUSTMENT: t("Correction"),
}


PAID_AGAIN = t("Paid again, because the first payment came back")


def statement_for(youth_id: int, period: tuple[date, date]) -> Statement:
    """Everything a youth earned from the first to the last day of `period`, oldest first."""
    first, last = period
    found = [
        earning
        for earning in reversed(queries.earnings_of(youth_id, since=first, until=last))
        if earning.state not in GONE or earning.state in TAKEN_BACK
    ]
    wages = list(reversed(queries.wages_of(youth_id, since=first, until=last)))
    lines, direct = _fund_lines(found), _wage_lines(wages)
    kinds = {earning.ref: earning.kind for earning in found}
    standing = [line for line in lines if line.state not in TAKEN_BACK]
    return Statement(
        youth_id=youth_id,
        first=first,
        last=last,
        employer=_group(direct, (EmployerPaymentState.PAID, EmployerPaymentState.CONFIRMED)),
        fund=_group([line for line in standing if kinds[line.ref] != EarningKind.IN_KIND], RECEIVED),
        in_kind=tuple(line for line in standing if kinds[line.ref] == EarningKind.IN_KIND),
        undone=tuple(line for line in lines if line.state in TAKEN_BACK),
    )


def what_of(earning: Earning) -> Text | str:
    """What an earning is for, in words: a point reached is called by its own name, a correction by its reason.

    What is paid by the hour says how long it was.
    """
    if earning.source_type == EarningSource.ADJUSTMENT:
        return t("Correction: {reason}", reason=earning.cause) if earning.cause else PAID_AGAIN
    if earning.minutes is not None:
        return t("Learning attended, {time}", time=duration(earning.minutes))
    if earning.source_type != EarningSource.MILESTONE or not earning.cause:
        return WHAT[EarningSource(earning.source_type)]
    stayed = earning.kind == EarningKind.RETENTION
    return t("Still there after {days} days", days=earning.cause) if stayed else earning.cause


def payments_of(earnings: Sequence[Earning]) -> dict[int, Payment]:
    """The newest payment of each earning that has one, by earning id; of two that were paid the one that counts."""
    wanted = (
        select(PayoutItem.earning_id, PayoutLine, PayoutBatch)
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .join(PayoutBatch, PayoutBatch.id == PayoutLine.batch_id)
        .where(PayoutItem.earning_id.in_([earning.id for earning in earnings]), PayoutBatch.state != "aborted")
        .order_by(PayoutLine.id)
    )
    found: dict[int, Payment] = {}
    lines: dict[int, str] = {}
    for earning_id, line, batch in db.execute(wanted):
        done = line.outcome == LineOutcome.PAID
        if line.outcome in (LineOutcome.FAILED, LineOutcome.RETURNED):
            if earning_id in found and adjusted.paying(earning_id) == line.ref:
                del found[earning_id]
            continue
        if earning_id in found and done and adjusted.paying(earning_id) != line.ref:
            continue
        on = line.settled_on if done else batch.pay_on
        found[earning_id] = Payment(batch.ref, batch.number, on, done, line.bank_ref or "", batch.released_at)
        lines[earning_id] = line.ref
    short = line_sums.less_by({lines[earning_id] for earning_id, payment in found.items() if payment.done})
    return found | {
        earning_id: replace(payment, short_satang=short[lines[earning_id]])
        for earning_id, payment in found.items()
        if short.get(lines[earning_id])
    }


def _fund_lines(earnings: Sequence[Earning]) -> list[StatementLine]:
    people = _names({earning.verified_by_id for earning in earnings})
    paid, received = payments_of(earnings), _confirmed("earning", [earning.id for earning in earnings])
    reasons, back = whys.of(earnings), returned.parts_of(earnings)
    return [
        StatementLine(
            ref=earning.ref,
            what=what_of(earning),
            of=pick(earning.enrolment.opportunity.title_th, earning.enrolment.opportunity.title_en),
            on=earning.earned_on,
            amount_satang=earning.amount_satang - back[earning.id].satang,
            state=earning.state,
            evidence_ref=earning.evidence_ref,
            verified_by=people.get(earning.verified_by_id or 0, ""),
            verified_at=earning.verified_at,
            source=pick(earning.fund.name_th, earning.fund.name_en),
            payment=paid.get(earning.id),
            received_at=received.get(earning.id),
            of_ref=earning.enrolment.opportunity.ref,
            why=back[earning.id].words or reasons.get(earning.id, ""),
        )
        for earning in earnings
    ]


def _wage_lines(wages: Sequence[EmployerPayment]) -> list[StatementLine]:
    people = _names({wage.recorded_by_id for wage in wages})
    received = _confirmed("employer_payment", [wage.id for wage in wages])
    return [
        StatementLine(
            ref=wage.ref,
            what=t("Work"),
            of=pick(wage.enrolment.opportunity.title_th, wage.enrolment.opportunity.title_en),
            on=wage.work_to,
            amount_satang=wage.amount_satang,
            state=wage.state,
            evidence_ref=wage.timesheet_ref,
            verified_by=people.get(wage.recorded_by_id or 0, ""),
            verified_at=wage.recorded_at,
            source=pick(wage.organisation.name_th, wage.organisation.name_en),
            payment=Payment(wage.proof_ref, None, wage.paid_on or wage.due_on, wage.paid_on is not None),
            received_at=received.get(wage.id),
            days=wage.days,
            rate_satang=wage.rate_satang,
            began=wage.work_from,
            of_ref=wage.enrolment.opportunity.ref,
            why=t("You said it is not right") if wage.state == EmployerPaymentState.DISPUTED else "",
        )
        for wage in wages
    ]


def _group(lines: Sequence[StatementLine], paid: Sequence[str]) -> Group:
    return Group(
        lines=tuple(lines),
        paid_satang=sum(line.amount_satang for line in lines if line.state in paid),
        to_come_satang=sum(line.amount_satang for line in lines if line.state not in paid),
    )


def _names(ids: set[int | None]) -> dict[int, str]:
    known = [account_id for account_id in ids if account_id is not None]
    return dict(db.execute(select(Account.id, Account.name).where(Account.id.in_(known))).all())


def _confirmed(subject: str, ids: Sequence[int]) -> dict[int, datetime]:
    wanted = select(Move.subject_id, Move.at).where(
        Move.subject_type == subject, Move.verb == "confirm", Move.subject_id.in_(ids)
    )
    return dict(db.execute(wanted).all())

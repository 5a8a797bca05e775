"""How money comes to be owed: attended learning and a verified completion, by the rule of the opportunity.

What is owed draws on the promise made to the enrolment and, beyond it, on what is free in the fund. When neither has
enough, the earning is kept on hold with its cause, so that nobody's day goes unwritten; it enters the books when it
is resumed. Wages are another matter: the employer pays them, and `wages` only keeps what was reported.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.earnings import ceilings, funds, grounds, owing, paying, prints, undoing, wages
from marketplace.earnings.states import EARNING, GONE
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.ledger import NotEnough
from marketplace.offers import stipends
from marketplace.payments import taken_out
from marketplace.recoveries import service as recoveries
from models.earning import Earning
from models.enrolment import Attendance, Claim, Enrolment
from models.offer import Opportunity, Session
from models.session import db
from models.vocabulary import EarningKind, EarningSource, EarningState

WITHDRAWABLE = (EarningState.ACCRUED, EarningState.APPROVED, EarningState.HELD, EarningState.FAILED)
CORRECTED = "attendance_corrected"


def accrue(  # noqa: PLR0913  an earning is these facts
    *,
    enrolment_id: int,
    youth_id: int,
    fund_id: int,
    kind: EarningKind,
    amount_satang: int,
    source_type: EarningSource,
    source_id: int,
    by: Actor,
    cause: str = "",
    evidence_ref: str = "",
    minutes: int | None = None,
    earned_on: date | None = None,
) -> Earning:
    """Owe a youth a sum for one source, once of each kind; said again it is the same earning.

    One that was cancelled is owed again, one that was rejected or reversed stays so. Raises Conflict when the source
    earned something else before.
    """
    if amount_satang <= 0:
        raise Invalid(t("Enter an amount above zero."), field="amount")
    book = funds.hold(fund_id)
    same = (Earning.source_type == source_type, Earning.source_id == source_id, Earning.kind == kind)
    earning = db.scalars(select(Earning).where(*same)).one_or_none()
    if earning is None:
        earning = Earning(
            ref=ids.new_ref("EA"),
            youth_id=youth_id,
            enrolment_id=enrolment_id,
            fund_id=fund_id,
            kind=kind,
            amount_satang=amount_satang,
            source_type=source_type,
            source_id=source_id,
            cause=cause,
            evidence_ref=evidence_ref,
            minutes=minutes,
            earned_on=earned_on or clock.today(),
            verified_by_id=by.account_id,
            verified_at=clock.now(),
            created_at=clock.now(),
        )
        return _begin(earning, book, by)
    if (earning.youth_id, earning.fund_id) != (youth_id, fund_id):
        raise Conflict(t("This has already earned something else."))
    if earning.state == EarningState.CANCELLED:
        earning.minutes = minutes
        _again(earning, book, amount_satang, by)
    elif earning.state not in GONE and earning.amount_satang != amount_satang:
        raise Conflict(t("This has already earned something else."))
    return earning


def accrue_attendance(
    opportunity: Opportunity,
    enrolment: Enrolment,
    attendance: Attendance,
    session: Session,
    *,
    by: Actor,
    is_work: bool,
) -> list[Earning]:
    """What one attended session earns: stipend and travel money from the fund; a work session is a day of wage.

    A stipend by the hour is for all the minutes the session is held, unless the mark says for how long they were there.
    """
    if is_work:
        wages.record_day(opportunity, enrolment, session, by=by)
        return []
    fund_id = funds.payer(opportunity, enrolment)
    if fund_id is None:
        return []
    minutes = stipends.attended(session, attendance.minutes)
    parts = (
        (
            EarningSource.ATTENDANCE,
            stipends.for_time(opportunity, minutes),
            minutes if opportunity.stipend_per_hour_satang else None,
        ),
        (EarningSource.TRAVEL, opportunity.travel_per_session_satang, None),
    )
    return [
        accrue(
            enrolment_id=enrolment.id,
            youth_id=enrolment.youth_id,
            fund_id=fund_id,
            kind=EarningKind.REGULAR,
            amount_satang=satang,
            source_type=source,
            source_id=attendance.id,
            evidence_ref=session.ref,
            minutes=counted,
            earned_on=session.held_on,
            by=by,
        )
        for source, satang, counted in parts
        if satang
    ]


def is_settled(attendance_id: int) -> bool:
    """Whether anything a mark earned is on its way, out, back or corrected, so that it cannot be for another time."""
    wanted = select(Earning).where(Earning.source_type.in_(grounds.ROLLED), Earning.source_id == attendance_id)
    earned = db.scalars(wanted).all()
    still = (*WITHDRAWABLE, EarningState.CANCELLED, EarningState.REJECTED)
    return any(earning.state not in still for earning in earned) or bool(grounds.corrected_from(earned))


def withdraw_attendance(attendance_id: int, *, by: Actor) -> bool:
    """Take back what an attended session earned; False, and nothing changes, when any of it is already in a batch.

    Where it came back and was paid again, what is not out of that is owed no more, and what is out has to come back.
    """
    wanted = select(Earning).where(Earning.source_type.in_(grounds.ROLLED), Earning.source_id == attendance_id)
    earned = db.scalars(wanted.order_by(Earning.id)).all()
    found = [earning for earning in earned if earning.state not in GONE]
    if any(earning.state not in WITHDRAWABLE for earning in found):
        return False
    if not wages.withdraw_day(attendance_id, by=by):
        return False
    for earning in (*found, *grounds.corrected_from(earned)):
        if earning.state in WITHDRAWABLE:
            cancel(earning, by=by, reason=CORRECTED)
        else:
            recoveries.open_for(earning, reason=CORRECTED, cause_ref=earning.evidence_ref, by=by)
    return True


def accrue_completion(
    opportunity: Opportunity, enrolment: Enrolment, claim: Claim, *, by: Actor, keep: int = 0
) -> Earning | None:
    """What a verified completion earns; what was promised beyond it and `keep` goes back to the fund."""
    earning, fund_id = None, funds.payer(opportunity, enrolment)
    if fund_id is not None and opportunity.completion_bonus_satang:
        earning = accrue(
            enrolment_id=enrolment.id,
            youth_id=enrolment.youth_id,
            fund_id=fund_id,
            kind=EarningKind.COMPLETION,
            amount_satang=opportunity.completion_bonus_satang,
            source_type=EarningSource.CLAIM,
            source_id=claim.id,
            evidence_ref=claim.ref,
            by=by,
        )
    funds.release_reserve(enrolment, by=by, keep=keep)
    return earning


def resume(earning: Earning, *, by: Actor, note: str = "") -> None:
    """End a hold; what had waited for money enters the books now, or NotEnough says there is still none."""
    if earning.kind == EarningKind.IN_KIND or earning.accrue_entry_id is not None:
        if earning.kind == EarningKind.IN_KIND:
            _must_be_allowed(earning)
        advance(EARNING, earning, "resume", by=by, note=note)
        return
    book = funds.hold(earning.fund_id)
    _must_be_allowed(earning)
    advance(EARNING, earning, "resume", by=by, note=note, **owing.owe(earning, book, by))


def cancel(earning: Earning, *, by: Actor, reason: str, note: str = "", verb: str = "cancel") -> None:
    """Owe it no more, before it was sent; the money goes back to where it was promised from."""
    undoing.give_back(earning, by=by, reason=reason)
    advance(EARNING, earning, verb, by=by, reason=reason, note=note)
    recoveries.settle(earning, "stop", by=by)


def _begin(earning: Earning, book: str, by: Actor) -> Earning:
    for column, value in _first(earning, book, by).items():
        setattr(earning, column, value)
    db.add(earning)
    db.flush()
    # Words may name somebody, so the trail keeps their fingerprint.
    told = {"satang": earning.amount_satang, "source": earning.source_type, "kind": earning.kind}
    record(by, "earning.accrue", earning, **told, cause=prints.of_words(earning.cause))
    return earning


def _first(earning: Earning, book: str, by: Actor) -> dict[str, Any]:
    """What an earning begins with, first or anew: its entry in the books, or a hold without money or against a rule."""
    if ceilings.against_earning(earning) is not None:
        return {"state": EarningState.HELD}
    if earning.kind == EarningKind.IN_KIND:
        return {}
    try:
        return owing.owe(earning, book, by)
    except NotEnough:
        return {"state": EarningState.HELD}


def _again(earning: Earning, book: str, amount_satang: int, by: Actor) -> None:
    """Owe anew what was cancelled: without money, or against the fund's rules, it waits as it would at first.

    What the bank had paid of it all the same is its payment then.
    """
    paid = amount_satang == earning.amount_satang and ceilings.against_earning(earning) is None
    difference = taken_out.first(earning) if paid else None
    if difference is not None:
        taken_out.restore(difference, earning, by=by)
    earning.amount_satang, earning.reserve_id, earning.from_reserve_satang = amount_satang, None, 0
    earning.accrue_entry_id = None
    begins = _first(earning, book, by)
    verb = "wait_again" if begins.pop("state", None) == EarningState.HELD else "accrue_again"
    advance(EARNING, earning, verb, by=by, verified_by_id=by.account_id, verified_at=clock.now(), **begins)
    if difference is not None:
        paying.by_line(earning, difference.about, why=f"{difference.ref}:{earning.version}", by=by)
        paying.claim_no_more(earning, by=by)


def _must_be_allowed(earning: Earning) -> None:
    refusal = ceilings.against_earning(earning)
    if refusal is not None:
        raise Conflict(refusal)

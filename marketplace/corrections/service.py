"""Pay again what came back, and correct by two people what was paid short or too much.

What is added is an earning of its own, owed by its own entry and paid through three people like every other; what
came back in part is an entry that puts the money back into the fund's account.
"""

from sqlalchemy import select

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import history, record
from marketplace.audit.moves import advance
from marketplace.corrections.states import CORRECTION
from marketplace.earnings import accruals, bank_differences, coming_back, funds, grounds, still_out
from marketplace.earnings.states import RECEIVED
from marketplace.i18n import t
from marketplace.kernel import clock, ids, reasons
from marketplace.kernel.errors import Conflict, Forbidden, IllegalMove, Invalid
from marketplace.ledger import Cause, accounts, credit, debit, post
from marketplace.payments import taken_out
from marketplace.people import desks
from marketplace.recoveries import queries as waiting
from marketplace.recoveries import service as recoveries
from models.correction import Correction
from models.earning import Earning, Fund
from models.session import db
from models.vocabulary import AccountRole as R
from models.vocabulary import (
    CorrectionKind,
    CorrectionState,
    EarningKind,
    EarningSource,
    EarningState,
    EntryKind,
    RecoveryState,
    Role,
)

PATH = "/office/earnings/{ref}"
CAME_BACK = "came_back"
REASON_LEAST, REASON_MOST = 5, 200
FALSE = t("The completion was found not to be true. What was paid for it has to come back, and nothing is added to it.")

NO_REASON = t(
    "Give a reason in words: at least {least} letters, and not the same ones over and over.", least=reasons.LEAST
)
NOT_THERE = t("They are not marked as present at the session it was paid for, so nothing is added or paid again.")


def may_pay_again(earning: Earning) -> bool:
    """Whether money that came back may go out once more: it came back from the bank, and was and is due."""
    return coming_back.is_due_again(earning)


def pay_again(earning: Earning, *, by: Actor) -> Earning:
    """Owe what came back from the bank once more, as a new earning for the same cause; only once.

    What two people had found to be too much is not in it.

    Raises IllegalMove when it did not come back, was found not to be due, or is owed anew already, and Invalid where
    the bank said something else of its payment that nobody has answered.
    """
    _must_be_true(earning)
    accounts.lock_book(funds.book_of(earning.fund_id))
    bank_differences.must_be_answered(earning)
    if not may_pay_again(earning):
        raise IllegalMove(t("Only money that came back from the bank is paid again, and only once."))
    bank_differences.must_not_stand_paid(earning)
    correction = _anew(earning, by) or _kept(earning, CorrectionKind.AGAIN, still_due(earning), CAME_BACK, by)
    record(by, "correction.again", correction, earning=earning.ref)
    return _owe(correction, earning, cause="", by=by)


def _anew(earning: Earning, by: Actor) -> Correction | None:
    """Owing a sum once more, said anew: it counted as paid since that was said before, and came back again."""
    its = (Correction.earning_id == earning.id, Correction.kind == CorrectionKind.AGAIN)
    if (known := db.scalars(select(Correction).where(*its)).one_or_none()) is not None:
        known.amount_satang, known.decided_at = still_due(earning), clock.now()
        known.proposed_by_id = known.decided_by_id = by.account_id
        db.flush()
    return known


def propose(earning: Earning, kind: CorrectionKind, satang: int, reason: str, *, by: Actor) -> Correction:
    """Offer to correct what was paid, in words the young person reads; a second person agrees.

    Raises Invalid for a sum or words that cannot be, IllegalMove for what was not paid, Conflict while one waits.
    """
    said = reason.strip()
    if kind == CorrectionKind.AGAIN:
        raise Invalid(t("Choose what was wrong."), field="kind")
    if earning.state not in RECEIVED or earning.kind == EarningKind.IN_KIND:
        raise IllegalMove(t("Only money that was paid is corrected. Before that it is held or decided anew."))
    if satang <= 0:
        raise Invalid(t("Enter an amount above zero."), field="amount")
    if not REASON_LEAST <= len(said) <= REASON_MOST:
        raise Invalid(t("Write from {least} to {most} letters.", least=REASON_LEAST, most=REASON_MOST), field="reason")
    if not reasons.says_something(said):
        raise Invalid(NO_REASON, field="reason")
    if kind == CorrectionKind.MORE:
        _must_be_true(earning)
    accounts.lock_book(funds.book_of(earning.fund_id))
    waits = select(Correction.id).where(
        Correction.earning_id == earning.id, Correction.state == CorrectionState.PROPOSED
    )
    if db.scalar(waits) is not None:
        raise Conflict(t("A correction of this sum waits for its second person already."))
    if kind == CorrectionKind.LESS:
        _must_be_a_part(earning, satang)
    correction = _kept(earning, kind, satang, said, by)
    record(by, "correction.propose", correction, earning=earning.ref, kind=kind.value, satang=satang)
    office = db.scalars(select(Fund.office_key).where(Fund.id == earning.fund_id)).one()
    for account_id in sorted(desks.accounts_of(office, Role.APPROVER) - {by.account_id or 0}):
        notices.tell(
            account_id,
            event="correction.proposed",
            message=t("A correction of a paid sum waits for you."),
            path=PATH.format(ref=earning.ref),
            about=correction,
        )
    return correction


def agree(correction: Correction, *, by: Actor) -> None:
    """A second person agrees, and it is written; raises NotEnough or Conflict as the fund's money and rules say."""
    _another(correction, by)
    earning = db.get_one(Earning, correction.earning_id)
    if correction.kind == CorrectionKind.MORE:
        _must_be_true(earning)
    accounts.lock_book(funds.book_of(earning.fund_id))
    db.refresh(earning, ["state", "version"])
    if earning.state not in RECEIVED:
        raise IllegalMove(t("Only money that was paid is corrected. Before that it is held or decided anew."))
    if correction.kind == CorrectionKind.LESS:
        _must_be_a_part(earning, correction.amount_satang)
        since = correction.proposed_at
        if (told := coming_back.back_since(earning, since) or coming_back.agreed_since(earning, since)) is not None:
            raise Conflict(told)
    advance(CORRECTION, correction, "agree", by=by, decided_by_id=by.account_id, decided_at=clock.now())
    if correction.kind == CorrectionKind.MORE:
        _owe(correction, earning, cause=correction.reason, by=by)
        return
    book, satang = funds.book_of(earning.fund_id), correction.amount_satang
    lines = (debit(accounts.code_of(book, R.CASH), satang), credit(accounts.code_of(book, R.AVAILABLE), satang))
    key, cause = f"correct:{correction.ref}", Cause("earning", earning.ref)
    post(EntryKind.ADJUST, lines, key=key, cause=cause, by=by, note=f"{correction.ref} {correction.reason}"[:200])
    recoveries.lessen(earning, satang, by=by)


def owe_anew(attendance_id: int, *, by: Actor) -> None:
    """The roll says again that they came: what it had taken back of sums paid again or added is owed as before.

    What was out and is waited for may stay; what was out and is back is owed once more, less what had been too much.
    What the bank sent back and nobody has paid again stays with the office.
    """
    earned = select(Earning).where(Earning.source_type.in_(grounds.ROLLED), Earning.source_id == attendance_id)
    for earning in grounds.corrected_from(db.scalars(earned.order_by(Earning.id)).all()):
        recovery = waiting.of_earning(earning)
        by_roll = recovery is not None and recovery.reason == accruals.CORRECTED
        if earning.state == EarningState.CANCELLED:
            if by_roll or history(earning)[-1].reason == accruals.CORRECTED:
                kept = db.get_one(Correction, earning.source_id)
                _owe(kept, db.get_one(Earning, kept.earning_id), cause=earning.cause, by=by)
        elif recovery is not None and by_roll:
            if recovery.state == RecoveryState.RECOVERED:
                _once_more(earning, by)
            else:
                recoveries.settle(earning, "keep", by=by)


def decline(correction: Correction, *, by: Actor) -> None:
    """Do not agree: nothing is written, and another may be proposed."""
    _another(correction, by)
    advance(CORRECTION, correction, "decline", by=by, decided_by_id=by.account_id, decided_at=clock.now())


def _once_more(earning: Earning, by: Actor) -> None:
    """Owe what came back because of the roll alone, once."""
    again = select(Correction.id).where(Correction.earning_id == earning.id, Correction.kind == CorrectionKind.AGAIN)
    if db.scalar(again) is None:
        correction = _kept(earning, CorrectionKind.AGAIN, still_due(earning), accruals.CORRECTED, by)
        record(by, "correction.again", correction, earning=earning.ref)
        _owe(correction, earning, cause="", by=by)


def _kept(earning: Earning, kind: CorrectionKind, satang: int, reason: str, by: Actor) -> Correction:
    is_done, now = kind == CorrectionKind.AGAIN, clock.now()
    correction = Correction(
        ref=ids.new_ref("K"),
        earning_id=earning.id,
        kind=kind,
        state=CorrectionState.DONE if is_done else CorrectionState.PROPOSED,
        amount_satang=satang,
        reason=reason,
        proposed_by_id=by.account_id,
        proposed_at=now,
        decided_by_id=by.account_id if is_done else None,
        decided_at=now if is_done else None,
    )
    db.add(correction)
    db.flush()
    return correction


def _owe(correction: Correction, earning: Earning, *, cause: str, by: Actor) -> Earning:
    return accruals.accrue(
        enrolment_id=earning.enrolment_id,
        youth_id=earning.youth_id,
        fund_id=earning.fund_id,
        kind=EarningKind.BALANCING,
        amount_satang=correction.amount_satang,
        source_type=EarningSource.ADJUSTMENT,
        source_id=correction.id,
        cause=cause,
        evidence_ref=correction.ref,
        earned_on=earning.earned_on if correction.kind == CorrectionKind.AGAIN else clock.today(),
        by=by,
    )


def still_due(earning: Earning) -> int:
    """How much of a sum was due, in satang: all of it but what two people found to be too much."""
    return earning.amount_satang - taken_out.too_much(earning)


def _must_be_a_part(earning: Earning, satang: int) -> None:
    if satang >= still_out.whole_of(earning) or still_out.is_all(earning, satang):
        raise Invalid(
            t("Less than what was paid. When all of it came back, say so on the page before."), field="amount"
        )
    still_out.must_be_out(earning, satang)


def _must_be_true(earning: Earning) -> None:
    """Before the book is locked: whoever finds a completion false holds its claim and then asks for the book."""
    if grounds.found_false(earning):
        raise IllegalMove(NOT_THERE if grounds.first_of(earning).source_type in grounds.ROLLED else FALSE)


def _another(correction: Correction, by: Actor) -> None:
    if by.account_id is None or by.account_id == correction.proposed_by_id:
        raise Forbidden(t("Who proposes and who agrees must be two people."))

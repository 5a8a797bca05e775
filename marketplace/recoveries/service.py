"""Open what has to come back, write it off by two people, and settle it when the money is back or never left.

This room lies beneath the one of earnings, so that a reversal or a cancellation settles what waited for it.
"""

from collections.abc import Collection

from sqlalchemy import select

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids, reasons
from marketplace.kernel.errors import Conflict, Forbidden, Invalid
from marketplace.ledger import accounts
from marketplace.payments import adjusted, taken_out
from marketplace.people import desks
from marketplace.recoveries import queries
from marketplace.recoveries.states import CLOSED, RECOVERY, WAITING
from models.earning import Earning, Fund
from models.recovery import Recovery
from models.session import db
from models.vocabulary import EarningState, Role

PATH = "/office/recoveries/{ref}"
LEFT = (EarningState.IN_BATCH, EarningState.SENT, EarningState.PAID, EarningState.CONFIRMED)
"""Where an earning can no longer simply be owed no more."""

PAID_TWICE, NOT_DUE = "paid_twice", "paid_not_due"
OF_THE_BANK = (PAID_TWICE, NOT_DUE)
"""Why what the bank paid by a line that could not pay it any more has to come back."""

SAID_BACK = t(
    "Somebody has said that this money came back, and that is not decided yet. Until then it is not written off."
)

REASON_LEAST, REASON_MOST = 10, 400


def open_for(earning: Earning, *, reason: str, cause_ref: str, by: Actor) -> Recovery | None:
    """Keep that the money of an earning has to come back, once; None while it can still be cancelled.

    What had turned out to be due, or had been stopped in time, is waited for again. What the bank is found to have
    paid has left whatever became of the earning, and after all that had come back or was written off before; it is
    waited for beside what is waited for already.
    """
    if earning.state not in LEFT and reason not in OF_THE_BANK:
        return None
    its = select(Recovery).where(Recovery.earning_id == earning.id)
    known = db.scalars(its.execution_options(populate_existing=True)).one_or_none()
    if known is not None:
        return _open_again(known, earning, reason, cause_ref, by)
    place = db.execute(select(Fund.area_code, Fund.office_key).where(Fund.id == earning.fund_id)).one()
    recovery = Recovery(
        ref=ids.new_ref("V"),
        earning_id=earning.id,
        area_code=place.area_code,
        office_key=place.office_key,
        amount_satang=_to_come(earning, reason),
        reason=reason,
        cause_ref=cause_ref,
        opened_at=clock.now(),
    )
    db.add(recovery)
    db.flush()
    record(by, "recovery.open", recovery, satang=recovery.amount_satang, reason=reason)
    _tell_officers(recovery)
    return recovery


def propose(recovery: Recovery, reason: str, *, by: Actor) -> None:
    """Say why it will not come back; a second person decides. Raises Invalid for words that say nothing.

    Raises Conflict while it is said to have come back and that is not decided.
    """
    said = reason.strip()
    if not reasons.says_something(said, REASON_LEAST):
        raise Invalid(t("Write it out in a sentence."), field="reason")
    if len(said) > REASON_MOST:
        raise Invalid(t("Please write at most {count} characters.", count=REASON_MOST), field="reason")
    _must_not_be_back(recovery)
    advance(
        RECOVERY, recovery, "propose", by=by, answer=said, proposed_by_id=by.account_id, proposed_at=clock.now()
    )  # fmt: skip
    for account_id in sorted(desks.accounts_of(recovery.office_key, Role.APPROVER) - {by.account_id or 0}):
        notices.tell(
            account_id,
            event="recovery.proposed",
            message=t("Money that has to come back is to be written off. Look at it."),
            path=PATH.format(ref=recovery.ref),
            about=recovery,
        )


def send_back(recovery: Recovery, *, by: Actor) -> None:
    """Do not agree: it has to come back as before."""
    _another(recovery, by)
    advance(RECOVERY, recovery, "return", by=by, proposed_by_id=None, proposed_at=None)


def agree(recovery: Recovery, *, by: Actor) -> None:
    """A second person agrees that it will not come back; the books stay as they are, for the money is gone.

    Raises Conflict while it is said to have come back and that is not decided.
    """
    _another(recovery, by)
    _must_not_be_back(recovery)
    now = clock.now()
    advance(RECOVERY, recovery, "agree", by=by, decided_by_id=by.account_id, closed_at=now)


def lessen(earning: Earning, satang: int, *, by: Actor) -> None:
    """A part has come back: so much less is waited for, and nothing where that was all."""
    if (recovery := _waiting(earning)) is None:
        return
    if recovery.amount_satang > satang:
        _lessen(recovery, satang, by)
    else:
        advance(RECOVERY, recovery, "recover", by=by, closed_at=clock.now())


def settle(earning: Earning, verb: str, *, by: Actor, reasons: Collection[str] = (), came: int | None = None) -> None:
    """The money is back (`recover`), never left (`stop`) or is due after all (`keep`): what waited for it is done.

    Where `reasons` are named, only what waited because of one of them. While the bank stands as having paid the sum by
    a line beside, one payment less is waited for: `came` of it, or all of the sum.
    """
    recovery = _waiting(earning)
    if recovery is None or (reasons and recovery.reason not in reasons):
        return
    beside, satang = taken_out.of_sum(earning), earning.amount_satang if came is None else came
    if beside and verb == "stop" and recovery.reason in OF_THE_BANK:
        return
    if beside and recovery.amount_satang > satang:
        if verb == "keep":
            recovery.reason = PAID_TWICE
        if recovery.reason in OF_THE_BANK:
            recovery.cause_ref = beside[-1].ref
        _lessen(recovery, satang, by)
    elif not beside or verb == "recover":
        advance(RECOVERY, recovery, verb, by=by, closed_at=clock.now())


def was_none(earning: Earning, *, by: Actor) -> None:
    """One payment of several that the bank was found to have made was none: one less is waited for."""
    recovery = _waiting(earning)
    if recovery is None:
        return
    beside, of_the_bank = taken_out.of_sum(earning), recovery.reason in OF_THE_BANK
    if recovery.amount_satang > earning.amount_satang and (beside or not of_the_bank):
        if of_the_bank:
            recovery.cause_ref = beside[-1].ref
        _lessen(recovery, earning.amount_satang, by)
    elif of_the_bank and not beside:
        verb = "keep" if recovery.reason == PAID_TWICE else "stop"
        advance(RECOVERY, recovery, verb, by=by, closed_at=clock.now())


def _lessen(recovery: Recovery, satang: int, by: Actor) -> None:
    recovery.amount_satang -= satang
    record(by, "recovery.lessen", recovery, satang=satang)


def _waiting(earning: Earning) -> Recovery | None:
    """What is waited for of a sum, as the books stand now."""
    wanted = select(Recovery).where(Recovery.earning_id == earning.id, Recovery.state.in_(WAITING))
    return db.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _grow(known: Recovery, earning: Earning, reason: str, cause_ref: str, by: Actor) -> Recovery:
    """Wait for one payment more; that less would be written off is no proposal any more."""
    if RECOVERY.allows(known.state, "return"):
        advance(RECOVERY, known, "return", by=by, proposed_by_id=None, proposed_at=None)
    satang = earning.amount_satang
    if reason not in OF_THE_BANK:
        # All that is out of it: what came back of one payment may be waited for already, of another not.
        beside = len(taken_out.of_sum(earning)) * earning.amount_satang
        satang = max(_to_come(earning, reason) + beside - known.amount_satang, 0)
        known.reason, known.cause_ref = reason, cause_ref
    known.amount_satang += satang
    db.flush()
    record(by, "recovery.grow", known, satang=satang, reason=reason)
    _tell_officers(known)
    return known


def _open_again(known: Recovery, earning: Earning, reason: str, cause_ref: str, by: Actor) -> Recovery:
    # Of what the bank paid beside and of a sum's own payment one is not the other.
    is_another = reason in OF_THE_BANK or known.reason in OF_THE_BANK
    if known.state in WAITING and is_another:
        return _grow(known, earning, reason, cause_ref, by)
    verb = "wait_anew" if is_another and known.state in CLOSED else "reopen"
    if not RECOVERY.allows(known.state, verb):
        return known
    if reason not in OF_THE_BANK or known.state not in CLOSED:
        known.reason = reason
    advance(
        RECOVERY, known, verb, by=by, reason=reason, cause_ref=cause_ref, closed_at=None, answer="",
        proposed_by_id=None, proposed_at=None, decided_by_id=None,
        amount_satang=_to_come(earning, reason),
    )  # fmt: skip
    _tell_officers(known)
    return known


def _tell_officers(recovery: Recovery) -> None:
    for account_id in sorted(desks.accounts_of(recovery.office_key, Role.OFFICER)):
        notices.tell(
            account_id,
            event="recovery.opened",
            message=t("Money that was paid has to come back."),
            path=PATH.format(ref=recovery.ref),
            about=recovery,
        )


def _to_come(earning: Earning, reason: str) -> int:
    """What has to come back of a payment: all of what the bank paid beside, else what did not come back in part.

    What came back before the bank was found to have paid beside was of the other payment, and too much of that.
    """
    if reason in OF_THE_BANK:
        return earning.amount_satang
    return earning.amount_satang - adjusted.parts_of({earning.id})


def _must_not_be_back(recovery: Recovery) -> None:
    """Hold the fund's book, under which money is said to be back, and see that nobody has said so."""
    accounts.lock_book(
        db.scalars(
            select(Fund.ref).join(Earning, Earning.fund_id == Fund.id).where(Earning.id == recovery.earning_id)
        ).one()
    )
    if queries.is_said_back(recovery):
        raise Conflict(SAID_BACK)


def _another(recovery: Recovery, by: Actor) -> None:
    if by.account_id is None or by.account_id == recovery.proposed_by_id:
        raise Forbidden(t("Who proposes and who agrees must be two people."))

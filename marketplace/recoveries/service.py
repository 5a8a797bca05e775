"""Open what has to come back, write it off by two people, and settle it when the money is back or never left.

This room lies beneath the one of earnings, so that a reversal or a cancellation settles what waited for it.
"""

from collections.abc import Collection

from sqlalchemy import func, select

from marketplace import notices
from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids, reasons
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.people import desks
from marketplace.recoveries.states import CLOSED, RECOVERY, WAITING
from models.correction import Correction
from models.earning import Earning, Fund
from models.recovery import Recovery
from models.session import db
from models.vocabulary import CorrectionKind, CorrectionState, EarningState, Role

PATH = "/office/recoveries/{ref}"
LEFT = (EarningState.IN_BATCH, EarningState.SENT, EarningState.PAID, EarningState.CONFIRMED)
"""Where an earning can no longer simply be owed no more."""

PAID_TWICE, NOT_DUE = "paid_twice", "paid_not_due"
OF_THE_BANK = (PAID_TWICE, NOT_DUE)
"""Why what the bank paid by a line that could not pay it any more has to come back."""

REASON_LEAST, REASON_MOST = 10, 400


def open_for(earning: Earning, *, reason: str, cause_ref: str, by: Actor) -> Recovery | None:
    """Keep that the money of an earning has to come back, once; None while it can still be cancelled.

    What had turned out to be due, or had been stopped in time, is waited for again. What the bank is found to have
    paid has left whatever became of the earning, and after all that had come back or was written off before.
    """
    if earning.state not in LEFT and reason not in OF_THE_BANK:
        return None
    known = db.scalars(select(Recovery).where(Recovery.earning_id == earning.id)).one_or_none()
    if known is not None:
        return _open_again(known, earning, reason, cause_ref, by)
    place = db.execute(select(Fund.area_code, Fund.office_key).where(Fund.id == earning.fund_id)).one()
    recovery = Recovery(
        ref=ids.new_ref("V"),
        earning_id=earning.id,
        area_code=place.area_code,
        office_key=place.office_key,
        amount_satang=earning.amount_satang - _back_already(earning),
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
    """Say why it will not come back; a second person decides. Raises Invalid for words that say nothing."""
    said = reason.strip()
    if not reasons.says_something(said, REASON_LEAST):
        raise Invalid(t("Write it out in a sentence."), field="reason")
    if len(said) > REASON_MOST:
        raise Invalid(t("Please write at most {count} characters.", count=REASON_MOST), field="reason")
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
    """A second person agrees that it will not come back; the books stay as they are, for the money is gone."""
    _another(recovery, by)
    now = clock.now()
    advance(RECOVERY, recovery, "agree", by=by, decided_by_id=by.account_id, closed_at=now)


def lessen(earning: Earning, satang: int, *, by: Actor) -> None:
    """A part has come back: so much less is waited for."""
    wanted = select(Recovery).where(Recovery.earning_id == earning.id, Recovery.state.in_(WAITING))
    recovery = db.scalars(wanted).one_or_none()
    if recovery is not None:
        recovery.amount_satang -= satang
        record(by, "recovery.lessen", recovery, satang=satang)


def settle(earning: Earning, verb: str, *, by: Actor, reasons: Collection[str] = ()) -> None:
    """The money is back (`recover`), never left (`stop`) or is due after all (`keep`): what waited for it is done.

    Where `reasons` are named, only what waited because of one of them.
    """
    wanted = select(Recovery).where(Recovery.earning_id == earning.id, Recovery.state.in_(WAITING))
    recovery = db.scalars(wanted).one_or_none()
    if recovery is not None and (not reasons or recovery.reason in reasons):
        advance(RECOVERY, recovery, verb, by=by, closed_at=clock.now())


def _open_again(known: Recovery, earning: Earning, reason: str, cause_ref: str, by: Actor) -> Recovery:
    verb = "wait_anew" if reason in OF_THE_BANK and known.state in CLOSED else "reopen"
    if not RECOVERY.allows(known.state, verb):
        return known
    advance(
        RECOVERY, known, verb, by=by, reason=reason, cause_ref=cause_ref, closed_at=None, answer="",
        proposed_by_id=None, proposed_at=None, decided_by_id=None,
        amount_satang=earning.amount_satang - (0 if verb == "wait_anew" else _back_already(earning)),
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


def _back_already(earning: Earning) -> int:
    """What of it came back in part, by corrections that were agreed to."""
    part = (Correction.kind == CorrectionKind.LESS, Correction.state == CorrectionState.DONE)
    wanted = select(func.coalesce(func.sum(Correction.amount_satang), 0)).where(Correction.earning_id == earning.id)
    return int(db.scalars(wanted.where(*part)).one())


def _another(recovery: Recovery, by: Actor) -> None:
    if by.account_id is None or by.account_id == recovery.proposed_by_id:
        raise Forbidden(t("Who proposes and who agrees must be two people."))

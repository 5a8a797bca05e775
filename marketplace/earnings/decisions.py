"""What people decide about an earning: due, on hold, not due, received, or come back."""

from collections.abc import Sequence

from marketplace.access import Actor
from marketplace.audit.moves import advance
from marketplace.audit.standing import where
from marketplace.earnings import accruals, bank_differences, refusals, undoing
from marketplace.earnings.states import EARNING
from marketplace.enquiries import service as enquiries
from marketplace.i18n import t
from marketplace.kernel.errors import IllegalMove, Invalid
from marketplace.payments import adjusted, taken_out
from marketplace.recoveries import service as recoveries
from models.earning import Earning
from models.vocabulary import EarningKind


def approve(earning: Earning, *, by: Actor, note: str = "") -> None:
    """Say an earning is due; it may go into the next batch.

    Raises Invalid where that sends it to an account the bank refused and nobody says why it goes through now, and where
    it stands as paid.
    """
    _must_allow(earning, "approve", by)
    bank_differences.must_not_stand_paid(earning)
    _approve(earning, by, note, asks_why=bool(refusals.asking([earning])))


def approve_all(earnings: Sequence[Earning], *, by: Actor) -> int:
    """Say several earnings are due, together or not at all; gives how many."""
    asking, stand = refusals.asking(earnings), taken_out.standing({earning.id for earning in earnings})
    for earning in earnings:
        if earning.id in stand:
            bank_differences.must_not_stand_paid(earning)
        _approve(earning, by, asks_why=earning.id in asking)
    return len(earnings)


def _approve(earning: Earning, by: Actor, note: str = "", *, asks_why: bool) -> None:
    if asks_why:
        refusals.must_say_why(earning, note)
    advance(EARNING, earning, "approve", by=by, reason=refusals.IN_SPITE if asks_why else "", note=note)


def hold(earning: Earning, *, by: Actor, reason: str, note: str = "") -> None:
    """Keep an earning from being paid until somebody has looked; the youth sees the reason."""
    _needs(reason)
    advance(EARNING, earning, "hold", by=by, reason=reason, note=note)


def resume(earning: Earning, *, by: Actor, note: str = "") -> None:
    """End a hold; it has to be approved anew. Raises Invalid where a line that held it stands as paid."""
    _must_allow(earning, "resume", by)
    bank_differences.must_not_stand_paid(earning)
    accruals.resume(earning, by=by, note=note)


def reject(earning: Earning, *, by: Actor, reason: str, note: str = "") -> None:
    """Say an earning is not due; the money returns to the fund."""
    _needs(reason)
    _must_allow(earning, "reject", by)
    accruals.cancel(earning, by=by, reason=reason, note=note, verb="reject")


def cancel(earning: Earning, *, by: Actor, reason: str, note: str = "") -> None:
    """Owe it no more because its cause was corrected."""
    _needs(reason)
    _must_allow(earning, "cancel", by)
    accruals.cancel(earning, by=by, reason=reason, note=note)


def retry(earning: Earning, *, by: Actor, note: str = "") -> None:
    """Let an earning whose payment failed go into a batch again.

    Raises Invalid where the account is the one the bank refused and nobody says why it goes through now, and where the
    bank said something else of the payment that nobody has answered, or paid it by another line. What else it refused
    in that line goes too.
    """
    _must_allow(earning, "retry", by)
    bank_differences.must_be_answered(earning)
    bank_differences.must_not_stand_paid(earning)
    refusals.must_say_why(earning, note)
    beside = (one for one in refusals.beside(earning) if not bank_differences.stands_paid_by(one))
    for one in (earning, *beside):
        advance(EARNING, one, "retry", by=by, note=note)


def deliver(earning: Earning, *, by: Actor, note: str) -> None:
    """Say that something given in kind was handed over."""
    if earning.kind != EarningKind.IN_KIND:
        raise IllegalMove(t("Money is paid in a batch."))
    advance(EARNING, earning, "deliver", by=by, note=note)


def confirm_receipt(earning: Earning, *, by: Actor) -> None:
    """The youth says it has arrived; what they had asked about it is settled by that."""
    advance(EARNING, earning, "confirm", by=by)
    enquiries.settle_earning(earning, by=by)


def reverse(earning: Earning, *, by: Actor, reason: str, note: str = "") -> None:
    """Undo an earning whose money has come back to the fund's account; the caller has two people who say so."""
    _needs(reason)
    _must_allow(earning, "reverse", by)
    came = earning.amount_satang - adjusted.parts_of({earning.id})
    undoing.bring_back(earning, by=by, reason=reason)
    advance(EARNING, earning, "reverse", by=by, reason=reason, note=note)
    recoveries.settle(earning, "recover", by=by, came=came)


def _needs(reason: str) -> None:
    if not reason.strip():
        raise Invalid(t("Give a reason."), field="reason")


def _must_allow(earning: Earning, verb: str, by: Actor) -> None:
    """Refuse before the books are touched; the move itself is checked again after."""
    if not EARNING.allows(earning.state, verb):
        raise IllegalMove(where(EARNING, earning, by=by))

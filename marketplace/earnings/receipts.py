"""What a young person says about money that was sent to them: it has arrived, round by round."""

from collections.abc import Sequence

from marketplace.access import Actor, Verdict
from marketplace.earnings import decisions, queries
from marketplace.earnings.policy import can_confirm
from marketplace.earnings.statement import payments_of
from marketplace.earnings.states import RECEIVED
from marketplace.i18n import t
from marketplace.kernel.errors import IllegalMove, NotFound
from models.earning import Earning
from models.vocabulary import EarningState


def received_in(actor: Actor, batch_ref: str) -> Sequence[Earning]:
    """The young person's own earnings that a payment round brought; raises NotFound when it brought none."""
    own = queries.earnings_of(actor.youth_id or 0)
    paid = payments_of(own)
    found = [one for one in own if one.state in RECEIVED and one.id in paid and paid[one.id].ref == batch_ref]
    if not found:
        raise NotFound
    return found


def can_confirm_round(actor: Actor, earnings: Sequence[Earning]) -> Verdict:
    """The young person alone."""
    return Verdict.when(all(can_confirm(actor, earning) for earning in earnings))


def confirm_round(earnings: Sequence[Earning], *, by: Actor) -> None:
    """The whole round has arrived; raises IllegalMove when that was said before."""
    open_ones = [earning for earning in earnings if earning.state == EarningState.PAID]
    if not open_ones:
        raise IllegalMove(t("You have confirmed this already."))
    for earning in open_ones:
        decisions.confirm_receipt(earning, by=by)

"""The way back of a gift: one person asks, another approves, the worker sends it, and the service says how it ended.

What came by transfer goes back by transfer: an officer sends it from the fund's account and records its reference.

With PromptPay the service writes to the giver for an account, so a refund takes days and needs an e-mail address.

What a dispute took has gone back already: nothing of it is asked for, approved or sent.
"""

from sqlalchemy import func, select

from marketplace.access import Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.i18n import t
from marketplace.kernel import clock, ids, reasons
from marketplace.kernel.errors import Forbidden, IllegalMove, Invalid
from marketplace.ledger import NotEnough
from marketplace.payments import bank_refs, booking, disputes
from marketplace.payments.states import REFUND
from models.gift import Gift, GiftRefund
from models.session import db
from models.vocabulary import GiftState, GiftWay, RefundState

NOT_GONE = (RefundState.FAILED, RefundState.DECLINED)


def ask(gift: Gift, satang: int, *, reason: str, by: Actor) -> GiftRefund:
    """Ask for a gift, or part of it, to be sent back; raises Invalid for more than is left of it.

    Raises IllegalMove where the giver's bank took it back.
    """
    if gift.state != GiftState.PAID:
        raise IllegalMove(t("Only a gift that has come can be sent back."))
    if not reasons.says_something(reason):
        raise Invalid(t("Give a reason."), field="reason")
    if satang <= 0:
        raise Invalid(t("Enter an amount above zero."), field="amount")
    _hold(gift)
    disputes.check(gift)
    if satang > left_of(gift):
        raise Invalid(t("Not more than what is left of the gift."), field="amount")
    way_back = GiftRefund(
        ref=ids.new_ref("R"),
        gift_id=gift.id,
        amount_satang=satang,
        reason=reason.strip()[:200],
        asked_by_id=by.account_id,
        asked_at=clock.now(),
    )
    db.add(way_back)
    db.flush()
    record(by, "gift_refund.ask", way_back, gift=gift.ref, satang=satang)
    return way_back


def left_of(gift: Gift) -> int:
    """What has not gone back of a gift, nor is asked to, in satang: nothing while a dispute is open or lost."""
    if disputes.standing(gift) is not None:
        return 0
    gone = select(func.coalesce(func.sum(GiftRefund.amount_satang), 0)).where(
        GiftRefund.gift_id == gift.id, GiftRefund.state.not_in(NOT_GONE)
    )
    return gift.amount_satang - int(db.scalars(gone).one())


def approve(way_back: GiftRefund, gift: Gift, *, by: Actor) -> None:
    """A second person agrees: the sum leaves the fund's free money now, and the worker sends it.

    Raises NotEnough when it is promised or spent already, IllegalMove when the giver's bank took it back meanwhile.
    """
    _another(way_back, by)
    _hold(gift)
    disputes.check(gift)
    advance(REFUND, way_back, "approve", by=by, approved_by_id=by.account_id)
    try:
        booking.refund(gift, way_back, by=by, only_free=True)
    except NotEnough as short:
        raise NotEnough(t("Only what is free can be sent back; the rest is promised or spent.")) from short


def decline(way_back: GiftRefund, *, by: Actor) -> None:
    """The second person does not agree."""
    _another(way_back, by)
    advance(REFUND, way_back, "decline", by=by)


def sent_by_hand(way_back: GiftRefund, gift: Gift, *, bank_ref: str, by: Actor) -> None:
    """An officer has sent a transfer back; raises Invalid without a reference of the bank, or for one known already."""
    _must_be_transfer(gift)
    ref = bank_refs.read(bank_ref)
    with bank_refs.once(GiftRefund, ref):
        advance(REFUND, way_back, "finish", by=by, service_ref=ref.said, bank_key=ref.key)


def not_sent(way_back: GiftRefund, gift: Gift, *, by: Actor) -> None:
    """A transfer could not be sent back: the fund has the money again."""
    _must_be_transfer(gift)
    if way_back.state != RefundState.APPROVED:
        raise IllegalMove(t("This is not waiting to be sent back."))
    advance(REFUND, way_back, "fail", by=by)
    booking.refund_failed(gift, way_back, by=by)


def _hold(gift: Gift) -> None:
    """Keep the gift's row until the transaction ends: what is told of a dispute waits, or was there first."""
    db.scalars(select(Gift.id).where(Gift.id == gift.id).with_for_update()).one()


def _must_be_transfer(gift: Gift) -> None:
    if gift.way != GiftWay.TRANSFER:
        raise IllegalMove(t("The payment service sends this back; nothing is recorded by hand."))


def _another(way_back: GiftRefund, by: Actor) -> None:
    if by.account_id is None or by.account_id == way_back.asked_by_id:
        raise Forbidden(t("Who asks and who approves must be two people."))

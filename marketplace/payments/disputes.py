"""What a giver's bank took back: while it decides, and once it decided for the giver, the sum is not the fund's.

Only a dispute that was won gives the gift free again. The payment service refuses a refund of a disputed payment too.
What a bank only asks (`inquiries`) takes nothing and is no dispute.
"""

from sqlalchemy import select

from marketplace.i18n import t
from marketplace.kernel.errors import IllegalMove
from models.gift import Gift, GiftDispute
from models.session import db
from models.vocabulary import DisputeState

STANDING = (DisputeState.OPEN, DisputeState.LOST)
WHY_NOT = {
    DisputeState.OPEN: t("The giver's bank is deciding about this gift. Until it has decided, nothing is sent back."),
    DisputeState.LOST: t("The giver's bank has taken this gift back. Nothing of it is left to send back."),
}


def standing(gift: Gift) -> DisputeState | None:
    """How the last dispute about a gift stands that is open or lost; None where there is none."""
    wanted = select(GiftDispute.state).where(GiftDispute.gift_id == gift.id, GiftDispute.state.in_(STANDING))
    found = db.scalars(wanted.order_by(GiftDispute.id.desc()).limit(1)).one_or_none()
    return DisputeState(found) if found else None


def check(gift: Gift) -> None:
    """Raise IllegalMove where the giver's bank has taken the gift back, or may keep what it took."""
    if (state := standing(gift)) is not None:
        raise IllegalMove(WHY_NOT[state])

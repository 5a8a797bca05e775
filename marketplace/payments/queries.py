"""What is read about gifts: funds that take them, gifts by their reference, lists by the scope of the detail page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NoReturn

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.access import Actor
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.offers.payers import offices_of
from marketplace.payments.policy import PLATFORM, READERS
from models.earning import Fund
from models.gift import Difference, Gift, GiftDispute, GiftRefund, ServiceBalance
from models.offer import Opportunity
from models.session import db
from models.vocabulary import DifferenceState, FundLevel, GiftState, GiftWay, OpportunityState

_ORDER = {FundLevel.PROGRAMME: 0, FundLevel.AREA: 1, FundLevel.OPPORTUNITY: 2}
OPEN_DIFFERENCES = (DifferenceState.OPEN, DifferenceState.PROPOSED)


def open_funds() -> Sequence[Fund]:
    """Every fund that takes gifts today, wide ones first."""
    wanted = select(Fund).where(*_takes_gifts())
    return sorted(db.scalars(wanted.order_by(Fund.name_th, Fund.id)).all(), key=lambda fund: _ORDER[_level(fund)])


def open_fund(ref: str) -> Fund:
    """A fund that takes gifts; raises NotFound."""
    return next((fund for fund in open_funds() if fund.ref == ref), None) or _missing()


def takes_gifts(fund: Fund) -> bool:
    """Whether a fund takes gifts today; one of a posting does while the posting is shown or may be again."""
    return db.scalar(select(Fund.id).where(Fund.id == fund.id, *_takes_gifts())) is not None


def of_programme(programme_id: int) -> list[Fund]:
    """The funds of a programme that take gifts today."""
    return [one for one in open_funds() if one.level == FundLevel.PROGRAMME and one.programme_id == programme_id]


def of_area(code: str) -> list[Fund]:
    """The funds of an area that take gifts today: of the offices that answer for it, and of those within it."""
    over = offices_of(code)
    return [
        one
        for one in open_funds()
        if one.level == FundLevel.AREA and (one.office_key in over or one.area_code.startswith(code))
    ]


def of_posting(fund_id: int | None) -> Fund | None:
    """The fund that pays a posting, where it takes gifts today."""
    return db.scalars(select(Fund).where(Fund.id == (fund_id or 0), *_takes_gifts())).one_or_none()


def by_ref(ref: str) -> Gift:
    """A gift by its reference, which only its giver and the office know; raises NotFound."""
    wanted = select(Gift).options(joinedload(Gift.fund)).where(Gift.ref == ref)
    return db.scalars(wanted).one_or_none() or _missing()


def one_gift(actor: Actor, ref: str) -> Gift:
    """A gift to a fund of the reader's office."""
    return db.scalars(_gifts().where(Gift.ref == ref, of_reader(actor))).one_or_none() or _missing()


def one_refund(actor: Actor, ref: str) -> GiftRefund:
    """A refund of a gift to a fund of the reader's office."""
    wanted = (
        select(GiftRefund)
        .join(Gift, Gift.id == GiftRefund.gift_id)
        .join(Fund, Fund.id == Gift.fund_id)
        .options(joinedload(GiftRefund.gift).joinedload(Gift.fund))
        .where(GiftRefund.ref == ref, of_reader(actor))
    )
    return db.scalars(wanted).one_or_none() or _missing()


def gifts_to(fund: Fund, *, limit: int = 100) -> Sequence[Gift]:
    """Gifts to a fund, the newest first; those whose giver never came to pay are left out after a week."""
    lately = Gift.created_at > clock.now() - timedelta(days=7)
    shown = or_(Gift.state.in_((GiftState.PAID, GiftState.PENDING)), lately, _awaited())
    return db.scalars(_gifts().where(Gift.fund_id == fund.id, shown).order_by(Gift.id.desc()).limit(limit)).all()


def gifts_of(actor: Actor) -> Sequence[Gift]:
    """The gifts of whoever is signed in, the newest first."""
    return db.scalars(_gifts().where(Gift.account_id == (actor.account_id or 0)).order_by(Gift.id.desc())).all()


def refunds_of(gift: Gift) -> Sequence[GiftRefund]:
    """What was sent back of a gift or is asked to be, oldest first."""
    return db.scalars(select(GiftRefund).where(GiftRefund.gift_id == gift.id).order_by(GiftRefund.id)).all()


def disputes_of(gift: Gift) -> Sequence[GiftDispute]:
    """The disputes about a gift."""
    return db.scalars(select(GiftDispute).where(GiftDispute.gift_id == gift.id).order_by(GiftDispute.id)).all()


def one_difference(actor: Actor, ref: str) -> Difference:
    """A difference of the reader's office, or of none."""
    wanted = _differences().where(Difference.ref == ref, _difference_of(actor))
    return db.scalars(wanted).one_or_none() or _missing()


def differences_of(actor: Actor, *, answered: bool = False, limit: int = 200) -> Sequence[Difference]:
    """Differences of the reader's office that wait (oldest first), or those answered (newest first)."""
    waits = Difference.state.in_(OPEN_DIFFERENCES)
    wanted = _differences().where(_difference_of(actor), ~waits if answered else waits)
    order = (Difference.decided_at.desc(), Difference.id.desc()) if answered else (Difference.found_at, Difference.id)
    return db.scalars(wanted.order_by(*order).limit(limit)).all()


def last_balance() -> ServiceBalance | None:
    """What the payment service last said it holds; None where it was never asked."""
    return db.scalars(select(ServiceBalance).order_by(ServiceBalance.id.desc()).limit(1)).one_or_none()


def service_gap(actor: Actor) -> ServiceBalance | None:
    """The same for those who keep the whole platform, where it is not what the books say; None elsewhere."""
    last = last_balance() if actor.scope(*PLATFORM).national else None
    return last if last is not None and last.gap_satang else None


def count_open(actor: Actor) -> int:
    """How many differences of the reader's office wait."""
    wanted = select(func.count()).select_from(Difference).outerjoin(Fund, Fund.id == Difference.fund_id)
    return db.scalars(wanted.where(_difference_of(actor), Difference.state.in_(OPEN_DIFFERENCES))).one()


def of_reader(actor: Actor) -> ColumnElement[bool]:
    """That a fund is of the office of somebody who reads its gifts."""
    return actor.scope(*READERS).condition(Fund.area_code, Fund.office_key)


def _takes_gifts() -> tuple[ColumnElement[bool], ...]:
    shown = select(Opportunity.id).where(Opportunity.state.in_((OpportunityState.PUBLISHED, OpportunityState.PAUSED)))
    of_what_is_shown = or_(Fund.opportunity_id.is_(None), Fund.opportunity_id.in_(shown))
    return Fund.takes_gifts.is_(True), Fund.closed_at.is_(None), Fund.ends_on >= clock.today(), of_what_is_shown


def _gifts() -> Select[Gift]:
    return select(Gift).join(Fund, Fund.id == Gift.fund_id).options(joinedload(Gift.fund))


def _differences() -> Select[Difference]:
    return select(Difference).outerjoin(Fund, Fund.id == Difference.fund_id).options(joinedload(Difference.fund))


def _difference_of(actor: Actor) -> ColumnElement[bool]:
    ours = Difference.fund_id.is_not(None) & of_reader(actor)
    return or_(ours, Difference.fund_id.is_(None)) if actor.scope(*PLATFORM).national else ours


def _awaited() -> ColumnElement[bool]:
    return (Gift.way == GiftWay.TRANSFER) & (Gift.state == GiftState.STARTED)


def _level(fund: Fund) -> FundLevel:
    return FundLevel(fund.level)


def _missing() -> NoReturn:
    raise NotFound

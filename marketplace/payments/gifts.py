"""Gifts from the giver's side: begun, given a page of the payment service, or recorded when a transfer has come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.files.checking import CheckedFile
from marketplace.i18n import t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import IllegalMove, Invalid
from marketplace.ledger import stops
from marketplace.payments import bank_refs, booking, documents, queries
from marketplace.payments.rail import Opened, Order
from marketplace.payments.states import GIFT
from models.earning import Fund
from models.gift import Gift
from models.session import db
from models.vocabulary import GiftState, GiftWay, GiverKind

LEAST = 20_00
MOST = 999_999_00
"""The service takes eight digits of satang at most, and pages name whole baht; below twenty a fee would eat it."""

PAGE_LIVES = timedelta(hours=23)
"""A page of the service lives 24 hours at most; so do the keys by which a request is known."""


@dataclass(frozen=True, slots=True)
class GiftDraft:
    """What a giver says."""

    giver_kind: GiverKind
    giver_name: str
    giver_email: str
    amount_satang: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer that has come: the bank's reference, the document that shows it, and the day."""

    bank_ref: str
    document_ref: str
    received_on: date
    is_another: bool = False
    """Whether it was said that it is another one, though giver, sum and day are those of one in the book."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Files that show a transfer, and the folder they are kept in."""

    files: Sequence[CheckedFile]
    folder: Path


def start(fund: Fund, draft: GiftDraft, *, way: GiftWay, by: Actor, locale: str, back_to: Callable[[str], str]) -> Gift:
    """Write down a gift before anything is paid; `back_to` is where its giver comes back to, by its reference.

    Raises Invalid outside the sums that can be paid, MoneyStopped while the books do not agree.
    """
    stops.check()
    if not queries.takes_gifts(fund):
        raise Invalid(t("This fund takes no gifts now. Please choose another one."), field="fund")
    if not LEAST <= draft.amount_satang <= MOST:
        raise Invalid(t("Give from 20 to 999,999 baht at a time."), field="amount")
    ref = ids.new_ref("G")
    gift = Gift(
        ref=ref,
        back_url=back_to(ref)[:300],
        fund_id=fund.id,
        way=way,
        giver_kind=draft.giver_kind,
        giver_name=draft.giver_name,
        giver_email=draft.giver_email,
        account_id=by.account_id,
        amount_satang=draft.amount_satang,
        locale=locale,
        created_at=clock.now(),
    )
    db.add(gift)
    db.flush()
    record(by, "gift.start", gift, satang=gift.amount_satang, way=way.value)
    return gift


def order_of(gift: Gift) -> Order:
    """What the service is asked for; the same whenever it is asked, so that its key stays true."""
    return Order(
        gift_ref=gift.ref,
        amount_satang=gift.amount_satang,
        title=gift.fund.name_th if gift.locale == "th" else gift.fund.name_en or gift.fund.name_th,
        email=gift.giver_email,
        locale=gift.locale,
        back_url=gift.back_url,
        ends_at=gift.created_at + PAGE_LIVES,
    )


def opened(gift_ref: str, page: Opened) -> None:
    """Keep where the gift is paid; told twice it is kept once."""
    gift = db.scalars(select(Gift).where(Gift.ref == gift_ref).with_for_update()).one()
    if gift.session_ref is None:
        gift.session_ref, gift.session_url, gift.session_ends_at = page.session_ref, page.url, page.ends_at
        if GIFT.allows(gift.state, "open"):
            advance(GIFT, gift, "open", by=SYSTEM)


def record_transfer(gift: Gift, came: Transfer, *, by: Actor, papers: Papers | None = None) -> None:
    """A transfer has come to the fund's account: in the book, with the document that shows it and its files."""
    if gift.way != GiftWay.TRANSFER or gift.state == GiftState.PAID:
        raise IllegalMove(t("This gift is not waiting for a transfer."))
    if came.received_on > clock.today():
        raise Invalid(t("The day cannot be in the future."), field="received_on")
    begins = db.scalars(select(Fund.starts_on).where(Fund.id == gift.fund_id)).one()
    if came.received_on < begins:
        raise Invalid(t("The fund begins on {day}; nothing came to it before.", day=begins), field="received_on")
    bank_ref = bank_refs.read(came.bank_ref)
    with bank_refs.once(Gift, bank_ref):
        if not came.is_another:
            _not_a_second(gift, came)
        advance(
            GIFT, gift, "pay", by=by, payment_ref=bank_ref.said, bank_key=bank_ref.key, document_ref=came.document_ref,
            received_on=came.received_on, recorded_by_id=by.account_id, paid_at=clock.now(),
        )  # fmt: skip
    booking.donation(gift, by=by)
    if papers is not None:
        documents.attach(gift, papers.files, papers.folder, by=by)


def _not_a_second(gift: Gift, came: Transfer) -> None:
    """Ask before a transfer is written down that looks like one in the book."""
    alike = select(Gift.ref, Gift.giver_name).where(
        Gift.fund_id == gift.fund_id, Gift.way == GiftWay.TRANSFER, Gift.state == GiftState.PAID,
        Gift.received_on == came.received_on, Gift.amount_satang == gift.amount_satang,
    ).order_by(Gift.id)  # fmt: skip
    name = bank_refs.fold(gift.giver_name)
    if ref := next((ref for ref, other in db.execute(alike) if bank_refs.fold(other) == name), ""):
        raise Invalid(
            t("The same sum of the same giver and day is in the book as {ref}. Is this another transfer?", ref=ref),
            field="is_another",
        )


def record_arrival(fund: Fund, draft: GiftDraft, came: Transfer, *, by: Actor, papers: Papers | None = None) -> Gift:
    """Money of a firm, an employer or an authority that came by transfer without having been announced here."""
    if draft.amount_satang <= 0:
        raise Invalid(t("Enter an amount above zero."), field="amount")
    gift = Gift(
        ref=ids.new_ref("G"),
        fund_id=fund.id,
        way=GiftWay.TRANSFER,
        giver_kind=draft.giver_kind,
        giver_name=draft.giver_name,
        giver_email=draft.giver_email,
        amount_satang=draft.amount_satang,
        created_at=clock.now(),
    )
    db.add(gift)
    db.flush()
    record(by, "gift.start", gift, satang=gift.amount_satang, way=gift.way)
    record_transfer(gift, came, by=by, papers=papers)
    return gift


def give_up(gift: Gift, *, by: Actor) -> None:
    """A transfer that was announced and never came."""
    if gift.way != GiftWay.TRANSFER:
        raise IllegalMove(t("This gift is not waiting for a transfer."))
    advance(GIFT, gift, "expire", by=by)


def allow_gifts(fund: Fund, *, takes: bool, transfer_to: str, by: Actor) -> None:
    """Let a fund take gifts, and say to which bank account a transfer goes."""
    fund.takes_gifts, fund.transfer_to = takes, transfer_to.strip()[:200]
    record(by, "fund.gifts", fund, takes=takes)

"""Money that comes in: gifts to a fund, their way back, disputes, and every event the payment service has told.

An event is kept once for ever, by the service's own number and without who paid; triggers in
`migrations/sql/30_gifts.*.sql` refuse to change or delete it, and to lose or reword a difference; those of
`40_gift_documents.*.sql` to exchange or take away the file behind a gift, and those of `60_suspense_against.*.sql` to
reword a way out of suspense.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.earning import Fund
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import (
    DifferenceKind,
    DifferenceState,
    DisputeState,
    EventOutcome,
    GiftState,
    GiftWay,
    GiverKind,
    RefundState,
    SuspensePlace,
    SuspenseState,
    SuspenseWay,
)


class Gift(Base):
    """One sum somebody gives to a fund; `payment_ref` is the payment's number at the service or at the bank.

    `bank_key` is a bank's number folded, by which one transfer is known however it is typed.
    """

    __tablename__ = "gift"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=GiftState.STARTED)
    version: Mapped[int] = mapped_column(default=1)
    way: Mapped[str] = mapped_column(String(12))
    giver_kind: Mapped[str] = mapped_column(String(12))
    giver_name: Mapped[str] = mapped_column(String(160))
    giver_email: Mapped[str] = mapped_column(String(254), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    back_url: Mapped[str] = mapped_column(String(300), default="")
    session_ref: Mapped[str | None] = mapped_column(String(255), unique=True)
    session_url: Mapped[str] = mapped_column(String(1000), default="")
    session_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    payment_ref: Mapped[str | None] = mapped_column(String(255), unique=True)
    bank_key: Mapped[str | None] = mapped_column(String(80))
    document_ref: Mapped[str] = mapped_column(String(120), default="")
    received_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    locale: Mapped[str] = mapped_column(String(5), default="th")
    created_at: Mapped[Instant]
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fee_satang: Mapped[int | None] = mapped_column(BigInteger)

    fund: Mapped[Fund] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", GiftState),
        one_of("way", GiftWay),
        one_of("giver_kind", GiverKind),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("fee_satang IS NULL OR fee_satang >= 0", name="fee_not_negative"),
        CheckConstraint(
            "state <> 'paid' OR (paid_at IS NOT NULL AND payment_ref IS NOT NULL)", name="paid_has_its_payment"
        ),
        CheckConstraint(
            "state <> 'paid' OR way <> 'transfer' OR (document_ref <> '' AND recorded_by_id IS NOT NULL)",
            name="transfer_has_its_document",
        ),
        Index("ix_gift_state", "state", "created_at"),
        Index("uq_gift_bank_key", "bank_key", unique=True),
    )


class GiftDocument(Base):
    """A file that shows a gift: checked, re-encoded, kept under a random name, never replaced."""

    __tablename__ = "gift_document"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    stored_name: Mapped[str] = mapped_column(String(60), unique=True)
    given_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[Instant]

    gift: Mapped[Gift] = relationship(lazy="raise")

    __table_args__ = (UniqueConstraint("gift_id", "sha256"),)


class GiftRefund(Base):
    """A sum on its way back to the giver: asked for by one person, approved by another, or told by the service.

    `bank_key` is the bank's number, folded, of one that was sent back by transfer.
    """

    __tablename__ = "gift_refund"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=RefundState.ASKED)
    version: Mapped[int] = mapped_column(default=1)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(200), default="")
    service_ref: Mapped[str | None] = mapped_column(String(255), unique=True)
    bank_key: Mapped[str | None] = mapped_column(String(80))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[Instant]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    gift: Mapped[Gift] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", RefundState),
        CheckConstraint("amount_satang > 0", name="amount_positive"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> asked_by_id", name="approver_is_another"),
        CheckConstraint(
            "state IN ('asked', 'declined') OR service_ref IS NOT NULL OR approved_by_id IS NOT NULL",
            name="sent_was_approved_or_told",
        ),
        Index("uq_gift_refund_bank_key", "bank_key", unique=True),
    )


class GiftDispute(Base):
    """A giver told their bank that the payment was not theirs; the service holds the sum until it is decided."""

    __tablename__ = "gift_dispute"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    service_ref: Mapped[str] = mapped_column(String(255), unique=True)
    gift_id: Mapped[int] = mapped_column(ForeignKey("gift.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=DisputeState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(String(80), default="")
    answer_by_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[Instant]

    gift: Mapped[Gift] = relationship(lazy="raise")

    __table_args__ = (one_of("state", DisputeState), CheckConstraint("amount_satang > 0", name="amount_positive"))


class ServiceEvent(Base):
    """What the payment service told, once for ever: the facts that count, and the fingerprint of the whole message."""

    __tablename__ = "service_event"

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    type: Mapped[str] = mapped_column(String(80))
    told_at: Mapped[Instant]
    received_at: Mapped[Instant]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    payment_ref: Mapped[str | None] = mapped_column(String(255), index=True)
    gift_ref: Mapped[str] = mapped_column(String(40), default="")
    facts: Mapped[dict[str, object]]
    outcome: Mapped[str] = mapped_column(String(12))

    __table_args__ = (one_of("outcome", EventOutcome), CheckConstraint("length(digest) = 32", name="digest_whole"))


class Difference(Base):
    """Where two accounts of the same money do not agree; people match it, adjust it by two, or explain it."""

    __tablename__ = "difference"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(12), default=DifferenceState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"), index=True)
    about: Mapped[str] = mapped_column(String(120))
    expected_satang: Mapped[int | None] = mapped_column(BigInteger)
    found_satang: Mapped[int | None] = mapped_column(BigInteger)
    detail: Mapped[str] = mapped_column(String(200), default="")
    found_at: Mapped[Instant]
    adjust_satang: Mapped[int | None] = mapped_column(BigInteger)
    answer: Mapped[str] = mapped_column(String(400), default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    fund: Mapped[Fund | None] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", DifferenceKind),
        one_of("state", DifferenceState),
        CheckConstraint("state = 'open' OR answer <> ''", name="answer_has_its_reason"),
        CheckConstraint("state IN ('open', 'proposed') OR decided_at IS NOT NULL", name="answer_has_its_day"),
        CheckConstraint(
            "state <> 'adjusted' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND proposed_by_id <> decided_by_id AND adjust_satang IS NOT NULL)",
            name="adjusted_by_two",
        ),
        Index("ix_difference_state", "state", "found_at"),
    )


class ServiceBalance(Base):
    """What the payment service said it holds at an instant, beside the books, and the difference that stands for it."""

    __tablename__ = "service_balance"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    held_satang: Mapped[int] = mapped_column(BigInteger)
    booked_satang: Mapped[int] = mapped_column(BigInteger)
    difference_id: Mapped[int | None] = mapped_column(ForeignKey("difference.id"))

    @property
    def gap_satang(self) -> int:
        """How much more the service holds than the books say."""
        return self.held_satang - self.booked_satang


class SuspenseExit(Base):
    """A sum on its way out of suspense, by two people: to a fund, back to the payer, or against what cancels it out."""

    __tablename__ = "suspense_exit"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    difference_id: Mapped[int] = mapped_column(ForeignKey("difference.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=SuspenseState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    way: Mapped[str] = mapped_column(String(12))
    place: Mapped[str] = mapped_column(String(12))
    fund_id: Mapped[int | None] = mapped_column(ForeignKey("fund.id"))
    against_id: Mapped[int | None] = mapped_column(ForeignKey("difference.id"), index=True)
    amount_satang: Mapped[int] = mapped_column(BigInteger)
    sent_ref: Mapped[str] = mapped_column(String(80), default="")
    reason: Mapped[str] = mapped_column(String(400))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    difference: Mapped[Difference] = relationship(lazy="raise", foreign_keys=[difference_id])
    against: Mapped[Difference | None] = relationship(lazy="raise", foreign_keys=[against_id])
    fund: Mapped[Fund | None] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", SuspenseState),
        one_of("way", SuspenseWay),
        one_of("place", SuspensePlace),
        CheckConstraint("(way = 'fund') = (fund_id IS NOT NULL)", name="fund_is_named"),
        CheckConstraint("(way = 'payer') = (sent_ref <> '')", name="payer_has_its_reference"),
        CheckConstraint(
            "(way = 'against') = (against_id IS NOT NULL) AND (against_id IS NULL OR against_id <> difference_id)",
            name="against_is_named",
        ),
        CheckConstraint("amount_satang <> 0 AND (way <> 'payer' OR amount_satang > 0)", name="amount_goes_somewhere"),
        CheckConstraint("reason <> ''", name="has_its_reason"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_has_its_day"),
        CheckConstraint(
            "state <> 'done' OR (proposed_by_id IS NOT NULL AND decided_by_id IS NOT NULL"
            " AND proposed_by_id <> decided_by_id)",
            name="done_by_two",
        ),
    )

"""The help a request stands on: a ride, childcare, a device and whatever else, kept together."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.reservation import Reservation
from models.types import BigId, Instant, Ref, one_of
from models.vocabulary import BundleState


class SupportBundle(Base):
    """Reservations that belong to one enrolment and stand or fall together."""

    __tablename__ = "support_bundle"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), default=BundleState.HELD)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Instant]

    parts: Mapped[list[Reservation]] = relationship(lazy="raise", order_by=Reservation.id)

    __table_args__ = (
        one_of("state", BundleState),
        # One enrolment stands on one bundle at a time; a broken or released one may be followed by another.
        Index(
            "uq_support_bundle_live",
            "enrolment_id",
            unique=True,
            sqlite_where=text("state IN ('held', 'confirmed')"),
            postgresql_where=text("state IN ('held', 'confirmed')"),
        ),
    )

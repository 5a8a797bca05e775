"""Certificates of contribution: what somebody gave that was not money, as an office confirmed it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, Ref


class ContributionCertificate(Base):
    """One certificate as it was given out: its reference is its code, and its content is never changed."""

    __tablename__ = "contribution_certificate"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40))
    first_on: Mapped[date]
    last_on: Mapped[date]
    content: Mapped[dict[str, object]]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[Instant]

    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (organisation_id IS NULL)", name="one_giver"),
        CheckConstraint("first_on <= last_on", name="time_in_order"),
        Index("ix_contribution_certificate_of_account", "account_id", "office_key"),
        Index("ix_contribution_certificate_of_organisation", "organisation_id", "office_key"),
    )

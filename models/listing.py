"""What the public list needs of each opportunity, in one narrow row kept in the same transaction as every change."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Listing(Base):
    """One opportunity as it is found and shown; `seq` tells each process what changed since it last looked.

    `first_on` is the first session of somebody who asks now, `apply_by` the last day on which asking leads to any.
    """

    __tablename__ = "listing"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, unique=True)
    listed: Mapped[bool]
    marks: Mapped[str] = mapped_column(String(600))
    area_code: Mapped[str] = mapped_column(String(6))
    lat: Mapped[float]
    lon: Mapped[float]
    starts_on: Mapped[date]
    first_on: Mapped[date]
    apply_by: Mapped[date]
    money_satang: Mapped[int] = mapped_column(BigInteger)
    week: Mapped[bytes] = mapped_column(LargeBinary(42))
    facts: Mapped[str] = mapped_column(Text)

    __table_args__ = (CheckConstraint("length(week) = 42", name="week_whole"),)

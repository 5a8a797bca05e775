"""A shortlist: what a member of staff chose for one young person out of what fitted on a day, as it stood then."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.base import Base
from models.offer import Opportunity
from models.types import BigId, Instant, Ref, UtcDateTime
from models.youth import Youth


class Shortlist(Base):
    """A ranking kept with the day, the weights and the rules it was made by; the youth sees it once it is shared."""

    __tablename__ = "shortlist"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Instant]
    judged_on: Mapped[date]
    weights_version: Mapped[str] = mapped_column(String(60))
    rules_version: Mapped[str] = mapped_column(String(60))
    supposed: Mapped[dict[str, object]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(String(400), default="")
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    youth: Mapped[Youth] = relationship(lazy="raise")
    made_by: Mapped[Account] = relationship(lazy="raise")
    lines: Mapped[list[ShortlistLine]] = relationship(lazy="raise", order_by="ShortlistLine.place")


class ShortlistLine(Base):
    """One opportunity of a shortlist: its rank, score in millionths, money and reasons on the day it was judged."""

    __tablename__ = "shortlist_line"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    shortlist_id: Mapped[int] = mapped_column(ForeignKey("shortlist.id"))
    place: Mapped[int]
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    score_millionths: Mapped[int]
    month_satang: Mapped[int] = mapped_column(BigInteger)
    minutes: Mapped[int | None]
    first_pay_on: Mapped[date | None]
    reasons: Mapped[dict[str, object]] = mapped_column(default=dict)

    opportunity: Mapped[Opportunity] = relationship(lazy="raise")

    __table_args__ = (
        UniqueConstraint("shortlist_id", "place"),
        UniqueConstraint("shortlist_id", "opportunity_id"),
        CheckConstraint("score_millionths BETWEEN 0 AND 1000000", name="score_is_a_share"),
        CheckConstraint("place > 0", name="place_from_one"),
    )

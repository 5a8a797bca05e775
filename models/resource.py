"""What is pledged rather than bought: mentors, sites, rides, childcare, equipment, knowledge."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, Ref, one_of
from models.vocabulary import ResourceKind, ResourceState, ResourceUnit


class Resource(Base):
    """One pledge with its capacity in time or pieces, its place and its conditions."""

    __tablename__ = "resource"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    kind: Mapped[str] = mapped_column(String(20))
    title_th: Mapped[str] = mapped_column(String(160))
    title_en: Mapped[str] = mapped_column(String(160), default="")
    about_th: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    when_th: Mapped[str] = mapped_column(String(160), default="")
    when_en: Mapped[str] = mapped_column(String(160), default="")
    owner_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    office_key: Mapped[str] = mapped_column(String(40), index=True)
    languages: Mapped[list[str]] = mapped_column(default=list)
    skills: Mapped[list[str]] = mapped_column(default=list)
    unit: Mapped[str] = mapped_column(String(16))
    capacity: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default=ResourceState.PLEDGED)
    external_ref: Mapped[str | None] = mapped_column(String(60))
    external_from: Mapped[str | None] = mapped_column(String(60))
    """Whose reference it is: the organisation's the pledge is of, else the office's of its place."""
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        UniqueConstraint("external_from", "external_ref"),
        CheckConstraint("(external_ref IS NULL) = (external_from IS NULL)", name="external_whole"),
        one_of("kind", ResourceKind),
        one_of("state", ResourceState),
        one_of("unit", ResourceUnit),
        CheckConstraint("capacity > 0", name="capacity_positive"),
    )

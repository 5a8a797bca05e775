"""Who stands behind an opportunity: schools, centres, colleges, communities and employers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, Ref, one_of
from models.vocabulary import OrganisationKind, OrganisationState


class Organisation(Base):
    """A provider or an employer."""

    __tablename__ = "organisation"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    kind: Mapped[str] = mapped_column(String(20))
    name_th: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    about_th: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    office_key: Mapped[str] = mapped_column(String(40), index=True)
    state: Mapped[str] = mapped_column(String(20), default=OrganisationState.ACTIVE)
    visited_on: Mapped[date | None]
    external_ref: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (one_of("kind", OrganisationKind), one_of("state", OrganisationState))

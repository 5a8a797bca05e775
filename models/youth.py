"""A young person: what they chose to tell, and who may consent for them. Sensitive facts are sealed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.types import BigId, Instant, Ref, one_of
from models.vocabulary import CivilStatus, GuardianBasis, Transport


class Youth(Base):
    """One young person; names, numbers, address and health facts are sealed values."""

    __tablename__ = "youth"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), unique=True)
    alias: Mapped[str] = mapped_column(String(40))
    nickname: Mapped[str] = mapped_column(String(60), default="")
    first_name_sealed: Mapped[str | None]
    last_name_sealed: Mapped[str | None]
    national_id_sealed: Mapped[str | None]
    national_id_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    phone_sealed: Mapped[str | None]
    phone_index: Mapped[str | None] = mapped_column(String(64), index=True)
    address_sealed: Mapped[str | None]
    health_sealed: Mapped[str | None]
    birth_date: Mapped[date | None]
    birth_date_before: Mapped[date | None]
    """The youngest that was told before it was changed, while nobody has confirmed the change."""
    sex: Mapped[str | None] = mapped_column(String(1))
    civil_status: Mapped[str] = mapped_column(String(12), default=CivilStatus.SINGLE)
    civil_proof: Mapped[str | None] = mapped_column(String(24))
    civil_number_sealed: Mapped[str | None]
    civil_since: Mapped[date | None]
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    office_key: Mapped[str | None] = mapped_column(String(40), index=True)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    free_mask: Mapped[bytes | None] = mapped_column(LargeBinary(42))
    interests: Mapped[list[str]] = mapped_column(default=list)
    skills: Mapped[list[str]] = mapped_column(default=list)
    support_needs: Mapped[list[str]] = mapped_column(default=list)
    shared_needs: Mapped[list[str]] = mapped_column(default=list)
    goal: Mapped[str] = mapped_column(String(300), default="")
    level: Mapped[int | None]
    languages: Mapped[list[str] | None]
    has_documents: Mapped[bool | None]
    transport: Mapped[str | None] = mapped_column(String(12))
    travel_minutes_max: Mapped[int | None]
    cost_per_month_max_satang: Mapped[int | None] = mapped_column(BigInteger)
    need_per_month_satang: Mapped[int | None] = mapped_column(BigInteger)
    priority: Mapped[int] = mapped_column(default=1)
    profile_step: Mapped[int] = mapped_column(default=0)
    external_ref: Mapped[str | None] = mapped_column(String(60))
    external_from: Mapped[str | None] = mapped_column(String(60))
    """Whose reference it is: the office by whose file they came, wherever they live since."""
    case_worker_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)

    guardians: Mapped[list[Guardian]] = relationship(back_populates="youth", lazy="raise")

    __table_args__ = (
        UniqueConstraint("external_from", "external_ref"),
        CheckConstraint("(external_ref IS NULL) = (external_from IS NULL)", name="external_whole"),
        one_of("civil_status", CivilStatus),
        CheckConstraint(
            "civil_proof IS NULL OR"
            " (civil_status <> 'single' AND civil_since IS NOT NULL AND civil_number_sealed IS NOT NULL)",
            name="civil_proof_whole",
        ),
        CheckConstraint("sex IS NULL OR sex IN ('m', 'f', 'x')", name="sex_known"),
        CheckConstraint("level IS NULL OR level BETWEEN 0 AND 6", name="level_known"),
        CheckConstraint(
            f"transport IS NULL OR transport IN ({', '.join(repr(t.value) for t in Transport)})", name="transport_known"
        ),
        CheckConstraint("travel_minutes_max IS NULL OR travel_minutes_max BETWEEN 0 AND 600", name="travel_sane"),
        CheckConstraint(
            "cost_per_month_max_satang IS NULL OR cost_per_month_max_satang >= 0", name="cost_not_negative"
        ),
        CheckConstraint("need_per_month_satang IS NULL OR need_per_month_satang >= 0", name="need_not_negative"),
        CheckConstraint("free_mask IS NULL OR length(free_mask) = 42", name="free_mask_whole"),
    )


class Guardian(Base):
    """Who may consent for a youth, by what relation and on what basis."""

    __tablename__ = "guardian"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    name_sealed: Mapped[str]
    phone_sealed: Mapped[str | None]
    relation: Mapped[str] = mapped_column(String(60))
    basis: Mapped[str] = mapped_column(String(24))
    evidence_note: Mapped[str] = mapped_column(String(300), default="")
    safe: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    youth: Mapped[Youth] = relationship(back_populates="guardians", lazy="raise")

    __table_args__ = (one_of("basis", GuardianBasis),)

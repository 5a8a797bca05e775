"""People who sign in: accounts, dated memberships, server-side sessions, one-time links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import LinkPurpose, Role


class Account(Base):
    """Somebody who can sign in, by e-mail or by phone."""

    __tablename__ = "account"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)
    phone_sealed: Mapped[str | None]
    phone_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    locale: Mapped[str] = mapped_column(String(2), default="th")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="account", lazy="raise", foreign_keys="Membership.account_id"
    )

    __table_args__ = (
        CheckConstraint("email_key IS NOT NULL OR phone_index IS NOT NULL", name="reachable"),
        CheckConstraint("locale IN ('th', 'en')", name="locale_known"),
    )


class Membership(Base):
    """A dated role bound to an area, a local authority, a programme or an organisation."""

    __tablename__ = "membership"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    local_authority_id: Mapped[int | None] = mapped_column(ForeignKey("local_authority.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    account: Mapped[Account] = relationship(back_populates="memberships", lazy="raise", foreign_keys=[account_id])

    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "(area_code IS NOT NULL) + (local_authority_id IS NOT NULL) + (programme_id IS NOT NULL)"
            " + (organisation_id IS NOT NULL) <= 1",
            name="bound_once",
        ).ddl_if(dialect="sqlite"),
        CheckConstraint(
            "num_nonnulls(area_code, local_authority_id, programme_id, organisation_id) <= 1", name="bound_once"
        ).ddl_if(dialect="postgresql"),
    )


class LoginSession(Base):
    """One signed-in device; only the hash of its secret is kept."""

    __tablename__ = "login_session"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    shared_device: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OneTimeLink(Base):
    """A secret address that works once, until a date, for one purpose and one subject."""

    __tablename__ = "one_time_link"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When it ended without an answer, if so; `used_at` is set then too."""

    __table_args__ = (one_of("purpose", LinkPurpose), Index("ix_one_time_link_subject", "purpose", "subject_id"))


class Submission(Base):
    """A form's once-key with the answer it got, so that a second press shows the first result."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_key: Mapped[str] = mapped_column(String(64))
    endpoint: Mapped[str] = mapped_column(String(120))
    location: Mapped[str] = mapped_column(String(500))
    at: Mapped[Instant] = mapped_column(UtcDateTime, index=True)


class RateWindow(Base):
    """How often a key was used in its present window."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    ends_at: Mapped[Instant]
    hits: Mapped[int]

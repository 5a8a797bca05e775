"""Who stands behind an opportunity: schools, centres, colleges, communities and employers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import (
    AppealState,
    ChangeState,
    OrganisationKind,
    OrganisationPaperKind,
    OrganisationState,
    PaperState,
    TrustPart,
)


class Organisation(Base):
    """A provider or an employer.

    `papers_until` is the last day on which every document it needs holds; empty for those who came before documents
    were asked for and have not shown all of them yet.
    """

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
    registration_no: Mapped[str | None] = mapped_column(String(40))
    papers_until: Mapped[date | None]
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    external_ref: Mapped[str | None] = mapped_column(String(60), unique=True)
    created_at: Mapped[Instant]
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (one_of("kind", OrganisationKind), one_of("state", OrganisationState))


class OrganisationOpening(Base):
    """Who brought an organisation in: theirs to fill in until it is active, and in charge of it from then on."""

    __tablename__ = "organisation_opening"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    opened_at: Mapped[Instant]


class OrganisationPaper(Base):
    """A document of an organisation: a checked file with its number and its last day; it counts once it is confirmed.

    `days_told` is the last mark before its end of which people were told.
    """

    __tablename__ = "organisation_paper"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(24))
    number: Mapped[str] = mapped_column(String(80), default="")
    valid_until: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12), default=PaperState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(String(300), default="")
    days_told: Mapped[int | None]
    media_type: Mapped[str] = mapped_column(String(40))
    stored_name: Mapped[str] = mapped_column(String(60), unique=True)
    given_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    added_at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        one_of("kind", OrganisationPaperKind),
        one_of("state", PaperState),
        CheckConstraint("removed_at IS NULL OR state <> 'confirmed'", name="confirmed_stays"),
        Index("ix_organisation_paper_of", "organisation_id", "kind"),
        Index("ix_organisation_paper_ends", "valid_until"),
    )


class OrganisationChange(Base):
    """A proposed version of what an office has to agree to, by name of column; the old stands until then."""

    __tablename__ = "organisation_change"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    facts: Mapped[dict[str, str]] = mapped_column(JSON)
    before: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(12), default=ChangeState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[Instant]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        one_of("state", ChangeState),
        Index(
            "uq_organisation_change_waiting",
            "organisation_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )


class OrganisationBranch(Base):
    """A named place of an organisation; its point is known when somebody gave it."""

    __tablename__ = "organisation_branch"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name_th: Mapped[str] = mapped_column(String(160))
    name_en: Mapped[str] = mapped_column(String(160), default="")
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    address: Mapped[str] = mapped_column(String(200), default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    opened_at: Mapped[Instant]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (CheckConstraint("(lat IS NULL) = (lon IS NULL)", name="point_whole"),)


class OpportunityBranch(Base):
    """At which branch an opportunity is held."""

    __tablename__ = "opportunity_branch"

    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True, autoincrement=False)
    branch_id: Mapped[int] = mapped_column(ForeignKey("organisation_branch.id"), index=True)


class OrganisationTrust(Base):
    """One part of how it went at an organisation, as counted last night: cases and how many went well."""

    __tablename__ = "organisation_trust"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    part: Mapped[str] = mapped_column(String(12), primary_key=True)
    cases: Mapped[int]
    good: Mapped[int]
    counted_on: Mapped[date]

    __table_args__ = (one_of("part", TrustPart), CheckConstraint("good BETWEEN 0 AND cases", name="good_within"))


class TrustAppeal(Base):
    """An organisation against one of its numbers; agreed to, that part is not told until a day."""

    __tablename__ = "trust_appeal"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    part: Mapped[str] = mapped_column(String(12))
    said: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default=AppealState.WAITING)
    version: Mapped[int] = mapped_column(default=1)
    silent_until: Mapped[date | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Instant]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        one_of("part", TrustPart),
        one_of("state", AppealState),
        Index(
            "uq_trust_appeal_waiting",
            "organisation_id",
            "part",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

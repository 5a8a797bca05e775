"""Places as Thailand governs them: the DOPA tree, local authorities, programmes, settings, outlines."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.types import BigId, Ref, one_of
from models.vocabulary import AreaLevel, AuthorityKind, Precision, ProgrammeKind


class Area(Base):
    """A province, district or subdistrict, by its code of 2, 4 or 6 digits."""

    __tablename__ = "area"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    level: Mapped[str] = mapped_column(String(12), index=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    name_th: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    postcodes: Mapped[list[str]]
    sort_key: Mapped[str] = mapped_column(Text)
    lat: Mapped[float]
    lon: Mapped[float]
    point_precision: Mapped[str] = mapped_column(String(12))

    authorities: Mapped[list[LocalAuthority]] = relationship(
        secondary="local_authority_area", back_populates="areas", lazy="raise", viewonly=True
    )

    __table_args__ = (
        one_of("level", AreaLevel),
        one_of("point_precision", Precision),
        CheckConstraint(
            "(level = 'province' AND length(code) = 2 AND parent_code IS NULL)"
            " OR (level = 'district' AND length(code) = 4 AND parent_code IS NOT NULL"
            " AND parent_code = substr(code, 1, 2))"
            " OR (level = 'subdistrict' AND length(code) = 6 AND parent_code IS NOT NULL"
            " AND parent_code = substr(code, 1, 4))",
            name="stands_under_its_parent",
        ),
    )


class LocalAuthority(Base):
    """A municipality or administrative organisation; its boundary is a set of areas, not one area."""

    __tablename__ = "local_authority"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    kind: Mapped[str] = mapped_column(String(28))
    name_th: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    province_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    source: Mapped[str] = mapped_column(String(300))

    areas: Mapped[list[Area]] = relationship(
        secondary="local_authority_area", back_populates="authorities", lazy="raise", viewonly=True
    )

    __table_args__ = (
        one_of("kind", AuthorityKind),
        CheckConstraint("length(ref) <= 37", name="ref_fits_office_key"),
    )


class LocalAuthorityArea(Base):
    """That an authority serves a subdistrict, all of it or a part."""

    __tablename__ = "local_authority_area"

    local_authority_id: Mapped[int] = mapped_column(ForeignKey("local_authority.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True, index=True)
    whole: Mapped[bool] = mapped_column(default=True)


class Programme(Base):
    """An ABE province or a Learning City: a set of areas with a committee."""

    __tablename__ = "programme"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    name_th: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    province_code: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    about_th: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(300))

    areas: Mapped[list[Area]] = relationship(secondary="programme_area", lazy="raise", viewonly=True)

    __table_args__ = (one_of("kind", ProgrammeKind),)


class ProgrammeArea(Base):
    """That an area belongs to a programme, with everything beneath it."""

    __tablename__ = "programme_area"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True, index=True)


class AreaSetting(Base):
    """How an office works: one or two reviews, days to answer; `*` stands for an office without its own."""

    __tablename__ = "area_setting"

    office_key: Mapped[str] = mapped_column(String(40), primary_key=True)
    two_step_review: Mapped[bool] = mapped_column(default=False)
    provider_days: Mapped[int]
    officer_days: Mapped[int]

    __table_args__ = (
        CheckConstraint("provider_days BETWEEN 1 AND 90", name="provider_days_sane"),
        CheckConstraint("officer_days BETWEEN 1 AND 90", name="officer_days_sane"),
    )


class AreaOutline(Base):
    """The shape of an area as an operator loaded it: its rings as GeoJSON."""

    __tablename__ = "area_outline"

    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"), primary_key=True)
    geojson: Mapped[str] = mapped_column(Text)

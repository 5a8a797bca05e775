"""Statements of earnings as they were given out: each with its code and the very words that stood on it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.types import BigId, Instant, Ref, one_of
from models.vocabulary import StatementKind
from models.youth import Youth


class IssuedStatement(Base):
    """One sheet somebody had made; its content is never changed, and its code is made of that content."""

    __tablename__ = "issued_statement"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    code: Mapped[str] = mapped_column(String(16), unique=True)
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"))
    kind: Mapped[str] = mapped_column(String(8))
    first_on: Mapped[date]
    last_on: Mapped[date]
    issued_at: Mapped[Instant]
    content_sealed: Mapped[str] = mapped_column(Text)

    youth: Mapped[Youth] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", StatementKind),
        CheckConstraint("first_on <= last_on", name="time_in_order"),
        CheckConstraint("length(code) = 16", name="code_whole"),
        Index("ix_issued_statement_of_youth", "youth_id", "kind", "first_on"),
    )

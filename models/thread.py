"""Threads between a young person and one side of adults, each with a second vetted adult; and what was written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.enrolment import Enrolment
from models.mentoring import MentorMatch
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import MessagePart, MessageState
from models.youth import Youth


class Thread(Base):
    """A conversation about one match or one enrolment; without a second adult there is no thread."""

    __tablename__ = "thread"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("mentor_match.id"), unique=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[Instant]

    youth: Mapped[Youth] = relationship(lazy="raise")
    match: Mapped[MentorMatch | None] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment | None] = relationship(lazy="raise")
    messages: Mapped[list[Message]] = relationship(lazy="raise", order_by="Message.id", back_populates="thread")

    __table_args__ = (
        CheckConstraint("(match_id IS NULL) <> (enrolment_id IS NULL)", name="about_one_thing"),
        Index("ix_thread_of_office", "office_key"),
    )


class Message(Base):
    """One message: a template's key or sealed words; what was held says why, and who judged it."""

    __tablename__ = "message"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    part: Mapped[str] = mapped_column(String(8))
    template: Mapped[str] = mapped_column(String(20), default="")
    text_sealed: Mapped[str | None]
    state: Mapped[str] = mapped_column(String(8))
    version: Mapped[int] = mapped_column(default=1)
    held_for: Mapped[list[str]] = mapped_column(default=list)
    written_at: Mapped[Instant]
    visible_at: Mapped[Instant]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_note: Mapped[str] = mapped_column(String(300), default="")

    thread: Mapped[Thread] = relationship(lazy="raise", back_populates="messages")

    __table_args__ = (
        one_of("part", MessagePart),
        one_of("state", MessageState),
        CheckConstraint("(template = '') = (text_sealed IS NOT NULL)", name="template_or_words"),
        CheckConstraint("(judged_by_id IS NULL) = (judged_at IS NULL)", name="judged_has_its_time"),
        CheckConstraint("state <> 'refused' OR judged_by_id IS NOT NULL", name="refused_by_somebody"),
        Index("ix_message_of_thread", "thread_id", "id"),
        Index("ix_message_held", "state", "thread_id"),
    )

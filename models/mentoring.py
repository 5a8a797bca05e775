"""Time with a mentor: wishes and the wait, matches, meetings, goals, how it goes, and how it was."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.reservation import Reservation
from models.resource import Resource
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import Gender, MatchState, MeetingOutcome
from models.youth import Youth

_GENDERS = ", ".join(f"'{one.value}'" for one in Gender)


class MentorWish(Base):
    """What a young person wishes of a mentor; while `waits_since` is set they stand on the wait list."""

    __tablename__ = "mentor_wish"

    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), primary_key=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    languages: Mapped[list[str]] = mapped_column(default=list)
    gender: Mapped[str | None] = mapped_column(String(1))
    km_most: Mapped[int | None]
    waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    youth: Mapped[Youth] = relationship(lazy="raise")

    __table_args__ = (
        CheckConstraint(f"gender IS NULL OR gender IN ({_GENDERS})", name="gender_known"),
        CheckConstraint("km_most IS NULL OR km_most BETWEEN 1 AND 500", name="km_sane"),
    )


class MentorProfile(Base):
    """What a mentor says of themselves, and how many young people at most they stand by at once."""

    __tablename__ = "mentor_profile"

    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    gender: Mapped[str | None] = mapped_column(String(1))
    load_most: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        CheckConstraint(f"gender IS NULL OR gender IN ({_GENDERS})", name="gender_known"),
        CheckConstraint("load_most BETWEEN 1 AND 20", name="load_sane"),
    )


class MentorBar(Base):
    """Two who must not be matched: kin, an earlier concern, or a match that ended badly."""

    __tablename__ = "mentor_bar"

    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[Instant]


class MentorMatch(Base):
    """One young person and one mentor; a minor's match names the second adult who takes part.

    `left_at` is set when the young person ended it themselves, `asked_at` when somebody has asked them about that.
    """

    __tablename__ = "mentor_match"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resource.id"), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"), index=True)
    reservation_id: Mapped[int | None] = mapped_column(ForeignKey("reservation.id"))
    chaperone_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40), index=True)
    state: Mapped[str] = mapped_column(String(12), default=MatchState.PROPOSED)
    version: Mapped[int] = mapped_column(default=1)
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_at: Mapped[Instant]
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    youth: Mapped[Youth] = relationship(lazy="raise")
    resource: Mapped[Resource] = relationship(lazy="raise")
    reservation: Mapped[Reservation | None] = relationship(lazy="raise")

    __table_args__ = (
        one_of("state", MatchState),
        # A young person has one mentor at a time, thought of or met.
        Index(
            "uq_mentor_match_live",
            "youth_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'requested', 'accepted', 'active')"),
            postgresql_where=text("state IN ('proposed', 'requested', 'accepted', 'active')"),
        ),
    )


class MentorMeeting(Base):
    """One meeting: held, or who did not come; with a minor a second adult or an open place."""

    __tablename__ = "mentor_meeting"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    match_id: Mapped[int] = mapped_column(ForeignKey("mentor_match.id"))
    held_on: Mapped[date]
    minutes: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    two_deep: Mapped[bool] = mapped_column(default=False)
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    told_at: Mapped[Instant]
    otherwise_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    otherwise_words: Mapped[str] = mapped_column(String(400), default="", server_default="")
    """For the office alone; its mentor reads nothing of it."""
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    as_told: Mapped[bool | None]

    __table_args__ = (
        one_of("outcome", MeetingOutcome),
        CheckConstraint("minutes BETWEEN 0 AND 720", name="minutes_sane"),
        UniqueConstraint("match_id", "held_on"),
    )


class MentorGoal(Base):
    """Something the two want to reach."""

    __tablename__ = "mentor_goal"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    match_id: Mapped[int] = mapped_column(ForeignKey("mentor_match.id"), index=True)
    words: Mapped[str] = mapped_column(String(200))
    reached_on: Mapped[date | None]
    set_at: Mapped[Instant]


class CheckIn(Base):
    """How it goes, asked of the young person alone; no mentor ever reads it."""

    __tablename__ = "check_in"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    match_id: Mapped[int] = mapped_column(ForeignKey("mentor_match.id"))
    due_on: Mapped[date]
    face: Mapped[int | None]
    wants_talk: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        UniqueConstraint("match_id", "due_on"),
        CheckConstraint("face IS NULL OR face BETWEEN 1 AND 5", name="face_known"),
    )


class MentorSurvey(Base):
    """How it was, said at the end by each of the two apart."""

    __tablename__ = "mentor_survey"

    match_id: Mapped[int] = mapped_column(ForeignKey("mentor_match.id"), primary_key=True)
    said_by: Mapped[str] = mapped_column(String(8), primary_key=True)
    score: Mapped[int]
    again: Mapped[bool]
    told_at: Mapped[Instant]
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __table_args__ = (
        CheckConstraint("said_by IN ('youth', 'mentor')", name="said_by_known"),
        CheckConstraint("score BETWEEN 1 AND 5", name="score_known"),
    )

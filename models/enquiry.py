"""What young people ask about money that did not come or is not right: one row per question, with its clock."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.earning import Earning, EmployerPayment
from models.enrolment import Enrolment
from models.types import BigId, Instant, Ref, UtcDateTime, one_of
from models.vocabulary import EnquiryKind, EnquiryOutcome, EnquiryState
from models.youth import Youth


class Enquiry(Base):
    """A question about one earning or one wage; `due_on` is set exactly while the office owes an answer."""

    __tablename__ = "enquiry"

    id: Mapped[BigId] = mapped_column(primary_key=True)
    ref: Mapped[Ref]
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default=EnquiryState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    youth_id: Mapped[int] = mapped_column(ForeignKey("youth.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    earning_id: Mapped[int | None] = mapped_column(ForeignKey("earning.id"))
    wage_id: Mapped[int | None] = mapped_column(ForeignKey("employer_payment.id"))
    area_code: Mapped[str] = mapped_column(ForeignKey("area.code"))
    office_key: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[Instant]
    due_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    youth: Mapped[Youth] = relationship(lazy="raise")
    enrolment: Mapped[Enrolment] = relationship(lazy="raise")
    earning: Mapped[Earning | None] = relationship(lazy="raise")
    wage: Mapped[EmployerPayment | None] = relationship(lazy="raise")

    __table_args__ = (
        one_of("kind", EnquiryKind),
        one_of("state", EnquiryState),
        one_of("outcome", EnquiryOutcome),
        CheckConstraint("(earning_id IS NULL) <> (wage_id IS NULL)", name="about_one_sum"),
        CheckConstraint("(wage_id IS NULL) = (kind <> 'wage')", name="kind_fits_its_sum"),
        CheckConstraint("(state = 'open') = (due_on IS NOT NULL)", name="open_has_its_day"),
        CheckConstraint(
            "state <> 'closed' OR (outcome IS NOT NULL AND closed_at IS NOT NULL)", name="closed_has_its_outcome"
        ),
        CheckConstraint("state <> 'answered' OR answer <> ''", name="answered_has_its_answer"),
        Index("ix_enquiry_of_office", "office_key", "state", "due_on"),
        *(
            Index(
                f"uq_enquiry_standing_{column}",
                f"{column}_id",
                unique=True,
                sqlite_where=text("state <> 'closed'"),
                postgresql_where=text("state <> 'closed'"),
            )
            for column in ("earning", "wage")
        ),
    )

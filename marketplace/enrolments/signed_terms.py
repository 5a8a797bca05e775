"""What a guardian signed for and what was agreed to since: a signature stands for the terms that were read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select

from marketplace.i18n import Text, t
from marketplace.i18n.dates import date_time, short_date
from marketplace.kernel import clock
from marketplace.offers import differences, postings
from models.enrolment import Enrolment, GuardianConsent
from models.history import AuditEvent
from models.offer import Opportunity
from models.session import db
from models.vocabulary import ConsentRoute

NAMES = frozenset({
    "kind", "starts_on", "ends_on", "times", "area_code", "place_th", "mode", "place_type", "hazards",
    "wage_per_day_satang", "wage_per_hour_satang", "stipend_per_session_satang", "stipend_per_hour_satang",
    "travel_per_session_satang", "completion_bonus_satang", "cost_per_month_satang", "promises", "stays_from",
})  # fmt: skip
"""What stands on the page that is signed: what it is, when, where, how dangerous, for how much."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What is otherwise than it was when somebody signed, and since when."""

    names: frozenset[str]
    signed_at: datetime
    at: datetime
    refused_at: datetime | None = None
    """When the guardian said no to what it is now, if they did."""

    @property
    def what(self) -> str:
        """The facts by their names."""
        return spoken(self.names)

    @property
    def text(self) -> Text:
        """That the signature was given for what it was before, or that there is a no since."""
        if self.refused_at is not None:
            return t(
                "The guardian signed on {day}, before this changed: {what}. They said no on {refused}."
                " Speak with both of them.",
                day=date_time(self.signed_at),
                what=self.what,
                refused=date_time(self.refused_at),
            )
        return t(
            "The guardian signed on {day}, before this changed on {changed}: {what}. Ask them again.",
            day=short_date(clock.bangkok(self.signed_at).date()),
            changed=short_date(clock.bangkok(self.at).date()),
            what=self.what,
        )


def spoken(names: object) -> str:
    """Terms by what they are called; what is no list of them says nothing."""
    listed = names if isinstance(names, (list, frozenset)) else ()
    return ", ".join(map(str, differences.labels(listed)))


def mark(opportunity_id: int) -> str:
    """What tells the terms of now from those before an agreed change: whoever read the others has to read again."""
    wanted = (
        select(AuditEvent.id, AuditEvent.details)
        .where(
            AuditEvent.subject_type == Opportunity.__tablename__,
            AuditEvent.subject_id == opportunity_id,
            AuditEvent.action == postings.EDITED,
        )
        .order_by(AuditEvent.id.desc())
    )
    return next((str(key) for key, details in db.execute(wanted) if _named(details)), "0")


def edited_since() -> ColumnElement[bool]:
    """Of edits, signatures and requests: this edit came after the signature to what was asked for."""
    return and_(
        AuditEvent.subject_type == Opportunity.__tablename__,
        AuditEvent.subject_id == Enrolment.opportunity_id,
        AuditEvent.action == postings.EDITED,
        AuditEvent.at > GuardianConsent.given_at,
    )


def changed_since(consents: Collection[GuardianConsent]) -> dict[int, Changed]:
    """Of signatures given for other terms than those that stand, what changed, by their keys."""
    signed = {one.id: one.given_at for one in consents if one.route == ConsentRoute.SIGNED}
    if not signed:
        return {}
    wanted = (
        select(GuardianConsent.id, AuditEvent.details, AuditEvent.at)
        .join(Enrolment, Enrolment.id == GuardianConsent.enrolment_id)
        .join(AuditEvent, edited_since())
        .where(GuardianConsent.id.in_(signed))
        .order_by(AuditEvent.id)
    )
    found: dict[int, Changed] = {}
    for key, details, at in db.execute(wanted):
        if names := _named(details):
            before = found[key].names if key in found else frozenset()
            found[key] = Changed(names | before, signed[key], at)
    return found


def _named(details: dict[str, object]) -> frozenset[str]:
    """What of the terms an edit changed."""
    listed = details.get("changed")
    return NAMES.intersection(listed if isinstance(listed, list) else ())


def earlier_terms(changed: Changed | None) -> tuple[Text, ...]:
    """What is said beside a signature that was given for other terms; nothing beside one for those that stand."""
    if changed is None:
        return ()
    day = short_date(clock.bangkok(changed.at).date())
    return (t("Given for the earlier terms; changed on {day}: {what}", day=day, what=changed.what),)

"""Words of the glossary for what people and places give besides money, and mentoring."""

from enum import StrEnum


class ResourceKind(StrEnum):
    """What is pledged rather than bought."""

    MENTOR = "mentor"
    VOLUNTEER = "volunteer"
    KNOWLEDGE = "expert_knowledge"
    SITE = "learning_site"
    TRANSPORT = "transport"
    CHILDCARE = "childcare"
    EQUIPMENT = "equipment"
    PARTNER_SERVICE = "partner_service"


class ResourceState(StrEnum):
    """Life of a pledge."""

    PLEDGED = "pledged"
    IN_VETTING = "in_vetting"
    APPROVED = "approved"
    AVAILABLE = "available"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    RENEWAL_DUE = "renewal_due"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class ResourceUnit(StrEnum):
    """What a pledge is counted in."""

    HOURS_PER_WEEK = "hours_per_week"
    PLACES = "places"
    TRIPS_PER_WEEK = "trips_per_week"
    PIECES = "pieces"


class RateStanding(StrEnum):
    """What a rate of help stands on: a figure that law or a notice publishes, or an estimate with its method."""

    PUBLIC = "public"
    ESTIMATE = "estimate"


class ReservationState(StrEnum):
    """A part of a pledge kept for somebody: held while they ask, confirmed with their approval, then used or free."""

    HELD = "held"
    CONFIRMED = "confirmed"
    RELEASED = "released"
    USED = "used"


class OwnerAnswer(StrEnum):
    """What the owner of a pledge says to a reservation; most pledges need not be asked."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class BundleState(StrEnum):
    """The help that one request stands on, kept as one: all of its parts or none."""

    HELD = "held"
    CONFIRMED = "confirmed"
    BROKEN = "broken"
    RELEASED = "released"
    USED = "used"


class VettingCheck(StrEnum):
    """What has to be known before somebody, or a place, meets a young person; a site is inspected instead of police."""

    IDENTITY = "identity"
    APPLICATION = "application"
    INTERVIEW = "interview"
    REFERENCES = "references"
    POLICE = "police"
    CONDUCT = "conduct"
    TRAINING = "training"
    APPROVAL = "approval"
    INSPECTION = "inspection"


class MatchState(StrEnum):
    """A young person and a mentor, from the thought of it to its end."""

    PROPOSED = "proposed"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    ACTIVE = "active"
    ENDED = "ended"


class MeetingOutcome(StrEnum):
    """Whether two people met, and who did not come."""

    HELD = "held"
    YOUTH_MISSED = "youth_missed"
    MENTOR_MISSED = "mentor_missed"

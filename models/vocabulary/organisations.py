"""Words of the glossary for providers and employers, their papers and their trust score."""

from enum import StrEnum


class OrganisationKind(StrEnum):
    """Who can stand behind an opportunity."""

    SCHOOL = "school"
    SECTION12 = "section12_centre"
    LEARNING_CENTRE = "learning_centre"
    COLLEGE = "college"
    NGO = "ngo"
    EMPLOYER = "employer"
    COMMUNITY = "community"


class OrganisationState(StrEnum):
    """Life of an organisation."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    INFO_REQUESTED = "info_requested"
    ACTIVE = "active"
    DECLINED = "declined"
    SUSPENDED = "suspended"
    RENEWAL_DUE = "renewal_due"
    LAPSED = "lapsed"


class OrganisationPaperKind(StrEnum):
    """What an organisation shows of itself before young people come to it."""

    REGISTRATION = "registration"
    LICENCE = "teaching_licence"
    SAFEGUARDING = "safeguarding"
    PLACE_PHOTO = "place_photo"
    COMMUNITY_LETTER = "community_letter"
    INSURANCE = "insurance"


class TrustPart(StrEnum):
    """What is counted of an organisation."""

    REPLY = "reply"
    COMPLETION = "completion"
    RETENTION = "retention"
    AUDITS = "audits"


class AppealState(StrEnum):
    """What came of an appeal against a number."""

    WAITING = "waiting"
    AGREED = "agreed"
    STANDS = "stands"

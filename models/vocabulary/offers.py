"""Words of the glossary for what is offered, where, when, and with which help."""

from enum import StrEnum


class OpportunityKind(StrEnum):
    """What a youth can join."""

    COURSE = "course"
    PLACEMENT = "placement"
    MENTORSHIP = "mentorship"


class LearningForm(StrEnum):
    """Every form of learning is a first-class value."""

    FORMAL = "formal"
    NON_FORMAL = "non_formal"
    INFORMAL = "informal"
    SECTION12 = "section12"
    HOME = "home"
    MOBILE_SCHOOL = "mobile_school"
    COMMUNITY = "community"
    WORKPLACE = "workplace"
    CREDIT_BANK = "credit_bank"


class Field(StrEnum):
    """Fields of work and learning, each with its own picture."""

    COOKING = "cooking"
    REPAIR = "repair"
    CARE = "care"
    FARMING = "farming"
    DIGITAL = "digital"
    RETAIL = "retail"
    CRAFT = "craft"
    TOURISM = "tourism"
    STUDY = "study"
    PEOPLE = "people"


class Mode(StrEnum):
    """Where sessions take place."""

    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"


class SlotKind(StrEnum):
    """What a weekly time is for."""

    LEARN = "learn"
    WORK = "work"


class OpportunityState(StrEnum):
    """Life of an opportunity; open, full and expired are derived, never stored."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    PAUSED = "paused"
    CLOSED = "closed"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Support(StrEnum):
    """What must be there for this youth to come, and what an opportunity offers."""

    STEP_FREE = "step_free"
    CHILDCARE = "childcare"
    RIDE = "ride"
    DEVICE = "device"
    SIGN_LANGUAGE = "sign_language"
    NO_DOCUMENTS = "no_documents"
    EVENING = "evening"
    MEAL = "meal"
    DORMITORY = "dormitory"
    EASY_READ = "easy_read"
    LANGUAGE_HELP = "language_help"
    PRENATAL = "prenatal"
    QUIET = "quiet"


class Transport(StrEnum):
    """How a youth gets about."""

    WALK = "walk"
    BIKE = "bike"
    MOTORBIKE = "motorbike"
    PUBLIC = "public"
    NONE = "none"


class Language(StrEnum):
    """Languages people learn and work in."""

    THAI = "thai"
    MALAY = "malay"
    ENGLISH = "english"
    KAREN = "karen"
    NORTHERN = "northern_thai"
    ISAN = "isan"
    KHMER = "khmer"
    BURMESE = "burmese"
    LAO = "lao"
    CHINESE = "chinese"
    SIGN = "thai_sign"


class ChangeState(StrEnum):
    """What came of a change that an officer looks at first."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"

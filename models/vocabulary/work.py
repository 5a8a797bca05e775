"""Words of the glossary for the law for young workers, agreements, and days worked."""

from enum import StrEnum


class PlaceType(StrEnum):
    """Kinds of workplace; the last five before OTHER are closed to under 18."""

    CAFE = "cafe"
    RESTAURANT = "restaurant"
    SHOP = "shop"
    MARKET = "market"
    HOTEL = "hotel"
    HOTEL_2_3_4 = "hotel_type_2_3_4"
    FARM = "farm"
    WORKSHOP = "workshop"
    FACTORY = "factory"
    OFFICE = "office"
    SCHOOL = "school"
    CLINIC = "clinic"
    HOME = "home"
    ONLINE = "online"
    ENTERTAINMENT = "entertainment"
    GAMBLING = "gambling"
    SLAUGHTERHOUSE = "slaughterhouse"
    FISHING_VESSEL = "fishing_vessel"
    SEAFOOD = "seafood_processing"
    OTHER = "other"


class WorkContract(StrEnum):
    """Under what a placement works; all but employment need their document on record."""

    EMPLOYMENT = "employment"
    STUDENT_PART_TIME = "student_part_time"
    REGISTERED_TRAINEE = "registered_trainee"
    SCHOOL_INTERNSHIP = "school_internship"
    VOLUNTEER_OBSERVATION = "volunteer_observation"


class DutyKind(StrEnum):
    """What an employer owes an office of the state about one placement."""

    START_NOTICE = "notice_of_start"
    END_NOTICE = "notice_of_end"
    INSURANCE = "social_security"


class DutyState(StrEnum):
    """Whether a notice that is owed was sent; one dropped is owed no more."""

    DUE = "due"
    SENT = "sent"
    DROPPED = "dropped"


class PaperKind(StrEnum):
    """Permits and letters that change what the law asks of a placement; all but the permit name its contract."""

    NIGHT_PERMIT = "night_permit"
    STUDENT_PART_TIME = "student_part_time"
    REGISTERED_TRAINEE = "registered_trainee"
    SCHOOL_INTERNSHIP = "school_internship"
    VOLUNTEER_OBSERVATION = "volunteer_observation"


class PaperState(StrEnum):
    """Whether an officer has looked at a paper; only a confirmed one counts."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class FindingCause(StrEnum):
    """What made a rule break, or a protection end, while a placement ran."""

    BIRTHDAY = "birthday"
    WAGE = "wage_change"
    PAPER = "paper"
    NOTICE = "notice"
    TERMS = "terms"
    DAY = "day"


class FindingWeight(StrEnum):
    """What follows from a finding: the work may not go on so, a paper is asked for, or it is good to know."""

    BLOCKS = "blocks"
    ASKS = "asks"
    TELLS = "tells"


class EmployerPaymentState(StrEnum):
    """A wage the employer pays the youth directly, as reported here."""

    DUE = "due"
    PAID = "paid"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


class AgreementState(StrEnum):
    """Life of a placement agreement; a change leads back to the draft and asks everybody to sign anew."""

    DRAFT = "draft"
    READY_TO_SIGN = "ready_to_sign"
    PARTLY_SIGNED = "partly_signed"
    IN_REVIEW = "in_review"
    VALID = "valid"
    ACTIVE = "active"
    ASSESSED = "assessed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class AgreementOutcome(StrEnum):
    """How a placement ended, as its assessment says."""

    COMPLETED = "completed"
    PARTLY_COMPLETED = "partly_completed"
    DID_NOT_SHOW = "did_not_show"
    ENDED_WITH_JOB = "ended_with_job"


class Party(StrEnum):
    """Who signs an agreement; the officer last."""

    YOUTH = "youth"
    GUARDIAN = "guardian"
    HOST = "host"
    PROVIDER = "provider"
    OFFICER = "officer"


class SignedHow(StrEnum):
    """By what a party signed: signed in, by a one-time link, or recorded by a case worker where no guardian can."""

    ACCOUNT = "account"
    LINK = "link"
    CASE_WORKER = "case_worker"


class WorkDayState(StrEnum):
    """What is said of a worked day."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    SETTLED = "settled"

"""The words of the glossary as the database keeps them: roles, kinds and states."""

from enum import StrEnum


class Role(StrEnum):
    """What a membership lets its holder be."""

    YOUTH = "youth"
    GUARDIAN = "guardian"
    PROVIDER = "provider"
    PROVIDER_ADMIN = "provider_admin"
    EMPLOYER = "employer"
    MENTOR = "mentor"
    CASEWORKER = "caseworker"
    OFFICER = "officer"
    APPROVER = "approver"
    AUTHORISER = "authoriser"
    PROVINCE = "province"
    COMMITTEE = "committee"
    FUNDER = "funder"
    AUDITOR = "auditor"
    STEWARD = "steward"


class AreaLevel(StrEnum):
    """Levels of the DOPA tree."""

    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"


class Precision(StrEnum):
    """How exactly a point is known."""

    PLACE = "place"
    SUBDISTRICT = "subdistrict"
    DISTRICT = "district"
    PROVINCE = "province"


class AuthorityKind(StrEnum):
    """Kinds of local authority."""

    CITY = "city_municipality"
    TOWN = "town_municipality"
    SUBDISTRICT_MUNICIPALITY = "subdistrict_municipality"
    SAO = "subdistrict_administration"
    PAO = "provincial_administration"
    SPECIAL = "special"


class ProgrammeKind(StrEnum):
    """Kinds of area programme."""

    ABE = "abe_province"
    LEARNING_CITY = "learning_city"


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


class ChangeState(StrEnum):
    """What came of a change that an officer looks at first."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


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


class CivilStatus(StrEnum):
    """What decides, beside age, whether a guardian takes part (Civil and Commercial Code ss. 19-20, 27)."""

    SINGLE = "single"
    MARRIED = "married"
    EMANCIPATED = "emancipated"


class CivilProof(StrEnum):
    """The paper by which a civil status other than single is known."""

    CERTIFICATE = "marriage_certificate"
    REGISTER = "marriage_register"
    COURT_LEAVE = "court_leave"
    COURT_ORDER = "court_order"


class BirthProof(StrEnum):
    """The paper by which a birth date is confirmed."""

    ID_CARD = "id_card"
    BIRTH_CERTIFICATE = "birth_certificate"
    HOUSE_REGISTRATION = "house_registration"
    PASSPORT = "passport"
    SCHOOL_RECORD = "school_record"
    OTHER_PAPER = "other_official_paper"


class GuardianBasis(StrEnum):
    """On what basis somebody may consent for a youth."""

    PARENT = "parent"
    COURT = "court_appointed"
    CHILD_PROTECTION = "child_protection_officer"
    CARER = "carer_without_custody"


class ConsentRoute(StrEnum):
    """How an enrolment of someone under 20 came to proceed."""

    SIGNED = "signed"
    CASE_WORKER = "case_worker"


class EnrolmentState(StrEnum):
    """From asking to finishing."""

    DRAFT = "draft"
    AWAITING_GUARDIAN = "awaiting_guardian"
    SUBMITTED = "submitted"
    PROVIDER_REVIEW = "provider_review"
    PROVIDER_ACCEPTED = "provider_accepted"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    DECLINED = "declined"
    OFFICER_REVIEW = "officer_review"
    SECOND_REVIEW = "second_review"
    RETURNED = "returned"
    REFUSED = "refused"
    APPROVED = "approved"
    ENROLLED = "enrolled"
    IN_LEARNING = "in_learning"
    ON_BREAK = "on_break"
    COMPLETED = "completed"
    DROPPED_OUT = "dropped_out"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


class AttendanceStatus(StrEnum):
    """Whether someone came."""

    HERE = "here"
    LATE = "late"
    AWAY = "away"


class ClaimState(StrEnum):
    """The request to have a completion verified."""

    CLAIMED = "claimed"
    UNDER_REVIEW = "under_review"
    VERIFIED = "verified"
    REJECTED = "rejected"
    MORE_EVIDENCE_NEEDED = "more_evidence_needed"
    AUDITED = "audited"
    CONFIRMED = "confirmed"
    REVOKED = "revoked"
    APPEALED = "appealed"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


class LookState(StrEnum):
    """A second look at a verified completion: waiting for somebody, or answered."""

    WAITING = "waiting"
    TRUE = "true"
    FALSE = "false"
    UNCLEAR = "unclear"


class LookRisk(StrEnum):
    """The stratum a claim is drawn from."""

    PLAIN = "plain"
    ONE_SIGN = "one_sign"
    MORE_SIGNS = "more_signs"


class LookSign(StrEnum):
    """What makes a claim look like others."""

    SAME_FILE = "same_file"
    SAME_MINUTE = "same_minute"
    TWO_PLACES = "two_places"
    SAME_DEVICE = "same_device"
    AT_TWO_PLACES = "at_two_places"


class ActingSide(StrEnum):
    """On which side of an enrolment somebody acted."""

    LEARNER = "learner"
    ORGANISATION = "organisation"
    OFFICE = "office"


class StatementKind(StrEnum):
    """The span of a statement of earnings."""

    MONTH = "month"
    YEAR = "year"


class RoundState(StrEnum):
    """A round of second looks."""

    OPEN = "open"
    PUBLISHED = "published"


class EarningKind(StrEnum):
    """Why money is owed."""

    REGULAR = "regular"
    COMPLETION = "completion"
    RETENTION = "retention"
    BALANCING = "balancing"
    IN_KIND = "in_kind"


class EarningState(StrEnum):
    """From owed to received."""

    ACCRUED = "accrued"
    APPROVED = "approved"
    IN_BATCH = "in_batch"
    SENT = "sent"
    PAID = "paid"
    CONFIRMED = "confirmed"
    HELD = "held"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    FAILED = "failed"
    REVERSED = "reversed"


class PayoutState(StrEnum):
    """Life of a payout batch; preparer, approver and authoriser are three people."""

    OPEN = "open"
    LOCKED = "locked"
    APPROVED = "approved"
    AUTHORISED = "authorised"
    RELEASED = "released"
    RECONCILED = "reconciled"
    CLOSED = "closed"
    ABORTED = "aborted"


class AccountKind(StrEnum):
    """The five kinds of ledger account; asset and expense are debit accounts."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class AccountRole(StrEnum):
    """What a ledger account is for: money at hand, free, promised, owed to one youth, on its way.

    `clearing` is money of the fund that the payment service still holds; `shortfall` what the fund has still to find;
    `suspense` money that came or went and belongs to no fund yet.
    """

    CASH = "cash"
    CLEARING = "clearing"
    SHORTFALL = "shortfall"
    AVAILABLE = "available"
    RESERVED = "reserved"
    PAYABLE = "payable"
    TRANSIT = "transit"
    SUSPENSE = "suspense"


class EntryKind(StrEnum):
    """Events of money."""

    GRANT = "grant"
    CUT = "cut"
    RESERVE = "reserve"
    RELEASE = "release"
    ACCRUE = "accrue"
    SEND = "send"
    PAY = "pay"
    REVERSAL = "reversal"
    DONATION = "donation"
    REFUND = "refund"
    FEE = "fee"
    DISPUTE = "dispute"
    RESTORE = "restore"
    ARRIVE = "arrive"
    ALLOT = "allot"
    ADJUST = "adjust"
    SUSPEND = "suspend"
    SETTLE = "settle"


class EarningSource(StrEnum):
    """What an earning is owed for; one source earns once of each kind."""

    ATTENDANCE = "attendance"
    TRAVEL = "travel"
    CLAIM = "claim"
    MILESTONE = "milestone"
    ADJUSTMENT = "adjustment"


class MilestoneKind(StrEnum):
    """What a point is: a named step, days of staying, or a thing that is given."""

    STEP = "step"
    STAY = "stay"
    THING = "thing"


class CountsFrom(StrEnum):
    """From where days of staying are counted: the first day, or the verified completion."""

    START = "start"
    COMPLETION = "completion"


class MilestoneState(StrEnum):
    """Life of a point promised to an enrolment."""

    WAITING = "waiting"
    SAID = "said"
    VERIFIED = "verified"
    ENDED = "ended"


class BreakState(StrEnum):
    """Life of days somebody was away; only those that are kept put off days of staying."""

    ASKED = "asked"
    KEPT = "kept"
    REFUSED = "refused"
    REMOVED = "removed"


class LineOutcome(StrEnum):
    """How a payout line ended; it ends once."""

    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"


class PayMethod(StrEnum):
    """How a youth wants to be paid."""

    BANK = "bank"
    PROMPTPAY = "promptpay"


class AccountProof(StrEnum):
    """What a case worker was shown before they entered an account for somebody without a login."""

    BANK_BOOK = "bank_book"
    BANK_APP = "bank_app"
    BANK_LETTER = "bank_letter"
    PROMPTPAY_REPLY = "promptpay_reply"


class EnquiryKind(StrEnum):
    """What a young person says about money."""

    NOT_COME = "not_come"
    WRONG_SUM = "wrong_sum"
    WAGE = "wage"
    QUESTION = "question"


class EnquiryState(StrEnum):
    """A question about money; it is asked anew or answered until it is closed."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class EnquiryOutcome(StrEnum):
    """What came of a question about money."""

    FOUND = "found"
    PAID_AGAIN = "paid_again"
    EMPLOYER_PAID = "employer_paid"
    AS_AGREED = "as_agreed"
    PASSED_ON = "passed_on"
    ARRIVED = "arrived"


class RecoveryState(StrEnum):
    """Money that was paid and was not due, until it is back or two people have let it go."""

    OPEN = "open"
    PROPOSED = "proposed"
    RECOVERED = "recovered"
    WRITTEN_OFF = "written_off"
    NOT_SENT = "not_sent"
    KEPT = "kept"


class CorrectionKind(StrEnum):
    """What is put right about money that was paid."""

    AGAIN = "again"
    MORE = "more"
    LESS = "less"


class CorrectionState(StrEnum):
    """A correction: proposed by one person, agreed to by another."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"


class EmployerPaymentState(StrEnum):
    """A wage the employer pays the youth directly, as reported here."""

    DUE = "due"
    PAID = "paid"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


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


class Gender(StrEnum):
    """What a mentor says of themselves, and a young person may wish for."""

    FEMALE = "f"
    MALE = "m"
    OTHER = "x"


class LinkPurpose(StrEnum):
    """What a one-time link lets its holder do, once."""

    GUARDIAN_SIGN = "guardian_sign"
    SET_PASSWORD = "set_password"  # noqa: S105  a purpose, not a secret
    INVITE = "invite"
    AGREEMENT_SIGN = "agreement_sign"


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


class GiftState(StrEnum):
    """Where a gift is, from being asked for to standing in the fund's book."""

    STARTED = "started"
    OPENED = "opened"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class GiftWay(StrEnum):
    """How a gift is paid: on the payment service's page, or by a bank transfer that an officer records."""

    ONLINE = "online"
    TRANSFER = "transfer"


class GiverKind(StrEnum):
    """Who gives."""

    PERSON = "person"
    COMPANY = "company"
    EMPLOYER = "employer"
    AUTHORITY = "authority"


class RefundState(StrEnum):
    """Where the way back of a gift is."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    DECLINED = "declined"


class DisputeState(StrEnum):
    """Where a giver's dispute with their bank is."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


class EventOutcome(StrEnum):
    """What became of an event the payment service told."""

    APPLIED = "applied"
    WAITING = "waiting"
    IGNORED = "ignored"
    QUESTIONED = "questioned"


class DifferenceKind(StrEnum):
    """In what two accounts of the same money do not agree."""

    AMOUNT = "amount"
    CURRENCY = "currency"
    UNKNOWN_GIFT = "unknown_gift"
    WRONG_MODE = "wrong_mode"
    NOT_BOOKED = "not_booked"
    NOT_THERE = "not_there"
    BALANCE = "balance"
    BANK_LINE = "bank_line"
    BANK_TOTAL = "bank_total"


class SuspenseWay(StrEnum):
    """Where money goes from suspense."""

    FUND = "fund"
    PAYER = "payer"
    AGAINST = "against"


class SuspensePlace(StrEnum):
    """Where money in suspense lies: in the bank account, or still at the payment service."""

    CASH = "cash"
    CLEARING = "clearing"


class SuspenseState(StrEnum):
    """How far a way out of suspense is."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"


class DifferenceState(StrEnum):
    """What people have made of a difference."""

    OPEN = "open"
    PROPOSED = "proposed"
    MATCHED = "matched"
    ADJUSTED = "adjusted"
    EXPLAINED = "explained"


class FundLevel(StrEnum):
    """How far a fund reaches: a programme, an area, or one opportunity."""

    PROGRAMME = "programme"
    AREA = "area"
    OPPORTUNITY = "opportunity"


class FundUse(StrEnum):
    """What a fund may be asked to pay or give."""

    ATTENDANCE = "attendance"
    TRAVEL = "travel"
    COMPLETION = "completion"
    STEP = "step"
    STAY = "stay"
    THING = "thing"


class AllocationState(StrEnum):
    """Life of a proposed placement of a whole list."""

    QUEUED = "queued"
    RUNNING = "running"
    PROPOSED = "proposed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    APPLYING = "applying"
    APPLIED = "applied"


class AllocationOutcome(StrEnum):
    """What became of one line of it."""

    OPEN = "open"
    APPLIED = "applied"
    SKIPPED = "skipped"


class ConcernKind(StrEnum):
    """What somebody reports, in the order in which it is offered."""

    DANGER = "danger"
    VIOLENCE = "violence"
    TOUCH = "touch"
    CONTACT = "contact"
    WORK = "work"
    MONEY = "money"
    INSULT = "insult"
    OTHER = "other"


class ConcernUrgency(StrEnum):
    """How soon somebody has to look."""

    DANGER = "danger"
    SERIOUS = "serious"
    OTHER = "other"


class ConcernLevel(StrEnum):
    """Who has to look; each stands above the one before."""

    OFFICE = "office"
    PROVINCE = "province"
    COUNTRY = "country"


class ConcernState(StrEnum):
    """Life of a concern."""

    NEW = "new"
    IN_HAND = "in_hand"
    CLOSED = "closed"


class ConcernOutcome(StrEnum):
    """How a concern ended."""

    RESOLVED = "resolved"
    PASSED_ON = "passed_on"
    NOT_CONFIRMED = "not_confirmed"
    DUPLICATE = "duplicate"


class MessageState(StrEnum):
    """Life of one message: what waits is seen by its author and the second adult alone."""

    SHOWN = "shown"
    HELD = "held"
    REFUSED = "refused"


class MessagePart(StrEnum):
    """Who wrote a message."""

    YOUTH = "youth"
    ADULT = "adult"
    SECOND = "second"

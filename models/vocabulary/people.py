"""Words of the glossary for roles, who somebody is, and how that was shown."""

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

"""The name a guardian signed with, whether it is the young person's own, and the number they left to be called."""

from marketplace.kernel.sealing import unseal
from marketplace.people import guardians
from models.enrolment import Enrolment, GuardianConsent
from models.youth import Youth


def place(enrolment: Enrolment) -> str:
    """Where the name of a signature is sealed."""
    return f"guardian_consent|signer_name|{enrolment.ref}"


def phone_place(enrolment: Enrolment) -> str:
    """Where the number of a signature is sealed."""
    return f"guardian_consent|signer_phone|{enrolment.ref}"


def phone_of(enrolment: Enrolment, consent: GuardianConsent) -> str:
    """The number whoever answered left, in its stored form, or nothing; it is the case worker's alone."""
    return unseal(consent.signer_phone_sealed, phone_place(enrolment)) if consent.signer_phone_sealed else ""


def signer_of(enrolment: Enrolment, consent: GuardianConsent) -> str:
    """Who signed."""
    return unseal(consent.signer_name_sealed, place(enrolment)) if consent.signer_name_sealed else ""


def is_own_name(enrolment: Enrolment, consent: GuardianConsent, youth: Youth) -> bool:
    """Whether it was signed with the young person's name."""
    return guardians.is_own_name(signer_of(enrolment, consent), youth)

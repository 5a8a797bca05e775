"""The name a guardian signed with, and whether it is the young person's own."""

from marketplace.kernel.sealing import unseal
from marketplace.people import guardians
from models.enrolment import Enrolment, GuardianConsent
from models.youth import Youth


def place(enrolment: Enrolment) -> str:
    """Where the name of a signature is sealed."""
    return f"guardian_consent|signer_name|{enrolment.ref}"


def signer_of(enrolment: Enrolment, consent: GuardianConsent) -> str:
    """Who signed."""
    return unseal(consent.signer_name_sealed, place(enrolment)) if consent.signer_name_sealed else ""


def is_own_name(enrolment: Enrolment, consent: GuardianConsent, youth: Youth) -> bool:
    """Whether it was signed with the young person's name."""
    return guardians.is_own_name(signer_of(enrolment, consent), youth)

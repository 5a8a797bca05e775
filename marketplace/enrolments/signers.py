"""The name a guardian signed with, whether it is the young person's own, and the number they left to be called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from marketplace.kernel.sealing import unseal
from marketplace.people import guardian_cases, guardians
from models.enrolment import Enrolment, GuardianConsent
from models.session import db
from models.vocabulary import ConsentRoute
from models.youth import Youth


def place(enrolment: Enrolment) -> str:
    """Where the name of a signature is sealed."""
    return f"guardian_consent|signer_name|{enrolment.ref}"


def phone_place(enrolment: Enrolment) -> str:
    """Where the number of a signature is sealed."""
    return f"guardian_consent|signer_phone|{enrolment.ref}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A signature that carries an earlier request of the same young person."""

    name: str
    relation: str
    basis: str
    given_at: datetime
    enrolment_ref: str


def earlier(enrolments: Sequence[Enrolment]) -> dict[int, Earlier]:
    """Who signed last for another request of each young person, by their ids; nobody from whom they are not safe."""
    youths = {one.youth_id for one in enrolments}
    wanted = (
        select(GuardianConsent, Enrolment)
        .join(Enrolment, Enrolment.id == GuardianConsent.enrolment_id)
        .where(
            Enrolment.youth_id.in_(youths - guardian_cases.kept_from_guardians(youths)),
            Enrolment.id.not_in(one.id for one in enrolments),
            GuardianConsent.route == ConsentRoute.SIGNED,
            GuardianConsent.basis.in_(guardians.SIGNING),
        )
        .order_by(GuardianConsent.id)
    )
    return {
        one.youth_id: Earlier(signer_of(one, consent), consent.relation, consent.basis or "", consent.given_at, one.ref)
        for consent, one in db.execute(wanted)
    }


def phone_of(enrolment: Enrolment, consent: GuardianConsent) -> str:
    """The number whoever answered left, in its stored form, or nothing; it is the case worker's alone."""
    return unseal(consent.signer_phone_sealed, phone_place(enrolment)) if consent.signer_phone_sealed else ""


def signer_of(enrolment: Enrolment, consent: GuardianConsent) -> str:
    """Who signed."""
    return unseal(consent.signer_name_sealed, place(enrolment)) if consent.signer_name_sealed else ""


def is_own_name(enrolment: Enrolment, consent: GuardianConsent, youth: Youth) -> bool:
    """Whether it was signed with the young person's name."""
    return guardians.is_own_name(signer_of(enrolment, consent), youth)

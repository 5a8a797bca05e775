"""What a civil status other than single rests on: a paper with its number and day, and the least age of that day.

Somebody under 20 decides alone once married (Civil and Commercial Code s. 20; also when it has ended since) or by a
court's order (s. 27). A status nobody has seen a paper for decides nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import FullDay
from marketplace.kernel import age, clock, dated
from marketplace.kernel.dated import DatedTable
from marketplace.kernel.errors import Invalid
from marketplace.people import contact
from models.vocabulary import CivilProof, CivilStatus

NUMBER_LONGEST = 60
PROOFS: Mapping[CivilStatus, tuple[CivilProof, ...]] = {
    CivilStatus.SINGLE: (),
    CivilStatus.MARRIED: (CivilProof.CERTIFICATE, CivilProof.REGISTER, CivilProof.COURT_LEAVE),
    CivilStatus.EMANCIPATED: (CivilProof.COURT_ORDER,),
}
"""Which papers show which status."""


@dataclass(frozen=True, slots=True)
class Known:
    """A civil status and how it is known: the kind of paper, its number, and the day it took effect."""

    status: CivilStatus = CivilStatus.SINGLE
    proof: CivilProof | None = None
    number: str = ""
    since: date | None = None


SINGLE = Known()


def checked(told: Known, birth_date: date | None) -> Known:
    """The same with its number set straight; raises Invalid naming each part that is missing or cannot be."""
    number = contact.plain(told.number, longest=NUMBER_LONGEST, field="civil_number")
    if told.status == CivilStatus.SINGLE:
        if told.proof is not None or number or told.since is not None:
            raise Invalid(t("Choose the status that the paper shows."), field="civil_status")
        return SINGLE
    errors: dict[str, object] = {}
    if told.proof is None:
        errors["civil_proof"] = t("Choose the paper you saw. Without one a guardian takes part: leave it at single.")
    elif told.proof not in PROOFS[told.status]:
        errors["civil_proof"] = t("This paper does not show this status.")
    if sum(sign.isalnum() for sign in number) < 2:
        errors["civil_number"] = t("Write the number on the paper.")
    if (refusal := _too_early(told, birth_date)) is not None:
        errors["civil_since"] = refusal
    if errors:
        raise Invalid(t("Say how the civil status is known."), errors=errors)
    return Known(told.status, told.proof, number, told.since)


def holds(told: Known, birth_date: date | None) -> bool:
    """Whether what is kept could be kept today, for instance after the birth date was corrected."""
    return told.proof is not None and _too_early(told, birth_date) is None


def least_age(told: Known, day: date) -> int:
    """The age in years at which this status can begin on a day."""
    rule = "emancipation" if told.status == CivilStatus.EMANCIPATED else "marriage"
    if told.proof == CivilProof.COURT_LEAVE:
        rule = "marriage_by_leave"
    return int(_ages().one(day, rule).facts["value"])


def _too_early(told: Known, birth_date: date | None) -> Text | None:
    if told.since is None:
        return t("Write the day on the paper.")
    if told.since > clock.today():
        return t("This day is still to come. Check the year.")
    if birth_date is None:
        return t("Without a birth date nobody can tell whether this could be.")
    if told.since < birth_date:
        return t("This day lies before the birth date.")
    try:
        least = least_age(told, told.since)
    except dated.NoRate:
        return t("This day is too long ago. Check the year.")
    if age.age_on(birth_date, told.since) >= least:
        return None
    if told.status == CivilStatus.MARRIED and told.proof != CivilProof.COURT_LEAVE:
        return t(
            "Not {least} years old on {day}: before that age only a court allows a marriage.",
            least=least,
            day=FullDay(told.since),
        )
    return t("Not {least} years old on {day}, so a guardian takes part.", least=least, day=FullDay(told.since))


@cache
def _ages() -> DatedTable:
    return dated.read(Path(__file__).parent / "data" / "civil_ages.csv", key=("rule",))

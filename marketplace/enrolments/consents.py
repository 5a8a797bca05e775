"""A guardian's part: signed on a versioned text, or recorded by a case worker with the reason; never a silent block."""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from marketplace.access import Actor
from marketplace.agreements import signing as agreement_signing
from marketplace.audit import record
from marketplace.audit.moves import advance
from marketplace.enrolments import applications, guardian_checks, telling
from marketplace.enrolments.checks import note_flags
from marketplace.enrolments.signed_terms import Changed
from marketplace.enrolments.signers import phone_place, place
from marketplace.enrolments.states import ENROLMENT, WITH_OFFICE
from marketplace.i18n import pick, t
from marketplace.i18n.dates import month_year, short_date
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.kernel.sealing import seal
from marketplace.offers import standing
from marketplace.people import contact, guardian_cases, guardians, kin, links, spelled
from marketplace.people.guardian_cases import CONSENTED, GUARDIAN_SAID_NO
from models.enrolment import Enrolment, GuardianConsent
from models.session import db
from models.vocabulary import ConsentRoute, EnrolmentState, GuardianBasis, LinkPurpose
from models.youth import Guardian, Youth

REASON_LEAST = 10
SHOWN_LEAST, SHOWN_LONGEST = 4, 200
WHAT_SHOWS_IT = t("Write what shows it: number, court and day of the order, or your office and position.")
IN_A_GUARDIANS_NAME = frozenset({GuardianBasis.PARENT, GuardianBasis.COURT})
PARENT_AS_CARER = t(
    "You wrote mother or father. Whoever is one signs as a parent, unless a court has taken the parental power or given"
    " it to the other alone: if so, tick it."
)
NO_PARENT = t("Only a mother or father, also by adoption, signs as a parent. Choose what fits, or write who you are.")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is signed, in both languages, under its version."""

    version: str
    effective_from: date
    text_th: str
    text_en: str
    source: str

    @property
    def text(self) -> str:
        """The text in the reader's language."""
        return pick(self.text_th, self.text_en)

    @property
    def issued(self) -> str:
        """The version as its reader counts years: `พฤศจิกายน 2569` or `November 2026`."""
        return month_year(date.fromisoformat(f"{self.version}-01"))

    @property
    def hash(self) -> str:
        """The fingerprint kept with every consent given on this text."""
        return hashlib.sha256(f"{self.version}\n{self.text_th}\n{self.text_en}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a signature: a number to be called by, what shows their right, a parent without power."""

    phone: str = ""
    """Kept sealed, for the case worker."""
    shown_by: str = ""
    """What shows an order, an office or an adoption."""
    without_power: bool = False


NOTHING_BESIDE = Beside()


def text_on(day: date) -> ConsentText:
    """The text in force on a day."""
    return max((row for row in _texts() if row.effective_from <= day), key=lambda row: row.effective_from)


def link(enrolment: Enrolment, *, by: Actor, spoken: bool = False) -> str:
    """A fresh one-time link for the guardian, shown once; an older unused one ends, and its case worker hears.

    Where the young person said that asking is not safe, somebody has to have spoken with them first: else Invalid.
    Raises Conflict while nothing new begins there: nobody could sign on it.
    """
    _check_asked(enrolment)
    standing.check_goes_on(enrolment.opportunity_id)
    stands = guardian_cases.standings([enrolment.id])[enrolment.id]
    if stands.is_unsafe and not spoken:
        raise Invalid(t("Speak with the young person first: they said that asking is not safe."), field="spoken")
    links.void(LinkPurpose.GUARDIAN_SIGN, enrolment.id)
    token = links.make(LinkPurpose.GUARDIAN_SIGN, enrolment.id, by=by)
    if stands.link_by_id is not None and stands.link_by_id != by.account_id:
        telling.link_replaced(enrolment, stands.link_by_id)
    record(by, guardian_cases.LINK_MADE, enrolment, **({"spoken": True} if spoken else {}))
    return token


def may_be_asked(enrolment: Enrolment) -> bool:
    """Whether a guardian may be given a link: whoever may sign says so on it, also one whom nobody has recorded.

    Not where contact with everybody who is recorded was found unsafe.
    """
    known = _known(enrolment)
    return not known or any(one.safe for one in known)


def may_ask_after_all(enrolment: Enrolment) -> bool:
    """Whether its young person may make a link while a case worker has it; never where they said it is not safe."""
    is_unsafe = guardian_cases.standings([enrolment.id])[enrolment.id].is_unsafe
    return not is_unsafe and may_be_asked(enrolment)


def sign(
    enrolment: Enrolment,
    *,
    by: Actor,
    signer_name: str,
    relation: str,
    basis: GuardianBasis,
    guardian: Guardian | None = None,
    same_phone: bool = False,
    beside: Beside = NOTHING_BESIDE,
) -> bool:
    """Keep a signature; returns whether the request goes on, False when a case worker has to look first.

    A carer without custody, and whoever the young person is not safe from, is heard and passed to a case worker.
    Raises Conflict when it was signed already.
    """
    _check_asked(enrolment)
    standing.check_goes_on(enrolment.opportunity_id)
    changed = guardian_checks.asked_anew(enrolment)
    anew = enrolment.state != EnrolmentState.AWAITING_GUARDIAN
    number = contact.phone(beside.phone) if beside.phone.strip() else ""
    if not signer_name.strip():
        raise Invalid(t("Write your full name."), field="signer_name")
    for field, refusal in (("signer_name", spelled.not_a_name(signer_name)), ("relation", spelled.not_kin(relation))):
        if refusal is not None:
            raise Invalid(refusal, field=field)
    _check_basis(basis, relation, without_power=beside.without_power)
    shown = _shown(beside, basis, relation, guardian)
    signs = basis in guardians.SIGNING and _is_safe_from(enrolment, guardian)
    if signs and anew:
        links.void(LinkPurpose.GUARDIAN_SIGN, enrolment.id)
    elif signs:
        _move_once(enrolment, "sign", by=by, role="guardian")
    elif (anew and basis in guardians.SIGNING) or _heard(enrolment, basis):
        raise Conflict(t("You have told us this already. A case worker looks at it."))
    consent = GuardianConsent(
        enrolment_id=enrolment.id,
        guardian_id=guardian.id if guardian is not None else None,
        route=ConsentRoute.SIGNED,
        basis=basis,
        relation=relation.strip()[:60],
        shown_by=shown,
        signer_name_sealed=seal(signer_name.strip()[:120], place(enrolment)),
        signer_phone_sealed=seal(number, phone_place(enrolment)) if number else None,
        text_hash=text_on(clock.today()).hash,
        given_at=clock.now(),
        same_phone=same_phone,
    )
    db.add(consent)
    seen: dict[str, Any] = {"same_phone": True} if same_phone else {}
    seen |= _anew_of(changed) if signs else {"kept": True}
    record(by, CONSENTED, enrolment, basis=str(basis), route=str(ConsentRoute.SIGNED), **seen)
    if signs and anew:
        _go_on_as_signed(enrolment)
    elif signs:
        applications.hand_over(enrolment, by=by)
    elif basis in guardians.SIGNING:
        telling.case_worker_asked(enrolment, "kept")
    else:
        telling.case_worker_asked(enrolment, "carer")
    return signs


def _anew_of(changed: Changed | None) -> dict[str, Any]:
    """What somebody signed for once more."""
    return {"anew": sorted(changed.names)} if changed is not None else {}


def _shown(beside: Beside, basis: GuardianBasis, relation: str, guardian: Guardian | None) -> str:
    """What shows their right, in their words; needed where nobody has seen it and somebody has to."""
    shown = contact.plain(beside.shown_by, longest=SHOWN_LONGEST, field="shown_by")
    is_recorded = guardian is not None and guardian.basis == basis
    if (
        not is_recorded
        and guardian_checks.needs_paper(basis, relation)
        and sum(sign.isalnum() for sign in shown) < SHOWN_LEAST
    ):
        raise Invalid(WHAT_SHOWS_IT, field="shown_by")
    return shown


def judge_contact(enrolment: Enrolment, *, safe: bool, by: Actor) -> None:
    """Say of all who may consent for this young person whether contact is safe; where it is not, their links end."""
    for guardian in guardians.recorded(enrolment.youth, clock.today()):
        if guardian.safe != safe:
            (guardians.mark_safe if safe else guardians.mark_unsafe)(guardian, by=by)
    record(by, guardian_cases.CONTACT_JUDGED, enrolment, safe=safe)
    if not safe:
        links.void(LinkPurpose.GUARDIAN_SIGN, enrolment.id)
        agreement_signing.end_guardian_links(enrolment.youth_id)


def say_no(enrolment: Enrolment, *, by: Actor, token: str = "") -> None:
    """The guardian does not agree: a case worker hears of it and speaks with both; the request stays where it is.

    The young person hears of it too; said again on the same link, it tells nobody anything new. `token` is the link
    by which it was said.
    """
    _check_asked(enrolment)
    known = guardian_cases.standings([enrolment.id])[enrolment.id]
    is_new = known.no_at is None or (known.link_made_at is not None and known.link_made_at > known.no_at)
    if is_new:
        telling.case_worker_asked(enrolment, "declined")
    record(by, GUARDIAN_SAID_NO, enrolment)
    if token:
        links.use(token, LinkPurpose.GUARDIAN_SIGN, still=True)
    # Whoever changes their mind is given a new link, by somebody who has spoken with them.
    links.void(LinkPurpose.GUARDIAN_SIGN, enrolment.id)


def record_route(
    enrolment: Enrolment,
    *,
    by: Actor,
    reason: str,
    basis: GuardianBasis | None = None,
    relation: str = "",
    without_power: bool = False,
) -> None:
    """A case worker records why no guardian signs and on what basis it may go on; the reason is written out.

    From whom the young person is not safe carries nothing: not in the name of such a parent or appointed guardian.
    Raises Conflict when somebody signed or recorded first, and while nothing new begins there.
    """
    standing.check_goes_on(enrolment.opportunity_id)
    if len(reason.strip()) < REASON_LEAST:
        raise Invalid(t("Write why no guardian signs and why it may go on, in a sentence."), field="reason")
    if relation.strip() and (refusal := spelled.not_kin(relation)) is not None:
        raise Invalid(refusal, field="relation")
    if basis in IN_A_GUARDIANS_NAME and basis in _unsafe_bases(enrolment):
        raise Invalid(t("Contact with this guardian is not safe, so it cannot go on in their name."), field="basis")
    if basis is not None:
        _check_basis(basis, relation, without_power=without_power)
    _move_once(enrolment, "record_consent", by=by, note=reason.strip())
    db.add(
        GuardianConsent(
            enrolment_id=enrolment.id,
            route=ConsentRoute.CASE_WORKER,
            basis=basis,
            relation=relation.strip()[:60],
            reason=reason.strip(),
            text_hash=text_on(clock.today()).hash,
            recorded_by_id=by.account_id,
            given_at=clock.now(),
        )
    )
    record(by, CONSENTED, enrolment, basis=str(basis or ""), route=str(ConsentRoute.CASE_WORKER))
    applications.hand_over(enrolment, by=by)


def asks_power(basis: GuardianBasis, relation: str) -> bool:
    """Whether a mother or father is put down as a carer without custody, which a court alone can bring about."""
    return basis == GuardianBasis.CARER and kin.is_parent(relation) is True


def _check_basis(basis: GuardianBasis, relation: str, *, without_power: bool) -> None:
    if basis == GuardianBasis.PARENT and kin.is_parent(relation) is False:
        raise Invalid(NO_PARENT, field="basis")
    if asks_power(basis, relation) and not without_power:
        raise Invalid(PARENT_AS_CARER, field="without_power")


def answer(enrolment: Enrolment, *, note: str, by: Actor) -> None:
    """Staff write what they saw or with whom they spoke; what was a flag by it is none any more."""
    guardian_checks.answer(enrolment, note=note, by=by)
    if enrolment.state in WITH_OFFICE:
        note_flags(enrolment)


def of(enrolment: Enrolment) -> Sequence[GuardianConsent]:
    """Every signature and record of a request, oldest first."""
    wanted = select(GuardianConsent).where(GuardianConsent.enrolment_id == enrolment.id)
    return db.scalars(wanted.order_by(GuardianConsent.id)).all()


def _move_once(enrolment: Enrolment, verb: str, *, by: Actor, note: str = "", role: str = "") -> None:
    """Move on from waiting for the guardian; whoever comes second learns that it is signed already."""
    try:
        advance(ENROLMENT, enrolment, verb, by=by, note=note, role=role, due_at=None, changed_at=clock.now())
    except Conflict as error:
        raise _signed_already(None) from error
    links.void(LinkPurpose.GUARDIAN_SIGN, enrolment.id)


def is_asked(enrolment: Enrolment) -> bool:
    """Whether a guardian's word is waited for: the first, or that on what has changed since they signed."""
    return enrolment.state == EnrolmentState.AWAITING_GUARDIAN or guardian_checks.asked_anew(enrolment) is not None


def may_ask_anew(enrolment: Enrolment) -> bool:
    """Whether its young person may make a link for whoever signed before something changed."""
    return guardian_checks.asked_anew(enrolment) is not None and may_ask_after_all(enrolment)


def refused_anew(enrolment: Enrolment) -> bool:
    """Whether the guardian, asked for their word on what has changed, said no."""
    changed = guardian_checks.asked_anew(enrolment)
    return changed is not None and changed.refused_at is not None


def _go_on_as_signed(enrolment: Enrolment) -> None:
    """It stays where it is; nobody who decides takes the new signature for the old one."""
    db.flush()
    if enrolment.state in WITH_OFFICE:
        note_flags(enrolment)


def _check_asked(enrolment: Enrolment) -> None:
    if not is_asked(enrolment):
        given = of(enrolment)
        raise _signed_already(given[-1].given_at.date() if given else None)


def _signed_already(day: date | None) -> Conflict:
    if day is None:
        return Conflict(t("This was signed already. There is nothing more to do."))
    return Conflict(t("This was signed already on {day}. There is nothing more to do.", day=short_date(day)))


def _is_safe_from(enrolment: Enrolment, guardian: Guardian | None) -> bool:
    """Whether whoever signs may be asked; of several who are known, or of nobody, it is not known who it is."""
    if guardian_cases.standings([enrolment.id])[enrolment.id].is_kept_from_guardian:
        return False
    return guardian.safe if guardian is not None else may_be_asked(enrolment)


def _unsafe_bases(enrolment: Enrolment) -> frozenset[GuardianBasis]:
    """The bases of guardians from whom the young person is not safe, as they said or as a case worker found."""
    if guardian_cases.standings([enrolment.id])[enrolment.id].is_kept_from_guardian:
        return IN_A_GUARDIANS_NAME
    known = _known(enrolment)
    safe = {GuardianBasis(one.basis) for one in known if one.safe}
    return IN_A_GUARDIANS_NAME & ({GuardianBasis(one.basis) for one in known} - safe)


def _known(enrolment: Enrolment) -> Sequence[Guardian]:
    return guardians.recorded(db.get_one(Youth, enrolment.youth_id), clock.today())


def _heard(enrolment: Enrolment, basis: GuardianBasis) -> bool:
    return any(consent.basis == basis for consent in of(enrolment))


@cache
def _texts() -> tuple[ConsentText, ...]:
    with (Path(__file__).parent / "data" / "consent.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            ConsentText(
                row["version"],
                date.fromisoformat(row["effective_from"]),
                row["text_th"],
                row["text_en"],
                row["source"],
            )
            for row in csv.DictReader(file)
        )

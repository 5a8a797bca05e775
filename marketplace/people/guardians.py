"""Guardians: who may consent for somebody under 20, on what basis, and when a case worker must decide instead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from marketplace.access import SYSTEM, Actor
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel import age, clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.kernel.sealing import seal, unseal
from marketplace.people import birth, civil, contact, memberships, spelled
from marketplace.people import youth as young
from marketplace.people.accounts import phone_of as phone_of_account
from models.account import Account
from models.session import db
from models.vocabulary import GuardianBasis, Role
from models.youth import Guardian, Youth

SIGNING = (GuardianBasis.PARENT, GuardianBasis.COURT, GuardianBasis.CHILD_PROTECTION)
"""Bases on which somebody may sign alone (Civil and Commercial Code ss. 1566, 1585; Child Protection Act)."""


@dataclass(frozen=True, slots=True)
class Path:
    """How a young person's request may go on: alone, by a signature, or through a case worker who records why."""

    needed: bool
    signers: tuple[Guardian, ...] = ()
    reason: Text | None = None
    is_unknown: bool = False
    """Nobody is recorded at all."""

    @property
    def through_case_worker(self) -> bool:
        """Whether nobody may sign, so that a case worker decides on what basis it proceeds."""
        return self.needed and not self.signers


@dataclass(frozen=True, slots=True)
class Objection:
    """Why somebody may look at a guardian's part and not sign it."""

    code: str
    text: Text


OWN_WARD = Objection(
    "own", t("This is for your guardian. They open it on their own phone, or with a case worker beside them.")
)
SOMEBODY_ELSE = Objection(
    "another", t("You are signed in, so you cannot sign here. Only the guardian signs, on their own phone.")
)
OWN_NUMBER = Objection(
    "number",
    t("The number we know for the guardian is the young person's own. They sign with a case worker beside them."),
)


ON_THEIR_PHONE = t("Signed on a phone on which the young person was signed in not long before: speak with the guardian")

OWN_NAME = t("Signed with the young person's own name: speak with the guardian")


def accounts_of(youth_id: int) -> frozenset[int | None]:
    """Every account that speaks or ever spoke for this young person."""
    held = select(Guardian.account_id).where(Guardian.youth_id == youth_id, Guardian.account_id.is_not(None))
    return frozenset(db.scalars(held))


def is_own_name(name: str, youth: Youth) -> bool:
    """Whether a guardian's name is the young person's, in whatever order and spelling, whatever title stands there."""
    return spelled.are_one_name(name, young.legal_name(youth))


def is_needed(youth: Youth, day: date) -> bool:
    """Whether a guardian takes part on this day: under 20 (or age unknown), not married or emancipated by a paper.

    By a birth date that its owner has changed nobody is 20 before staff have confirmed it (`people/birth.py`).
    """
    if civil.is_proven(youth):
        return False
    born = birth.youngest(youth)
    return born is None or age.age_on(born, day) < age.MAJORITY


def signers_for(youth: Youth, day: date) -> tuple[Guardian, ...]:
    """Those who may sign for this young person on this day, in the order they were recorded."""
    return tuple(guardian for guardian in recorded(youth, day) if guardian.safe and guardian.basis in SIGNING)


def path_for(youth: Youth, day: date) -> Path:
    """How consent is found on this day; never a silent block."""
    return _path(recorded(youth, day)) if is_needed(youth, day) else Path(needed=False)


def gives_link(path: Path, youth: Youth) -> bool:
    """Whether the young person gives a link to whoever may sign: nobody is recorded, and they have an account."""
    return path.needed and path.is_unknown and youth.account_id is not None


def paths_for(youths: Iterable[Youth], day: date) -> dict[int, Path]:
    """The same for many at once, by their ids."""
    needed = {youth.id: is_needed(youth, day) for youth in youths}
    known: dict[int, list[Guardian]] = {key: [] for key in needed}
    for guardian in db.scalars(_recorded(day).where(Guardian.youth_id.in_(key for key in needed if needed[key]))):
        known[guardian.youth_id].append(guardian)
    return {key: _path(known[key]) if asked else Path(needed=False) for key, asked in needed.items()}


def _path(known: Sequence[Guardian]) -> Path:
    signers = tuple(guardian for guardian in known if guardian.safe and guardian.basis in SIGNING)
    return Path(needed=True, signers=signers, reason=None if signers else _why(known), is_unknown=not known)


def recorded(youth: Youth, day: date) -> Sequence[Guardian]:
    """Every guardian recorded for this day, also those who may not sign."""
    return db.scalars(_recorded(day).where(Guardian.youth_id == youth.id)).all()


def _recorded(day: date) -> Select[Guardian]:
    still = or_(Guardian.ends_on.is_(None), Guardian.ends_on >= day)
    return select(Guardian).where(Guardian.starts_on <= day, still).order_by(Guardian.id)


def link(
    youth: Youth,
    *,
    name: str,
    relation: str,
    basis: GuardianBasis,
    by: Actor,
    phone: str = "",
    account: Account | None = None,
    evidence_note: str = "",
) -> Guardian:
    """Record who may consent for a young person; with an account they also see what was agreed."""
    said = contact.plain(name, longest=120, field="name")
    if not said:
        raise Invalid(t("Write the guardian's name."), field="name")
    if (refusal := spelled.not_a_name(said)) is not None:
        raise Invalid(refusal, field="name")
    ref = ids.new_ref("GD")
    number = contact.phone(phone) if phone.strip() else ""
    guardian = Guardian(
        ref=ref,
        youth_id=youth.id,
        account_id=account.id if account is not None else None,
        name_sealed=seal(said, f"guardian|name|{ref}"),
        phone_sealed=seal(number, f"guardian|phone|{ref}") if number else None,
        relation=contact.plain(relation, longest=60, field="relation"),
        basis=basis,
        evidence_note=contact.plain(evidence_note, longest=300, field="evidence_note"),
        starts_on=clock.today(),
    )
    db.add(guardian)
    db.flush()
    if account is not None and Role.GUARDIAN not in {Role(row.role) for row in memberships.held_by(account)}:
        memberships.grant(account, Role.GUARDIAN, by=SYSTEM)
    record(by, "guardian.link", guardian, youth=youth.ref, basis=str(basis))
    return guardian


def objection(youth: Youth, by: Actor) -> Objection | None:
    """Why a guardian's link may be read but not signed from here; None where nothing speaks against it.

    Whoever is signed in signs as nobody but themselves; a guardian whose known number is the young person's own is
    somebody nobody has spoken to.
    """
    if by.is_known and youth.id not in by.ward_ids:
        return OWN_WARD if by.youth_id == youth.id else SOMEBODY_ELSE
    numbers = {phone_of(one) for one in recorded(youth, clock.today()) if one.phone_sealed}
    return OWN_NUMBER if numbers and numbers <= _own_numbers(youth) else None


def _own_numbers(youth: Youth) -> frozenset[str]:
    account = db.get(Account, youth.account_id) if youth.account_id is not None else None
    told = (young.read(youth, "phone"), phone_of_account(account) if account is not None else "")
    return frozenset(filter(None, told))


def end(guardian: Guardian, *, by: Actor) -> None:
    """The guardian no longer speaks for the young person, from today."""
    if guardian.ends_on is not None:
        raise Conflict(t("This has ended already."))
    guardian.ends_on = clock.today()
    # Access is judged by `safe` and dates together; whoever ends today is out at the next request.
    guardian.safe = False
    record(by, "guardian.end", guardian)


def mark_unsafe(guardian: Guardian, *, by: Actor) -> None:
    """Contact is unsafe: the guardian sees nothing and is asked nothing; a case worker takes their place."""
    guardian.safe = False
    record(by, "guardian.unsafe", guardian)


def mark_safe(guardian: Guardian, *, by: Actor) -> None:
    """Contact is safe again: somebody whose time has not ended may be asked as before; raises Conflict after that."""
    if guardian.ends_on is not None:
        raise Conflict(t("This has ended already."))
    guardian.safe = True
    record(by, "guardian.safe", guardian)


def name_of(guardian: Guardian) -> str:
    """The guardian's name."""
    return unseal(guardian.name_sealed, f"guardian|name|{guardian.ref}")


def phone_of(guardian: Guardian) -> str:
    """The guardian's phone number in its stored form, or nothing."""
    return unseal(guardian.phone_sealed, f"guardian|phone|{guardian.ref}") if guardian.phone_sealed else ""


def _why(known: Sequence[Guardian]) -> Text:
    if not known:
        return t("No guardian is recorded, or none can be found.")
    if all(not guardian.safe for guardian in known):
        return t("Contact with the guardian is not safe.")
    return t("The person who cares for this young person has no custody.")

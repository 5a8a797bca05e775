"""What each side sees of a young person, in two stages: an alias before approval, a first name after it.

Numbers, addresses and health facts are sealed; staff see them masked and read one in full only for a reason that
the young person will find on the page 'who saw me'.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from marketplace.access import Actor
from marketplace.areas import names
from marketplace.audit import record, saw
from marketplace.i18n import Text, t
from marketplace.kernel import age, clock
from marketplace.kernel.errors import Forbidden, Invalid, NotFound
from marketplace.people import contact, identity, policy
from marketplace.people import youth as young
from models.vocabulary import Role, Support
from models.youth import Youth


class Fact(StrEnum):
    """A sealed fact that staff may ask to read in full."""

    NATIONAL_ID = "national_id"
    PHONE = "phone"
    ADDRESS = "address"


class Why(StrEnum):
    """Reasons for reading a fact in full."""

    IDENTITY = "identity_check"
    VISIT = "visit"
    CONTACT = "contact"
    PAYMENT = "payment"
    EMERGENCY = "emergency"


FACT_NAMES = {
    Fact.NATIONAL_ID: t("National number"),
    Fact.PHONE: t("Phone number"),
    Fact.ADDRESS: t("Address"),
}
WHY_NAMES = {
    Why.IDENTITY: t("To check who somebody is"),
    Why.VISIT: t("To visit"),
    Why.CONTACT: t("To make contact"),
    Why.PAYMENT: t("To pay out"),
    Why.EMERGENCY: t("To help in an emergency"),
}
_BANDS = ((15, t("Under 15")), (18, t("Age 15-17")), (20, t("Age 18-19")), (25, t("Age 20-24")))


@dataclass(frozen=True, slots=True)
class ProviderView:
    """A young person as a provider sees them; names are empty before approval."""

    alias: str
    age_band: Text
    district: str
    needs: tuple[Support, ...]
    first_name: str = ""
    nickname: str = ""

    @property
    def called(self) -> str:
        """How the provider calls them now."""
        if self.first_name and self.nickname:
            return f"{self.first_name} ({self.nickname})"
        return self.first_name or self.nickname or self.alias


@dataclass(frozen=True, slots=True)
class GuardianView:
    """A young person as their guardian sees them: how they are called, their name on paper and where they live."""

    called: str
    district: str
    legal_name: str = ""


@dataclass(frozen=True, slots=True)
class StaffView:
    """A young person as the staff of their area see them; numbers are masked."""

    ref: str
    alias: str
    called: str
    full_name: str
    age: int | None
    age_band: Text
    place: str
    needs: tuple[Support, ...]
    national_id: str
    phone: str
    has_address: bool


def provider_view(youth: Youth, approved: bool) -> ProviderView:
    """What a provider may see, before and after approval; only the support needs the young person chose to share."""
    return ProviderView(
        alias=youth.alias,
        age_band=age_band(youth),
        district=_district(youth),
        needs=_needs(youth.shared_needs),
        first_name=young.read(youth, "first_name") if approved else "",
        nickname=youth.nickname if approved else "",
    )


def told_apart(called: str, namesakes: Collection[Youth]) -> dict[int, str]:
    """How people of one name are called beside each other, by their keys: with the first letter of their last name.

    Where that is not known or shared too it is the alias, by which the organisation has known them before.
    """
    if len(namesakes) == 1:
        return {one.id: called for one in namesakes}
    letters = {one.id: _initial(young.read(one, "last_name")) for one in namesakes}
    seen = Counter(letters.values())
    return {
        one.id: f"{called} {letter}."
        if (letter := letters[one.id]) and seen[letter] == 1
        else f"{called} · {one.alias}"
        for one in namesakes
    }


def _initial(last_name: str) -> str:
    """The letter a last name is shortened to: its first consonant, before which a Thai vowel may be written."""
    return next((letter.upper() for letter in last_name if letter.isalpha() and letter not in "เแโใไ"), "")


def guardian_view(youth: Youth) -> GuardianView:
    """What a guardian may see."""
    called = youth.nickname or young.read(youth, "first_name") or youth.alias
    return GuardianView(called, _district(youth), young.legal_name(youth))


class Placed(Protocol):
    """Something an office has, by the place it was made for; a request stays there when its young person moves."""

    area_code: str
    office_key: str


def staff_view(actor: Actor, youth: Youth) -> StaffView:
    """What officers and case workers of the area see; a province sees the alias instead of names."""
    if not policy.can_see_youth(actor, youth):
        raise NotFound
    return _view(youth, named=bool(policy.can_reveal(actor, youth)) or actor.youth_id == youth.id)


def view_in(actor: Actor, youth: Youth, at: Placed | None = None) -> StaffView:
    """The same on a page that is theirs by its own rule: the office of `at` goes on with them, wherever they live now.

    After a move it reads their name, their age, the needs they share and their district, and nothing that is sealed.
    Whoever lives elsewhere and is in nothing of theirs is known by the alias alone; nobody shuts a list by moving.
    """
    if policy.can_see_youth(actor, youth):
        seen = staff_view(actor, youth)
        # An officer of the matter may be no more than a province or an approver where they live now.
        return _view(youth, named=True) if at is not None and not seen.full_name and _may_name(actor, at) else seen
    if at is not None and _may_name(actor, at):
        return _after_moving(youth, named=True)
    if at is not None and actor.scope(*policy.READERS).covers(at.area_code, at.office_key):
        return _after_moving(youth, named=False)
    return StaffView(youth.ref, youth.alias, youth.alias, "", None, age_band(youth), "", (), "", "", has_address=False)


def _may_name(actor: Actor, at: Placed) -> bool:
    near = actor.scope(*policy.REVEALERS) | actor.acting(Role.CASEWORKER, Role.OFFICER)
    return near.covers(at.area_code, at.office_key)


def _after_moving(youth: Youth, *, named: bool) -> StaffView:
    seen = _view(youth, named=named)
    return replace(
        seen, place=_district(youth), needs=_needs(youth.shared_needs), national_id="", phone="", has_address=False
    )


def _view(youth: Youth, *, named: bool) -> StaffView:
    given = (young.read(youth, "first_name"), young.read(youth, "last_name")) if named else ()
    return StaffView(
        ref=youth.ref,
        alias=youth.alias,
        called=(youth.nickname if named else "") or youth.alias,
        full_name=" ".join(part for part in given if part and part != young.NO_LAST_NAME),
        age=age.age_on(youth.birth_date, clock.today()) if youth.birth_date else None,
        age_band=age_band(youth),
        place=_place(youth),
        needs=_needs(youth.support_needs if named else youth.shared_needs),
        national_id=identity.masked(young.read(youth, "national_id")),
        phone=contact.phone_masked(young.read(youth, "phone")),
        has_address=youth.address_sealed is not None,
    )


def reveal(actor: Actor, youth: Youth, fact: Fact, why: Why | None) -> str:
    """A fact in full, for a reason; the look is kept where the young person finds it. A write, never part of a GET."""
    verdict = policy.can_reveal(actor, youth)
    if not verdict:
        raise Forbidden(verdict.reason) if verdict.reason else NotFound()
    if why is None:
        raise Invalid(t("Say why you need to read this."), field="why")
    saw(actor, youth.id, f"{fact}:{why}")
    record(actor, "youth.reveal", youth, fact=str(fact), why=str(why))
    text = young.read(youth, fact)
    return {Fact.NATIONAL_ID: identity.printed, Fact.PHONE: contact.phone_shown}.get(fact, str)(text) if text else ""


def age_band(youth: Youth) -> Text:
    """The band an age falls in today; the bands end where the law changes, at 15, 18 and 20."""
    if youth.birth_date is None:
        return t("Age not known yet")
    years = age.age_on(youth.birth_date, clock.today())
    return next((name for limit, name in _BANDS if years < limit), t("Age 25 or older"))


def _needs(codes: Iterable[str]) -> tuple[Support, ...]:
    return tuple(need for need in Support if need in codes)


def _district(youth: Youth) -> str:
    return names.titled(youth.area_code[:4]) if youth.area_code else ""


def _place(youth: Youth) -> str:
    return names.address(youth.area_code) if youth.area_code else ""

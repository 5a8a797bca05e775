"""Young people: registered by themselves or by a case worker, named to others by an alias, with sealed facts."""

import secrets
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM, Actor, sessions
from marketplace.areas.offices import office_key_for
from marketplace.audit import record
from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Forbidden, Invalid
from marketplace.kernel.sealing import blind_index, seal, unseal
from marketplace.people import civil_law, contact, identity, memberships, spelled
from marketplace.people.accounts import sign_up
from marketplace.people.civil_law import SINGLE, Known
from models.account import Account
from models.session import db
from models.vocabulary import Role
from models.youth import Youth

_WORDS = Path(__file__).parent / "data" / "alias_words.txt"
NICKNAME_LONGEST = 60
NAME_LONGEST = 60
NO_LAST_NAME = "-"
SEALED = frozenset({"first_name", "last_name", "national_id", "phone", "address", "health", "civil_number"})
"""Facts kept sealed, each for its own place: moving a value to another fact or person makes it unreadable."""


@dataclass(frozen=True, slots=True)
class NewYouth:
    """What may be known about a young person when they are registered; everything is optional."""

    nickname: str = ""
    first_name: str = ""
    last_name: str = ""
    birth_date: date | None = None
    sex: str | None = None
    area_code: str | None = None
    national_id: str = ""
    phone: str = ""
    address: str = ""
    civil: Known = SINGLE


NOTHING = NewYouth()


def begin(login: str, password: str, *, nickname: str = "", locale: str = "th") -> Account:
    """A new account with the young person behind it; raises Invalid for login, password or nickname, Taken at last."""
    called = contact.plain(nickname, longest=NICKNAME_LONGEST, field="nickname")
    if (refusal := spelled.not_a_nickname(nickname)) is not None:
        raise Invalid(refusal, field="nickname")
    account = sign_up(login, password, name=called, locale=locale)
    register(account, NewYouth(nickname=called), by=sessions.load_actor(account))
    return account


def register(account: Account, draft: NewYouth = NOTHING, *, by: Actor = SYSTEM) -> Youth:
    """The young person behind an account, who holds the role from today."""
    youth = _new(draft, account_id=account.id)
    memberships.grant(account, Role.YOUTH, by=SYSTEM)
    record(by, "youth.register", youth)
    return youth


def register_found(draft: NewYouth, *, by: Actor) -> Youth:
    """A young person whom a case worker found, without an account; raises Forbidden outside the worker's area.

    Raises Invalid for what is no name.
    """
    inside = draft.area_code is not None and by.scope(Role.CASEWORKER, Role.OFFICER).covers(
        draft.area_code, office_key_for(draft.area_code)
    )
    if by is not SYSTEM and not inside:
        raise Forbidden(t("Register young people of your own area."))
    _must_be_names(draft)
    youth = _new(draft, case_worker_id=by.account_id)
    record(by, "youth.register", youth)
    return youth


def put(youth: Youth, fact: str, text: str) -> None:
    """Keep a sealed fact; an empty text removes it."""
    if fact not in SEALED:
        raise KeyError(fact)
    setattr(youth, f"{fact}_sealed", seal(text, _place(youth, fact)) if text else None)


def read(youth: Youth, fact: str) -> str:
    """A sealed fact in full, or nothing; callers have asked a policy and keep a read log."""
    if fact not in SEALED:
        raise KeyError(fact)
    sealed: str | None = getattr(youth, f"{fact}_sealed")
    return unseal(sealed, _place(youth, fact)) if sealed else ""


def legal_name(youth: Youth) -> str:
    """First and last name as on the ID card, or nothing while one of them is not known; `-` is having no last name."""
    first, last = read(youth, "first_name"), read(youth, "last_name")
    return " ".join(part for part in (first, last) if part != NO_LAST_NAME) if first and last else ""


def has_legal_name(youth: Youth) -> bool:
    """Whether the name on the ID card is known."""
    return bool(legal_name(youth))


def put_legal_name(youth: Youth, first: str, last: str, *, by: Actor) -> None:
    """Keep the name on the ID card; raises Invalid naming each field that is not a name."""
    given, errors = {"first_name": first, "last_name": last}, dict[str, object]()
    for fact, text in given.items():
        given[fact] = contact.plain(text, longest=NAME_LONGEST, field=fact)
        if not given[fact]:
            errors[fact] = t("Please answer this.")
        elif (refusal := card_refusal(fact, text)) is not None:
            errors[fact] = refusal
    if errors:
        raise Invalid(t("Look at the name again."), errors=errors)
    for fact, text in given.items():
        put(youth, fact, text)
    db.flush()
    record(by, "youth.legal_name", youth)


def card_refusal(fact: str, text: str) -> Text | None:
    """Why no ID card bears this as `first_name` or `last_name`; None for a name, and for `-` as no last name."""
    return None if fact == "last_name" and text.strip() == NO_LAST_NAME else spelled.not_on_a_card(text)


def _must_be_names(draft: NewYouth) -> None:
    """Raise Invalid naming each part of a name that is none; what is not told is not judged."""
    refusals: dict[str, Text | None] = {
        fact: card_refusal(fact, getattr(draft, fact)) for fact in ("first_name", "last_name") if getattr(draft, fact)
    }
    if draft.nickname:
        refusals["nickname"] = spelled.not_a_nickname(draft.nickname)
    errors: dict[str, object] = {fact: why for fact, why in refusals.items() if why is not None}
    if errors:
        raise Invalid(t("Look at the name again."), errors=errors)


def put_phone(youth: Youth, text: str) -> None:
    """Keep a phone number in its stored form, sealed and findable; raises Invalid."""
    number = contact.phone(text) if text.strip() else ""
    put(youth, "phone", number)
    youth.phone_index = blind_index("phone", number) if number else None


def put_national_id(youth: Youth, text: str, *, by: Actor) -> None:
    """Keep a national number, or none; raises Invalid for a slip, Conflict when it belongs to another record.

    The refusal does not tell whose record it is or where.
    """
    number = identity.national_id(text)
    index = blind_index("national_id", number) if number else None
    try:
        with db.begin_nested():
            put(youth, "national_id", number or "")
            youth.national_id_index = index
            db.flush()
    except IntegrityError as error:
        db.refresh(youth)
        raise Conflict(
            t("This number could not be kept. Your office will look into it."), field="national_id"
        ) from error
    record(by, "youth.national_id", youth, kept=number is not None)


def put_civil(youth: Youth, known: Known) -> None:
    """Keep a civil status that was checked, with the paper it rests on; its number is sealed."""
    youth.civil_status, youth.civil_since = known.status, known.since
    youth.civil_proof = known.proof
    put(youth, "civil_number", known.number)


def move(youth: Youth, area_code: str, *, by: Actor) -> None:
    """Let a young person live in another subdistrict; the office of the new place takes over at once."""
    before = youth.area_code
    _place_in(youth, area_code)
    db.flush()
    record(by, "youth.move", youth, left=before or "", entered=area_code)


def _new(draft: NewYouth, *, account_id: int | None = None, case_worker_id: int | None = None) -> Youth:
    youth = Youth(
        ref=ids.new_ref("Y"),
        account_id=account_id,
        case_worker_id=case_worker_id,
        alias=_new_alias(),
        nickname=contact.plain(draft.nickname, longest=NICKNAME_LONGEST, field="nickname"),
        birth_date=draft.birth_date,
        sex=draft.sex,
        created_at=clock.now(),
    )
    for fact, longest in (("first_name", NAME_LONGEST), ("last_name", NAME_LONGEST), ("address", 300)):
        put(youth, fact, contact.plain(getattr(draft, fact), longest=longest, field=fact))
    put_civil(youth, civil_law.checked(draft.civil, draft.birth_date))
    put_phone(youth, draft.phone)
    number = identity.national_id(draft.national_id)
    put(youth, "national_id", number or "")
    youth.national_id_index = blind_index("national_id", number) if number else None
    if draft.area_code is not None:
        _place_in(youth, draft.area_code)
    try:
        with db.begin_nested():
            db.add(youth)
    except IntegrityError as error:
        raise Conflict(
            t("This number could not be kept. Your office will look into it."), field="national_id"
        ) from error
    return youth


def _place_in(youth: Youth, area_code: str) -> None:
    youth.area_code, youth.office_key = area_code, office_key_for(area_code)


def _place(youth: Youth, fact: str) -> str:
    return f"youth|{fact}|{youth.ref}"


def _new_alias() -> str:
    """A neutral word and a number that no other young person has."""
    while True:
        alias = f"{secrets.choice(alias_words())} {secrets.randbelow(90_000) + 10_000}"
        if db.scalar(select(Youth.id).where(Youth.alias == alias)) is None:
            return alias


@cache
def alias_words() -> tuple[str, ...]:
    """The neutral words that aliases begin with."""
    lines = _WORDS.read_text(encoding="utf8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#"))

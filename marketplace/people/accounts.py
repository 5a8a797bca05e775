"""Accounts: made by phone or e-mail, opened by a password. A login is read once, here, into its one stored form."""

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from marketplace.access import SYSTEM, Actor, sessions
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.i18n.text import LOCALES
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Conflict, Invalid
from marketplace.kernel.sealing import blind_index, seal, unseal
from marketplace.people import contact, passwords, spelled
from marketplace.people.contact import EMAIL_LONGEST
from models.account import Account
from models.session import db

log = logging.getLogger("okat.access")
NAME_LONGEST = 120
NO_ACCOUNT = t("No account could be made with this phone number or e-mail. Check it; if you have one already, sign in.")


class Taken(Invalid):
    """Somebody signs in with this login already; whoever begins with it must not learn so from the answer."""


@dataclass(frozen=True, slots=True)
class Login:
    """How somebody signs in: exactly one of the two."""

    email: str | None = None
    phone: str | None = None


def read_login(text: str, *, field: str = "login") -> Login:
    """A phone number or e-mail address in its stored form; raises Invalid."""
    if "@" in text:
        return Login(email=contact.email_key(text, field=field))
    if not text.strip():
        raise Invalid(t("Write your phone number or e-mail address."), field=field)
    return Login(phone=contact.phone(text, field=field))


def login_fingerprint(text: str) -> str:
    """What was typed as a login, as limits may count it: unreadable, the same for every spelling of one login."""
    try:
        known = read_login(text)
    except Invalid:
        return blind_index("login", text[:EMAIL_LONGEST].strip())
    return blind_index("login", known.email or known.phone or "")


def create_account(
    *,
    login: str,
    name: str = "",
    password: str | None = None,
    staff: bool = False,
    locale: str = "th",
    is_demo: bool = False,
    by: Actor = SYSTEM,
) -> Account:
    """A new account; without a password it opens by a one-time link. Raises Invalid for login or password."""
    known = read_login(login)
    stored = passwords.hashed(passwords.accepted(password, staff=staff, login=login)) if password is not None else None
    ref = ids.new_ref("U")
    account = Account(
        ref=ref,
        name=_called(name),
        email=known.email,
        email_key=known.email,
        phone_sealed=seal(known.phone, f"account|phone|{ref}") if known.phone else None,
        phone_index=blind_index("phone", known.phone) if known.phone else None,
        password_hash=stored,
        locale=locale if locale in LOCALES else "th",
        is_demo=is_demo,
        created_at=clock.now(),
    )
    try:
        with db.begin_nested():
            db.add(account)
    except IntegrityError as error:
        raise Taken(NO_ACCOUNT, field="login") from error
    record(by, "account.create", account)
    return account


def sign_up(login: str, password: str, *, name: str = "", locale: str = "th", staff: bool = False) -> Account:
    """A new account somebody makes for themselves; raises Invalid for login, password or name, Taken at last.

    Whether the login is taken is looked at after everything else, so that a slip is told alike of every login.
    """
    known, said = read_login(login), _called(name)
    passwords.accepted(password, staff=staff, login=login)
    if find(known.email or known.phone or "") is not None:
        raise Taken(NO_ACCOUNT, field="login")
    return create_account(login=login, password=password, name=said, staff=staff, locale=locale)


def find(login: str) -> Account | None:
    """The account behind a login, in whatever spelling; None when there is none or it makes no sense."""
    try:
        known = read_login(login)
    except Invalid:
        return None
    if known.email:
        return db.scalar(select(Account).where(Account.email_key == known.email))
    return db.scalar(select(Account).where(Account.phone_index == blind_index("phone", known.phone or "")))


def authenticate(login: str, password: str) -> Account | None:
    """The account that login and password open; None, in the same time, for anything else."""
    account = find(login)
    usable = account is not None and account.disabled_at is None
    if not passwords.matches(account.password_hash if account and usable else None, password) or account is None:
        log.info("sign-in refused for login %s", login_fingerprint(login)[:12])
        return None
    if account.password_hash and passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hashed(password)
    return account


def save_details(account: Account, *, name: str, locale: str, by: Actor) -> None:
    """Keep how somebody wants to be called and spoken to."""
    if locale not in LOCALES:
        raise Invalid(t("Choose one of the languages."), field="locale")
    account.name, account.locale = _called(name), locale
    record(by, "account.details", account)


def disable(account: Account, *, by: Actor) -> None:
    """Close an account: it signs out everywhere at once and opens no more."""
    if account.disabled_at is not None:
        raise Conflict(t("This account is closed already."))
    account.disabled_at = clock.now()
    db.flush()
    sessions.close_all(account.id)
    record(by, "account.disable", account)


def phone_of(account: Account) -> str:
    """The account's phone number in its stored form, or nothing."""
    return unseal(account.phone_sealed, f"account|phone|{account.ref}") if account.phone_sealed else ""


def one(actor: Actor) -> Account:
    """The account of whoever asks."""
    return db.get_one(Account, actor.account_id)


def _called(name: str) -> str:
    """A name as it is kept; raises Invalid for what no name bears."""
    called = contact.plain(name, longest=NAME_LONGEST, field="name")
    if (refusal := spelled.not_called(name)) is not None:
        raise Invalid(refusal, field="name")
    return called

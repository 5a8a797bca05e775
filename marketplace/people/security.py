"""Keeping an account safe: its passwords, the devices it is open on, links for whoever forgot."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.access import SYSTEM, Actor, sessions
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.notices import tell
from marketplace.people import contact, links, memberships, passwords
from marketplace.people.accounts import create_account, find, phone_of
from models.account import Account, LoginSession
from models.history import Notice
from models.session import db, transactional
from models.vocabulary import LinkPurpose, Role

BEGUN_AGAIN = "begun_again"


def change_password(account: Account, *, current: str, new: str, by: Actor) -> None:
    """Replace the password by whoever knows the present one; every session ends, a notice tells of it."""
    if not passwords.matches(account.password_hash, current):
        raise Invalid(t("This is not your present password."), field="current")
    set_password(account, new, by=by, field="new")


def set_password(account: Account, password: str, *, by: Actor, field: str = "password") -> None:
    """Give the account a password, longer for staff; every session ends, a notice tells of it."""
    staff, login = memberships.is_staff(account), account.email or phone_of(account)
    account.password_hash = passwords.hashed(passwords.accepted(password, staff=staff, login=login, field=field))
    db.flush()
    sessions.close_all(account.id)
    tell(
        account.id,
        event="password_changed",
        message=t("Your password was changed. If it was not you, tell your office today."),
    )
    record(by, "account.password", account)


def tell_of_beginning(login: str) -> None:
    """Whoever has this login hears, once a day, that somebody tried to begin anew with it."""
    account = find(login)
    if account is None:
        return
    since = clock.now() - timedelta(days=1)
    told = select(Notice.id).where(
        Notice.account_id == account.id, Notice.event == BEGUN_AGAIN, Notice.visible_at > since
    )
    if db.scalar(told.limit(1)) is None:
        tell(
            account.id,
            event=BEGUN_AGAIN,
            message=t(
                "Somebody tried to begin a new account with your phone number or e-mail. Nothing was changed."
                " If you forgot your password, your office gives you a link for a new one."
            ),
        )


def password_link(account: Account, *, by: Actor) -> str:
    """The secret of a link that sets a password once; an earlier one stops working."""
    links.void(LinkPurpose.SET_PASSWORD, account.id)
    record(by, "account.password_link", account)
    return links.make(LinkPurpose.SET_PASSWORD, account.id, by=by)


@transactional
def invite_steward(email: str) -> str:
    """Make whoever reads this e-mail address a steward; returns the secret of the link that sets their password.

    An account that is a steward already gets a new link. Raises Invalid for an address that is none.
    """
    address = contact.email_key(email)
    account = find(address) or create_account(login=address)
    if Role.STEWARD not in {Role(row.role) for row in memberships.held_by(account)}:
        memberships.grant(account, Role.STEWARD, by=SYSTEM)
    return password_link(account, by=SYSTEM)


def set_password_by_link(token: str, password: str) -> Account:
    """Spend the link on a password; raises NotFound, Conflict when it is spent, Invalid for the password."""
    account = db.get_one(Account, links.use(token, LinkPurpose.SET_PASSWORD))
    set_password(account, password, by=sessions.load_actor(account))
    return account


def end_session(login_session: LoginSession, *, by: Actor) -> None:
    """Sign one device out at once."""
    login_session.revoked_at = login_session.revoked_at or clock.now()
    record(by, "session.end", login_session)


def end_other_sessions(*, by: Actor) -> None:
    """Sign every device out but the one that asks."""
    account = db.get_one(Account, by.account_id)
    sessions.close_all(account.id, but=by.session_ref)
    record(by, "session.end_others", account)

"""The moment of entering: the old session of this browser ends, a new one begins, and it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from blueprints import marks, session, shell
from blueprints.account import device, onward
from marketplace.access import Actor, sessions
from marketplace.audit import record

if TYPE_CHECKING:
    from models.account import Account


def enter(account: Account, *, shared_device: bool) -> Actor:
    """Sign this browser in as the account, with a session of its own that no earlier cookie opens."""
    session.sign_out()
    secret = sessions.open_session(account, shared_device=shared_device, label=device.label(request.user_agent.string))
    session.sign_in_with(secret, shared_device=shared_device)
    who = sessions.load_actor(account)
    marks.leave(who)
    record(who, "account.sign_in", account)
    return who


def first_page(who: Actor, wanted: str) -> str:
    """Where somebody goes on: the page they came from, else the beginning of their own pages."""
    return onward.own_path(wanted) or shell.home_of(who)

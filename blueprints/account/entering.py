"""The moment of entering: the old session of this browser ends, a new one begins, and it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request

from blueprints import marks, session, shell
from blueprints.account import device, onward
from blueprints.carried import brought, forgotten
from blueprints.session import tell
from marketplace.access import Actor, sessions
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.people import answers, queries

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

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


def go_on(who: Actor, wanted: str) -> ResponseReturnValue:
    """Lead somebody who entered on their way; who has answered nothing yet keeps what the browser carries."""
    carried, onward_to = brought(), first_page(who, wanted)
    if not carried.is_begun or who.youth_id is None:
        return redirect(onward_to, 303)
    youth = queries.own_youth(who)
    if answers.of(youth) != answers.NONE_YET:
        # What others answered on this phone is nobody's who has answers of their own; they are asked.
        return redirect(onward_to, 303)
    answers.keep(youth, answers.merged(answers.of(youth), carried), by=who)
    tell(t("Your answers are kept."))
    return forgotten(onward_to)

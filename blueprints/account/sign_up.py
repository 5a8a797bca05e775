"""Beginning: one page, a phone number or e-mail and a password; everything else is asked when it is needed.

The answer is the same whether somebody has the login or not: sign in with what you have just chosen. Only whoever
knows the password of an account learns that there is one, and is in it.
"""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import session, shell
from blueprints.account import bp
from blueprints.account.entering import enter, go_on
from blueprints.account.forms import SignUpDraft, SignUpForm
from blueprints.account.sign_in import forgive, typed_login
from blueprints.guard import commits, limited, public
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.i18n import current_locale, t
from marketplace.kernel.errors import Invalid
from marketplace.people import accounts, security
from marketplace.people import youth as young

NOW_SIGN_IN = t(
    "Almost done: sign in with what you have just chosen. If you had an account already, its own password opens it."
)


@bp.get("/sign-up")
@public
def show_sign_up() -> ResponseReturnValue:
    if actor().is_known:
        return redirect(shell.home_of(actor()), 303)
    return _page(SignUpForm(next=request.args.get("next", "")))


@bp.post("/sign-up")
@limited(limits.SIGN_UP, person=typed_login, count=limits.count_beginning)
@public
@commits
def sign_up() -> ResponseReturnValue:
    return begin(SignUpForm.posted(), _make, _page)


def begin(
    form: SignUpForm, make: Callable[[SignUpDraft], object], page_of: Callable[[Any], str]
) -> ResponseReturnValue:
    """Make an account, or find that the login is taken, and answer alike; only a slip is told at its field."""
    if not form.validate():
        return page_of(form), 422
    draft = form.draft()
    try:
        make(draft)
    except accounts.Taken:
        # One hash is made for a new account, one is judged for a known one: both take as long.
        account = accounts.authenticate(draft.login, draft.password)
        if account is not None:
            forgive()
            return go_on(enter(account, shared_device=draft.shared_device), draft.onward)
        security.tell_of_beginning(draft.login)
    except Invalid as refusal:
        form.take(refusal)
        return page_of(form), 422
    limits.note_begun(person=typed_login(), address=session.client_address())
    tell(NOW_SIGN_IN)
    return redirect(url_for("account.show_sign_in", next=draft.onward or None), 303)


def _make(draft: SignUpDraft) -> object:
    return young.begin(draft.login, draft.password, nickname=draft.nickname, locale=current_locale())


def _page(form: SignUpForm) -> str:
    return render(
        "account/sign_up.html",
        form=form,
        onward=request.values.get("next", ""),
        action=url_for("account.sign_up"),
        title=t("Begin here"),
        lede=t("One page, no papers. You decide later what else to tell."),
    )

"""Signing in and out. An unknown account and a wrong password sound, look and last the same."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import marks, session, shell
from blueprints.account import bp, onward
from blueprints.account.entering import enter, go_on
from blueprints.account.forms import SignInForm
from blueprints.guard import commits, limited, public
from blueprints.pages import render
from blueprints.session import actor
from marketplace.access import limits
from marketplace.audit import record
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.people import accounts
from marketplace.people.accounts import login_fingerprint

WRONG = t("This phone number or e-mail and this password do not belong together. Check both and try again.")


def typed_login() -> str:
    """What limits count by: the login that was typed, unreadable."""
    return login_fingerprint(request.form.get("login", ""))


def forgive() -> None:
    """Whoever opened their account was no guesser, and what they began here is done."""
    limits.forgive(limits.SIGN_IN, person=typed_login(), address=session.client_address())
    limits.end_beginning(person=typed_login(), address=session.client_address())


@bp.get("/sign-in")
@public
def show_sign_in() -> ResponseReturnValue:
    if actor().is_known:
        return redirect(shell.home_of(actor()), 303)
    return _page(SignInForm(next=request.args.get("next", "")))


@bp.post("/sign-in")
@limited(limits.SIGN_IN, person=typed_login, count=limits.count_guess)
@public
@commits
def sign_in() -> ResponseReturnValue:
    form = SignInForm.posted()
    if not form.validate():
        return _page(form), 422
    draft = form.draft()
    account = accounts.authenticate(draft.login, draft.password)
    if account is None:
        form.take(Invalid(WRONG))
        return _page(form), 422
    forgive()
    return go_on(enter(account, shared_device=draft.shared_device), draft.onward)


@bp.post("/sign-out")
@public
@commits
def sign_out() -> ResponseReturnValue:
    _leave()
    return redirect(onward.own_path(request.form.get("next", "")) or "/", 303)


@bp.post("/leave")
@public
@commits
def quick_exit() -> ResponseReturnValue:
    _leave()
    return redirect(url_for("account.show_calendar"), 303)


def _leave() -> None:
    if actor().is_known:
        record(actor(), "account.sign_out", accounts.one(actor()))
        marks.leave(actor())
    session.sign_out()


def _page(form: SignInForm) -> str:
    return render("account/sign_in.html", form=form, onward=request.values.get("next", ""))

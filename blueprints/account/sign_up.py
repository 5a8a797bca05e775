"""Beginning: one page, a phone number or e-mail and a password; everything else is asked when it is needed."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import session, shell
from blueprints.account import bp
from blueprints.account.entering import enter, first_page
from blueprints.account.forms import SignUpForm
from blueprints.account.sign_in import typed_login
from blueprints.carried import brought, forgotten
from blueprints.guard import commits, keep_on_record, limited, public
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.i18n import current_locale, t
from marketplace.kernel.errors import DomainError
from marketplace.people import accounts, answers, queries, security
from marketplace.people import youth as young


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
    form = SignUpForm.posted()
    if not form.validate():
        return _page(form), 422
    draft = form.draft()
    try:
        account = young.begin(draft.login, draft.password, nickname=draft.nickname, locale=current_locale())
    except DomainError as refusal:
        return not_begun(form, refusal, _page)
    limits.forgive(limits.SIGN_IN, person=typed_login(), address=session.client_address())
    who = enter(account, shared_device=draft.shared_device)
    carried, onward = brought(), first_page(who, draft.onward)
    if not carried.is_begun:
        return redirect(onward, 303)
    youth = queries.own_youth(who)
    answers.keep(youth, answers.merged(answers.of(youth), carried), by=who)
    tell(t("Your answers are kept."))
    return forgotten(onward)


def not_begun(form: SignUpForm, refusal: DomainError, page_of: Callable[[Any], str]) -> ResponseReturnValue:
    """Whoever has the account already gets on with their own password; of anybody else its owner hears."""
    draft = form.draft()
    account = accounts.authenticate(draft.login, draft.password) if refusal.field == "login" else None
    if account is not None:
        limits.forgive(limits.SIGN_IN, person=typed_login(), address=session.client_address())
        return redirect(first_page(enter(account, shared_device=draft.shared_device), draft.onward), 303)
    form.take(refusal)
    page, address = page_of(form), session.client_address()
    if refusal.field == "login":
        keep_on_record(lambda: _heard(draft.login, address))
    return page, 422


def _heard(login: str, address: str) -> None:
    if security.tell_of_beginning(login):
        limits.note_taken(address)


def _page(form: SignUpForm) -> str:
    return render(
        "account/sign_up.html",
        form=form,
        onward=request.values.get("next", ""),
        action=url_for("account.sign_up"),
        title=t("Begin here"),
        lede=t("One page, no papers. You decide later what else to tell."),
    )

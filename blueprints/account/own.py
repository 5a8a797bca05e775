"""The account page: what it knows, how it speaks, on which devices it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.account import bp, pages
from blueprints.account.entering import enter
from blueprints.account.forms import DetailsForm, PasswordForm
from blueprints.guard import commits, guard, limited, signed_in
from blueprints.pages import render
from blueprints.session import actor, is_shared_device, tell
from marketplace.access import limits, sessions
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError
from marketplace.people import accounts, policy, security

if TYPE_CHECKING:
    from models.account import LoginSession


@bp.get("/account")
@signed_in
def show_account() -> ResponseReturnValue:
    return render("account/account.html", page=pages.account(actor()))


@bp.get("/account/details")
@signed_in
def show_details() -> ResponseReturnValue:
    account = accounts.one(actor())
    return render("account/details.html", form=DetailsForm(name=account.name, locale=account.locale))


@bp.post("/account/details")
@signed_in
@commits
def save_details() -> ResponseReturnValue:
    form = DetailsForm.posted()
    try:
        if form.validate():
            accounts.save_details(
                accounts.one(actor()), name=form.name.data or "", locale=form.locale.data or "", by=actor()
            )
            tell(t("Kept."))
            return redirect(url_for("account.show_account", lang=form.locale.data), 303)
    except DomainError as refusal:
        form.take(refusal)
    return render("account/details.html", form=form), 422


@bp.get("/account/password")
@signed_in
def show_password() -> ResponseReturnValue:
    return render("account/password.html", form=PasswordForm())


@bp.post("/account/password")
@limited(limits.SIGN_IN, person=lambda: actor().ref)
@signed_in
@commits
def change_password() -> ResponseReturnValue:
    form, account = PasswordForm.posted(), accounts.one(actor())
    try:
        if form.validate():
            security.change_password(account, current=form.current.data or "", new=form.new.data or "", by=actor())
            enter(account, shared_device=is_shared_device())
            tell(t("Your password is changed. All other devices are signed out."))
            return redirect(url_for("account.show_account"), 303)
    except DomainError as refusal:
        form.take(refusal)
    return render("account/password.html", form=form), 422


@bp.post("/account/sessions/<login_session>/end")
@guard(policy.can_end_session, login_session=sessions.one)
@commits
def end_session(login_session: LoginSession) -> ResponseReturnValue:
    security.end_session(login_session, by=actor())
    tell(t("The device is signed out."))
    return redirect(url_for("account.show_account"), 303)


@bp.post("/account/sessions/end-others")
@signed_in
@commits
def end_other_sessions() -> ResponseReturnValue:
    security.end_other_sessions(by=actor())
    tell(t("All other devices are signed out."))
    return redirect(url_for("account.show_account"), 303)

"""Setting a password by a one-time link: for a first sign-in, and for whoever forgot it."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.account import bp
from blueprints.account.forms import NewPasswordForm
from blueprints.guard import commits, limited, public
from blueprints.pages import render
from blueprints.session import tell
from marketplace.access import limits
from marketplace.i18n import t
from marketplace.kernel.errors import Conflict, DomainError
from marketplace.people import links, security
from models.vocabulary import LinkPurpose


@bp.get("/set-password/<token>")
@public
def show_set_password(token: str) -> ResponseReturnValue:
    if not links.look(token, LinkPurpose.SET_PASSWORD).usable:
        return render("account/spent_link.html"), 410
    return render("account/set_password.html", form=NewPasswordForm())


@bp.post("/set-password/<token>")
@limited(limits.LINK)
@public
@commits
def set_password(token: str) -> ResponseReturnValue:
    form = NewPasswordForm.posted()
    try:
        if form.validate():
            security.set_password_by_link(token, form.password.data or "")
            tell(t("Your password is set. You can sign in now."))
            return redirect(url_for("account.show_sign_in"), 303)
    except Conflict:
        return render("account/spent_link.html"), 410
    except DomainError as refusal:
        form.take(refusal)
    return render("account/set_password.html", form=form), 422

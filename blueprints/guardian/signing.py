"""Signing by a one-time link, without an account: one page to read, one to sign, one that says thank you."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, limited, public
from blueprints.guardian import bp, pages
from blueprints.guardian.forms import SigningForm
from blueprints.pages import render
from blueprints.session import tell
from marketplace.access import limits
from marketplace.enrolments import consents, signing
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, NotFound


@bp.get("/sign/<token>")
@public
def show_signing(token: str) -> ResponseReturnValue:
    return _page(token, SigningForm())


@bp.post("/sign/<token>")
@limited(limits.LINK)
@public
@commits
def sign(token: str) -> ResponseReturnValue:
    form = SigningForm.posted()
    try:
        if form.validate():
            signing.sign_by_link(token, form.draft())
            return redirect(url_for("guardian.show_signing", token=token), 303)
    except (Conflict, NotFound):
        return _page(token, form)
    except DomainError as refusal:
        form.take(refusal)
    return _page(token, form, status=422)


@bp.post("/sign/<token>/decline")
@limited(limits.LINK)
@public
@commits
def decline(token: str) -> ResponseReturnValue:
    signing.decline_by_link(token)
    tell(t("We told the case worker, who will talk with you both. Nothing goes on without you."))
    return redirect(url_for("guardian.show_signing", token=token), 303)


def _page(token: str, form: SigningForm, status: int = 200) -> ResponseReturnValue:
    asked = signing.one_for_link(token)
    if not asked.open:
        return render("guardian/closed.html", page=pages.closed(asked)), 200 if asked.heard else 410
    page = pages.signing(
        asked.enrolment,
        consents.text_on(clock.today()),
        sign_href=url_for("guardian.sign", token=token),
        decline_href=url_for("guardian.decline", token=token),
    )
    return render("guardian/sign.html", page=page, form=form), status

"""Agreements from outside: signed by a one-time link without an account, and checked by anybody by their mark."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.agreement_forms import AgreeByNameForm
from blueprints.guard import commits, limited, public
from blueprints.pages import render
from blueprints.public import agreement_pages, bp
from marketplace.access import limits
from marketplace.agreements import queries, signing
from marketplace.kernel.errors import Conflict, DomainError, NotFound


@bp.get("/verify/agreements/<ref>")
@public
def show_verified_agreement(ref: str) -> ResponseReturnValue:
    return render("public/verified_agreement.html", page=agreement_pages.verified(queries.verified(ref)))


@bp.get("/agree/<token>")
@public
def show_agreement_link(token: str) -> ResponseReturnValue:
    return _page(token, AgreeByNameForm())


@bp.post("/agree/<token>")
@limited(limits.LINK)
@public
@commits
def sign_agreement_link(token: str) -> ResponseReturnValue:
    form = AgreeByNameForm.posted()
    try:
        if form.validate():
            signing.sign_by_link(token, text_hash=form.text_hash.data or "", name=form.name.data or "")
            return redirect(url_for("public.show_agreement_link", token=token), 303)
    except (Conflict, NotFound):
        return _page(token, form)
    except DomainError as refusal:
        form.take(refusal)
    return _page(token, form, 422)


def _page(token: str, form: AgreeByNameForm, status: int = 200) -> ResponseReturnValue:
    asked = signing.asked_by_link(token)
    if not asked.open:
        return render("public/agreement_closed.html", page=agreement_pages.closed(asked)), 200 if asked.heard else 410
    page = agreement_pages.asked(asked, url_for("public.sign_agreement_link", token=token))
    return render("public/agreement_link.html", page=page, form=form), status

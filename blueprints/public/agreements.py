"""Agreements from outside: signed by a one-time link without an account, and checked by anybody by their mark."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import marks
from blueprints.agreement_forms import AgreeByNameForm
from blueprints.guard import commits, keep_on_record, limited, public
from blueprints.pages import render
from blueprints.public import agreement_pages, bp
from blueprints.session import actor
from marketplace.access import limits
from marketplace.agreements import queries, signing
from marketplace.agreements.signing import Asked
from marketplace.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from models.vocabulary import Party


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
            signing.sign_by_link(
                token,
                text_hash=form.text_hash.data or "",
                name=form.name.data or "",
                by=actor(),
                same_phone=_is_theirs(signing.asked_by_link(token)),
            )
            marks.leave_signature(token)
            return redirect(url_for("public.show_agreement_link", token=token), 303)
    except (Conflict, NotFound):
        return _page(token, form, 409)
    except Forbidden:
        return _refused(token)
    except DomainError as refusal:
        form.take(refusal)
    return _page(token, form, 422)


def _is_theirs(asked: Asked) -> bool:
    """Whether another party's link is open in a browser in which the young person was signed in not long ago."""
    return asked.party != Party.YOUTH and marks.was_used_by(asked.agreement.enrolment.youth_id)


def _refused(token: str) -> ResponseReturnValue:
    """The page without its form; the try is kept, though nothing else is."""
    made, by = _page(token, AgreeByNameForm(), 403), actor()
    asked = signing.asked_by_link(token)
    objection, agreement_id = signing.objection(asked, by), asked.agreement.id
    if objection is not None:
        keep_on_record(lambda: signing.keep_refusal(agreement_id, objection, by=by))
    return made


def _page(token: str, form: AgreeByNameForm, status: int = 200) -> ResponseReturnValue:
    asked = signing.asked_by_link(token)
    if not asked.open:
        thanked = asked.heard and status == 200 and marks.signed_here(token)
        shut = agreement_pages.closed(asked, thanked=thanked)
        return render(
            "public/agreement_closed.html", page=shut
        ), 200 if thanked else 409 if asked.heard and status == 409 else 410
    action = url_for("public.sign_agreement_link", token=token)
    objection = signing.objection(asked, actor())
    if objection is not None:
        marks.leave(actor())
    page = agreement_pages.asked(asked, action, objection=objection, same_phone=_is_theirs(asked))
    return render("public/agreement_link.html", page=page, form=form), status

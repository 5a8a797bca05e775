"""Signing by a one-time link, without an account: one page to read, one to sign, one that says thank you."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import hearing, marks
from blueprints.guard import commits, keep_on_record, limited, public
from blueprints.guardian import bp, pages
from blueprints.guardian.forms import SigningForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.access import limits
from marketplace.enrolments import consents, signing
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, DomainError, Forbidden, NotFound
from marketplace.people import guardians


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
        hearing.about(signing.one_for_link(token).enrolment.youth_id)
        if form.validate():
            signing.sign_by_link(token, form.draft(), by=actor(), same_phone=_is_theirs(token))
            marks.leave_signature(token)
            return redirect(url_for("guardian.show_signing", token=token), 303)
    except (Conflict, NotFound):
        return _page(token, form, status=409)
    except Forbidden:
        return _refused(token)
    except DomainError as refusal:
        form.take(refusal)
    return _page(token, form, status=422)


@bp.post("/sign/<token>/decline")
@limited(limits.LINK)
@public
@commits
def decline(token: str) -> ResponseReturnValue:
    try:
        signing.decline_by_link(token, by=actor())
    except Conflict:
        return _page(token, SigningForm(), status=409)
    except Forbidden:
        return _refused(token)
    marks.leave_signature(token)
    tell(pages.heard_no(signing.one_for_link(token).enrolment))
    return redirect(url_for("guardian.show_signing", token=token), 303)


def _is_theirs(token: str) -> bool:
    """Whether the young person was signed in in this browser not long ago."""
    return marks.was_used_by(signing.one_for_link(token).enrolment.youth_id)


def _refused(token: str) -> ResponseReturnValue:
    """The page without its form; the try is kept, though nothing else is."""
    made, by = _page(token, SigningForm(), status=403), actor()
    asked = signing.one_for_link(token)
    objection, enrolment_id = guardians.objection(asked.enrolment.youth, by), asked.enrolment.id
    if objection is not None:
        keep_on_record(lambda: signing.keep_refusal(enrolment_id, objection, by=by))
    return made


def _page(token: str, form: SigningForm, status: int = 200) -> ResponseReturnValue:
    asked = signing.one_for_link(token)
    if not asked.open:
        thanked = asked.heard and status == 200 and marks.signed_here(token)
        shut = pages.closed(asked, thanked=thanked)
        return render(
            "guardian/closed.html", page=shut
        ), 200 if thanked else 409 if asked.heard and status == 409 else 410
    if pages.is_paused(asked.enrolment):
        return render("guardian/look.html", page=pages.paused(asked.enrolment, asked.left)), status
    objection = guardians.objection(asked.enrolment.youth, actor())
    if objection is not None:
        marks.leave(actor())
        here = url_for("guardian.show_signing", token=token)
        return render("guardian/look.html", page=pages.look(asked.enrolment, objection, actor(), here=here)), status
    page = pages.signing(
        asked.enrolment,
        consents.text_on(clock.today()),
        sign_href=url_for("guardian.sign", token=token),
        decline_href=url_for("guardian.decline", token=token),
        warning=pages.SAME_PHONE if marks.was_used_by(asked.enrolment.youth_id) else None,
        left=asked.left,
    )
    return render("guardian/sign.html", page=page, form=form), status

"""A guardian's own pages: requests of everybody in their care, each with its facts and, where asked, the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.agreement_parts import Line, line, waits_for
from blueprints.guard import commits, guard
from blueprints.guardian import bp, pages
from blueprints.guardian.forms import SigningForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.agreements import queries as agreements
from marketplace.enrolments import consents, policy, signing
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError
from marketplace.people.disclosure import guardian_view
from marketplace.people.policy import can_see_wards
from models.vocabulary import Party

if TYPE_CHECKING:
    from models.enrolment import Enrolment
    from models.youth import Guardian


@bp.get("/guardian")
@guard(can_see_wards)
def show_overview() -> ResponseReturnValue:
    page = pages.overview(signing.of_wards(actor()))
    return render("guardian/overview.html", page=page, agreements=_agreements())


def _agreements() -> tuple[Line, ...]:
    return tuple(
        line(
            one,
            url_for("guardian.show_agreement", agreement=one.ref),
            who=guardian_view(one.enrolment.youth).called,
            waits=waits_for([Party.GUARDIAN], one),
        )
        for one in agreements.of_wards(actor())
    )


@bp.get("/guardian/requests/<enrolment>")
@guard(policy.can_sign, enrolment=signing.one_of_wards)
def show_request(enrolment: Enrolment) -> ResponseReturnValue:
    known = signing.own_guardian(enrolment, actor())
    return _page(enrolment, _by(known, SigningForm(**pages.known_of(known))))


@bp.post("/guardian/requests/<enrolment>/sign")
@guard(policy.can_sign, enrolment=signing.one_of_wards)
@commits
def sign_request(enrolment: Enrolment) -> ResponseReturnValue:
    form = _by(signing.own_guardian(enrolment, actor()), SigningForm.posted())
    if not form.validate():
        return _page(enrolment, form), 422
    try:
        goes_on = signing.sign_as_guardian(enrolment, form.draft(), by=actor())
    except DomainError as refusal:
        form.take(refusal)
        return _page(enrolment, form), refusal.status
    tell(pages.thanks(enrolment, goes_on=goes_on))
    return redirect(url_for("guardian.show_overview"), 303)


@bp.post("/guardian/requests/<enrolment>/decline")
@guard(policy.can_sign, enrolment=signing.one_of_wards)
@commits
def decline_request(enrolment: Enrolment) -> ResponseReturnValue:
    signing.decline_as_guardian(enrolment, by=actor())
    tell(pages.heard_no(enrolment))
    return redirect(url_for("guardian.show_overview"), 303)


def _by(guardian: Guardian | None, form: SigningForm) -> SigningForm:
    """The form of somebody recorded, who is not asked again what shows it."""
    form.recorded_basis = guardian.basis if guardian is not None else ""
    return form


def _page(enrolment: Enrolment, form: SigningForm) -> str:
    if not consents.is_asked(enrolment):
        return render("guardian/request.html", page=pages.request(enrolment))
    if pages.is_paused(enrolment):
        return render("guardian/look.html", page=pages.paused(enrolment))
    page = pages.signing(
        enrolment,
        consents.text_on(clock.today()),
        sign_href=url_for("guardian.sign_request", enrolment=enrolment.ref),
        decline_href=url_for("guardian.decline_request", enrolment=enrolment.ref),
    )
    return render("guardian/sign.html", page=page, form=form)

"""Applications: where each stands, the guardian's link, a held seat, the office's question, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints import answering
from blueprints.guard import commits, guard, limited
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.youth import application_pages as pages
from blueprints.youth import bp
from blueprints.youth.forms import ReplyForm, WithdrawForm
from marketplace.access import limits
from marketplace.agreements import queries as agreements
from marketplace.enrolments import applications, approvals, consents, own, queries, waitlist
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.people import policy
from marketplace.resources import bundles, uses

if TYPE_CHECKING:
    from models.enrolment import Enrolment


@bp.get("/applications")
@guard(policy.is_young)
def show_applications() -> ResponseReturnValue:
    found = queries.for_youth(actor().youth_id or 0)
    has_agreements = bool(agreements.of_youth(actor().youth_id or 0))
    return render("youth/applications.html", page=pages.applications(found), has_agreements=has_agreements)


@bp.get("/applications/<application>")
@guard(own.is_own, application=own.one)
def show_application(application: Enrolment) -> ResponseReturnValue:
    return render("youth/application.html", page=pages.application(application), form=ReplyForm())


@bp.get("/applications/<application>/guardian")
@guard(own.is_own, application=own.one)
def show_guardian(application: Enrolment) -> ResponseReturnValue:
    return render("youth/guardian.html", page=pages.guardian(application))


@bp.post("/applications/<application>/guardian")
@limited(limits.LINK, person=lambda: actor().ref)
@guard(own.is_own, application=own.one)
@commits
def make_guardian_link(application: Enrolment) -> ResponseReturnValue:
    link = url_for("guardian.show_signing", token=consents.link(application, by=actor()), _external=True)
    drawn = segno.make(link, error="m").svg_inline(scale=4, border=2, light="#fff", svgclass="qr", lineclass=None)
    return render("youth/guardian.html", page=pages.guardian(application, link=link, qr=Markup(drawn)))  # noqa: S704


@bp.post("/applications/<application>/without-guardian")
@guard(own.is_own, application=own.one)
@commits
def ask_without_guardian(application: Enrolment) -> ResponseReturnValue:
    try:
        own.ask_case_worker(application, reason=request.form.get("reason", ""), by=actor())
    except Invalid as refusal:
        return render("youth/guardian.html", page=pages.guardian(application, refusal=refusal.message)), 422
    if answering.has_nobody(application.office_key, application.area_code):
        tell(t("Written down. No case worker has heard it yet: please read this page."))
    else:
        tell(t("A case worker has been told and talks with you first. Nothing is lost."))
    return redirect(url_for("youth.show_guardian", application=application.ref), 303)


@bp.get("/applications/<application>/withdraw")
@guard(own.is_own, application=own.one)
def show_withdrawal(application: Enrolment) -> ResponseReturnValue:
    return render("youth/withdraw.html", page=pages.application(application), form=WithdrawForm())


@bp.post("/applications/<application>/withdraw")
@guard(own.is_own, application=own.one)
@commits
def withdraw(application: Enrolment) -> ResponseReturnValue:
    form = WithdrawForm.posted()
    try:
        if form.validate():
            applications.withdraw(application, by=actor(), reason=form.reason.data or "", note=form.note.data or "")
            tell(t("You took it back. You can ask for something else at any time."))
            return redirect(url_for("youth.show_applications"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("youth/withdraw.html", page=pages.application(application), form=form), 422


@bp.post("/applications/<application>/seat/take")
@guard(own.is_own, application=own.one)
@commits
def take_seat(application: Enrolment) -> ResponseReturnValue:
    waitlist.accept_offer(application, by=actor())
    tell(t("The seat is yours to keep while your office decides."))
    return _back(application)


@bp.post("/applications/<application>/seat/pass")
@guard(own.is_own, application=own.one)
@commits
def pass_seat(application: Enrolment) -> ResponseReturnValue:
    waitlist.let_pass(application, by=actor())
    tell(t("The seat goes to the next. You are still on the list."))
    return _back(application)


@bp.post("/applications/<application>/reply")
@guard(own.is_own, application=own.one)
@commits
def reply(application: Enrolment) -> ResponseReturnValue:
    form = ReplyForm.posted()
    try:
        if form.validate():
            approvals.resubmit(application, by=actor(), note=form.note.data or "")
            tell(t("Your answer is with the office."))
            return _back(application)
    except Invalid as refusal:
        form.take(refusal)
    return render("youth/application.html", page=pages.application(application), form=form), 422


def _back(application: Enrolment) -> ResponseReturnValue:
    return redirect(url_for("youth.show_application", application=application.ref), 303)


@bp.post("/applications/<application>/thanks")
@guard(own.is_own, application=own.one)
@commits
def thank(application: Enrolment) -> ResponseReturnValue:
    part = bundles.part_of(application.id, request.form.get("part", ""))
    uses.thank(part, request.form.get("words", ""), by=actor())
    tell(t("Your thanks are on their way."))
    return redirect(url_for("youth.show_application", application=application.ref), 303)

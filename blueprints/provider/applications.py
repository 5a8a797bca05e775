"""Applications: seen by alias until the office approves, answered with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.provider import application_pages, bp
from blueprints.provider.forms import AnswerForm
from blueprints.session import actor, tell
from marketplace.enrolments import answers, intake
from marketplace.enrolments import policy as enrolling
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError
from marketplace.offers import policy

if TYPE_CHECKING:
    from models.enrolment import Enrolment


@bp.get("/applications")
@guard(policy.can_supply)
def show_applications() -> ResponseReturnValue:
    view, page = request.args.get("view", "")[:12], asked_page()
    found, total = intake.of_actor(actor(), states=application_pages.APPLICATION_VIEWS.get(view, ()), page=page)
    return render(
        "provider/applications.html",
        page=application_pages.applications(found, total, intake.counts(actor()), view, page),
    )


@bp.get("/applications.<suffix>")
@guard(policy.can_supply)
def export_applications(suffix: str) -> ResponseReturnValue:
    states = application_pages.APPLICATION_VIEWS.get(request.args.get("view", "")[:12], ())
    found, _total = intake.of_actor(actor(), states=states, size=exporting.MOST)
    return exporting.answer("applications", suffix, *application_pages.applications_file(found))


@bp.get("/applications/<application>")
@guard(enrolling.can_answer, application=intake.one)
def show_application(application: Enrolment) -> ResponseReturnValue:
    return render("provider/application.html", page=application_pages.application(application), form=AnswerForm())


@bp.post("/applications/<application>")
@guard(enrolling.can_answer, application=intake.one)
@commits
def answer_application(application: Enrolment) -> ResponseReturnValue:
    form = AnswerForm.posted()
    if not form.validate():
        return render("provider/application.html", page=application_pages.application(application), form=form), 422
    try:
        _answer(application, form)
    except DomainError as refusal:
        if refusal.status == 409:
            raise
        form.take(refusal)
        return render("provider/application.html", page=application_pages.application(application), form=form), 422
    tell(t("Your answer is kept, and the young person has been told."))
    return redirect(url_for("provider.show_applications"), 303)


def _answer(application: Enrolment, form: AnswerForm) -> None:
    note, who = form.note.data or "", actor()
    if form.answer.data == "accept":
        answers.accept(application, by=who, note=note)
    elif form.answer.data == "wait":
        answers.wait_list(application, by=who, reason=form.wait_reason.data or "", note=note)
    else:
        answers.decline(application, by=who, reason=form.decline_reason.data or "", note=note)

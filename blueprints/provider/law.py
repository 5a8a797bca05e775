"""What the law of labour asks of an employer: notices with their forms and receipts, findings, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.provider import bp, law_pages
from blueprints.provider.law_forms import PaperForm, SentForm
from blueprints.session import actor, tell
from marketplace.duties import forms, notices, papers, policy, queries, watching
from marketplace.i18n import t
from marketplace.kernel import clock, paper
from marketplace.kernel.errors import Invalid

if TYPE_CHECKING:
    from models.enrolment import Enrolment
    from models.labour import LabourDuty


@bp.get("/law")
@guard(policy.can_see_own)
def show_law() -> ResponseReturnValue:
    return render("provider/law.html", page=law_pages.law(actor()))


@bp.get("/law/<worker>")
@guard(policy.can_keep_worker, worker=law_pages.one_worker)
def show_law_worker(worker: Enrolment) -> ResponseReturnValue:
    form = PaperForm(valid_from=clock.today())
    return render("provider/law_worker.html", page=law_pages.worker(worker), form=form)


@bp.post("/law/<worker>/papers")
@guard(policy.can_keep_worker, worker=law_pages.one_worker)
@commits
def add_law_paper(worker: Enrolment) -> ResponseReturnValue:
    form = PaperForm.posted()
    try:
        if form.validate():
            papers.add(worker, form.draft(), by=actor())
            tell(t("Kept. The office looks at it; until then nothing changes."))
            return redirect(url_for("provider.show_law_worker", worker=worker.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("provider/law_worker.html", page=law_pages.worker(worker), form=form), 422


@bp.post("/law/<worker>/conditions")
@guard(policy.can_keep_worker, worker=law_pages.one_worker)
@commits
def print_law_record(worker: Enrolment) -> ResponseReturnValue:
    """The record of the conditions of work as a PDF; a write, since the look at the young person's facts is kept."""
    return _printed(forms.record_of_conditions(worker, by=actor()))


@bp.get("/law/duties/<duty>")
@guard(policy.can_keep, duty=queries.one_duty)
def show_law_duty(duty: LabourDuty) -> ResponseReturnValue:
    return render("provider/law_duty.html", page=law_pages.duty(duty), form=SentForm(sent_on=clock.today()))


@bp.post("/law/duties/<duty>")
@guard(policy.can_keep, duty=queries.one_duty)
@commits
def send_law_duty(duty: LabourDuty) -> ResponseReturnValue:
    form = SentForm.posted()
    try:
        if form.validate() and form.sent_on.data is not None:
            notices.send(duty, sent_on=form.sent_on.data, receipt=form.receipt.data or "", by=actor())
            watching.look_at([duty.enrolment_id])
            tell(t("Kept with its receipt. The office sees that it is done."))
            return redirect(url_for("provider.show_law_duty", duty=duty.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("provider/law_duty.html", page=law_pages.duty(duty), form=form), 422


@bp.post("/law/duties/<duty>/undo")
@guard(policy.can_keep, duty=queries.one_duty)
@commits
def undo_law_duty(duty: LabourDuty) -> ResponseReturnValue:
    notices.undo(duty, by=actor())
    watching.look_at([duty.enrolment_id])
    tell(t("Taken back. It is open again."))
    return redirect(url_for("provider.show_law_duty", duty=duty.ref), 303)


@bp.post("/law/duties/<duty>/form")
@guard(policy.can_keep, duty=queries.one_duty)
@commits
def print_law_form(duty: LabourDuty) -> ResponseReturnValue:
    """The filled-in form as a PDF; a write, since the look at the young person's facts is kept."""
    return _printed(forms.filled_in(duty, by=actor()))


def _printed(filled: forms.NoticeForm) -> Response:
    body = paper.pdf(render_template("provider/law_form.html", page=filled), title=filled.title)
    response = Response(body, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"okat-{filled.ref}.pdf")
    return response

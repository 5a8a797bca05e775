"""The law of labour in an area: what employers owe, what the daily look found, and papers to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.office import bp, law_pages
from blueprints.office.law_forms import AnswerPaperForm, SettleForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.duties import papers, policy, queries, settling
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid

if TYPE_CHECKING:
    from models.enrolment import Enrolment
    from models.labour import LabourFinding, LabourPaper


@bp.get("/law")
@guard(policy.can_watch)
def show_law() -> ResponseReturnValue:
    wanted = law_pages.asked(request.args)
    return render("office/law.html", page=law_pages.listed(actor(), wanted, asked_page()))


@bp.get("/law.<suffix>")
@guard(policy.can_watch)
def export_law(suffix: str) -> Response:
    rows = law_pages.export(actor(), law_pages.asked(request.args), exporting.MOST)
    return exporting.answer("labour-law", suffix, law_pages.HEAD, rows)


@bp.get("/law/<worker>")
@guard(policy.can_watch_worker, worker=queries.one_worker)
def show_law_worker(worker: Enrolment) -> ResponseReturnValue:
    return _worker(worker)


@bp.post("/law/findings/<finding>")
@guard(policy.can_settle, finding=queries.one_day_finding)
@commits
def settle_law_finding(finding: LabourFinding) -> ResponseReturnValue:
    form = SettleForm.posted(prefix=f"{finding.ref}-")
    try:
        if form.validate():
            settling.settle(finding, note=form.note.data or "", by=actor())
            tell(t("Closed. It opens again by itself if the day is changed and still breaks the rule."))
            return redirect(url_for("office.show_law_worker", worker=finding.enrolment.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _worker(finding.enrolment, settle={finding.ref: form}), 422


@bp.post("/law/papers/<paper>")
@guard(policy.can_answer_paper, paper=queries.one_paper)
@commits
def answer_law_paper(paper: LabourPaper) -> ResponseReturnValue:
    form = AnswerPaperForm.posted()
    try:
        if form.validate():
            if form.answer.data == "confirm":
                papers.confirm(paper, by=actor())
            else:
                papers.refuse(paper, reason=form.reason.data or "", by=actor())
            tell(t("Kept. The placement was judged anew."))
            return redirect(url_for("office.show_law_worker", worker=paper.enrolment.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _worker(paper.enrolment, form=form), 422


def _worker(
    worker: Enrolment, *, form: AnswerPaperForm | None = None, settle: dict[str, SettleForm] | None = None
) -> str:
    """The page of a placement, with whatever was filled in on it."""
    page, filled = law_pages.worker(actor(), worker), settle or {}
    forms = {one.ref: filled.get(one.ref) or SettleForm(prefix=f"{one.ref}-") for one in page.found if one.action}
    return render("office/law_worker.html", page=page, form=form or AnswerPaperForm(), settle=forms, filled=filled)

"""Reporting a concern from every page, signed in or not: one page that sends, and where a report stands after it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard, limited, public
from blueprints.pages import render
from blueprints.public import bp, report_pages
from blueprints.public.report_forms import AddForm, CodeForm, ReportForm
from blueprints.session import actor, config
from marketplace.access import limits
from marketplace.concerns import reporting
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid, NotFound
from marketplace.kernel.sealing import Unreadable, seal, unseal
from models.vocabulary import ConcernKind, ConcernLevel

if TYPE_CHECKING:
    from models.concern import Concern

COOKIE = "okat-report"
PLACE = "browser|report"
KEPT_FOR = timedelta(minutes=30)
"""How long this browser opens the report it just sent or looked up; after that its code is asked for."""


@bp.get("/report")
@public
def show_report() -> ResponseReturnValue:
    page = report_pages.report(actor(), request.args.get("from", ""))
    return render("public/report.html", page=page, form=ReportForm(concerned=page.concerned))


@bp.post("/report")
@limited(limits.REPORT)
@public
@commits
def send_report() -> ResponseReturnValue:
    page = report_pages.report(actor(), request.form.get("from", ""))
    form = ReportForm.posted(concerned=page.concerned)
    try:
        if form.validate():
            _concern, code = reporting.report(_draft(form, page.path), by=actor())
            answer = redirect(url_for("public.show_sent_report", new=1), 303)
            return _remember(make_response(answer), code)
    except Invalid as refusal:
        form.take(refusal)
    return render("public/report.html", page=page, form=form), 422


@bp.get("/report/status")
@public
def show_report_status() -> ResponseReturnValue:
    return render("public/report_status.html", own=report_pages.own(actor()), form=CodeForm())


@bp.post("/report/status")
@limited(limits.REPORT)
@public
@commits
def find_report() -> ResponseReturnValue:
    form = CodeForm.posted()
    if form.validate():
        try:
            reporting.by_code(form.code.data or "")
        except NotFound:
            form.take(Invalid(t("No report has this code. Look at each letter again."), field="code"))
        else:
            code = reporting.spelled(form.code.data or "")
            return _remember(make_response(redirect(url_for("public.show_sent_report"), 303)), code)
    return render("public/report_status.html", own=report_pages.own(actor()), form=form), 422


@bp.get("/report/sent")
@public
def show_sent_report() -> ResponseReturnValue:
    code = _remembered()
    if code is None:
        return redirect(url_for("public.show_report_status"), 303)
    page = report_pages.one(reporting.by_code(code), code=code, is_new="new" in request.args)
    return render("public/report_sent.html", page=page, form=AddForm())


@bp.post("/report/sent")
@limited(limits.REPORT)
@public
@commits
def add_to_report() -> ResponseReturnValue:
    code = _remembered()
    if code is None:
        return redirect(url_for("public.show_report_status"), 303)
    return _add(reporting.by_code(code), code, url_for("public.show_sent_report"))


@bp.get("/report/mine/<concern>")
@guard(reporting.is_own, concern=reporting.one_own)
def show_own_report(concern: Concern) -> ResponseReturnValue:
    return render("public/report_sent.html", page=report_pages.one(concern), form=AddForm())


@bp.post("/report/mine/<concern>")
@limited(limits.REPORT)
@guard(reporting.is_own, concern=reporting.one_own)
@commits
def add_to_own_report(concern: Concern) -> ResponseReturnValue:
    return _add(concern, "", url_for("public.show_own_report", concern=concern.ref))


def _add(concern: Concern, code: str, back: str) -> ResponseReturnValue:
    form = AddForm.posted()
    try:
        if form.validate():
            reporting.add(concern, form.text.data or "", by=actor())
            return redirect(back, 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("public/report_sent.html", page=report_pages.one(concern, code=code), form=form), 422


def _draft(form: ReportForm, path: str) -> reporting.Draft:
    chosen = request.form.get("kind", "")
    if chosen not in list(ConcernKind):
        raise Invalid(t("Choose what it is about."), field="kind")
    return reporting.Draft(
        kind=ConcernKind(chosen),
        text=form.text.data or "",
        contact=form.contact.data or "",
        path=path,
        province=form.province.data or "",
        shows_name=bool(form.shows_name.data) and actor().is_known,
        about=form.about.data or "",
        chosen=tuple(form.chosen.data or ()),
        works_at=ConcernLevel(form.works_at.data) if form.works_at.data else None,
    )


def _remember(answer: Response, code: str) -> Response:
    answer.set_cookie(
        COOKIE,
        seal(code, PLACE),
        max_age=int(KEPT_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=config().secure_cookies,
        path="/report",
    )
    return answer


def _remembered() -> str | None:
    """The code this browser may open a report with, as long as there is such a report."""
    carried = request.cookies.get(COOKIE, "")
    try:
        code = unseal(carried, PLACE) if carried else ""
        reporting.by_code(code)
    except (Unreadable, NotFound):
        return None
    return code

"""Vetting: the office's heaps of pledges, one page for each with its checks, and stopping one at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import lacking
from blueprints.guard import commits, guard
from blueprints.office import bp, pledge_pages
from blueprints.office.review_forms import CheckForm, PledgeMoveForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.resources import vetting
from models.vocabulary import VettingCheck

if TYPE_CHECKING:
    from models.resource import Resource


@bp.get("/pledges")
@guard(vetting.can_open)
def show_pledges() -> ResponseReturnValue:
    page = pledge_pages.heap(actor(), request.args.get("heap", ""), asked_page())
    return render("office/pledges.html", page=page, lacking=lacking.of_office(actor()))


@bp.get("/pledges/<pledge>")
@guard(vetting.can_see, pledge=vetting.one)
def show_pledge(pledge: Resource) -> ResponseReturnValue:
    return _page(pledge, CheckForm(), PledgeMoveForm())


@bp.post("/pledges/<pledge>/checks")
@guard(vetting.can_vet, pledge=vetting.one)
@commits
def record_check(pledge: Resource) -> ResponseReturnValue:
    form = CheckForm.posted()
    if form.validate():
        try:
            check, day = VettingCheck(form.check.data), form.done_on.data
            vetting.record(pledge, check, day, by=actor(), note=form.note.data or "")
        except Invalid as refusal:
            form.take(refusal)
    if form.errors or form.form_errors:
        return _page(pledge, form, PledgeMoveForm()), 422
    tell(t("Kept, with your name and today's date."))
    return redirect(url_for("office.show_pledge", pledge=pledge.ref), 303)


@bp.post("/pledges/<pledge>/checks/<check>/strike")
@guard(vetting.can_vet, pledge=vetting.one)
@commits
def strike_check(pledge: Resource, check: str) -> ResponseReturnValue:
    vetting.strike(pledge, check, by=actor())
    tell(t("Struck out. It stays in the history."))
    return redirect(url_for("office.show_pledge", pledge=pledge.ref), 303)


@bp.post("/pledges/<pledge>/<any(start_vetting,approve,open,reject,suspend,look_again,renew):verb>")
@guard(vetting.can_vet, pledge=vetting.one)
@commits
def move_pledge(pledge: Resource, verb: str) -> ResponseReturnValue:
    form = PledgeMoveForm.posted()
    if form.validate():
        try:
            vetting.act(pledge, verb, by=actor(), note=form.reason.data or "")
        except Invalid as refusal:
            form.take(Invalid(refusal.message, field="reason"))
    if form.errors or form.form_errors:
        return _page(pledge, CheckForm(), form), 422
    tell(t("Done."))
    return redirect(url_for("office.show_pledge", pledge=pledge.ref), 303)


def _page(pledge: Resource, form: CheckForm, move: PledgeMoveForm) -> str:
    return render("office/pledge.html", page=pledge_pages.one(actor(), pledge), form=form, move=move)

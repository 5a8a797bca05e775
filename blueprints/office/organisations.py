"""Organisations of an area: those on their way in, their documents, and one page for each with what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.office import bp, organisation_pages
from blueprints.office.organisation_forms import AnswerDocumentForm, OrganisationMoveForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.organisations import changes, onboarding, papers, policy, queries, suspending

if TYPE_CHECKING:
    from models.organisation import Organisation, OrganisationChange, OrganisationPaper

_STOPS = {"suspend": suspending.suspend, "lift": suspending.lift}


@bp.get("/organisations")
@guard(policy.can_watch)
def show_organisations() -> ResponseReturnValue:
    page = organisation_pages.heap(actor(), *_asked(), asked_page())
    return render("office/organisations.html", page=page)


@bp.get("/organisations.<suffix>")
@guard(policy.can_watch)
def export_organisations(suffix: str) -> ResponseReturnValue:
    rows = organisation_pages.heap_file(actor(), *_asked(), exporting.MOST)
    return exporting.answer("organisations", suffix, organisation_pages.HEAD, rows)


def _asked() -> tuple[str, str]:
    """Which heap, and the words looked for."""
    return request.args.get("heap", ""), request.args.get("q", "").strip()[:80]


@bp.get("/organisations/<organisation>")
@guard(policy.can_see, organisation=queries.one)
def show_organisation(organisation: Organisation) -> ResponseReturnValue:
    return _page(organisation, OrganisationMoveForm(), AnswerDocumentForm())


@bp.post("/organisations/<organisation>/<any(start_review,give_back,decline,activate,suspend,lift):act>")
@guard(policy.can_decide, organisation=queries.one)
@commits
def move_organisation(organisation: Organisation, act: str) -> ResponseReturnValue:
    form = OrganisationMoveForm.posted()
    try:
        if form.validate():
            if act in _STOPS:
                _STOPS[act](organisation, form.note.data or "", by=actor())
            else:
                onboarding.act(organisation, act, by=actor(), note=form.note.data or "")
            tell(organisation_pages.DONE[act])
            return redirect(url_for("office.show_organisation", organisation=organisation.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(organisation, form, AnswerDocumentForm()), 422


@bp.post("/organisation-papers/<document>")
@guard(policy.can_decide_paper, document=papers.one)
@commits
def answer_document(document: OrganisationPaper) -> ResponseReturnValue:
    form, organisation = AnswerDocumentForm.posted(), papers.organisation_of(document)
    try:
        if form.validate():
            if form.answer.data == "confirm":
                papers.confirm(document, by=actor())
            else:
                papers.refuse(document, reason=form.reason.data or "", by=actor())
            tell(t("Kept, with your name and today's date."))
            return redirect(url_for("office.show_organisation", organisation=organisation.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(organisation, OrganisationMoveForm(), form), 422


@bp.post("/organisation-changes/<change>")
@guard(changes.can_decide, change=changes.one)
@commits
def decide_change(change: OrganisationChange) -> ResponseReturnValue:
    form, organisation = AnswerDocumentForm.posted(), changes.organisation_of(change)
    try:
        if form.validate():
            if form.answer.data == "confirm":
                changes.accept(change, by=actor())
            else:
                changes.refuse(change, reason=form.reason.data or "", by=actor())
            tell(t("Kept, with your name and today's date."))
            home = bool(policy.can_see(actor(), organisation))
            there = url_for("office.show_organisation", organisation=organisation.ref)
            return redirect(there if home else url_for("office.show_organisations"), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(organisation, OrganisationMoveForm(), form), 422


def _page(organisation: Organisation, move: OrganisationMoveForm, answer: AnswerDocumentForm) -> str:
    page = organisation_pages.one(actor(), organisation)
    return render("office/organisation.html", page=page, move=move, form=answer)

"""Agreements as hosts and providers of learning have them: written, offered, signed, changed, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import agreement_parts
from blueprints.agreement_forms import AgreeForm, WordsForm
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.provider import agreement_pages, bp
from blueprints.provider.agreement_forms import EndForm, TermsForm
from blueprints.session import actor, tell
from marketplace.agreements import drafting, ending, policy, queries, signing
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from models.vocabulary import AgreementOutcome

if TYPE_CHECKING:
    from models.agreement import Agreement
    from models.enrolment import Enrolment


@bp.get("/agreements")
@guard(policy.can_list_own)
def show_agreements() -> ResponseReturnValue:
    return render("provider/agreements.html", page=agreement_pages.listed(actor()))


@bp.get("/agreements/new/<worker>")
@guard(policy.can_draw_up, worker=agreement_pages.worker)
def show_new_agreement(worker: Enrolment) -> ResponseReturnValue:
    form = TermsForm.of(drafting.suggested(worker), "", agreement_pages.providers(worker))
    return render("provider/terms.html", page=agreement_pages.new(worker), form=form)


@bp.post("/agreements/new/<worker>")
@guard(policy.can_draw_up, worker=agreement_pages.worker)
@commits
def create_agreement(worker: Enrolment) -> ResponseReturnValue:
    form = TermsForm.posted(providers=agreement_pages.providers(worker))
    try:
        if form.validate():
            teacher = agreement_pages.provider_named(worker, form.provider.data)
            made = drafting.draw_up(worker, form.draft(), teacher, by=actor())
            tell(t("Written. Read it once more, then hand it to everybody to sign."))
            return redirect(url_for("provider.show_agreement", agreement=made.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("provider/terms.html", page=agreement_pages.new(worker), form=form), 422


@bp.get("/agreements/<agreement>")
@guard(policy.can_see_as_organisation, agreement=queries.one)
def show_agreement(agreement: Agreement) -> ResponseReturnValue:
    return render("provider/agreement.html", page=agreement_pages.one(actor(), agreement), form=AgreeForm())


@bp.get("/agreements/<agreement>/pdf")
@guard(policy.can_see_as_organisation, agreement=queries.one)
def download_agreement(agreement: Agreement) -> ResponseReturnValue:
    return Response(agreement_parts.as_pdf(agreement), mimetype="application/pdf")


@bp.get("/agreements/<agreement>/terms")
@guard(policy.can_change, agreement=queries.one)
def show_terms(agreement: Agreement) -> ResponseReturnValue:
    choices = agreement_pages.providers(agreement.enrolment)
    form = TermsForm.of(drafting.draft_of(agreement), agreement.provider.ref, choices)
    return render("provider/terms.html", page=agreement_pages.terms(agreement), form=form)


@bp.post("/agreements/<agreement>/terms")
@guard(policy.can_change, agreement=queries.one)
@commits
def change_agreement(agreement: Agreement) -> ResponseReturnValue:
    form = TermsForm.posted(providers=agreement_pages.providers(agreement.enrolment))
    try:
        if form.validate():
            teacher = agreement_pages.provider_named(agreement.enrolment, form.provider.data)
            drafting.change(agreement, form.draft(), teacher, by=actor())
            tell(t("A new version is written. Everybody signs anew."))
            return redirect(url_for("provider.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("provider/terms.html", page=agreement_pages.terms(agreement), form=form), 422


@bp.post("/agreements/<agreement>/take-back")
@guard(policy.can_change, agreement=queries.one)
@commits
def take_back_terms(agreement: Agreement) -> ResponseReturnValue:
    drafting.take_back(agreement, by=actor())
    tell(t("The change is taken back. What everybody signed goes on."))
    return redirect(url_for("provider.show_agreement", agreement=agreement.ref), 303)


@bp.post("/agreements/<agreement>/offer")
@guard(policy.can_change, agreement=queries.one)
@commits
def offer_agreement(agreement: Agreement) -> ResponseReturnValue:
    try:
        drafting.offer(agreement, by=actor())
    except Invalid as refusal:
        form = AgreeForm()
        form.take(refusal)
        return render("provider/agreement.html", page=agreement_pages.one(actor(), agreement), form=form), 422
    tell(t("Handed to everybody to read and sign."))
    return redirect(url_for("provider.show_agreement", agreement=agreement.ref), 303)


@bp.post("/agreements/<agreement>/sign/<party>")
@guard(policy.can_see_as_organisation, agreement=queries.one)
@commits
def sign_agreement(agreement: Agreement, party: str) -> ResponseReturnValue:
    form = AgreeForm.posted()
    try:
        if form.validate():
            signing.sign(agreement, agreement_parts.party(party), text_hash=form.text_hash.data or "", by=actor())
            tell(t("Signed. Thank you."))
            return redirect(url_for("provider.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return render("provider/agreement.html", page=agreement_pages.one(actor(), agreement), form=form), 422


@bp.get("/agreements/<agreement>/end")
@guard(policy.can_change, agreement=queries.one)
def show_agreement_end(agreement: Agreement) -> ResponseReturnValue:
    return _end(agreement, EndForm(), WordsForm())


@bp.post("/agreements/<agreement>/end")
@guard(policy.can_change, agreement=queries.one)
@commits
def assess_agreement(agreement: Agreement) -> ResponseReturnValue:
    form = EndForm.posted()
    try:
        if form.validate():
            ending.assess(agreement, AgreementOutcome(form.outcome.data), note=form.note.data or "", by=actor())
            tell(t("Kept. The young person reads it, and so does the office."))
            return redirect(url_for("provider.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _end(agreement, form, WordsForm(), 422)


@bp.post("/agreements/<agreement>/cancel")
@guard(policy.can_change, agreement=queries.one)
@commits
def cancel_agreement(agreement: Agreement) -> ResponseReturnValue:
    form = WordsForm.posted()
    try:
        if form.validate():
            drafting.cancel(agreement, reason=form.words.data or "", by=actor())
            tell(t("Cancelled. Everybody who was asked hears why."))
            return redirect(url_for("provider.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _end(agreement, EndForm(), form, 422)


def _end(agreement: Agreement, form: EndForm, words: WordsForm, status: int = 200) -> ResponseReturnValue:
    page = agreement_pages.end(agreement)
    return render("provider/agreement_end.html", page=page, form=form, words=words), status

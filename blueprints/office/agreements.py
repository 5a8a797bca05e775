"""Agreements of an area: listed, decided, helped along with links, disputes about days settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import agreement_parts, exporting
from blueprints.agreement_forms import WordsForm
from blueprints.guard import commits, guard
from blueprints.office import agreement_pages, bp
from blueprints.office.agreement_forms import DecideForm, SettleForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.agreements import policy, queries, signing
from marketplace.enrolments import worked
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid

if TYPE_CHECKING:
    from models.agreement import Agreement, WorkDay


@bp.get("/agreements")
@guard(policy.can_list)
def show_agreements() -> ResponseReturnValue:
    return render("office/agreements.html", page=agreement_pages.listed(actor(), request.args, asked_page()))


@bp.get("/agreements.<suffix>")
@guard(policy.can_list)
def export_agreements(suffix: str) -> Response:
    rows = agreement_pages.export(actor(), request.args, exporting.MOST)
    return exporting.answer("agreements", suffix, agreement_pages.HEAD, rows)


@bp.get("/agreements/<agreement>")
@guard(policy.can_see_as_office, agreement=queries.one)
def show_agreement(agreement: Agreement) -> ResponseReturnValue:
    return _page(agreement)


@bp.get("/agreements/<agreement>/pdf")
@guard(policy.can_see_as_office, agreement=queries.one)
def download_agreement(agreement: Agreement) -> ResponseReturnValue:
    return Response(agreement_parts.as_pdf(agreement), mimetype="application/pdf")


@bp.post("/agreements/<agreement>")
@guard(policy.can_decide, agreement=queries.one)
@commits
def decide_agreement(agreement: Agreement) -> ResponseReturnValue:
    form = DecideForm.posted()
    try:
        if form.validate():
            _decide(agreement, form)
            return redirect(url_for("office.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(agreement, form=form, status=422)


@bp.post("/agreements/<agreement>/links/<party>")
@guard(policy.can_help_signing, agreement=queries.one)
@commits
def make_agreement_link(agreement: Agreement, party: str) -> ResponseReturnValue:
    whom = agreement_parts.party(party)
    token = signing.make_link(agreement, whom, by=actor())
    link = url_for("public.show_agreement_link", token=token, _external=True)
    return _page(agreement, link=agreement_pages.MadeLink(link, whom))


@bp.post("/agreements/<agreement>/guardian")
@guard(policy.can_help_signing, agreement=queries.one)
@commits
def record_agreement_guardian(agreement: Agreement) -> ResponseReturnValue:
    words = WordsForm.posted()
    try:
        if words.validate():
            mark = request.form.get("text_hash", "")
            signing.record_guardian(agreement, reason=words.words.data or "", text_hash=mark, by=actor())
            tell(t("Recorded in your name."))
            return redirect(url_for("office.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        words.take(refusal)
    return _page(agreement, words=words, status=422)


@bp.get("/days/<day>")
@guard(policy.can_settle_day, day=queries.one_day)
def show_day(day: WorkDay) -> ResponseReturnValue:
    return _day(day, SettleForm(start=day.start_minute, end=day.end_minute % 1440 or 1440))


@bp.post("/days/<day>")
@guard(policy.can_settle_day, day=queries.one_day)
@commits
def settle_day(day: WorkDay) -> ResponseReturnValue:
    form = SettleForm.posted()
    try:
        if form.validate():
            worked.settle(day, words=form.words.data or "", draft=form.draft(day), by=actor())
            tell(t("Settled. Both hear what you found."))
            return redirect(url_for("office.show_agreement", agreement=day.agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _day(day, form, 422)


def _decide(agreement: Agreement, form: DecideForm) -> None:
    words, who = form.words.data or "", actor()
    if form.decision.data == "sign":
        signing.approve(agreement, text_hash=form.text_hash.data or "", by=who)
        tell(t("Signed. The agreement counts."))
    elif form.decision.data == "return":
        signing.send_back(agreement, reason=words, by=who)
        tell(t("Returned. The host changes it, and everybody signs anew."))
    else:
        signing.reject(agreement, reason=words, by=who)
        tell(t("Not accepted. Everybody hears why."))


def _page(
    agreement: Agreement,
    *,
    form: DecideForm | None = None,
    words: WordsForm | None = None,
    link: agreement_pages.MadeLink | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    page = agreement_pages.one(actor(), agreement, link)
    return render("office/agreement.html", page=page, form=form or DecideForm(), words=words or WordsForm()), status


def _day(day: WorkDay, form: SettleForm, status: int = 200) -> ResponseReturnValue:
    return render(
        "office/day.html",
        day=agreement_parts.day(day, day.agreement),
        form=form,
        can_settle=agreement_pages.can_settle(day),
        back_href=url_for("office.show_agreement", agreement=day.agreement.ref),
    ), status

"""A young person's agreements: read, sign, see the worked days, and say where one is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import agreement_parts, devices
from blueprints.agreement_forms import AgreeForm, WordsForm
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.session import actor, tell
from blueprints.youth import bp
from marketplace.agreements import days, policy, queries, signing
from marketplace.agreements.states import WORK_DAY
from marketplace.enrolments import worked
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from models.vocabulary import ActingSide, Party

if TYPE_CHECKING:
    from models.agreement import Agreement, WorkDay


@bp.get("/agreements")
@guard(policy.can_be_party)
def show_agreements() -> ResponseReturnValue:
    lines = tuple(
        agreement_parts.line(
            one,
            url_for("youth.show_agreement", agreement=one.ref),
            waits=agreement_parts.waits_for([Party.YOUTH], one),
        )
        for one in queries.of_youth(actor().youth_id or 0)
    )
    return render("youth/agreements.html", lines=lines)


@bp.get("/agreements/<agreement>")
@guard(policy.can_see_as_youth, agreement=queries.one)
def show_agreement(agreement: Agreement) -> ResponseReturnValue:
    return _page(agreement, AgreeForm())


@bp.get("/agreements/<agreement>/pdf")
@guard(policy.can_see_as_youth, agreement=queries.one)
def download_agreement(agreement: Agreement) -> ResponseReturnValue:
    return Response(agreement_parts.as_pdf(agreement), mimetype="application/pdf")


@bp.post("/agreements/<agreement>/sign")
@guard(policy.can_see_as_youth, agreement=queries.one)
@commits
def sign_agreement(agreement: Agreement) -> ResponseReturnValue:
    form = AgreeForm.posted()
    try:
        if form.validate():
            signing.sign(agreement, Party.YOUTH, text_hash=form.text_hash.data or "", by=actor())
            tell(t("Signed. Thank you."))
            return redirect(url_for("youth.show_agreement", agreement=agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _page(agreement, form, 422)


@bp.post("/agreements/<agreement>/days")
@guard(policy.can_see_as_youth, agreement=queries.one)
@commits
def see_days(agreement: Agreement) -> ResponseReturnValue:
    days.see(agreement, by=actor())
    devices.leave(ActingSide.LEARNER, agreement.enrolment_id)
    tell(t("Kept that you have seen them."))
    return redirect(url_for("youth.show_agreement", agreement=agreement.ref), 303)


@bp.get("/days/<day>")
@guard(policy.can_dispute_day, day=queries.one_day)
def show_day(day: WorkDay) -> ResponseReturnValue:
    return _day(day, WordsForm())


@bp.post("/days/<day>")
@guard(policy.can_dispute_day, day=queries.one_day)
@commits
def dispute_day(day: WorkDay) -> ResponseReturnValue:
    form = WordsForm.posted()
    try:
        if form.validate():
            worked.dispute(day, words=form.words.data or "", by=actor())
            tell(t("Your employer and the office know. You hear from us."))
            return redirect(url_for("youth.show_agreement", agreement=day.agreement.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _day(day, form, 422)


def _page(agreement: Agreement, form: AgreeForm, status: int = 200) -> ResponseReturnValue:
    page = agreement_parts.view(
        agreement,
        pdf_href=url_for("youth.download_agreement", agreement=agreement.ref),
        sign_href=lambda _party: url_for("youth.sign_agreement", agreement=agreement.ref),
        parties=[Party.YOUTH],
        day_href=lambda day: url_for("youth.show_day", day=day.ref),
    )
    seen_href = url_for("youth.see_days", agreement=agreement.ref) if any(day.is_new for day in page.days) else ""
    return render("youth/agreement.html", page=page, form=form, seen_href=seen_href), status


def _day(day: WorkDay, form: WordsForm, status: int = 200) -> ResponseReturnValue:
    return render(
        "youth/day.html",
        day=agreement_parts.day(day, day.agreement),
        form=form,
        can_dispute=WORK_DAY.allows(day.state, "dispute"),
        back_href=url_for("youth.show_agreement", agreement=day.agreement.ref),
    ), status

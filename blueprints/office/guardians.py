"""Consents nobody could sign: a case worker sends a link again, or records why it may go on and on what basis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.office import bp, guardian_pages
from blueprints.office.forms import GuardianAnswerForm, RecordForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.enrolments import consents, policy, queries
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid

if TYPE_CHECKING:
    from models.enrolment import Enrolment


@bp.get("/guardians")
@guard(policy.can_open_guardian_cases)
def show_guardian_cases() -> ResponseReturnValue:
    return render("office/guardians.html", page=guardian_pages.cases(actor(), queries.to_record(actor())))


@bp.get("/guardians.<suffix>")
@guard(policy.can_open_guardian_cases)
def export_guardian_cases(suffix: str) -> ResponseReturnValue:
    found = queries.to_record(actor())[: exporting.MOST]
    return exporting.answer("guardians-to-record", suffix, *guardian_pages.file(actor(), found))


@bp.get("/guardians/<enrolment>")
@guard(policy.can_record_consent, enrolment=queries.one_to_record)
def show_guardian_case(enrolment: Enrolment) -> ResponseReturnValue:
    return _case(enrolment, RecordForm())


@bp.post("/guardians/<enrolment>")
@guard(policy.can_record_consent, enrolment=queries.one_to_record)
@commits
def record_consent(enrolment: Enrolment) -> ResponseReturnValue:
    form = RecordForm.posted()
    try:
        if form.validate():
            basis, relation = form.chosen_basis(), form.relation.data or ""
            consents.record_route(
                enrolment,
                by=actor(),
                reason=form.reason.data or "",
                basis=basis,
                relation=relation,
                without_power=bool(form.without_power.data),
            )
    except Invalid as refusal:
        form.take(refusal)
    if form.errors:
        return _case(enrolment, form), 422
    tell(t("Recorded in your name. The request is with the provider now."))
    return redirect(url_for("office.show_guardian_cases"), 303)


@bp.get("/guardians/<enrolment>/answer")
@guard(policy.can_record_consent, enrolment=queries.one_to_record)
def show_guardian_answer(enrolment: Enrolment) -> ResponseReturnValue:
    return redirect(url_for("office.show_guardian_case", enrolment=enrolment.ref), 303)


@bp.post("/guardians/<enrolment>/answer")
@guard(policy.can_record_consent, enrolment=queries.one_to_record)
@commits
def answer_for_guardian(enrolment: Enrolment) -> ResponseReturnValue:
    form = GuardianAnswerForm.posted()
    try:
        if form.validate():
            consents.answer(enrolment, note=form.answer.data or "", by=actor())
            tell(t("Written down. Whoever decides reads it."))
            return redirect(url_for("office.show_guardian_case", enrolment=enrolment.ref), 303)
    except Invalid as refusal:
        form.take(refusal)
    return _case(enrolment, RecordForm(), form), 422


def _case(enrolment: Enrolment, form: RecordForm, answer: GuardianAnswerForm | None = None) -> str:
    page = guardian_pages.case(actor(), enrolment)
    return render("office/guardian.html", page=page, form=form, answer=answer or GuardianAnswerForm())


@bp.get("/guardians/<enrolment>/link")
@guard(policy.can_record_consent, enrolment=queries.one_to_record)
def show_guardian_link(enrolment: Enrolment) -> ResponseReturnValue:
    """Back from a link that is shown once."""
    return redirect(url_for("office.show_guardian_case", enrolment=enrolment.ref), 303)


@bp.post("/guardians/<enrolment>/link")
@guard(policy.can_record_consent, enrolment=queries.one_to_record)
@commits
def make_guardian_link(enrolment: Enrolment) -> ResponseReturnValue:
    try:
        token = consents.link(enrolment, by=actor(), spoken=request.form.get("spoken") == "yes")
    except Invalid as refusal:
        form = RecordForm()
        form.take(refusal)
        return _case(enrolment, form), 422
    return render("office/guardian_link.html", page=guardian_pages.link(actor(), enrolment, token))


@bp.post("/guardians/<enrolment>/contact")
@guard(policy.can_record_consent, enrolment=queries.one_to_record)
@commits
def judge_guardian_contact(enrolment: Enrolment) -> ResponseReturnValue:
    safe = request.form.get("safe")
    if safe not in ("yes", "no"):
        raise Invalid(t("Say whether contact is safe."), field="safe")
    consents.judge_contact(enrolment, safe=safe == "yes", by=actor())
    tell(t("Contact is safe again.") if safe == "yes" else t("Marked: the guardian sees nothing and is asked nothing."))
    return redirect(url_for("office.show_guardian_case", enrolment=enrolment.ref), 303)

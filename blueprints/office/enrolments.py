"""One request: everything a decision needs on one page, the decision itself, and ten minutes to take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, enrolment_pages, queue_pages
from blueprints.office.forms import DecisionForm, EndForm, SpeakForm
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.enrolments import applications, approvals, policy, queries, support, waitlist
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from marketplace.matching import helped

if TYPE_CHECKING:
    from models.enrolment import Enrolment


@bp.get("/enrolments/<enrolment>")
@guard(policy.can_see_as_office, enrolment=queries.one)
def show_enrolment(enrolment: Enrolment) -> ResponseReturnValue:
    return _page(enrolment)


@bp.post("/enrolments/<enrolment>")
@guard(policy.can_weigh, enrolment=queries.one)
@commits
def decide_enrolment(enrolment: Enrolment) -> ResponseReturnValue:
    form, onward = DecisionForm.posted(), _onward(enrolment)
    approvals.must_be_open(enrolment, by=actor(), version=form.seen_version())
    if not form.validate():
        return _page(enrolment, form), 422
    try:
        _decide(enrolment, form)
    except Invalid as refusal:
        form.take(enrolment_pages.beside(refusal, form.decision.data))
        return _page(enrolment, form), 422
    tell(enrolment_pages.decided(enrolment))
    return redirect(onward, 303)


@bp.post("/enrolments/<enrolment>/undo")
@guard(policy.can_undo, enrolment=queries.one)
@commits
def undo_enrolment(enrolment: Enrolment) -> ResponseReturnValue:
    approvals.undo(enrolment, by=actor())
    tell(t("Taken back. Nobody was told, and the money is free again."))
    return redirect(url_for("office.show_enrolment", enrolment=enrolment.ref), 303)


@bp.post("/enrolments/<enrolment>/cancel")
@guard(policy.can_cancel, enrolment=queries.one)
@commits
def cancel_enrolment(enrolment: Enrolment) -> ResponseReturnValue:
    form = EndForm.posted()
    if not form.validate():
        return _page(enrolment, ending=form), 422
    try:
        applications.cancel(enrolment, by=actor(), reason="", note=form.note.data or "")
    except Invalid as refusal:
        form.take(Invalid(refusal.message, field="note"))
        return _page(enrolment, ending=form), 422
    tell(t("It has ended. The seat and the money are free again."))
    return redirect(url_for("office.show_enrolment", enrolment=enrolment.ref), 303)


@bp.post("/enrolments/<enrolment>/speak")
@guard(policy.can_speak_as_office, enrolment=queries.one)
@commits
def speak_for_enrolment(enrolment: Enrolment) -> ResponseReturnValue:
    form = SpeakForm.posted()
    if not form.validate():
        return _page(enrolment, speak=form), 422
    try:
        _speak(enrolment, form.act.data or "", form.note.data or "")
    except Invalid as refusal:
        form.take(refusal)
        return _page(enrolment, speak=form), 422
    tell(t("Kept, in your name and on their behalf."))
    return redirect(url_for("office.show_enrolment", enrolment=enrolment.ref), 303)


@bp.post("/enrolments/<enrolment>/help")
@guard(support.can_find, enrolment=queries.one)
@commits
def find_help(enrolment: Enrolment) -> ResponseReturnValue:
    found = helped.for_enrolment(enrolment, clock.today())
    if found is None:
        tell(t("This help has just been taken. Nothing was changed."))
    else:
        support.find_again(enrolment, found.asks(), by=actor())
        tell(t("Kept for them. It is firm with the approval."))
    return redirect(url_for("office.show_enrolment", enrolment=enrolment.ref), 303)


def _decide(enrolment: Enrolment, form: DecisionForm) -> None:
    who, note, version = actor(), form.note.data or "", form.seen_version()
    if form.decision.data == "approve":
        approvals.approve(enrolment, by=who, note=note, why=form.why.data or (), version=version)
    elif form.decision.data == "return":
        reason = form.return_reason.data or ""
        approvals.return_for_information(enrolment, by=who, reason=reason, note=note, version=version)
    else:
        approvals.refuse(enrolment, by=who, reason=form.refuse_reason.data or "", note=note, version=version)


def _speak(enrolment: Enrolment, act: str, note: str) -> None:
    if act == "answer":
        approvals.resubmit(enrolment, by=actor(), note=note)
    elif act == "take":
        waitlist.accept_offer(enrolment, by=actor())
    elif act == "withdraw":
        applications.withdraw(enrolment, by=actor(), note=note)
    else:
        raise Invalid(t("Choose one of the decisions."))


def _onward(enrolment: Enrolment) -> str:
    """Where the way goes on: the next request of the queue this page was opened from, else the queue."""
    wanted = queue_pages.asked(request.args)
    refs = queries.refs_in_order(actor(), wanted)
    at = refs.index(enrolment.ref) + 1 if enrolment.ref in refs else len(refs)
    if at < len(refs):
        return url_for("office.show_enrolment", enrolment=refs[at], **queue_pages.address(wanted))
    return url_for("office.show_queue", **queue_pages.address(wanted))


def _page(
    enrolment: Enrolment,
    form: DecisionForm | None = None,
    *,
    speak: SpeakForm | None = None,
    ending: EndForm | None = None,
) -> str:
    """The page with what came back to be looked at again."""
    page = enrolment_pages.one(actor(), enrolment, queue_pages.asked(request.args))
    decision = form or DecisionForm(data={"version": str(enrolment.version)})
    return render(
        "office/enrolment.html", page=page, form=decision, speak=speak or SpeakForm(), ending=ending or EndForm()
    )

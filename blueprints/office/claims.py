"""Completions to verify: hours against attendance, proof in view, three answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import devices, exporting
from blueprints.guard import commits, guard
from blueprints.office import bp, claim_pages
from blueprints.office.review_forms import VerdictForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.audit import standing
from marketplace.enrolments import claims
from marketplace.enrolments.claim_states import CLAIM
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.offers import policy
from models.vocabulary import ActingSide

if TYPE_CHECKING:
    from models.enrolment import Claim


@bp.get("/claims")
@guard(policy.can_review_any)
def show_claims() -> ResponseReturnValue:
    page = asked_page()
    found, total = claims.waiting_for(actor(), page=page)
    return render("office/claims.html", page=claim_pages.waiting(found, total, page))


@bp.get("/claims.<suffix>")
@guard(policy.can_review_any)
def export_claims(suffix: str) -> ResponseReturnValue:
    found, _total = claims.waiting_for(actor(), size=exporting.MOST)
    return exporting.answer("completions", suffix, *claim_pages.waiting_file(found))


@bp.get("/claims/<claim>")
@guard(claims.can_see_as_office, claim=claims.one)
def show_claim(claim: Claim) -> ResponseReturnValue:
    return _page(claim, VerdictForm(data={"version": str(claim.version)}))


@bp.post("/claims/<claim>")
@guard(claims.can_decide, claim=claims.one)
@commits
def decide_claim(claim: Claim) -> ResponseReturnValue:
    form = VerdictForm.posted()
    standing.must_be_seen(CLAIM, claim, form.seen_version(), by=actor())
    if not form.validate():
        return _page(claim, form), 422
    try:
        _decide(claim, form)
    except Invalid as refusal:
        form.take(refusal)
        return _page(claim, form), 422
    tell(_kept(claim))
    return redirect(url_for("office.show_claims"), 303)


def _kept(claim: Claim) -> Text:
    """What became of it; money is named only where some is owed by it."""
    if claim.state == "verified" and claim_pages.owed_satang(claim):
        return t("Your decision is kept. What completion earns is now owed.")
    return t("Your decision is kept: completed.") if claim.state == "verified" else t("Kept.")


def _decide(claim: Claim, form: VerdictForm) -> None:
    decision, note = form.decision.data, form.note.data or ""
    if decision == "verify":
        claims.verify(claim, by=actor(), note=note, seen_short=bool(form.seen_short.data))
        devices.leave(ActingSide.OFFICE, claim.enrolment_id)
    elif decision == "more":
        claims.ask_for_evidence(claim, by=actor(), note=note)
    elif decision == "reject":
        claims.reject(claim, by=actor(), note=note)
    else:
        raise Invalid(t("Choose one of the decisions."))


def _page(claim: Claim, form: VerdictForm) -> str:
    verdict = claims.can_decide(actor(), claim)
    return render("office/claim.html", page=claim_pages.one(claim, verdict), form=form)

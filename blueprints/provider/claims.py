"""Completions: claimed with hours from attendance and proof, answered by the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import devices, exporting, kept_files
from blueprints.guard import commits, guard, limited, signed_in, takes_files
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.provider import application_pages, bp, claim_pages
from blueprints.provider.forms import ClaimForm, MoreProofForm
from blueprints.session import actor, config, tell
from marketplace.access import limits
from marketplace.enrolments import claims, hours_attended, intake
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError
from marketplace.offers import policy, shelf
from models.vocabulary import ActingSide

if TYPE_CHECKING:
    from models.enrolment import Claim, Enrolment
    from models.offer import Opportunity


@bp.get("/claims")
@guard(policy.can_supply)
def show_claims() -> ResponseReturnValue:
    ours, page = sorted(actor().organisation_ids(*policy.SUPPLIERS)), asked_page()
    found, total = claims.of_organisations(ours, page=page)
    return render("provider/claims.html", page=claim_pages.claims_list(found, total, page))


@bp.get("/claims.<suffix>")
@guard(policy.can_supply)
def export_claims(suffix: str) -> ResponseReturnValue:
    ours = sorted(actor().organisation_ids(*policy.SUPPLIERS))
    found, _total = claims.of_organisations(ours, size=exporting.MOST)
    return exporting.answer("completions", suffix, *claim_pages.claims_file(found))


@bp.get("/postings/<posting>/learners")
@guard(policy.can_see_own, posting=shelf.own)
def show_learners(posting: Opportunity) -> ResponseReturnValue:
    return render("provider/learners.html", page=application_pages.learners(intake.learners(posting)))


@bp.get("/learners/<learner>/claim")
@guard(claims.can_claim, learner=intake.one)
def show_claim_form(learner: Enrolment) -> ResponseReturnValue:
    if ref := claims.standing_claim(learner):
        return _already(ref)
    return _claim_form(learner, ClaimForm(hours=hours_attended.minutes(learner) // 60))


@bp.post("/learners/<learner>/claim")
@limited(limits.UPLOAD)
@guard(claims.can_claim, learner=intake.one)
@commits
@takes_files
def make_claim(learner: Enrolment) -> ResponseReturnValue:
    if ref := claims.standing_claim(learner):
        return _already(ref)
    form, proof = ClaimForm.posted(), kept_files.Proof()
    is_whole = form.validate()
    if not (proof.read(form) and is_whole):
        has_proof = bool(form.note.data or proof.files or form.files.errors)
        reason = form.short_reason.data or ""
        form.take_rest(claims.lacking(learner, hours=form.hours.data, has_proof=has_proof, short_reason=reason))
        return _claim_form(learner, form, proof), 422
    try:
        claims.make(
            learner,
            hours=form.hours.data or 0,
            note=form.note.data or "",
            files=proof.files,
            folder=config().uploads,
            by=actor(),
            short_reason=form.short_reason.data or "",
        )
    except DomainError as refusal:
        form.take(refusal)
        return _claim_form(learner, form, proof), 422
    proof.used()
    devices.leave(ActingSide.ORGANISATION, learner.id)
    tell(t("The claim is with the office. You will see its answer here."))
    return redirect(url_for("provider.show_claims"), 303)


def _already(ref: str) -> ResponseReturnValue:
    """The claim there is, in place of a form that could not be sent."""
    tell(claims.ALREADY_CLAIMED, "danger")
    return redirect(url_for("provider.show_claim", claim=ref), 303)


@bp.get("/claims/<claim>")
@guard(claims.can_see, claim=claims.one)
def show_claim(claim: Claim) -> ResponseReturnValue:
    return _claim(claim, MoreProofForm())


@bp.post("/claims/<claim>")
@limited(limits.UPLOAD)
@guard(claims.can_add, claim=claims.one)
@commits
@takes_files
def add_proof(claim: Claim) -> ResponseReturnValue:
    form, proof = MoreProofForm.posted(), kept_files.Proof()
    is_whole = form.validate()
    if not (proof.read(form) and is_whole):
        return _claim(claim, form, proof), 422
    try:
        claims.add_evidence(
            claim,
            note=form.note.data or "",
            files=proof.files,
            folder=config().uploads,
            by=actor(),
            hours=form.hours.data,
        )
    except DomainError as refusal:
        form.take(refusal)
        return _claim(claim, form, proof), 422
    proof.used()
    tell(t("Your proof is with the office."))
    return redirect(url_for("provider.show_claim", claim=claim.ref), 303)


@bp.get("/files/<ref>")
@signed_in
def show_file(ref: str) -> ResponseReturnValue:
    return kept_files.send(claims.file_of(actor(), ref))


def _claim(claim: Claim, form: MoreProofForm, proof: kept_files.Proof | None = None) -> str:
    carried = proof.carry() if proof is not None else ()
    return render("provider/claim.html", page=claim_pages.claim(claim), form=form, carried=carried, is_sent=bool(proof))


def _claim_form(learner: Enrolment, form: ClaimForm, proof: kept_files.Proof | None = None) -> str:
    carried = proof.carry() if proof is not None else ()
    return render(
        "provider/claim_form.html",
        page=claim_pages.claim_form(learner),
        form=form,
        carried=carried,
        is_sent=bool(proof),
    )

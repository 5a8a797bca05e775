"""Postings to review: publish, ask for changes, or reject; never one's own organisation's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.office import bp, posting_pages
from blueprints.office.review_forms import ReviewForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.audit import standing
from marketplace.enrolments import timetables
from marketplace.i18n import t
from marketplace.kernel.errors import Forbidden, Invalid
from marketplace.offers import policy, postings, shelf
from marketplace.offers.states import POSTING
from marketplace.organisations import branches

if TYPE_CHECKING:
    from models.offer import Opportunity


@bp.get("/postings")
@guard(policy.can_review_any)
def show_postings() -> ResponseReturnValue:
    page = asked_page()
    found, total = shelf.waiting_for(actor(), page=page)
    return render("office/postings.html", page=posting_pages.waiting(found, total, page))


@bp.get("/postings.<suffix>")
@guard(policy.can_review_any)
def export_postings(suffix: str) -> ResponseReturnValue:
    found, _total = shelf.waiting_for(actor(), size=exporting.MOST)
    return exporting.answer("postings-to-review", suffix, *posting_pages.waiting_file(found))


@bp.get("/postings/<posting>")
@guard(policy.can_see_for_review, posting=shelf.for_review)
def show_posting(posting: Opportunity) -> ResponseReturnValue:
    return _page(posting, ReviewForm(data={"version": str(posting.version)}))


@bp.post("/postings/<posting>")
@guard(policy.can_review, posting=shelf.for_review)
@commits
def decide_posting(posting: Opportunity) -> ResponseReturnValue:
    form = ReviewForm.posted()
    # Whoever comes second learns who was quicker, before they learn that nothing waits any more.
    standing.must_be_seen(POSTING, posting, form.seen_version(), by=actor())
    verdict = policy.can_decide(actor(), posting)
    if not verdict:
        raise Forbidden(verdict.reason or t("This posting is not waiting for a decision."))
    if not form.validate():
        return _page(posting, form), 422
    try:
        _decide(posting, form.decision.data or "", form.note.data or "")
    except Invalid as refusal:
        form.take(refusal)
        return _page(posting, form), 422
    tell(t("Your decision is kept, and the organisation sees it."))
    return redirect(url_for("office.show_postings"), 303)


def _decide(posting: Opportunity, decision: str, note: str) -> None:
    if decision == "publish":
        branches.keep(timetables.publish(posting, by=actor(), note=note))
    elif decision == "change":
        postings.request_changes(posting, by=actor(), note=note)
    elif decision == "reject":
        postings.reject(posting, by=actor(), note=note)
    else:
        raise Invalid(t("Choose one of the decisions."))


def _page(posting: Opportunity, form: ReviewForm) -> str:
    verdict = policy.can_decide(actor(), posting)
    return render("office/posting.html", page=posting_pages.one(posting, verdict, by=actor()), form=form)

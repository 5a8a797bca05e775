"""A provider's postings: write, copy, submit, pause, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import commits, guard
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.provider import bp, posting_editor, posting_pages, posting_start
from blueprints.provider.forms import RepeatForm
from blueprints.session import actor, tell
from marketplace.enrolments import pauses, timetables
from marketplace.i18n import t
from marketplace.kernel.errors import DomainError, Invalid, NotFound
from marketplace.offers import policy, postings, repeats, shelf, telling, writings
from marketplace.organisations import branches
from models.vocabulary import OpportunityState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from blueprints.provider.forms import PostingForm
    from models.offer import Opportunity
    from models.organisation import OrganisationBranch

SUBMITTED = t("Submitted. The office of the place looks at it and answers you here.")


@bp.get("/postings")
@guard(policy.can_supply)
def show_postings() -> ResponseReturnValue:
    state, page = request.args.get("state", "")[:20], asked_page()
    found, total = shelf.of_actor(actor(), state=state, page=page)
    return render(
        "provider/postings.html",
        page=posting_pages.postings(found, total, shelf.states_of(actor()), state, page),
        begun=[posting_editor.line(one) for one in writings.unfinished(actor())],
    )


@bp.get("/postings.<suffix>")
@guard(policy.can_supply)
def export_postings(suffix: str) -> ResponseReturnValue:
    found, _total = shelf.of_actor(actor(), state=request.args.get("state", "")[:20], size=exporting.MOST)
    return exporting.answer("postings", suffix, *posting_pages.postings_file(found))


@bp.get("/postings/new")
@guard(policy.can_supply)
def show_new_posting() -> ResponseReturnValue:
    if name := request.args.get("writing", ""):
        writing = writings.named(actor(), name)
        if writing is None:
            raise NotFound
        return posting_editor.show(posting_editor.resumed(writing), None, writing)
    start = posting_start.suggested(request.args) | posting_start.held_at(_branch(request.args))
    return posting_editor.show(posting_editor.blank(start), None)


@bp.post("/postings/new")
@guard(policy.can_supply)
@commits
def create_posting() -> ResponseReturnValue:
    form = posting_editor.posted()
    writing = writings.named(actor(), request.form.get("writing", ""))
    organisation = posting_pages.chosen_organisation(
        shelf.organisations_of(actor()), request.form.get("organisation", "")
    )
    if _goes_on_writing(form):
        return posting_editor.show(form, None, writing), 422
    if not form.validate():
        return posting_editor.show(posting_editor.tell_the_rest(form), None, writing), 422
    try:
        branch = _branch(request.form)
        made = postings.create(branches.placed(form.draft(), branch), organisation, by=actor())
        branches.keep(made, branch)
        writings.finish(writing)
    except DomainError as refusal:
        form.take(refusal)
        return posting_editor.show(posting_editor.tell_the_rest(form), None, writing), 422
    tell(_KEPT_LACKING if postings.lacking(made) else _KEPT)
    return redirect(url_for("provider.show_posting", posting=made.ref), 303)


_KEPT = t("The draft is kept. Read it as a young person would, then submit it.")
_KEPT_LACKING = t("The draft is kept. What is still to be mended before it can be submitted stands below.")


@bp.get("/postings/<posting>")
@guard(policy.can_see_own, posting=shelf.own)
def show_posting(posting: Opportunity) -> ResponseReturnValue:
    return _one(posting, RepeatForm())


@bp.get("/postings/<posting>/edit")
@guard(policy.can_edit, posting=shelf.own)
def show_posting_editor(posting: Opportunity) -> ResponseReturnValue:
    writing = writings.of_posting(actor(), posting)
    form = posting_editor.resumed(writing, posting) if writing is not None else posting_editor.filled(posting)
    return posting_editor.show(form, posting, writing)


@bp.post("/postings/<posting>/edit")
@guard(policy.can_edit, posting=shelf.own)
@commits
def edit_posting(posting: Opportunity) -> ResponseReturnValue:
    form, writing = posting_editor.posted(posting), writings.of_posting(actor(), posting)
    if _goes_on_writing(form):
        return posting_editor.show(form, posting, writing), 422
    if not form.validate():
        return posting_editor.show(posting_editor.tell_the_rest(form, posting), posting, writing), 422
    try:
        change = timetables.edit(posting, form.draft(postings.draft_of(posting)), by=actor())
        branches.keep(posting)
        writings.finish(writing)
    except DomainError as refusal:
        form.take(refusal)
        return posting_editor.show(posting_editor.tell_the_rest(form, posting), posting, writing), 422
    tell(_CHANGE_WAITS if change is not None else t("Kept."))
    return redirect(url_for("provider.show_posting", posting=(change or posting).ref), 303)


_CHANGE_WAITS = t("Kept. The office looks at the change first, because place, time, money or safety are in it.")


@bp.post("/postings/<posting>/copy")
@guard(policy.can_submit, posting=shelf.own)
@commits
def copy_posting(posting: Opportunity) -> ResponseReturnValue:
    made = repeats.copy(posting, by=actor())
    tell(t("A copy is made. Check the dates."))
    return redirect(url_for("provider.show_posting_editor", posting=made.ref), 303)


@bp.post("/postings/<posting>/repeat")
@guard(policy.can_submit, posting=shelf.own)
@commits
def repeat_posting(posting: Opportunity) -> ResponseReturnValue:
    form = RepeatForm.posted()
    try:
        if form.validate():
            made = repeats.series(posting, rhythm=form.chosen(), many=form.many.data or 0, by=actor())
            tell(t("Drafts made: {count}. Check the dates, then submit each.", count=len(made)))
            return redirect(url_for("provider.show_postings", state=OpportunityState.DRAFT), 303)
    except DomainError as refusal:
        form.take(refusal)
    return _one(posting, form), 422


@bp.post("/postings/<posting>/submit")
@guard(policy.can_submit, posting=shelf.own)
@commits
def submit_posting(posting: Opportunity) -> ResponseReturnValue:
    form = posting_editor.filled(posting)
    try:
        postings.submit(posting, by=actor())
    except Invalid as refusal:
        form.take(refusal)
        return posting_editor.show(form, posting), 422
    tell(t("Submitted.") if telling.has_nobody(posting) else SUBMITTED)
    return redirect(url_for("provider.show_posting", posting=posting.ref), 303)


@bp.post("/postings/<posting>/<any(pause,resume,close,withdraw,archive):verb>")
@guard(policy.can_submit, posting=shelf.own)
@commits
def move_posting(posting: Opportunity, verb: str) -> ResponseReturnValue:
    try:
        pauses.move(posting, verb, by=actor())
    except Invalid as refusal:
        form = RepeatForm()
        form.take(refusal)
        return _one(posting, form), 422
    tell(t("Done."))
    return redirect(url_for("provider.show_posting", posting=posting.ref), 303)


def _one(posting: Opportunity, repeating: RepeatForm) -> str:
    return render("provider/posting.html", page=posting_pages.posting(posting), form=repeating)


def _branch(said: Mapping[str, str]) -> OrganisationBranch | None:
    """The branch that is named, if it is one of ours."""
    return branches.named(said.get("branch", ""), actor().organisation_ids(*policy.SUPPLIERS))


def _goes_on_writing(form: PostingForm) -> bool:
    """Whether times were only put into the week, or could not be: nothing is kept before somebody has seen them."""
    return form.spread.form.is_begun and (not form.spread_times() or "put" in request.form)

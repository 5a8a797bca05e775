"""A whole list placed at once: asked for, watched, looked through, locked, changed by hand, run again, and applied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints import kept_files
from blueprints.guard import commits, guard, limited, takes_files
from blueprints.office import allocation_asking, allocation_choices, allocation_pages, bp
from blueprints.office.forms import AllocationForm, PlaceForm
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, config, tell
from marketplace.access import limits
from marketplace.enrolments import exports
from marketplace.i18n import t
from marketplace.jobs import queue
from marketplace.kernel.errors import Invalid
from marketplace.matching import policy
from marketplace.matching.workbench import asking, changing, queries, service
from marketplace.offers import queries as offers

if TYPE_CHECKING:
    from models.allocation import AllocationRun
    from models.youth import Youth


@bp.get("/allocations")
@guard(policy.can_see_allocations)
def show_allocations() -> ResponseReturnValue:
    return render("office/allocations.html", page=allocation_pages.listed(actor()))


@bp.get("/allocations/new")
@guard(policy.can_allocate)
def show_new_allocation() -> ResponseReturnValue:
    form = allocation_asking.offered(AllocationForm(), actor())
    return render("office/allocation_new.html", page=allocation_asking.page(actor()), form=form)


@bp.post("/allocations/new")
@limited(limits.UPLOAD)
@guard(policy.can_allocate)
@commits
@takes_files
def start_allocation() -> ResponseReturnValue:
    form = allocation_asking.offered(AllocationForm.posted(), actor())
    try:
        if form.validate():
            seed = asking.seed_of(form.seed.data or "")
            run = service.start(form.asked(), title=form.title.data or "", seed=seed, by=actor())
            return _awake(run)
    except Invalid as refusal:
        form.take(refusal)
    kept_files.not_kept(form, "file")
    return render("office/allocation_new.html", page=allocation_asking.page(actor()), form=form), 422


@bp.get("/allocations/<run>")
@guard(policy.can_see_allocation, run=queries.one)
def show_allocation(run: AllocationRun) -> ResponseReturnValue:
    view = request.args.get("view", "")
    return render("office/allocation.html", page=allocation_pages.one(actor(), run, view, asked_page()))


@bp.get("/allocations/<run>/export.<suffix>")
@guard(policy.can_see_allocation, run=queries.one)
def export_allocation(run: AllocationRun, suffix: str) -> ResponseReturnValue:
    if suffix not in ("csv", "xlsx"):
        abort(404)
    head, rows = allocation_pages.export(actor(), run)
    body = exports.as_csv(head, rows) if suffix == "csv" else exports.as_xlsx(head, rows)
    response = Response(body, content_type=exports.CSV if suffix == "csv" else exports.XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"okat-allocation.{suffix}")
    return response


@bp.post("/allocations/<run>/cancel")
@guard(policy.can_change_allocation, run=queries.one)
@commits
def cancel_allocation(run: AllocationRun) -> ResponseReturnValue:
    service.cancel(run, by=actor())
    tell(t("Stopped. Nothing was proposed."))
    return _back(run)


@bp.post("/allocations/<run>/rerun")
@guard(policy.can_change_allocation, run=queries.one)
@commits
def rerun_allocation(run: AllocationRun) -> ResponseReturnValue:
    service.rerun(run, by=actor())
    return _awake(run)


@bp.get("/allocations/<run>/apply")
@guard(policy.can_change_allocation, run=queries.one)
def ask_allocation_applied(run: AllocationRun) -> ResponseReturnValue:
    page = allocation_pages.asking_to_apply(run)
    return _back(run) if page is None else render("office/allocation_apply.html", page=page)


@bp.post("/allocations/<run>/apply")
@guard(policy.can_change_allocation, run=queries.one)
@commits
def apply_allocation(run: AllocationRun) -> ResponseReturnValue:
    service.ask_to_apply(run, by=actor())
    return _awake(run)


@bp.post("/allocations/<run>/replay")
@guard(policy.can_change_allocation, run=queries.one)
@commits
def replay_allocation(run: AllocationRun) -> ResponseReturnValue:
    service.ask_to_replay(run, by=actor())
    tell(t("The same list is worked out again with the same seed. Look again in a moment."))
    return _awake(run)


@bp.post("/allocations/<run>/locks")
@guard(policy.can_change_allocation, run=queries.one)
@commits
def lock_lines(run: AllocationRun) -> ResponseReturnValue:
    count = changing.lock(run, request.form.getlist("pick")[:500], request.form.getlist("shown")[:500], by=actor())
    is_unlocked = "unlock" in request.form
    tell(t("The lock is taken away.") if is_unlocked else t("Locked on this page: {count}", count=count))
    return _back(run, view=request.form.get("view", "")[:12] or None, page=request.form.get("page", 1, type=int))


@bp.get("/allocations/<run>/lines/<youth>")
@guard(policy.can_change_allocation, run=queries.one, youth=queries.youth)
def show_allocation_line(run: AllocationRun, youth: Youth) -> ResponseReturnValue:
    page = allocation_choices.line(actor(), run, queries.line(run, youth.ref))
    return render("office/allocation_line.html", page=page, form=PlaceForm())


@bp.post("/allocations/<run>/lines/<youth>")
@guard(policy.can_change_allocation, run=queries.one, youth=queries.youth)
@commits
def place_allocation_line(run: AllocationRun, youth: Youth) -> ResponseReturnValue:
    line, form = queries.line(run, youth.ref), PlaceForm.posted()
    ref = (form.offer.data or "")[:60]
    try:
        if not ref:
            raise Invalid(t("Choose a place, or 'Nowhere in this plan'."), field="offer")
        if form.validate():
            detail = None if ref == allocation_choices.NOWHERE else offers.one(ref)
            if detail is not None and not detail.is_open:
                raise Invalid(allocation_choices.GONE, field="offer")
            changing.place(run, line, detail.shown if detail is not None else None, by=actor())
    except Invalid as refusal:
        form.take(refusal)
    if form.errors:
        page = allocation_choices.line(actor(), run, line, chosen=ref or None)
        return render("office/allocation_line.html", page=page, form=form), 422
    nowhere = ref == allocation_choices.NOWHERE
    tell(t("Taken out of the plan by hand and locked.") if nowhere else t("Placed by hand and locked."))
    return _back(run)


def _awake(run: AllocationRun) -> ResponseReturnValue:
    queue.wake(config().jobs_url)
    return _back(run)


def _back(run: AllocationRun, **where: object) -> ResponseReturnValue:
    given: dict[str, Any] = {name: str(value) for name, value in where.items() if value not in (None, "", 1)}
    return redirect(url_for("office.show_allocation", run=run.ref, **given), 303)

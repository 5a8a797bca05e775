"""The queue: soonest due first, filtered by the address, exported as it stands, plain matters approved together."""

from __future__ import annotations

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.forms import version_told
from blueprints.guard import commits_each, guard
from blueprints.office import bp, queue_pages, queue_rows
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor, tell
from marketplace.enrolments import batches, exports, policy, queries
from marketplace.i18n import t
from marketplace.kernel.errors import Invalid


@bp.get("/queue")
@guard(policy.can_open_queue)
def show_queue() -> ResponseReturnValue:
    wanted, page = queue_pages.asked(request.args), asked_page()
    return render("office/queue.html", page=queue_pages.queue(actor(), wanted, page))


@bp.get("/queue.<suffix>")
@guard(policy.can_open_queue)
def export_queue(suffix: str) -> ResponseReturnValue:
    if suffix not in ("csv", "xlsx"):
        abort(404)
    found = queries.queue(actor(), queue_pages.asked(request.args), size=exports.MOST)
    head, rows = queue_rows.export(actor(), found)
    body = exports.as_csv(head, rows) if suffix == "csv" else exports.as_xlsx(head, rows)
    response = Response(body, content_type=exports.CSV if suffix == "csv" else exports.XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"okat-queue.{suffix}")
    return response


@bp.get("/queue/batch")
@guard(policy.can_open_queue)
def show_batch() -> ResponseReturnValue:
    refs = request.args.getlist("pick")
    try:
        planned = batches.plan(refs, by=actor())
    except Invalid as refusal:
        tell(t("Nothing was chosen: {reason}", reason=refusal.message), "danger")
        return redirect(url_for("office.show_queue"), 303)
    return render("office/batch.html", page=queue_pages.batch(actor(), planned))


@bp.post("/queue/batch")
@guard(policy.can_open_queue)
@commits_each
def approve_batch() -> ResponseReturnValue:
    outcome = batches.approve_batch(request.form.getlist("pick"), by=actor(), seen=_seen())
    if outcome.approved:
        tell(t("Approved: {count}. You can take each back for ten minutes.", count=len(outcome.approved)))
    if outcome.passed_up:
        tell(t("Passed to the second review: {count}. An approver decides now.", count=len(outcome.passed_up)))
    if not outcome.approved and not outcome.passed_up:
        tell(t("Nothing was approved."), "danger")
    for left in outcome.left_out:
        tell(t("{ref} was left as it is: {reason}", ref=left.ref, reason=left.reason), "danger")
    return redirect(url_for("office.show_queue"), 303)


def _seen() -> dict[str, int]:
    """The versions the page showed, by reference."""
    return {
        ref: version
        for ref in request.form.getlist("pick")
        if (version := version_told(request.form.get(f"version-{ref}"))) is not None
    }

"""Where nothing fits: by subdistrict and condition, with what would open the most."""

from __future__ import annotations

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from blueprints.guard import guard
from blueprints.office import bp, desert_pages
from blueprints.pages import render
from blueprints.session import actor
from marketplace.enrolments import exports
from marketplace.matching import policy


@bp.get("/deserts")
@guard(policy.can_see_deserts)
def show_deserts() -> ResponseReturnValue:
    return render("office/deserts.html", page=desert_pages.page(actor(), request.args))


@bp.get("/deserts/export.<suffix>")
@guard(policy.can_see_deserts)
def export_deserts(suffix: str) -> ResponseReturnValue:
    if suffix not in ("csv", "xlsx"):
        abort(404)
    head, rows = desert_pages.export(actor(), request.args)
    body = exports.as_csv(head, rows) if suffix == "csv" else exports.as_xlsx(head, rows)
    response = Response(body, content_type=exports.CSV if suffix == "csv" else exports.XLSX)
    response.headers.set("Content-Disposition", "attachment", filename=f"okat-deserts.{suffix}")
    return response

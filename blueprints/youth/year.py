"""A whole year of money: on a page, on paper, and as a file."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import guard
from blueprints.pages import render
from blueprints.session import actor
from blueprints.youth import bp, year_pages
from marketplace.earnings import yearly
from marketplace.i18n import current_locale
from marketplace.kernel import paper
from marketplace.people import policy
from marketplace.people import queries as people


@bp.get("/money/year")
@guard(policy.is_young)
def show_year() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    return render("youth/year.html", page=year_pages.page(_told(youth.id), youth))


@bp.get("/money/year.<suffix>")
@guard(policy.is_young)
def export_year(suffix: str) -> ResponseReturnValue:
    youth = people.own_youth(actor())
    told = _told(youth.id)
    sheet = year_pages.page(told, youth)
    name = f"{youth.ref}-{sheet.year}"
    if suffix != "pdf":
        return exporting.answer(name, suffix, year_pages.HEAD, year_pages.rows(told))
    html = render_template("youth/year_paper.html", page=sheet, locale=current_locale())
    response = Response(paper.pdf(html, title=str(sheet.paper_heading)), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"okat-{name}.pdf")
    return response


def _told(youth_id: int) -> yearly.Year:
    return yearly.year_of(youth_id, year_pages.year_in(request.args.get("year", "")))

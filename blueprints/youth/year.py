"""A whole year of money: on a page and as a file."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from blueprints import exporting
from blueprints.guard import guard
from blueprints.pages import render
from blueprints.session import actor
from blueprints.youth import bp, statement_sheets, year_pages
from marketplace.earnings import yearly
from marketplace.people import policy
from marketplace.people import queries as people
from models.vocabulary import StatementKind


@bp.get("/money/year")
@guard(policy.is_young)
def show_year() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    told = _told(youth.id)
    earlier = statement_sheets.earlier(youth.id, StatementKind.YEAR, told.told.first)
    return render("youth/year.html", page=year_pages.page(told, youth), earlier=earlier)


@bp.get("/money/year.<suffix>")
@guard(policy.is_young)
def export_year(suffix: str) -> ResponseReturnValue:
    youth = people.own_youth(actor())
    told = _told(youth.id)
    name = f"{youth.ref}-{year_pages.shown(told.year)}"
    return exporting.answer(name, suffix, year_pages.HEAD, year_pages.rows(told))


def _told(youth_id: int) -> yearly.Year:
    return yearly.year_of(youth_id, year_pages.year_in(request.args.get("year", "")))

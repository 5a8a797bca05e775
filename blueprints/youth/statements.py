"""Statements on paper: made by pressing, kept as they were made, and there to be printed again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard, limited
from blueprints.pages import render
from blueprints.session import actor
from blueprints.youth import bp, money_pages, statement_sheets, year_pages
from marketplace.access import limits
from marketplace.earnings import yearly
from marketplace.earnings.statement import statement_for
from marketplace.i18n import use
from marketplace.kernel import paper
from marketplace.people import policy
from marketplace.people import queries as people
from marketplace.statements import policy as sheets
from marketplace.statements import queries, service
from models.vocabulary import StatementKind

if TYPE_CHECKING:
    from models.statement import IssuedStatement


@bp.post("/statement")
@limited(limits.ISSUE, person=lambda: actor().ref)
@guard(policy.is_young)
@commits
def issue_month() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    told = statement_for(youth.id, money_pages.month_of(request.form.get("month", "")))
    said = statement_sheets.words(money_pages.statement(told, youth))
    issued = service.issue(youth, told, StatementKind.MONTH, said, by=actor())
    return redirect(url_for("youth.show_issued_month", statement=issued.ref), 303)


@bp.get("/statements/<statement>")
@guard(sheets.is_own, statement=queries.own_month)
def show_issued_month(statement: IssuedStatement) -> ResponseReturnValue:
    content = service.content_of(statement)
    with use(content.locale):
        return render("youth/statement.html", page=content.said, sheet=statement_sheets.made(statement), earlier=())


@bp.post("/money/year/paper")
@limited(limits.ISSUE, person=lambda: actor().ref)
@guard(policy.is_young)
@commits
def issue_year() -> ResponseReturnValue:
    youth = people.own_youth(actor())
    told = yearly.year_of(youth.id, year_pages.year_in(request.form.get("year", "")))
    said = statement_sheets.words(year_pages.page(told, youth))
    issued = service.issue(youth, told.told, StatementKind.YEAR, said, by=actor())
    return redirect(url_for("youth.download_issued_year", statement=issued.ref), 303)


@bp.get("/statements/<statement>/pdf")
@guard(sheets.is_own, statement=queries.own_year)
def download_issued_year(statement: IssuedStatement) -> ResponseReturnValue:
    content = service.content_of(statement)
    with use(content.locale):
        html = render_template(
            "youth/year_paper.html", page=content.said, sheet=statement_sheets.made(statement), locale=content.locale
        )
    response = Response(paper.pdf(html, title=content.said["paper_heading"]), mimetype="application/pdf")
    name = f"okat-{content.whose}-{content.said['year']}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response

"""Statements that young people show: opened by the code on the sheet, as they were given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from blueprints.guard import commits, guard, limited
from blueprints.office import bp, statement_pages
from blueprints.office.statement_forms import CodeForm
from blueprints.pages import render
from blueprints.session import actor
from marketplace.access import limits
from marketplace.i18n import t, use
from marketplace.kernel.errors import Invalid, NotFound
from marketplace.statements import codes, policy, queries, service

if TYPE_CHECKING:
    from models.statement import IssuedStatement

NONE_OF_YOURS = t(
    "No sheet of a young person of your area has this code. Compare each letter; whether a sheet from elsewhere is"
    " genuine, anybody can check on the public page."
)


@bp.get("/statements")
@guard(policy.can_check)
def show_statements() -> ResponseReturnValue:
    return _form(CodeForm(data={"code": request.args.get("code", "")[:200]}))


@bp.post("/statements")
@limited(limits.CHECK, person=lambda: actor().ref)
@guard(policy.can_check)
@commits
def open_statement() -> ResponseReturnValue:
    """The sheet behind a code; a write, since the look at a young person's money is kept."""
    form = CodeForm.posted()
    try:
        if form.validate():
            issued = queries.in_office_by_code(actor(), codes.read(form.code.data or "") or "")
            service.note_look(issued, by=actor())
            return redirect(url_for("office.show_statement", statement=issued.ref), 303)
    except NotFound:
        form.take(Invalid(NONE_OF_YOURS, field="code"))
    return _form(form), 422


@bp.get("/statements/<statement>")
@guard(policy.can_open, statement=queries.in_office)
def show_statement(statement: IssuedStatement) -> ResponseReturnValue:
    """The sheet, after a look that is kept; who only has its address presses first."""
    if not service.has_looked(statement, by=actor()):
        return _form(CodeForm(data={"code": codes.printed(statement.code)}))
    page = statement_pages.one(actor(), statement)
    with use(page.locale):
        sheet = render_template("office/statement_sheet.html", page=page)
    return render("office/statement.html", page=page, sheet=Markup(sheet))  # noqa: S704  of a template, escaped there


def _form(form: CodeForm) -> str:
    return render("office/statements.html", form=form, public_href=url_for("public.show_check"))

"""Whether a statement of earnings is genuine: yes or no, its day and its sums, and nothing about anybody."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, limited, public
from blueprints.pages import render
from blueprints.parts import Fact
from blueprints.public import bp
from blueprints.session import actor
from marketplace.access import limits
from marketplace.i18n import Text, dates, t
from marketplace.kernel.errors import NotFound
from marketplace.kernel.money import exact
from marketplace.statements import codes, policy, queries, service
from marketplace.statements.content import Content, Sums

LONGEST = 200


@bp.get("/verify/statements")
@public
def show_check() -> ResponseReturnValue:
    return render("public/statement_check.html", typed="", facts=(), known=None, office_href="")


@bp.post("/verify/statements")
@limited(limits.CHECK)
@public
@commits
def check_statement() -> ResponseReturnValue:
    typed = request.form.get("code", "")[:LONGEST]
    code = codes.read(typed)
    if code is None:
        return _unknown(typed, 422, words=codes.WHOLE)
    return redirect(url_for("public.show_checked_statement", code=code), 303)


@bp.get("/verify/statements/<code>")
@limited(limits.CHECK)
@public
def show_checked_statement(code: str) -> ResponseReturnValue:
    if (whole := codes.read(code[:LONGEST])) is None:
        return _unknown(code[:LONGEST], 404, words=codes.WHOLE)
    try:
        issued = queries.genuine(whole)
    except NotFound:
        return _unknown(code[:LONGEST], 404)
    may_open = policy.can_check(actor())
    return render(
        "public/statement_check.html",
        typed=codes.printed(issued.code),
        facts=_facts(service.content_of(issued)),
        known=True,
        office_href=url_for("office.show_statements", code=codes.printed(issued.code)) if may_open else "",
    )


def _unknown(typed: str, status: int, words: Text | str = "") -> ResponseReturnValue:
    """No sheet has this; `words` when nothing was looked for, since it cannot be a code."""
    known = None if words else False
    page = render("public/statement_check.html", typed=typed, facts=(), known=known, office_href="", words=words)
    return page, status


def _facts(content: Content) -> tuple[Fact, ...]:
    return (
        Fact(t("Issued"), dates.long_date(content.issued_on, weekday=False)),
        Fact(t("Paid by employers directly"), lines=_sums(content.employer)),
        Fact(t("From funds"), lines=_sums(content.fund)),
    )


def _sums(sums: Sums) -> tuple[Text, ...]:
    return (
        t("Arrived or paid: {sum} baht", sum=exact(sums.paid)),
        t("Together with what is still to come: {sum} baht", sum=exact(sums.paid + sums.coming)),
    )

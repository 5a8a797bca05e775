"""What somebody was told, and who looked at them."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.account import bp, pages
from blueprints.guard import commits, guard, signed_in
from blueprints.pages import render
from blueprints.session import actor
from marketplace import notices
from marketplace.notices import queries
from marketplace.people import policy
from marketplace.people.queries import who_saw


@bp.get("/account/notices")
@signed_in
def show_notices() -> ResponseReturnValue:
    return render("account/notices.html", page=pages.notices(queries.told(actor())))


@bp.post("/account/notices/read")
@signed_in
@commits
def read_notices() -> ResponseReturnValue:
    notices.mark_read(actor())
    return redirect(url_for("account.show_notices"), 303)


@bp.get("/account/seen")
@guard(policy.can_see_looks)
def show_seen() -> ResponseReturnValue:
    return render("account/seen.html", page=pages.looks(who_saw(actor())))

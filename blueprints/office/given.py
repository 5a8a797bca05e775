"""Help that was given: what waits to be confirmed, what it is worth, and beside how much money of the funds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.guard import commits, guard
from blueprints.office import bp, given_pages
from blueprints.pages import render
from blueprints.session import actor, tell
from marketplace.i18n import t
from marketplace.resources import uses

if TYPE_CHECKING:
    from models.reservation import ResourceUse


@bp.get("/given")
@guard(uses.can_confirm_any)
def show_given() -> ResponseReturnValue:
    return render("office/given.html", page=given_pages.given(actor()))


@bp.post("/given/<use>")
@guard(uses.can_confirm, use=uses.one)
@commits
def confirm_given(use: ResourceUse) -> ResponseReturnValue:
    uses.confirm(use, by=actor())
    tell(t("Confirmed. It counts now."))
    return redirect(url_for("office.show_given"), 303)

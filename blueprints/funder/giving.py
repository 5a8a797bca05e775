"""My giving: each fund of the funder's programme or area, and what it became."""

from flask.typing import ResponseReturnValue

from blueprints.funder import bp, pages
from blueprints.guard import guard
from blueprints.pages import render
from blueprints.session import actor
from marketplace.earnings import giving
from marketplace.payments import queries


@bp.get("/")
@guard(giving.can_see_giving)
def show_giving() -> ResponseReturnValue:
    return render("funder/giving.html", page=pages.giving(giving.gifts_of(actor()), queries.gifts_of(actor())))

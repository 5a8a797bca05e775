"""What should I offer? What young people near an organisation look for and do not find; small counts are protected."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from blueprints.guard import guard
from blueprints.pages import render
from blueprints.provider import bp, demand_pages
from blueprints.session import actor
from marketplace.offers import policy


@bp.get("/demand")
@guard(policy.can_supply)
def show_demand() -> ResponseReturnValue:
    return render("provider/demand.html", page=demand_pages.page(actor()))

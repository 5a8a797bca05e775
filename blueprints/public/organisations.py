"""Who stands behind what is offered: one public page each."""

from flask.typing import ResponseReturnValue

from blueprints.cards import card_views
from blueprints.guard import public
from blueprints.pages import render
from blueprints.public import bp, waits
from blueprints.public.organisation_page import organisation_page
from blueprints.session import actor
from marketplace.kernel import clock
from marketplace.offers import queries
from marketplace.organisations import branches, trust
from marketplace.resources import queries as resources


@bp.get("/organisations/<ref>")
@public
def show_organisation(ref: str) -> ResponseReturnValue:
    found = queries.organisation(ref)
    cards = card_views(queries.open_at(found.id), waits.life(actor()), clock.today())
    page = organisation_page(found, resources.of_organisation(found.id), branches.of(found), trust.of(found))
    return render("public/organisation.html", page=page, cards=cards)

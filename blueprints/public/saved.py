"""What somebody keeps for later."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.cards import card_views
from blueprints.guard import commits, signed_in
from blueprints.pages import render
from blueprints.public import bp, waits
from blueprints.session import actor
from marketplace.kernel import clock
from marketplace.offers import queries, saved


@bp.get("/saved")
@signed_in
def show_saved() -> ResponseReturnValue:
    cards = card_views(saved.kept_by(actor()), waits.life(actor()), clock.today())
    return render("public/saved.html", cards=cards)


@bp.post("/opportunities/<ref>/save")
@signed_in
@commits
def save_opportunity(ref: str) -> ResponseReturnValue:
    saved.save(queries.one(ref).opportunity, by=actor())
    return redirect(url_for("public.show_opportunity", ref=ref), 303)


@bp.post("/opportunities/<ref>/forget")
@signed_in
@commits
def forget_opportunity(ref: str) -> ResponseReturnValue:
    saved.forget(queries.one(ref).opportunity, by=actor())
    return redirect(url_for("public.show_opportunity", ref=ref), 303)

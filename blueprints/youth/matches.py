"""For you: everything that fits, with its reasons; also for somebody who has answered without an account."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from flask.typing import ResponseReturnValue

from blueprints import choice_parts
from blueprints.guard import public
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.session import actor
from blueprints.youth import bp, help_pages, match_pages, shortlist_pages
from blueprints.youth.keeping import brought, person
from marketplace.enrolments import applications
from marketplace.kernel import clock
from marketplace.matching import choosing, committee
from marketplace.matching.glimpse import glimpse


@bp.get("/matches")
@public
def show_matches() -> ResponseReturnValue:
    who, asked, number, today = person(), choice_parts.read(request.args), asked_page(), clock.today()
    weights = committee.weights_for(who.area_code, today)
    choice = choosing.choose(who.life, asked, today, weights=weights)
    if who.youth is not None:
        choice = choosing.with_asked_for(choice, applications.asked_for(who.youth.id))
    keep = who.youth is not None and brought().is_begun
    page = match_pages.matches(who, asked, choice, number, keep=keep, shared=shortlist_pages.links(actor()))
    if who.answers.is_begun:
        page = replace(page, tried=match_pages.tried(glimpse(choice, asked, weights), asked))
    return render("youth/matches.html", page=page, helped=help_pages.cards(who, today) if number <= 1 else ())

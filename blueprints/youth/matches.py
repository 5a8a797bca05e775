"""For you: everything that fits, with its reasons; also for somebody who has answered without an account."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from blueprints.guard import public
from blueprints.pages import render
from blueprints.paging import asked_page
from blueprints.youth import bp, match_pages
from blueprints.youth.keeping import brought, person
from marketplace.kernel import clock
from marketplace.matching import for_you


@bp.get("/matches")
@public
def show_matches() -> ResponseReturnValue:
    who, today = person(), clock.today()
    page = asked_page()
    found = for_you.find(who.life, today)
    opened = found.openings(who.life, today) if who.answers.is_begun and page <= 1 else ()
    keep = who.youth is not None and brought().is_begun
    return render("youth/matches.html", page=match_pages.matches(who, found, opened, page, today, keep=keep))

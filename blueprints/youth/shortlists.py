"""A shortlist that somebody who helps has shared: their choice, to read, compare and apply from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue

from blueprints.guard import guard
from blueprints.pages import render
from blueprints.youth import bp, shortlist_pages
from marketplace.matching import policy, shortlists

if TYPE_CHECKING:
    from models.shortlist import Shortlist


@bp.get("/shortlists/<shared>")
@guard(policy.can_read_own, shared=shortlists.one_shared)
def show_shortlist(shared: Shortlist) -> ResponseReturnValue:
    return render("youth/shortlist.html", page=shortlist_pages.shared_list(shared))

"""Whether a certificate of contribution is genuine: what was given, when, its worth, and nobody who was helped."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from blueprints import contribution_parts
from blueprints.guard import limited, public
from blueprints.pages import render
from blueprints.public import bp
from marketplace.access import limits
from marketplace.resources import certificates

LONGEST = 40


@bp.get("/verify/contributions/<certificate>")
@limited(limits.CHECK)
@public
def show_verified_contribution(certificate: str) -> ResponseReturnValue:
    page = contribution_parts.checked(certificates.genuine(certificate[:LONGEST]))
    return render("public/verified_contribution.html", page=page)

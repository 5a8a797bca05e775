"""What a browser keeps of the young people who used it: marks without a name, so that none signs for their guardian;
and of the links that were signed in it, so that only whoever signed is thanked.

A mark says nothing to whoever reads it, and outlives signing out as long as a guardian's link can be used.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import Response, after_this_request, g, request

from blueprints.session import config

if TYPE_CHECKING:
    from marketplace.access import Actor

COOKIE: Final = "okat-mark"
LASTING: Final = timedelta(days=14)
MOST: Final = 8
SIGNED: Final = "okat-signed"
THANKED: Final = timedelta(hours=2)


def leave(who: Actor) -> None:
    """Mark this browser as used by a young person; anybody else leaves no mark."""
    if who.youth_id is None:
        return
    own = _mark(who.youth_id)
    if "marks" not in g:
        after_this_request(_keep)
    g.marks = [own, *(one for one in _known() if one != own)][:MOST]


def was_used_by(youth_id: int) -> bool:
    """Whether this young person was signed in in this browser not long ago."""
    return _mark(youth_id) in _known()


def leave_signature(token: str) -> None:
    """Mark this browser as the one in which a link was signed."""
    marks = [_mark(f"link|{token}"), *request.cookies.get(SIGNED, "").split(".")][:MOST]
    value, lasting = ".".join(filter(None, marks)), int(THANKED.total_seconds())

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            SIGNED, value, max_age=lasting, httponly=True, samesite="Lax", secure=config().secure_cookies, path="/"
        )
        return response


def signed_here(token: str) -> bool:
    """Whether a link was signed in this browser within the last hours."""
    return _mark(f"link|{token}") in request.cookies.get(SIGNED, "").split(".")[:MOST]


def _known() -> list[str]:
    kept: list[str] = g.get("marks") or request.cookies.get(COOKIE, "").split(".")[:MOST]
    return kept


def _keep(response: Response) -> Response:
    value, lasting = ".".join(filter(None, g.marks)), int(LASTING.total_seconds())
    response.set_cookie(
        COOKIE, value, max_age=lasting, httponly=True, samesite="Lax", secure=config().secure_cookies, path="/"
    )
    return response


def _mark(whose: int | str) -> str:
    return hmac.new(config().secret, f"mark|{whose}".encode(), hashlib.sha256).hexdigest()[:24]

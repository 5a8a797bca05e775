"""A random secret of our own in the browser, set when somebody first says something that money follows.

It is made of nothing the browser tells, outlives signing out, and only its keyed mark is ever kept.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Final

from flask import Response, after_this_request, request

from blueprints.session import actor, config
from marketplace.audit import devices
from models.vocabulary import ActingSide

COOKIE: Final = "okat-device"
LONGEST: Final = 64
LASTING: Final[timedelta] = devices.KEPT


def leave(side: ActingSide, *enrolment_ids: int) -> None:
    """Note from which browser this was said; part of the caller's transaction."""
    browser = request.cookies.get(COOKIE, "")[:LONGEST] or secrets.token_urlsafe(24)
    devices.note(browser, side, enrolment_ids, by=actor())

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            COOKIE,
            browser,
            max_age=int(LASTING.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=config().secure_cookies,
            path="/",
        )
        return response

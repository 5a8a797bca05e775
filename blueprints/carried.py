"""Answers that travel with a browser nobody has signed in on: sealed in a cookie no script reads, ending with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request

from blueprints.session import ANSWERS_COOKIE, config
from marketplace.kernel.sealing import Unreadable, seal, unseal
from marketplace.people import answers
from marketplace.people.answers import NONE_YET

if TYPE_CHECKING:
    from marketplace.people.answers import Answers

COOKIE = ANSWERS_COOKIE
PLACE = "browser|answers"


def brought() -> Answers:
    """The answers this browser carries."""
    carried = request.cookies.get(COOKIE, "")
    try:
        return answers.read(unseal(carried, PLACE)) if carried else NONE_YET
    except Unreadable:
        return NONE_YET


def carry(response: Response, told: Answers) -> None:
    """Give the browser these answers to carry."""
    sealed = seal(answers.write(told), PLACE)
    response.set_cookie(COOKIE, sealed, httponly=True, samesite="Lax", secure=config().secure_cookies, path="/")


def forgotten(onward: str) -> Response:
    """Let the browser forget its answers and go on."""
    response = Response(headers={"Location": onward}, status=303)
    response.delete_cookie(COOKIE, path="/")
    return response

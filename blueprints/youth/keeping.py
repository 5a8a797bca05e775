"""Whose answers these are: an account's, or those of a browser that nobody has signed in on.

The browser's own travel sealed in a cookie that scripts cannot read and that ends with the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import Response, request

from blueprints.session import ANSWERS_COOKIE, actor, config
from marketplace.kernel.sealing import Unreadable, seal, unseal
from marketplace.matching.reading import life_of, terms_of
from marketplace.people import answers, queries
from marketplace.people.answers import NONE_YET, Answers

if TYPE_CHECKING:
    from marketplace.matching.terms import LifeTerms
    from models.youth import Youth

COOKIE = ANSWERS_COOKIE
PLACE = "browser|answers"


@dataclass(frozen=True)
class Person:
    """Who is answering; without an account there is no `youth`."""

    answers: Answers
    youth: Youth | None

    @cached_property
    def life(self) -> LifeTerms:
        """What the answers mean for a match."""
        return terms_of(self.answers) if self.youth is None else life_of(self.youth)

    @property
    def area_code(self) -> str | None:
        """Where they live, as far as they told."""
        return self.answers.area_code if self.youth is None else self.youth.area_code


def person() -> Person:
    """Who is answering; raises NotFound for an account that is no young person's."""
    if not actor().is_known:
        return Person(brought(), None)
    youth = queries.own_youth(actor())
    return Person(answers.of(youth), youth)


def brought() -> Answers:
    """The answers this browser carries."""
    carried = request.cookies.get(COOKIE, "")
    try:
        return answers.read(unseal(carried, PLACE)) if carried else NONE_YET
    except Unreadable:
        return NONE_YET


def kept(who: Person, told: Answers, onward: str) -> Response:
    """Keep the answers where they belong and go on."""
    response = Response(headers={"Location": onward}, status=303)
    if who.youth is not None:
        answers.keep(who.youth, told, by=actor())
        return response
    sealed = seal(answers.write(told), PLACE)
    response.set_cookie(COOKIE, sealed, httponly=True, samesite="Lax", secure=config().secure_cookies, path="/")
    return response


def forgotten(onward: str) -> Response:
    """Let the browser forget its answers and go on."""
    response = Response(headers={"Location": onward}, status=303)
    response.delete_cookie(COOKIE, path="/")
    return response

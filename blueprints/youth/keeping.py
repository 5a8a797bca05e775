"""Whose answers these are: an account's, or those of a browser that nobody has signed in on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask import Response

from blueprints.carried import COOKIE, PLACE, brought, carry, forgotten
from blueprints.session import actor
from marketplace.enrolments import alone
from marketplace.matching.reading import life_of, terms_of
from marketplace.people import answers, queries

if TYPE_CHECKING:
    from marketplace.matching.terms import LifeTerms
    from marketplace.people.answers import Answers
    from models.youth import Youth

__all__ = ["COOKIE", "PLACE", "Person", "brought", "forgotten", "kept", "person"]


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


def kept(who: Person, told: Answers, onward: str) -> Response:
    """Keep the answers where they belong and go on."""
    response = Response(headers={"Location": onward}, status=303)
    if who.youth is not None:
        alone.keep_answers(who.youth, told, by=actor())
        return response
    carry(response, told)
    return response

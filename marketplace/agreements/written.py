"""The sentences of an agreement: all are there, none is too long, and none keeps back papers, a telephone or wages."""

from typing import Protocol

from marketplace.i18n import t
from marketplace.kernel.errors import Invalid
from marketplace.offers import kept_back

LENGTHS = {"tasks": 2000, "learning_goals": 2000, "site": 200, "tutor": 120}


class Sentences(Protocol):
    """What the host writes of the terms, as a draft or in a version."""

    @property
    def tasks(self) -> str:
        """What is done."""

    @property
    def learning_goals(self) -> str:
        """What is learned."""

    @property
    def site(self) -> str:
        """Where exactly."""

    @property
    def tutor(self) -> str:
        """Who teaches at work."""


def wrong(terms: Sentences) -> dict[str, object]:
    """What is wrong with each sentence, at its field."""
    errors: dict[str, object] = {}
    for name, longest in LENGTHS.items():
        said = getattr(terms, name).strip()
        if not said:
            errors[name] = t("Please answer this.")
        elif len(said) > longest:
            errors[name] = t("At most {most} letters.", most=longest)
        elif (refused := kept_back.refusal(said)) is not None:
            errors[name] = refused
    return errors


def check(terms: Sentences) -> None:
    """Raises Invalid where something is kept back, before anybody is asked to sign what was drawn up earlier."""
    for name in LENGTHS:
        if (refused := kept_back.refusal(getattr(terms, name))) is not None:
            raise Invalid(refused)

"""Where hardly anything fits, the first of what the best single change would open: nobody is left with links alone."""

from dataclasses import dataclass, replace
from typing import Final

from marketplace.matching import changes, choosing
from marketplace.matching.changes import Opening
from marketplace.matching.choosing import Asked, Choice, Hit
from marketplace.matching.weights import Weights

FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The change that opens the most, the list it would make, and the first that are new in it."""

    opening: Opening
    choice: Choice
    hits: tuple[Hit, ...]


def glimpse(choice: Choice, asked: Asked, weights: Weights) -> Glimpse | None:
    """What to show beside fewer than three fits; None where enough fit or no single change opens anything."""
    if choice.change is not None or choice.total >= FEW or not choice.openings:
        return None
    opening = changes.best(choice.openings, 1)[0]
    supposed = replace(asked, change=choosing.address_of(opening.change))
    there = choosing.choose(choice.life, supposed, choice.on, weights=weights)
    return Glimpse(opening, there, tuple(hit for hit in there.fitting if hit.is_new)[:FEW])

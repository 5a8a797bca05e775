"""What the words of a posting may not hold: ways past Okat, secrets and pressure, told at the field they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.i18n import crossing
from models.vocabulary import MilestoneKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.offers.bounds import Problem, Rule
    from marketplace.offers.drafts import PostingDraft

TEXTS: Final = (
    "title_th", "title_en", "summary_th", "summary_en", "about_th", "about_en", "bring_th", "bring_en", "place_th",
    "place_en",
)  # fmt: skip
_NAMED: Final = {MilestoneKind.STEP: "steps", MilestoneKind.THING: "things"}


def _text(name: str) -> Rule:
    def judged(draft: PostingDraft) -> Iterator[Problem]:
        yield from _of(name, getattr(draft, name))

    return judged


def _skills(draft: PostingDraft) -> Iterator[Problem]:
    for word in draft.skills:
        yield from _of("skills", word)


def _points(draft: PostingDraft) -> Iterator[Problem]:
    for one in draft.promises:
        if one.kind in _NAMED:
            yield from _of(_NAMED[one.kind], one.title)


def _of(name: str, text: str) -> Iterator[Problem]:
    if (refusal := crossing.refusal(text, to_all=True)) is not None:
        yield name, refusal


RULES: Final[tuple[Rule, ...]] = (*(_text(name) for name in TEXTS), _skills, _points)
"""Each judges by itself, so that one text which could not be read hides nothing that others say."""

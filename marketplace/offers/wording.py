"""What the words of a posting may not hold: ways past Okat, secrets and pressure, told at the field they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.i18n import crossing
from models.vocabulary import MilestoneKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from marketplace.i18n import Text
    from marketplace.offers.bounds import Problem, Rule
    from marketplace.offers.drafts import PostingDraft

TEXTS: Final = (
    "title_th", "title_en", "summary_th", "summary_en", "about_th", "about_en", "bring_th", "bring_en", "place_th",
    "place_en",
)  # fmt: skip
_NAMED: Final = {MilestoneKind.STEP: "steps", MilestoneKind.THING: "things"}


def rules_of(refusal: Callable[[str], Text | None]) -> tuple[Rule, ...]:
    """A rule for each text of a posting, so that one which could not be read hides nothing that others say."""

    def told(name: str, text: str) -> Iterator[Problem]:
        if (said := refusal(text)) is not None:
            yield name, said

    def text(name: str) -> Rule:
        def judged(draft: PostingDraft) -> Iterator[Problem]:
            yield from told(name, getattr(draft, name))

        return judged

    def skills(draft: PostingDraft) -> Iterator[Problem]:
        for word in draft.skills:
            yield from told("skills", word)

    def points(draft: PostingDraft) -> Iterator[Problem]:
        for one in draft.promises:
            if one.kind in _NAMED:
                yield from told(_NAMED[one.kind], one.title)

    return (*(text(name) for name in TEXTS), skills, points)


def _past_okat(text: str) -> Text | None:
    return crossing.refusal(text, to_all=True)


RULES: Final[tuple[Rule, ...]] = rules_of(_past_okat)

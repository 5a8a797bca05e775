"""What is written about a concern: the words, sealed, and what of ours stands above them in its reader's language.

Nobody is looked for in what is ours: the name of whoever wrote words is none of those the words mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from marketplace.i18n import Text, t
from marketplace.kernel import clock, ids
from marketplace.kernel.sealing import seal, unseal
from models.concern import ConcernNote
from models.session import db
from models.vocabulary import NoteHeading

if TYPE_CHECKING:
    from marketplace.access import Actor
    from models.concern import Concern


@dataclass(frozen=True, slots=True)
class Heading:
    """What of ours stands above somebody's words, and the name or words it says of whom."""

    kind: NoteHeading
    whom: str = ""


def of_writer(by: Actor) -> Heading:
    """What stands above the words of an adult that did not reach a young person."""
    return Heading(NoteHeading.WROTE, by.name) if by.is_known else Heading(NoteHeading.NO_ACCOUNT)


def add(
    concern: Concern, text: str, author_id: int | None, *, from_reporter: bool = False, heading: Heading | None = None
) -> None:
    """Keep words with what stands above them."""
    ref = ids.new_ref("CT")
    whom = heading.whom if heading is not None else ""
    concern.notes.append(
        ConcernNote(
            ref=ref,
            author_id=author_id,
            from_reporter=from_reporter,
            heading=heading.kind if heading is not None else "",
            whom_sealed=seal(whom, f"concern_note|whom|{ref}") if whom else None,
            text_sealed=seal(text.strip(), f"concern_note|text|{ref}"),
            at=clock.now(),
        )
    )
    db.flush()


def text_of(one: ConcernNote) -> str:
    """What a note says."""
    return unseal(one.text_sealed, f"concern_note|text|{one.ref}")


def heading_of(one: ConcernNote) -> Text | None:
    """What stands above its words; of what was kept before there were headings it stands in the words."""
    if one.heading == NoteHeading.WROTE:
        return t("{name} wrote this, and it was not shown to the young person:", name=_whom(one))
    if one.heading == NoteHeading.NO_ACCOUNT:
        return t("Somebody without an account wrote this on a page about the young person:")
    return t("It is about: {whom}", whom=_whom(one)) if one.heading == NoteHeading.ABOUT else None


def meaning_of(one: ConcernNote) -> str:
    """All of a note that may mean somebody: its words, and whom its reporter said it is about."""
    return f"{_whom(one)}\n{text_of(one)}" if one.heading == NoteHeading.ABOUT else text_of(one)


def says(concern: Concern, text: str) -> bool:
    """Whether a concern holds these very words."""
    return any(text_of(one) == text for one in concern.notes)


def has_of(concern: Concern, author_id: int | None, text: str) -> bool:
    """Whether it holds them as the words of this adult."""
    return any(one.from_reporter and one.author_id == author_id and text_of(one) == text for one in concern.notes)


def _whom(one: ConcernNote) -> str:
    return unseal(one.whom_sealed, f"concern_note|whom|{one.ref}") if one.whom_sealed else ""

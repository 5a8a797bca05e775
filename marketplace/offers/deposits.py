"""A deposit or a deduction that the words of a work placement ask for: nobody under 18 may be asked (section 51)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from marketplace.i18n import Text, contacts, t
from marketplace.i18n.thai import normalise
from marketplace.offers.wording import TEXTS
from models.vocabulary import OpportunityKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.offers.drafts import PostingDraft

ADULT = 18
_INSURED = "สังคม|อุบัติเหตุ|ชีวิต|สุขภาพ|ภัย|วินาศ|คุณภาพ|กลุ่ม"
"""Insurance, which has the same word in Thai."""

_ASKED = re.compile(
    rf"(?:(?:ค่า|เงิน)ประกัน(?!{_INSURED})|มัดจำ|หักค่า(?!ประกัน(?:{_INSURED})|ใช้จ่าย))[^\s,.;]{{0,20}}(?: [0-9,]+ ?บาท)?"
    r"|\b(?:security )?deposits?\b"
)
_DENIED = re.compile(
    r"(?:ไม่|(?:ไม่(?:มี|ต้อง|เก็บ|เรียก|คิด|หัก|วาง|จ่าย|รับ)|ห้าม|ฟรี)[ก-๙]{0,16}\s?|\b(?:no|not|without|never)\b[^.\n]{0,20})$"
)


def asked_in(text: str) -> str:
    """The words by which a text asks for a deposit or keeps something back; empty where it does not or denies it."""
    plain = normalise(text)
    for found in _ASKED.finditer(plain):
        if not _DENIED.search(plain[: found.start()]):
            return found[0]
    return ""


def problems(draft: PostingDraft) -> Iterator[tuple[str, Text]]:
    """What a placement open to people under 18 says of deposits, at the field that says it."""
    if draft.kind != OpportunityKind.PLACEMENT or draft.age_min >= ADULT:
        return
    for name in TEXTS:
        if words := asked_in(getattr(draft, name)):
            yield (
                name,
                t(
                    "No deposit may be taken from anyone under 18, and none kept back from a wage (“{words}”). Take it"
                    " out, or set the youngest age to 18.",
                    words=contacts.shortened(words),
                ),
            )

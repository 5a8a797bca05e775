"""Why a result suits, in words: the same phrases in the same order as `reasons`, from the bits a kernel leaves."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from marketplace.i18n import Text, t
from marketplace.matching import reasons
from marketplace.matching.index import layout as ly
from marketplace.matching.index.encoding import SUPPORTS
from models.vocabulary import Support

_SINGLE: Final = (
    (ly.WHY_PAPERS, reasons.OFFERED[Support.NO_DOCUMENTS]),
    (ly.WHY_HOME, reasons.FROM_HOME),
    (ly.WHY_WALK, reasons.ON_FOOT),
    (ly.WHY_ENOUGH, reasons.ENOUGH),
    (ly.WHY_INTEREST, reasons.OF_INTEREST),
    (ly.WHY_SKILL, reasons.USES_SKILL),
    (ly.WHY_CERTIFICATE, reasons.NO_CERTIFICATE),
)


@lru_cache(maxsize=65_536)
def phrases(why: int, credits_counted: int) -> tuple[Text, ...]:
    """Up to three phrases, the weightiest first; see `reasons.why_it_fits`."""
    said = dict.fromkeys(_all(why, credits_counted))
    return tuple(said)[: reasons.MOST] or (reasons.PLAINLY,)


def _all(why: int, credits_counted: int) -> Iterator[Text]:
    if why >> ly.WHY_EVENINGS & 1:
        yield reasons.OFFERED[Support.EVENING]
    elif why >> ly.WHY_WEEKENDS & 1:
        yield reasons.ONLY_WEEKENDS
    yield from (reasons.OFFERED[Support(need)] for at, need in enumerate(SUPPORTS) if why >> (ly.WHY_NEEDS + at) & 1)
    yield from (text for bit, text in _SINGLE if why >> bit & 1)
    if credits_counted:
        yield t("Counts {count} credits", count=credits_counted)
    if why >> ly.WHY_MENTOR & 1:
        yield reasons.WITH_MENTOR
    offered = {support for at, support in enumerate(SUPPORTS) if why >> (ly.WHY_OFFERED + at) & 1}
    yield from (reasons.OFFERED[each] for each in reasons.GOOD_FOR_ANYONE if each in offered)

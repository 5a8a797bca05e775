"""Why a guardian is still asked by whoever has changed their birth date, said kindly and with the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.i18n import Text, t
from marketplace.kernel import clock
from marketplace.people import birth

if TYPE_CHECKING:
    from models.youth import Youth

_STILL = t(
    "You changed your birth date. We believe you; but until somebody of your office has seen it on a paper, your"
    " guardian is asked as before. Show your ID card or house registration at the office or to your case worker,"
    " and it goes on."
)


def still_asked(youth: Youth | None) -> Text | None:
    """The sentence, where only a changed birth date keeps the guardian's part."""
    return _STILL if youth is not None and birth.keeps_guardian(youth, clock.today()) else None

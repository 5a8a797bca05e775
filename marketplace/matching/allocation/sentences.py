"""The reason of each line of a plan in one plain sentence."""

from marketplace.i18n import Text, t
from marketplace.matching.allocation.problem import Why

PLACED = {
    Why.BEST: t("The best fit of all"),
    Why.LOCKED: t("Kept by hand"),
    Why.SEATS: t("The seats of a better fit went to others"),
    Why.FUND: t("The money for a better fit is used up"),
    Why.MENTOR: t("The mentor time for a better fit is used up"),
}
UNPLACED = {
    Why.NO_FIT: t("Nothing on the list fits"),
    Why.LOCKED: t("Left out by hand"),
    Why.SEATS: t("The seats of all fits went to others"),
    Why.FUND: t("The money for the best fit is used up"),
    Why.MENTOR: t("The mentor time for the best fit is used up"),
}


def told(why: Why, *, placed: bool) -> Text:
    """The sentence of a line."""
    return PLACED[why] if placed else UNPLACED[why]

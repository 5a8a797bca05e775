"""What second looks are called, and what a round says in one sentence."""

from marketplace.i18n import Text, t
from marketplace.second_looks.queries import Found
from models.vocabulary import LookSign, LookState

STATE = {
    LookState.WAITING: t("Waits for a second look"),
    LookState.TRUE: t("Looked at: it is true"),
    LookState.FALSE: t("Looked at: it is not true"),
    LookState.UNCLEAR: t("Looked at: it cannot be said yet"),
}
SIGN = {
    LookSign.SAME_FILE: t("The same file was given for another completion"),
    LookSign.SAME_MINUTE: t("Many completions were claimed in the same minute"),
    LookSign.TWO_PLACES: t("Days at two places were marked by one person in the same minute"),
    LookSign.SAME_DEVICE: t("Two people spoke from one device, which in many families is nothing strange"),
    LookSign.AT_TWO_PLACES: t("The young person was marked present at two places at the same time"),
}


def percent(share: float) -> str:
    """A share of one as a number of a hundred with one decimal."""
    return f"{share * 100:.1f}"


def estimate(found: Found) -> Text:
    """The share of completions that were not true, with its interval, or what is still missing for it."""
    if found.estimate is None:
        return t("The share can be told once some of each kind have been looked at.")
    return t(
        "About {rate} of 100 completions were not true; with 95 % certainty between {low} and {high}.",
        rate=percent(found.estimate.rate),
        low=percent(found.estimate.low),
        high=percent(found.estimate.high),
    )

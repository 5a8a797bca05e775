"""The table of moves of a question about money."""

from collections.abc import Mapping

from marketplace.i18n import Text, t
from marketplace.kernel.workflow import Workflow
from models.vocabulary import EnquiryState as S

WORDS: Mapping[str, Text] = {
    S.OPEN: t("Waits for the office's answer"),
    S.ANSWERED: t("Answered"),
    S.CLOSED: t("Closed"),
}
NEXT: Mapping[str, Text] = {
    S.OPEN: t("The office answers next."),
    S.ANSWERED: t("The young person may ask again; when the money has come it closes."),
    S.CLOSED: t("Nothing is left to do. The young person may ask anew."),
}
ENQUIRY = Workflow(
    "enquiry",
    {
        (S.OPEN, "answer"): S.ANSWERED,
        (S.OPEN, "close"): S.CLOSED,
        (S.OPEN, "settle"): S.CLOSED,
        (S.ANSWERED, "ask_again"): S.OPEN,
        (S.ANSWERED, "close"): S.CLOSED,
        (S.ANSWERED, "settle"): S.CLOSED,
    },
    words=WORDS,
    nexts=NEXT,
)
"""`settle` is the young person's "it has arrived"; everything else is said by the office, but for `ask_again`."""

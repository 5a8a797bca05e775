"""The table of moves of money that has to come back."""

from collections.abc import Mapping

from marketplace.i18n import Text, t
from marketplace.kernel.workflow import Workflow
from models.vocabulary import RecoveryState as S

WORDS: Mapping[str, Text] = {
    S.OPEN: t("Has to come back"),
    S.PROPOSED: t("To be written off, waits for a second person"),
    S.RECOVERED: t("The money is back"),
    S.WRITTEN_OFF: t("Written off by two people"),
    S.NOT_SENT: t("Stopped before it left"),
    S.KEPT: t("It was due after all"),
}
NEXT: Mapping[str, Text] = {
    S.OPEN: t("An officer gets it back, or proposes to write it off."),
    S.PROPOSED: t("An approver agrees, or does not."),
    S.RECOVERED: t("Nothing is left to do."),
    S.WRITTEN_OFF: t("Nothing is left to do."),
    S.NOT_SENT: t("Nothing is left to do."),
    S.KEPT: t("Nothing is left to do."),
}
RECOVERY = Workflow(
    "recovery",
    {
        (S.OPEN, "propose"): S.PROPOSED,
        (S.PROPOSED, "return"): S.OPEN,
        (S.PROPOSED, "agree"): S.WRITTEN_OFF,
        (S.OPEN, "recover"): S.RECOVERED,
        (S.PROPOSED, "recover"): S.RECOVERED,
        (S.OPEN, "stop"): S.NOT_SENT,
        (S.PROPOSED, "stop"): S.NOT_SENT,
        (S.OPEN, "keep"): S.KEPT,
        (S.PROPOSED, "keep"): S.KEPT,
        (S.NOT_SENT, "reopen"): S.OPEN,
        (S.KEPT, "reopen"): S.OPEN,
        (S.RECOVERED, "wait_anew"): S.OPEN,
        (S.WRITTEN_OFF, "wait_anew"): S.OPEN,
    },
    words=WORDS,
    nexts=NEXT,
)
"""`recover`, `stop`, `keep`, `reopen` and `wait_anew` follow from what happens to the earning; nobody says them."""

CLOSED = (S.RECOVERED, S.WRITTEN_OFF)
"""Nothing of it is waited for any more, unless the bank is found to have paid once more."""

WAITING = (S.OPEN, S.PROPOSED)

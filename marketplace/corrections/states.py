"""The table of moves of a correction, and what its kinds are called."""

from collections.abc import Mapping

from marketplace.i18n import Text, t
from marketplace.kernel.workflow import Workflow
from models.vocabulary import CorrectionKind
from models.vocabulary import CorrectionState as S

WORDS: Mapping[str, Text] = {
    S.PROPOSED: t("Waits for a second person"),
    S.DONE: t("Corrected"),
    S.DECLINED: t("Not agreed"),
}
NEXT: Mapping[str, Text] = {
    S.PROPOSED: t("An approver agrees, or does not."),
    S.DONE: t("Nothing is left to do."),
    S.DECLINED: t("Another correction may be proposed."),
}
KIND: Mapping[str, Text] = {
    CorrectionKind.AGAIN: t("Paid again"),
    CorrectionKind.MORE: t("Too little was paid, the rest is added"),
    CorrectionKind.LESS: t("Too much was paid, a part came back"),
}
CORRECTION = Workflow(
    "correction",
    {(S.PROPOSED, "agree"): S.DONE, (S.PROPOSED, "decline"): S.DECLINED},
    words=WORDS,
    nexts=NEXT,
)

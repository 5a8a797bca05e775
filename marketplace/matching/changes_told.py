"""A single change as the staff of a young person's place read it: about somebody, not to somebody."""

from marketplace.i18n import Text, t
from marketplace.matching import changes
from marketplace.matching.changes import Change, ChangeKind
from models.vocabulary import Support, Transport

COVERED = {
    Support.STEP_FREE: t("If there were no steps"),
    Support.CHILDCARE: t("If someone looked after the child"),
    Support.RIDE: t("If a ride were arranged"),
    Support.DEVICE: t("If a phone or computer were lent"),
    Support.SIGN_LANGUAGE: t("If sign language were there"),
    Support.NO_DOCUMENTS: t("If papers could come later"),
    Support.EVENING: t("If it need not be in the evening"),
    Support.MEAL: t("If a meal were arranged"),
    Support.DORMITORY: t("If there were a place to stay"),
    Support.EASY_READ: t("If someone read it with them"),
    Support.LANGUAGE_HELP: t("If someone helped with the language"),
    Support.PRENATAL: t("If time for the doctor were arranged"),
    Support.QUIET: t("If a quiet place were arranged"),
}
FASTER = {
    Transport.BIKE: t("If they had a bicycle"),
    Transport.PUBLIC: t("If they went by bus or songthaew"),
}
PAPERS = t("If they had their papers")
_TOLD = {
    changes.PAPERS.key: PAPERS,
    **{text.key: COVERED[need] for need, text in changes.COVERED.items()},
    **{text.key: FASTER[way] for way, text in changes.FASTER.items()},
}


def told_to_staff(change: Change) -> Text:
    """The change in the third person."""
    match change.kind:
        case ChangeKind.SUPPORT:
            return COVERED[Support(change.value)]
        case ChangeKind.TRANSPORT:
            return FASTER[Transport(change.value)]
        case ChangeKind.DOCUMENTS:
            return PAPERS
    return change.text


def told_of(text: Text) -> Text:
    """The words of a change, kept as they are told to whom it is about, in the third person."""
    return _TOLD.get(text.key, text)

"""Agreements in plain words: where one stands, what happens next, who the parties are, how a day stands."""

from marketplace.i18n import Text, t
from models.vocabulary import AgreementOutcome as O
from models.vocabulary import AgreementState as A
from models.vocabulary import Party
from models.vocabulary import SignedHow as H
from models.vocabulary import WorkDayState as W

STATES: dict[str, Text] = {
    A.DRAFT: t("Being written"),
    A.READY_TO_SIGN: t("Ready to sign"),
    A.PARTLY_SIGNED: t("Signed in part"),
    A.IN_REVIEW: t("With the officer"),
    A.VALID: t("In force"),
    A.ACTIVE: t("Running"),
    A.ASSESSED: t("Finished and assessed"),
    A.REJECTED: t("Not accepted"),
    A.CANCELLED: t("Cancelled"),
}
OVER = t("Over, not assessed yet")
CHANGING = t("In force; a change waits for signatures")
OVER_NEXT = t("The host is asked how it went.")
NEXT: dict[str, Text] = {
    A.DRAFT: t("The host writes the terms; then everybody reads and signs."),
    A.READY_TO_SIGN: t("Everybody reads the text and signs. Any change makes a new version to sign."),
    A.PARTLY_SIGNED: t("Those who have not signed yet are asked. Any change makes a new version to sign."),
    A.IN_REVIEW: t("The officer reads it and signs last. Then it counts."),
    A.VALID: t("Everybody has signed. It begins on its first day."),
    A.ACTIVE: t("Worked days are written down by the host and seen by the young person."),
    A.ASSESSED: t("The host has said how it went."),
    A.REJECTED: t("The officer did not accept it. See why."),
    A.CANCELLED: t("It does not go on. See why."),
}
PARTIES: dict[str, Text] = {
    Party.YOUTH: t("Young person"),
    Party.GUARDIAN: t("Guardian"),
    Party.HOST: t("Host"),
    Party.PROVIDER: t("Provider of learning"),
    Party.OFFICER: t("Officer"),
}
HOW: dict[str, Text] = {
    H.ACCOUNT: t("signed in"),
    H.LINK: t("by a one-time link"),
    H.CASE_WORKER: t("recorded by a case worker"),
}
OUTCOMES: dict[str, Text] = {
    O.COMPLETED: t("Completed"),
    O.PARTLY_COMPLETED: t("Completed in part"),
    O.DID_NOT_SHOW: t("Did not come"),
    O.ENDED_WITH_JOB: t("Hired"),
}
DAYS: dict[str, Text] = {
    W.ENTERED: t("Written down"),
    W.CONFIRMED: t("Confirmed"),
    W.DISPUTED: t("Disputed"),
    W.SETTLED: t("Settled by the office"),
}

"""What questions about money and their ends are called; codes are stored, words are read."""

from collections.abc import Mapping

from marketplace.i18n import Text, t
from models.vocabulary import EnquiryKind, EnquiryOutcome

KIND: Mapping[str, Text] = {
    EnquiryKind.NOT_COME: t("The money has not come"),
    EnquiryKind.WRONG_SUM: t("Another sum came"),
    EnquiryKind.WAGE: t("A wage is not right"),
    EnquiryKind.QUESTION: t("A question about this money"),
}
ASKED: Mapping[str, Text] = {
    EnquiryKind.NOT_COME: t("It has not come"),
    EnquiryKind.WRONG_SUM: t("Another sum came"),
    EnquiryKind.QUESTION: t("I have a question"),
}
"""The same in the young person's words, where they choose."""

OUTCOME: Mapping[str, Text] = {
    EnquiryOutcome.FOUND: t("The money was found on the young person's account"),
    EnquiryOutcome.PAID_AGAIN: t("It is paid again, or what was missing is added"),
    EnquiryOutcome.EMPLOYER_PAID: t("The employer has paid what was missing"),
    EnquiryOutcome.AS_AGREED: t("The sum is as it was agreed"),
    EnquiryOutcome.PASSED_ON: t("Passed on to the labour inspector"),
    EnquiryOutcome.ARRIVED: t("The young person says it has arrived"),
}
OF_A_FUND = (EnquiryOutcome.FOUND, EnquiryOutcome.PAID_AGAIN, EnquiryOutcome.AS_AGREED)
OF_A_WAGE = (
    EnquiryOutcome.FOUND, EnquiryOutcome.EMPLOYER_PAID, EnquiryOutcome.AS_AGREED, EnquiryOutcome.PASSED_ON,
)  # fmt: skip
"""Ends an office may give to each; that it has arrived only the young person says."""

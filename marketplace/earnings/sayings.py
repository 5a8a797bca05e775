"""What states, causes and reasons of money are called; codes are stored, words are read."""

from collections.abc import Mapping

from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from models.vocabulary import AccountProof, EarningKind, EarningState, EntryKind, LineOutcome, PayMethod, PayoutState

EARNING: Mapping[str, Text] = {
    EarningState.ACCRUED: t("Waits for the office's yes"),
    EarningState.APPROVED: t("Due, waits for the next payment"),
    EarningState.IN_BATCH: t("In a payout batch"),
    EarningState.SENT: t("On its way through the bank"),
    EarningState.PAID: t("Paid by the bank"),
    EarningState.CONFIRMED: t("Received, said the young person"),
    EarningState.HELD: t("On hold"),
    EarningState.REJECTED: t("Not due"),
    EarningState.CANCELLED: t("Cancelled, its cause was corrected"),
    EarningState.FAILED: t("The payment did not go through"),
    EarningState.REVERSED: t("Came back to the fund"),
}
PAYOUT: Mapping[str, Text] = {
    PayoutState.OPEN: t("Being prepared"),
    PayoutState.LOCKED: t("Closed list, waits for approval"),
    PayoutState.APPROVED: t("Approved, waits for authorisation"),
    PayoutState.AUTHORISED: t("Authorised, ready for the bank"),
    PayoutState.RELEASED: t("With the bank"),
    PayoutState.RECONCILED: t("Agrees with the bank"),
    PayoutState.CLOSED: t("Round closed"),
    PayoutState.ABORTED: t("Given up"),
}
_GONE = t("Nothing is owed any more.")
_PAID = t("It can only be undone when the money has come back.")
EARNING_NEXT: Mapping[str, Text] = {
    EarningState.ACCRUED: t("The office says next whether it is due."),
    EarningState.APPROVED: t("It goes into the next payout batch."),
    EarningState.IN_BATCH: t("While its batch is open it can be taken out."),
    EarningState.SENT: t("The bank answers next."),
    EarningState.PAID: _PAID,
    EarningState.CONFIRMED: _PAID,
    EarningState.HELD: t("The hold has to be ended first."),
    EarningState.FAILED: t("It can be tried again."),
    EarningState.REJECTED: _GONE,
    EarningState.CANCELLED: _GONE,
    EarningState.REVERSED: _GONE,
}
PAYOUT_NEXT: Mapping[str, Text] = {
    PayoutState.OPEN: t("An officer closes the list next."),
    PayoutState.LOCKED: t("An approver looks at it next."),
    PayoutState.APPROVED: t("An authoriser, a third person, looks at it next."),
    PayoutState.AUTHORISED: t("An authoriser releases it to the bank next."),
    PayoutState.RELEASED: t("An officer enters the bank's answers next."),
    PayoutState.RECONCILED: t("An officer closes the round next."),
    PayoutState.CLOSED: t("Nothing is left to do."),
    PayoutState.ABORTED: t("What it held waits for the next batch."),
}
"""What comes next in a state, for whoever came too early or too late."""

PAYOUT_DONE: Mapping[str, Text] = {
    "lock": t("Closed the list"),
    "return": t("Sent it back"),
    "take_out": t("Took out lines that could not be paid; it opened again"),
    "approve": t("Approved it"),
    "authorise": t("Authorised it"),
    "release": t("Released it to the bank"),
    "reconcile": t("Found that it agrees with the bank"),
    "close": t("Closed it"),
    "abort": t("Gave it up"),
}
OUTCOME: Mapping[str, Text] = {
    LineOutcome.PENDING: t("No answer from the bank yet"),
    LineOutcome.PAID: t("Paid out"),
    LineOutcome.FAILED: t("Refused by the bank"),
    LineOutcome.RETURNED: t("Came back from the bank"),
}
KIND: Mapping[str, Text] = {
    EarningKind.REGULAR: t("Regular"),
    EarningKind.COMPLETION: t("For completing"),
    EarningKind.RETENTION: t("For staying"),
    EarningKind.BALANCING: t("Balancing"),
    EarningKind.IN_KIND: t("In kind"),
}
ENTRY: Mapping[str, Text] = {
    EntryKind.GRANT: t("Money put in"),
    EntryKind.CUT: t("Money taken out"),
    EntryKind.RESERVE: t("Promised to an enrolment"),
    EntryKind.RELEASE: t("Promise freed"),
    EntryKind.ACCRUE: t("Owed to a young person"),
    EntryKind.SEND: t("Sent to the bank"),
    EntryKind.PAY: t("Paid by the bank"),
    EntryKind.REVERSAL: t("Undone"),
    EntryKind.DONATION: t("A gift came in"),
    EntryKind.REFUND: t("A gift sent back"),
    EntryKind.FEE: t("Fee of the payment service"),
    EntryKind.DISPUTE: t("Taken back by the giver's bank"),
    EntryKind.RESTORE: t("Given back to the fund"),
    EntryKind.ARRIVE: t("Came from the payment service to the fund's account"),
    EntryKind.ALLOT: t("Passed on between funds"),
    EntryKind.ADJUST: t("Adjusted by two people"),
    EntryKind.SUSPEND: t("Into suspense"),
    EntryKind.SETTLE: t("Out of suspense"),
}
METHOD: Mapping[str, Text] = {PayMethod.BANK: t("Bank account"), PayMethod.PROMPTPAY: t("PromptPay")}

PROOF: Mapping[str, Text] = {
    AccountProof.BANK_BOOK: t("The bank book"),
    AccountProof.BANK_APP: t("Their banking app, with the name on it"),
    AccountProof.BANK_LETTER: t("A letter of the bank"),
    AccountProof.PROMPTPAY_REPLY: t("The bank's message that PromptPay is registered"),
}
"""What a case worker may be shown before they write an account down."""

HOLD: Mapping[str, Text] = {
    "evidence_unclear": t("The proof is not clear"),
    "sum_unclear": t("The sum has to be checked"),
    "person_unclear": t("It is not clear who is to be paid"),
    "other": t("Another reason"),
}
REJECT: Mapping[str, Text] = {
    "not_attended": t("The day was not attended"),
    "counted_twice": t("It was counted twice"),
    "paid_elsewhere": t("Somebody else has paid it already"),
    "outside_rule": t("The rule of the opportunity does not give it"),
    "other": t("Another reason"),
}
_STORED: Mapping[str, Text] = {
    "failed": t("Refused by the bank"),
    "account_changed": t("The account was changed after the batch was prepared"),
    "bank_says_otherwise": t("The bank said something else about an earlier payment of it"),
    "account_refused": t("The bank refused the account after the batch was prepared"),
    "account_stands": t("Paid to the account the bank refused, because"),
    "returned": t("Came back from the bank"),
    "batch_aborted": t("The batch was given up"),
    "attendance_corrected": t("The attendance was corrected"),
    "paid_twice": t("The bank paid it twice"),
    "paid_before": t("The bank had paid it before, as was found later"),
    "paid_not_due": t("The bank paid it although it was not due"),
    "came_back": t("The money came back to the fund's account"),
    "no_account": t("No account was known to pay to"),
    "line_removed": t("Taken out of the batch"),
    "false_completion": t("A second look found that the completion was not true"),
}


def reason(code: str) -> Text | str:
    """What a stored reason says; a free one is its own words."""
    return next((table[code] for table in (HOLD, REJECT, _STORED) if code in table), code)


def checked(table: Mapping[str, Text], code: str, note: str, *, field: str) -> str:
    """The code, when it is of the table and a free reason is written out; raises Invalid for `field`."""
    if code not in table:
        raise Invalid(t("Choose a reason."), field=field)
    if code == "other" and not note.strip():
        raise Invalid(t("Say what the other reason is."), field="note")
    return code

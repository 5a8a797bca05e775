"""What a young person writes about an application and about money."""

from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.fields import at_most, needed
from blueprints.forms import Form
from marketplace.earnings.destinations import BANKS, Destination
from marketplace.enrolments import reasons
from marketplace.i18n import t
from models.vocabulary import PayMethod


class ApplyForm(Form):
    """A few words with an application."""

    note = TextAreaField(t("A few words, if you like"), validators=[at_most(400)])


class WithdrawForm(Form):
    """Why somebody takes an application back."""

    reason = RadioField(t("Why"), validators=[Optional()])
    note = TextAreaField(t("Anything else"), validators=[at_most(400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = list(reasons.WITHDRAW.items())


class ReplyForm(Form):
    """The answer to a question of the office."""

    note = TextAreaField(t("Your answer"), validators=[at_most(2000)])


class DisputeForm(Form):
    """What is not right about money."""

    note = TextAreaField(t("What is not right?"), validators=[needed(), at_most(400)])


class DestinationForm(Form):
    """Where the next money goes."""

    method = RadioField(t("How shall we pay you?"), default=PayMethod.PROMPTPAY, validators=[Optional()])
    bank = SelectField(t("Bank"), validators=[Optional()])
    number = StringField(
        t("Account number, or PromptPay number"),
        description=t("Your own account. Nobody sees more than the last four digits."),
        validators=[needed()],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.choices = [
            (PayMethod.PROMPTPAY, t("PromptPay (phone or ID number)")),
            (PayMethod.BANK, t("A bank account")),
        ]
        self.bank.choices = [("", t("Choose")), *BANKS.items()]

    def draft(self) -> Destination:
        """What was chosen."""
        return Destination(PayMethod(self.method.data), self.bank.data or "", self.number.data or "")

"""Where somebody's money goes, as it is written down: by themselves, or by a case worker beside them."""

from typing import Any

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional

from blueprints.fields import at_most, needed
from blueprints.forms import Form
from marketplace.earnings.destinations import BANKS, Destination
from marketplace.i18n import t
from models.vocabulary import PayMethod


class DestinationForm(Form):
    """Where the next money goes."""

    method = RadioField(t("How shall we pay you?"), default=PayMethod.PROMPTPAY, validators=[needed()])
    bank = SelectField(t("Bank"), validators=[Optional()])
    number = StringField(
        t("Account number, or PromptPay number"),
        description=t("Your own account. Nobody sees more than the last four digits."),
        validators=[needed(), at_most(40)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.method.choices = [
            (PayMethod.PROMPTPAY, t("PromptPay (mobile, ID or e-wallet number)")),
            (PayMethod.BANK, t("A bank account")),
        ]
        self.bank.choices = [("", t("Choose")), *BANKS.items()]

    def draft(self) -> Destination:
        """What was chosen."""
        return Destination(PayMethod(self.method.data), self.bank.data or "", self.number.data or "")

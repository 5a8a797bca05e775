"""What a case worker writes down about where somebody's money goes, and how they know."""

from wtforms import BooleanField, RadioField, SelectField, StringField

from blueprints.destination_forms import DestinationForm
from blueprints.fields import at_most, needed, options
from marketplace.earnings import sayings
from marketplace.earnings.on_behalf import Basis
from marketplace.i18n import t
from models.vocabulary import PayMethod


class AccountForm(DestinationForm):
    """Somebody's account, with the basis on which it is written down for them."""

    method = RadioField(t("How are they paid?"), default=PayMethod.PROMPTPAY, validators=[needed()])
    number = StringField(
        t("Account number, or PromptPay number"),
        description=t("Their own account, never somebody else's. It is shown to nobody but its last four digits."),
        validators=[needed(), at_most(40)],
    )
    proof = SelectField(
        t("What you were shown"), choices=options((("", t("Choose")), *sayings.PROOF.items())), validators=[needed()]
    )
    in_person = BooleanField(t("The person is beside me and wants it so"))
    guardian_told = BooleanField(t("I have told the guardian"))

    def basis(self) -> Basis:
        """How the case worker knows."""
        return Basis(bool(self.in_person.data), self.proof.data or "", bool(self.guardian_told.data))

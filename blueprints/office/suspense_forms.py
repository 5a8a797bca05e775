"""What people say of money in suspense: how much of it goes where, and under which reference."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField

from blueprints.fields import BahtField, at_most, needed, options
from blueprints.forms import Form, fail
from marketplace.i18n import t
from marketplace.payments.suspense import ExitDraft
from models.vocabulary import SuspensePlace, SuspenseWay

WAYS = (
    (SuspenseWay.FUND.value, t("To a fund: it was meant for it, or it bears it")),
    (SuspenseWay.PAYER.value, t("Back to whoever paid: it has been sent already")),
)
PLACES = (
    (SuspensePlace.CASH.value, t("In the bank account")),
    (SuspensePlace.CLEARING.value, t("Still at the payment service")),
)


class ExitForm(Form):
    """A sum that leaves suspense."""

    to = RadioField(t("Where does it go?"), choices=options(WAYS), validators=[needed()])
    fund = SelectField(t("Which fund"), validate_choice=False)
    sent_ref = StringField(t("The bank's or the service's reference of the return"), validators=[at_most(80)])
    place = RadioField(t("Where does the money lie now?"), choices=options(PLACES), validators=[needed()])
    amount = BahtField(t("How much"), validators=[needed()])
    reason = TextAreaField(t("Why, and how you know"), validators=[needed(), at_most(400)])

    def offer(self, funds: Sequence[tuple[str, str]]) -> "ExitForm":
        """The funds it may go to."""
        self.fund.choices = options((("", t("Choose")), *funds))
        return self

    def validate_amount(self, field: BahtField) -> None:
        """Nothing goes nowhere."""
        if field.data is not None and field.data <= 0:
            raise fail(t("Enter an amount above zero."))

    def draft(self, *, went: bool) -> ExitDraft:
        """What was said; `went` where the money had gone and not come."""
        return ExitDraft(
            satang=(self.amount.data or 0) * (-1 if went else 1),
            way=SuspenseWay(self.to.data),
            place=SuspensePlace(self.place.data),
            fund_ref=self.fund.data or "",
            sent_ref=self.sent_ref.data or "",
            reason=self.reason.data or "",
        )

"""What people say of money in suspense: how much of it goes where, and under which reference."""

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField

from blueprints.fields import BahtField, at_most, needed, options
from blueprints.forms import Form, fail
from marketplace.i18n import Text, t
from marketplace.payments.suspense import ExitDraft
from models.vocabulary import SuspensePlace, SuspenseWay

WAYS = (
    (SuspenseWay.FUND.value, t("To a fund: it was meant for it, or it bears it")),
    (SuspenseWay.PAYER.value, t("Back to whoever paid: it has been sent already")),
    (SuspenseWay.AGAINST.value, t("Nowhere: it cancels out another sum in suspense")),
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
    against = SelectField(t("Which sum it cancels out"), validate_choice=False)
    place = RadioField(t("Where does the money lie now?"), choices=options(PLACES), validate_choice=False)
    amount = BahtField(t("How much"), validators=[needed()])
    reason = TextAreaField(t("Why, and how you know"), validators=[needed(), at_most(400)])

    def offer(self, funds: Sequence[tuple[str, str]], others: Sequence[tuple[str, Text]] = ()) -> "ExitForm":
        """The funds it may go to, and what it may cancel out."""
        self.fund.choices = options((("", t("Choose")), *funds))
        self.against.choices = options((("", t("Choose")), *others))
        self.to.choices = options(WAYS if others else WAYS[:-1])
        return self

    def validate_place(self, field: RadioField) -> None:
        """Where the money lies must be told, unless none moves."""
        if self.to.data != SuspenseWay.AGAINST and field.data not in dict(PLACES):
            raise fail(t("Please answer this."))

    def validate_amount(self, field: BahtField) -> None:
        """Nothing goes nowhere."""
        if field.data is not None and field.data <= 0:
            raise fail(t("Enter an amount above zero."))

    def draft(self, *, went: bool) -> ExitDraft:
        """What was said; `went` where the money had gone and not come."""
        way = SuspenseWay(self.to.data)
        return ExitDraft(
            satang=(self.amount.data or 0) * (-1 if went else 1),
            way=way,
            place=SuspensePlace.CLEARING if way == SuspenseWay.AGAINST else SuspensePlace(self.place.data),
            fund_ref=self.fund.data or "",
            sent_ref=self.sent_ref.data or "",
            reason=self.reason.data or "",
            against_ref=self.against.data or "",
        )

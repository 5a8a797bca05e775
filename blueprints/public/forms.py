"""What a giver fills in: how much, who they are, and how they pay."""

from typing import Any

from wtforms import RadioField, StringField

from blueprints.fields import BahtField, at_most, needed, options
from blueprints.forms import Form, fail
from marketplace.i18n import Text, t
from marketplace.kernel.errors import Invalid
from marketplace.payments import rail
from marketplace.payments.gifts import GiftDraft
from marketplace.people import contact
from models.vocabulary import GiftWay, GiverKind

GIVERS: dict[str, Text] = {
    GiverKind.PERSON: t("A person"),
    GiverKind.COMPANY: t("A company, shop or association"),
    GiverKind.EMPLOYER: t("An employer who tops up a wage"),
    GiverKind.AUTHORITY: t("A local authority or agency"),
}
WAYS: dict[str, Text] = {
    GiftWay.ONLINE: t("By card or PromptPay, now"),
    GiftWay.TRANSFER: t("By bank transfer; the office records it when it arrives"),
}


class GiveForm(Form):
    """One gift; without a payment service only a transfer is offered."""

    amount = BahtField(t("How much do you give?"), validators=[needed()])
    giver_kind = RadioField(
        t("Who gives?"), choices=options(GIVERS.items()), default=GiverKind.PERSON, validators=[needed()]
    )
    giver_name = StringField(t("Name on the receipt"), validators=[needed(), at_most(160)])
    giver_email = StringField(t("E-mail"), validators=[needed(), at_most(254)])
    way = RadioField(t("How do you pay?"), validators=[needed()])

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        offered = [way for way in GiftWay if way != GiftWay.ONLINE or rail.in_use() is not None]
        self.way.choices = options((way.value, WAYS[way]) for way in offered)
        if self.way.data is None:
            self.way.data = offered[0].value

    def validate_giver_email(self, field: StringField) -> None:
        """It is where the payment service writes when money has to go back."""
        try:
            contact.email_key(field.data or "")
        except Invalid as refusal:
            raise fail(refusal.message) from refusal

    def draft(self) -> GiftDraft:
        """What was said."""
        return GiftDraft(
            giver_kind=GiverKind(self.giver_kind.data),
            giver_name=self.giver_name.data or "",
            giver_email=(self.giver_email.data or "").strip(),
            amount_satang=self.amount.data or 0,
        )

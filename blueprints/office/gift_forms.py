"""What an office fills in about gifts: whether a fund takes them, a transfer that came, a sum to be sent back."""

from wtforms import BooleanField, MultipleFileField, RadioField, StringField

from blueprints.fields import BahtField, DateField, at_most, needed, options
from blueprints.forms import Form, fail
from marketplace.i18n import t
from marketplace.payments.gifts import GiftDraft, Transfer
from models.vocabulary import GiverKind

GIVERS = (
    (GiverKind.AUTHORITY.value, t("A local authority or agency")),
    (GiverKind.EMPLOYER.value, t("An employer who tops up a wage")),
    (GiverKind.COMPANY.value, t("A company, shop or association")),
    (GiverKind.PERSON.value, t("A person")),
)


class TakesForm(Form):
    """Whether a fund takes gifts, and where transfers go."""

    takes = BooleanField(t("This fund takes gifts from anybody"))
    transfer_to = StringField(t("Bank account for transfers"), validators=[at_most(200)])


class DocumentForm(Form):
    """Files that show a gift."""

    files = MultipleFileField(t("Photos or PDF of the document"))


class TransferForm(Form):
    """A transfer that has come."""

    received_on = DateField(t("On which day"), validators=[needed()])
    bank_ref = StringField(t("The bank's reference"), validators=[needed(), at_most(80)])
    document_ref = StringField(
        t("Document and its number, for example a receipt or an order"), validators=[needed(), at_most(120)]
    )
    files = MultipleFileField(t("Photos or PDF of the document"))
    is_another = BooleanField(t("Yes, this is another transfer"))

    def came(self) -> Transfer:
        """What was said of it."""
        ref, document = self.bank_ref.data or "", self.document_ref.data or ""
        return Transfer(ref, document, self.received_on.data, is_another=self.is_another.data)


class ArrivalForm(TransferForm):
    """A transfer that came without having been announced."""

    giver_kind = RadioField(
        t("Who gives?"), choices=options(GIVERS), default=GiverKind.AUTHORITY.value, validators=[needed()]
    )
    giver_name = StringField(t("Name on the receipt"), validators=[needed(), at_most(160)])
    amount = BahtField(t("How much"), validators=[needed()])

    def validate_amount(self, field: BahtField) -> None:
        """Nothing has not arrived."""
        if field.data is not None and field.data <= 0:
            raise fail(t("Enter an amount above zero."))

    def draft(self) -> GiftDraft:
        """What was said."""
        return GiftDraft(GiverKind(self.giver_kind.data), self.giver_name.data or "", "", self.amount.data or 0)


class SentBackForm(Form):
    """A transfer that an officer sent back."""

    bank_ref = StringField(t("The bank's reference"), validators=[at_most(80)])


class RefundForm(Form):
    """A sum to be sent back, and why."""

    amount = BahtField(t("How much goes back"), validators=[needed()])
    reason = StringField(t("Why"), validators=[needed(), at_most(200)])

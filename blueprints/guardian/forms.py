"""What a guardian writes under a request."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired

from blueprints.fields import a_name, at_most, kin, needed
from blueprints.forms import Form, fail
from marketplace.enrolments import consents
from marketplace.enrolments.signing import Signature
from marketplace.i18n import t, words
from marketplace.kernel.errors import Invalid
from marketplace.people import contact
from marketplace.people.kin import is_parent
from models.vocabulary import GuardianBasis

NEEDED = t("Please answer this.")


class SigningForm(Form):
    """Name, relation, basis and the tick."""

    signer_name = StringField(
        t("Your full name"), [DataRequired(NEEDED), at_most(120), a_name], render_kw={"autocomplete": "name"}
    )
    relation = StringField(
        t("What are you to them?"),
        [DataRequired(NEEDED), at_most(60), kin],
        description=t("For example mother, grandmother, uncle."),
    )
    basis = RadioField(t("Why may you sign?"), [needed()])
    phone = StringField(
        t("Your phone number, if a case worker may call you"),
        [at_most(40)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
        description=t("Only the case worker sees it."),
    )
    agreed = BooleanField(t("I have read this and I agree"), [needed()])
    text_hash = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.basis.choices = words.choices(GuardianBasis)

    def validate_basis(self, field: RadioField) -> None:
        """Nobody but a parent signs as one; judged before the link is spent."""
        if field.data == GuardianBasis.PARENT and is_parent(self.relation.data or "") is False:
            raise fail(consents.NO_PARENT)

    def validate_phone(self, field: StringField) -> None:
        """A number somebody can be called by, when one is given; judged before the link is spent."""
        if (field.data or "").strip():
            try:
                contact.phone(field.data or "")
            except Invalid as refusal:
                raise fail(refusal.message) from refusal

    def draft(self) -> Signature:
        """What was written."""
        return Signature(
            signer_name=self.signer_name.data or "",
            relation=self.relation.data or "",
            basis=GuardianBasis(self.basis.data),
            text_hash=self.text_hash.data or "",
            phone=self.phone.data or "",
        )

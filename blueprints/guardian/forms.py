"""What a guardian writes under a request."""

from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired

from blueprints.fields import a_name, at_most, kin, needed, no_contact
from blueprints.forms import Form, fail
from marketplace.enrolments import consents, guardian_checks
from marketplace.enrolments.consents import Beside
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
    shown_by = StringField(
        t("What shows it?"),
        [at_most(consents.SHOWN_LONGEST), no_contact],
        description=t(
            "For a court order: its number, court and day. For an office: its name and your position."
            " For an adoption: number and day of its register. The local office will ask to see it."
        ),
    )
    without_power = BooleanField(
        t("I am their mother or father, and a court has taken my parental power or given it to the other parent alone")
    )
    phone = StringField(
        t("Your phone number, if a case worker may call you"),
        [at_most(40)],
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
        description=t("Only the case worker sees it."),
    )
    agreed = BooleanField(t("I have read this and I agree"), [needed()])
    text_hash = HiddenField()
    terms = HiddenField()
    recorded_basis = ""
    """The basis on which whoever signs with an account is recorded: staff have seen what shows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.basis.choices = words.choices(GuardianBasis)

    def validate_basis(self, field: RadioField) -> None:
        """Nobody but a parent signs as one; judged before the link is spent."""
        if field.data == GuardianBasis.PARENT and is_parent(self.relation.data or "") is False:
            raise fail(consents.NO_PARENT)

    def validate_shown_by(self, field: StringField) -> None:
        """An order, an office and an adoption are named; judged before the link is spent."""
        basis = self.basis.data if self.basis.data in set(GuardianBasis) else None
        is_short = sum(sign.isalnum() for sign in field.data or "") < consents.SHOWN_LEAST
        if (
            is_short
            and basis
            and basis != self.recorded_basis
            and guardian_checks.needs_paper(GuardianBasis(basis), self.relation.data or "")
        ):
            raise fail(consents.WHAT_SHOWS_IT)

    def validate_without_power(self, field: BooleanField) -> None:
        """Whoever is a parent signs as one, unless a court has changed it."""
        if self.asks_power and not field.data:
            raise fail(consents.PARENT_AS_CARER)

    @property
    def asks_power(self) -> bool:
        """Whether a mother or father says that they have no custody."""
        return self.basis.data == GuardianBasis.CARER and consents.asks_power(
            GuardianBasis.CARER, self.relation.data or ""
        )

    @property
    def has_shown(self) -> bool:
        """Whether what shows their right is recorded, so that it is not asked again."""
        return self.recorded_basis in guardian_checks.BY_PAPER and self.basis.data == self.recorded_basis

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
            terms=self.terms.data or "",
            beside=Beside(
                phone=self.phone.data or "",
                shown_by=self.shown_by.data or "",
                without_power=bool(self.without_power.data),
            ),
        )

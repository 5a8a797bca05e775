"""Putting paid money right: what was wrong and by how much, and why something will not come back."""

from wtforms import RadioField, TextAreaField

from blueprints.fields import BahtField, at_most, needed, no_contact, options
from blueprints.forms import Form, SeenForm, fail
from marketplace.corrections import service, states
from marketplace.i18n import t
from marketplace.recoveries.service import REASON_MOST
from models.vocabulary import CorrectionKind


class CorrectionForm(SeenForm):
    """What was paid short or too much, for a second person."""

    kind = RadioField(
        t("What was wrong?"),
        choices=options((kind, states.KIND[kind]) for kind in (CorrectionKind.MORE, CorrectionKind.LESS)),
        validators=[needed()],
    )
    amount = BahtField(t("By how much"))
    reason = TextAreaField(
        t("Why; the young person reads it"), validators=[needed(), at_most(service.REASON_MOST), no_contact]
    )

    def validate_amount(self, field: BahtField) -> None:
        """A correction has a sum."""
        if not field.data:
            raise fail(t("Enter an amount above zero."))


class AgreeForm(Form):
    """What the second person says."""

    decision = RadioField(
        t("You decide"),
        choices=options((("agree", t("I agree")), ("decline", t("I do not agree")))),
        validators=[needed()],
    )


class WriteOffForm(SeenForm):
    """Why money that has to come back will not."""

    reason = TextAreaField(t("Why it will not come back"), validators=[needed(), at_most(REASON_MOST)])

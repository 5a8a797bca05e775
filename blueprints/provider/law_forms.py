"""What an employer tells about the law of labour: that a notice was sent, and which papers there are."""

from wtforms import SelectField, StringField

from blueprints.fields import DateField, at_most, needed, options
from blueprints.forms import Form
from marketplace.duties import sayings
from marketplace.duties.papers import PaperDraft
from marketplace.i18n import t
from models.vocabulary import PaperKind


class SentForm(Form):
    """When a notice was sent and the number of its receipt."""

    sent_on = DateField(t("Sent on"), validators=[needed()])
    receipt = StringField(t("Number of the receipt"), validators=[needed(), at_most(80)])


class PaperForm(Form):
    """A permit or a letter with its days."""

    kind = SelectField(t("What paper is it?"), choices=options(sayings.PAPERS.items()), validators=[needed()])
    number = StringField(t("Number on the paper"), validators=[needed(), at_most(80)])
    valid_from = DateField(t("Holds from"), validators=[needed()])
    valid_until = DateField(t("Holds until"), validators=[needed()])

    def draft(self) -> PaperDraft:
        """What was typed in; only after the form has validated."""
        first, last = self.valid_from.data, self.valid_until.data
        return PaperDraft(PaperKind(self.kind.data), self.number.data or "", first, last)

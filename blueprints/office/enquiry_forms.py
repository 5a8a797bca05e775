"""What the office says to a question about money: an answer, or an end with what came of it."""

from collections.abc import Sequence

from wtforms import RadioField, TextAreaField

from blueprints.fields import at_most, needed, no_contact, options
from blueprints.forms import SeenForm, fail
from marketplace.enquiries import sayings
from marketplace.enquiries.service import ANSWER_MOST
from marketplace.i18n import t
from models.vocabulary import EnquiryOutcome, EnquiryState

ANSWER, CLOSE = "answer", "close"
STEPS = (
    (ANSWER, t("Answer; the young person may still say that it has not come")),
    (CLOSE, t("Answer and close it")),
)


class EnquiryForm(SeenForm):
    """The answer, in words the young person reads."""

    step = RadioField(t("What do you do?"), choices=options(STEPS), validators=[needed()])
    outcome = RadioField(t("What came of it"), choices=[], validate_choice=False)
    text = TextAreaField(t("Your answer to the young person"), validators=[needed(), at_most(ANSWER_MOST), no_contact])

    def narrow(self, state: str, ends: Sequence[EnquiryOutcome]) -> None:
        """Once answered, it can only be closed; what may come of it is given."""
        self.outcome.choices = options((one, sayings.OUTCOME[one]) for one in ends)
        if state == EnquiryState.ANSWERED:
            self.step.choices = options(STEPS[1:])

    def validate_outcome(self, field: RadioField) -> None:
        """An end has what came of it; an answer has none yet."""
        if self.step.data == CLOSE and field.data not in tuple(EnquiryOutcome):
            raise fail(t("Choose what came of it."))

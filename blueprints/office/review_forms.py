"""What an officer answers about a posting and about a completion, and finds out about a pledge."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from blueprints.fields import DateField, at_most, needed, no_contact
from blueprints.forms import Form, SeenForm
from marketplace.i18n import t, words
from models.vocabulary import VettingCheck


class ReviewForm(SeenForm):
    """An officer's decision on a posting."""

    decision = StringField(validators=[needed()])
    note = TextAreaField(t("Words to the organisation"), validators=[at_most(1000), no_contact])


class VerdictForm(SeenForm):
    """An officer's answer to a claim; where attendance is short they say that they have seen it."""

    decision = StringField(validators=[needed()])
    note = TextAreaField(t("Words to the organisation and the young person"), validators=[at_most(1000), no_contact])
    seen_short = BooleanField(t("I have seen how few sessions were attended"))


class CheckForm(Form):
    """One check that was made."""

    check = SelectField(t("What was checked"), validators=[needed()])
    done_on = DateField(t("On which day"), validators=[needed()])
    note = TextAreaField(t("In a few words"), validators=[at_most(400)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check.choices = words.choices(VettingCheck)


class PledgeMoveForm(Form):
    """Why a pledge is stopped or not accepted."""

    reason = TextAreaField(t("Why"), validators=[at_most(400), no_contact])

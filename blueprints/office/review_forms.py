"""What an officer answers about a posting and about a completion."""

from wtforms import StringField, TextAreaField

from blueprints.fields import at_most, needed
from blueprints.forms import Form
from marketplace.i18n import t


class ReviewForm(Form):
    """An officer's decision on a posting."""

    decision = StringField(validators=[needed()])
    note = TextAreaField(t("Words to the organisation"), validators=[at_most(1000)])


class VerdictForm(Form):
    """An officer's answer to a claim."""

    decision = StringField(validators=[needed()])
    note = TextAreaField(t("Words to the organisation and the young person"), validators=[at_most(1000)])

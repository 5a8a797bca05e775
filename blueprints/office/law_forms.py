"""What an officer says to a paper."""

from wtforms import RadioField, TextAreaField

from blueprints.fields import at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.i18n import t

ANSWERS = (("confirm", t("It is right and counts")), ("refuse", t("It does not count")))


class AnswerPaperForm(Form):
    """The answer to a paper, with a reason where it does not count."""

    answer = RadioField(t("What do you say to it?"), choices=options(ANSWERS), validators=[needed()])
    reason = TextAreaField(t("Why not"), validators=[at_most(300), no_contact])

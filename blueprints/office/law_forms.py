"""What an officer says to a paper, and to a day that was worked as the law does not allow."""

from wtforms import RadioField, TextAreaField

from blueprints.fields import at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.duties.settling import NOTE_LONGEST
from marketplace.i18n import t

ANSWERS = (("confirm", t("It is right and counts")), ("refuse", t("It does not count")))


class AnswerPaperForm(Form):
    """The answer to a paper, with a reason where it does not count."""

    answer = RadioField(t("What do you say to it?"), choices=options(ANSWERS), validators=[needed()])
    reason = TextAreaField(t("Why not"), validators=[at_most(300), no_contact])


class SettleForm(Form):
    """What was done about a day that the law does not allow."""

    note = TextAreaField(t("What was done about it"), validators=[needed(), at_most(NOTE_LONGEST), no_contact])

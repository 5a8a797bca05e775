"""What an officer says of an organisation and of a document of it."""

from wtforms import RadioField, TextAreaField

from blueprints.fields import at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.i18n import t

ANSWERS = (("confirm", t("It is right and counts")), ("refuse", t("It does not count")))


class OrganisationMoveForm(Form):
    """Words that go with a move."""

    note = TextAreaField(t("Words to the organisation"), validators=[at_most(1000), no_contact])


class AnswerDocumentForm(Form):
    """The answer to a document, with a reason where it does not count."""

    answer = RadioField(t("What do you say to it?"), choices=options(ANSWERS), validators=[needed()])
    reason = TextAreaField(t("Why not"), validators=[at_most(300), no_contact])


APPEAL_ANSWERS = (
    ("agree", t("Agree: it is not told for half a year")),
    ("let_stand", t("The number stands")),
)


class AnswerAppealForm(Form):
    """The province's answer to an appeal."""

    answer = RadioField(t("What do you say to it?"), choices=options(APPEAL_ANSWERS), validators=[needed()])
    reason = TextAreaField(t("Why"), validators=[needed(), at_most(1000), no_contact])

"""What people say to an agreement: that they have read and agree, by which name, or why not."""

from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from blueprints.fields import a_name, at_most, needed, no_contact
from blueprints.forms import Form
from marketplace.i18n import t


class AgreeForm(Form):
    """The tick under exactly this text."""

    agreed = BooleanField(t("I have read every line and I agree"), [needed()])
    text_hash = HiddenField()


class AgreeByNameForm(AgreeForm):
    """The same by a link, with the name that is the signature."""

    name = StringField(t("Your full name"), [needed(), at_most(120), a_name], render_kw={"autocomplete": "name"})


class WordsForm(Form):
    """A few words that somebody else will read."""

    words = TextAreaField(t("In a few words"), [needed(), at_most(400), no_contact])

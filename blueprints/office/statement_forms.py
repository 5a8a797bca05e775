"""The code somebody reads off a sheet."""

from wtforms import StringField

from blueprints.fields import at_most, needed
from blueprints.forms import Form
from marketplace.i18n import t


class CodeForm(Form):
    """The code, typed or scanned."""

    code = StringField(t("Code on the sheet"), validators=[needed(), at_most(200)])

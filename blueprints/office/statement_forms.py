"""The code somebody reads off a sheet."""

from wtforms import StringField

from blueprints.fields import at_most, needed
from blueprints.forms import Form, fail
from marketplace.i18n import t
from marketplace.statements import codes


class CodeForm(Form):
    """The code, typed or scanned."""

    code = StringField(t("Code on the sheet"), validators=[needed(), at_most(200)])

    def validate_code(self, field: StringField) -> None:
        """A code is whole, whether a sheet has it or not."""
        if codes.read(field.data or "") is None:
            raise fail(codes.WHOLE)

"""What somebody reports: as little as one press, as much as they want to write."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from blueprints.fields import at_most, needed, options
from blueprints.forms import Form
from marketplace.areas import queries
from marketplace.concerns.reporting import LONGEST
from marketplace.i18n import pick, t

_UNSAID = ("", t("I would rather not say, or do not know"))


class ReportForm(Form):
    """A report; the kind is the button that sends it. Place and name are asked only where they are not known."""

    text = TextAreaField(t("What happened?"), validators=[at_most(LONGEST)])
    contact = StringField(t("How can we reach you safely?"), validators=[at_most(200)])
    province = SelectField(t("In which province?"), default="")
    shows_name = BooleanField(t("Those who look into it may know that it was me"))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        places = ((one.code, pick(one.name_th, one.name_en)) for one in queries.provinces())
        self.province.choices = options([_UNSAID, *places])


class AddForm(Form):
    """More about what was reported."""

    text = TextAreaField(t("What do you want to add?"), validators=[needed(), at_most(LONGEST)])


class CodeForm(Form):
    """The code of a report."""

    code = StringField(t("Code of your report"), validators=[needed(), at_most(40)])

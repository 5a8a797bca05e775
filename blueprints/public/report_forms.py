"""What somebody reports: as little as one press, as much as they want to write."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from blueprints.fields import at_most, needed, options
from blueprints.forms import Form
from marketplace.areas import queries
from marketplace.concerns.reporting import LONGEST, LONGEST_ABOUT
from marketplace.i18n import Text, pick, t

_UNSAID = ("", t("I would rather not say, or do not know"))


_WORKS_AT = (
    ("", t("No, or I do not know")),
    ("office", t("Yes, at the municipality or subdistrict")),
    ("province", t("Yes, at the province")),
)


class ReportForm(Form):
    """A report; the kind is the button that sends it. Place and name are asked only where they are not known."""

    text = TextAreaField(t("What happened?"), validators=[at_most(LONGEST)])
    contact = StringField(t("How can we reach you safely?"), validators=[at_most(200)])
    about = StringField(t("Whom is it about?"), validators=[at_most(LONGEST_ABOUT)])
    chosen = SelectMultipleField(
        t("Is it one of these?"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    works_at = SelectField(t("Do they work where reports are looked into?"), default="")
    province = SelectField(t("In which province?"), default="")
    shows_name = BooleanField(t("Those who look into it may know that it was me"))

    def __init__(self, *given: Any, concerned: Iterable[tuple[str, Text | str]] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.chosen.choices = options(concerned)
        self.works_at.choices = options(_WORKS_AT)
        places = ((one.code, pick(one.name_th, one.name_en)) for one in queries.provinces())
        self.province.choices = options([_UNSAID, *places])


class AddForm(Form):
    """More about what was reported."""

    text = TextAreaField(t("What do you want to add?"), validators=[needed(), at_most(LONGEST)])


class CodeForm(Form):
    """The code of a report."""

    code = StringField(t("Code of your report"), validators=[needed(), at_most(40)])

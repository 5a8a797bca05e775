"""Drawing a round of second looks, and saying what one found."""

from collections.abc import Sequence
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField

from blueprints.fields import DateField, at_most, needed, options
from blueprints.forms import Form, fail
from marketplace.i18n import t
from marketplace.i18n.thai import digits
from models.vocabulary import LookState

FOUND = (
    (LookState.TRUE.value, t("It is true")),
    (LookState.FALSE.value, t("It is not true")),
    (LookState.UNCLEAR.value, t("It cannot be said yet")),
)


class DrawForm(Form):
    """Which completions, and how many of them; the areas are the reader's own."""

    area = SelectField(t("Area"))
    first_on = DateField(t("Claimed from"), validators=[needed()])
    last_on = DateField(t("Claimed until"), validators=[needed()])
    wanted = StringField(t("How many to look at"), default="30", validators=[needed(), at_most(6)])

    def __init__(self, *given: Any, areas: Sequence[tuple[str, str]] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.area.choices = options(areas)

    def validate_wanted(self, field: StringField) -> None:
        """A whole number."""
        if not digits((field.data or "").strip()).isascii() or not digits((field.data or "").strip()).isdecimal():
            raise fail(t("Enter a whole number."))

    @property
    def count(self) -> int:
        """How many were asked for."""
        return int(digits((self.wanted.data or "0").strip()))


class AnswerForm(Form):
    """What a second look found."""

    found = RadioField(t("What did you find?"), choices=options(FOUND), validators=[needed()])
    note = TextAreaField(t("What you saw, or whom you asked"), validators=[at_most(1_000)])

"""What an office says to an agreement and to a disputed day."""

from typing import TYPE_CHECKING

from wtforms import BooleanField, HiddenField, RadioField, TextAreaField

from blueprints.fields import ClockField, at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.agreements.day_checks import DayDraft
from marketplace.i18n import t

if TYPE_CHECKING:
    from models.agreement import WorkDay

DECISIONS = (
    ("sign", t("Sign it: it counts")),
    ("return", t("Ask for a change")),
    ("reject", t("Do not accept it")),
)


class DecideForm(Form):
    """The officer's answer, under exactly this text."""

    decision = RadioField(t("You decide"), choices=options(DECISIONS), validators=[needed()])
    words = TextAreaField(t("What has to change, or why not"), validators=[at_most(400), no_contact])
    text_hash = HiddenField()


class SettleForm(Form):
    """What holds of a disputed day."""

    start = ClockField(t("From"), validators=[needed()])
    end = ClockField(t("To"), validators=[needed()])
    words = TextAreaField(t("What you found"), validators=[needed(), at_most(400), no_contact])
    sure = BooleanField(t("Yes, it was like that"))

    def draft(self, day: "WorkDay") -> DayDraft:
        """The day with the times that hold."""
        return DayDraft(
            day.worked_on, self.start.data, self.end.data, day.rest_minutes, day.tasks,
            sure=self.sure.data,
        )  # fmt: skip

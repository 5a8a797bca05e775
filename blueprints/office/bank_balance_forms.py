"""What an officer writes off a bank's statement: its balance at the end of a day, its number, and what it shows."""

from collections.abc import Sequence
from typing import Self

from wtforms import BooleanField, HiddenField, MultipleFileField, StringField

from blueprints.fields import BalanceField, DateField, TicksField, at_most, needed, options
from blueprints.forms import Form
from marketplace.i18n import Text, t


class BalanceForm(Form):
    """The balance of one day; `seen` is the last comparison its page showed."""

    day = DateField(t("At the end of which day"), validators=[needed()])
    balance = BalanceField(t("Closing balance on the bank's statement"), validators=[needed()])
    statement_ref = StringField(t("Number of the account and of the statement"), validators=[at_most(120)])
    files = MultipleFileField(t("Photos or PDF of the statement"))
    paid = TicksField(t("Sent to the bank and without an answer: what does the statement show as paid?"))
    not_yet = TicksField(t("In the book in the last days: what does the statement not show yet?"))
    already = TicksField(t("In the book since that day: what does the statement show already?"))
    is_correction = BooleanField(t("Yes, I correct what was written for this day"))
    seen = HiddenField()

    def offer(
        self,
        paid: Sequence[tuple[str, Text]],
        not_yet: Sequence[tuple[str, Text]],
        already: Sequence[tuple[str, Text]],
    ) -> Self:
        """What may be read off the statement of the day."""
        self.paid.choices, self.not_yet.choices = options(paid), options(not_yet)
        self.already.choices = options(already)
        return self

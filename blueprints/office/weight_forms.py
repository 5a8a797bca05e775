"""What a committee fills in about the order of matches."""

from typing import Any

from wtforms import HiddenField, SelectField, TextAreaField

from blueprints.fields import WholeField, at_most, needed, options
from blueprints.forms import Form, version_in
from marketplace.i18n import t
from marketplace.matching.trying import WORDS, Sample
from marketplace.matching.weights import FEW_FIRST, PART_NAMES, Part


class SharesForm(Form):
    """How much each part counts, and whose list is looked at."""

    money = WholeField(PART_NAMES[Part.MONEY], validators=[needed()])
    baht = WholeField(PART_NAMES[Part.BAHT], validators=[needed()])
    interest = WholeField(PART_NAMES[Part.INTEREST], validators=[needed()])
    goal = WholeField(PART_NAMES[Part.GOAL], validators=[needed()])
    near = WholeField(PART_NAMES[Part.NEAR], validators=[needed()])
    soon = WholeField(PART_NAMES[Part.SOON], validators=[needed()])
    credits = WholeField(PART_NAMES[Part.CREDITS], validators=[needed()])
    reliable = WholeField(PART_NAMES[Part.RELIABLE], validators=[needed()])
    few_first = WholeField(FEW_FIRST, validators=[needed()])
    sample = SelectField(
        t("Whose list to look at"),
        choices=options(WORDS.items()),
        default=Sample.EARN.value,
        validate_choice=False,
    )

    def shares(self) -> dict[Part, int]:
        """The shares as they were written."""
        return {part: self[part.value].data for part in Part if self[part.value].data is not None}

    def few(self) -> int:
        """The weight of those with few options; -1, which is none, where it was not written."""
        return -1 if self.few_first.data is None else int(self.few_first.data)

    def who(self) -> Sample:
        """Whose list it is; the first where the address names none."""
        return Sample(self.sample.data) if self.sample.data in set(Sample) else Sample.EARN

    def parts(self) -> tuple[Any, ...]:
        """The fields of the parts, in their order."""
        return tuple(self[part.value] for part in Part)

    def numbers(self) -> tuple[Any, ...]:
        """Every field that is a number."""
        return (*self.parts(), self.few_first)


class ReasonForm(Form):
    """Why it is decided; `seen` is the version the page showed."""

    seen = HiddenField()
    reason = TextAreaField(t("Why, and by which meeting it was decided"), validators=[at_most(1000)])

    def seen_version(self) -> int | None:
        """The version the page showed; None when it does not tell."""
        return version_in(self.seen)


class DecisionForm(SharesForm, ReasonForm):
    """The shares with why."""

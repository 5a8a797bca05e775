"""What an office fills in about money: a fund, its budget, a batch, an earning, and what the bank answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.fields import BahtField, DataFile, DateField, at_most, needed, no_contact, options
from blueprints.forms import Form, SeenForm, fail
from marketplace.earnings import sayings
from marketplace.earnings.bank_layout import MAX_BYTES
from marketplace.earnings.funds import FundDraft
from marketplace.earnings.levels import Reach
from marketplace.i18n import t
from models.vocabulary import FundLevel, LineOutcome


@dataclass(frozen=True, slots=True)
class FundChoices:
    """What may be chosen for a new fund: offices, programmes, postings and funds above it."""

    places: Sequence[tuple[str, str]]
    programmes: Sequence[tuple[str, str]] = ()
    postings: Sequence[tuple[str, str]] = ()
    above: Sequence[tuple[str, str]] = ()


class FundForm(Form):
    """A new fund with its first money; the places are the officer's own."""

    place = SelectField(t("Whose fund it is"))
    level = RadioField(
        t("What it is for"),
        choices=options(
            (
                (FundLevel.PROGRAMME, t("A programme: everything in its areas")),
                (FundLevel.AREA, t("An area: everything the office answers for")),
                (FundLevel.OPPORTUNITY, t("One opportunity alone")),
            )
        ),
        default=FundLevel.AREA,
    )
    programme = SelectField(t("Programme"), validators=[Optional()])
    posting = SelectField(t("Opportunity"), validators=[Optional()])
    parent = SelectField(t("A part of this fund"), validators=[Optional()])
    name_th = StringField(t("Name in Thai"), validators=[needed(), at_most(160)])
    name_en = StringField(t("Name in English"), validators=[at_most(160)])
    source = StringField(t("Where the money comes from"), validators=[needed(), at_most(200)])
    starts_on = DateField(t("From"), validators=[needed()])
    ends_on = DateField(t("Until"), validators=[needed()])
    budget = BahtField(t("Money to begin with"), validators=[needed()])

    def __init__(self, *given: Any, choices: FundChoices, **named: Any) -> None:
        super().__init__(*given, **named)
        self.place.choices = options(choices.places)
        self.programme.choices = options((("", t("Choose")), *choices.programmes))
        self.posting.choices = options((("", t("Choose")), *choices.postings))
        self.parent.choices = options((("", t("None: it stands by itself")), *choices.above))

    def validate_budget(self, field: BahtField) -> None:
        """Nothing is no budget."""
        _above_zero(field)

    def reach(self) -> Reach:
        """How far it is to reach."""
        return Reach(FundLevel(self.level.data), self.programme.data or "", self.posting.data or "")

    def draft(self) -> FundDraft:
        """What was said; the area is told by the place."""
        return FundDraft(
            name_th=self.name_th.data or "",
            name_en=self.name_en.data or "",
            source=self.source.data or "",
            area_code="",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class BudgetForm(Form):
    """Money put into a fund or taken out of it, with its reason."""

    way = RadioField(
        t("What changes"),
        choices=options((("up", t("Put money in")), ("down", t("Take free money out")))),
        validators=[needed()],
    )
    amount = BahtField(t("How much"), validators=[needed()])
    note = StringField(t("Why, for example the council's resolution"), validators=[needed(), at_most(200)])

    def validate_amount(self, field: BahtField) -> None:
        """Nothing is no change."""
        _above_zero(field)


class BatchForm(Form):
    """Up to which day is paid, and when."""

    until = DateField(t("What was earned up to"), validators=[needed()])
    pay_on = DateField(t("Pay on"), validators=[needed()])


class EarningForm(SeenForm):
    """A decision about one earning; only some of the answers fit where it stands."""

    decision = StringField(validators=[needed()])
    hold_reason = SelectField(
        t("Why it is held"), choices=options((("", t("Choose")), *sayings.HOLD.items())), validators=[Optional()]
    )
    reject_reason = SelectField(
        t("Why it is not due"), choices=options((("", t("Choose")), *sayings.REJECT.items())), validators=[Optional()]
    )
    back_on = DateField(t("On which day it came back"), validators=[Optional()])
    back_amount = BahtField(t("How much came back"))
    back_ref = StringField(t("The bank's reference, or write below why"), validators=[at_most(80)])
    note = TextAreaField(t("Your own words"), validators=[at_most(1000), no_contact])


class StepForm(SeenForm):
    """One step of a batch."""

    note = TextAreaField(t("Why"), validators=[at_most(1000)])

    @classmethod
    def of(cls, step: str) -> "StepForm":
        """An empty form of one of several steps on a page."""
        form = cls()
        return form.named(step)

    def named(self, step: str) -> "StepForm":
        """The same form with ids of its own."""
        self.note.id = f"note-{step}"
        return self


class RemoveForm(Form):
    """Why a line is taken out of a batch."""

    reason = SelectField(t("Why it is taken out"), choices=options((("", t("Choose")), *sayings.HOLD.items())))

    def validate_reason(self, field: SelectField) -> None:
        """One of the reasons has to be chosen."""
        if not field.data:
            raise fail(t("Choose a reason."))


class LineForm(Form):
    """What the bank answered about one line."""

    outcome = RadioField(
        t("What the bank answered"),
        choices=options((str(one), word) for one, word in sayings.OUTCOME.items() if one != LineOutcome.PENDING),
        validators=[needed()],
    )
    settled_on = DateField(t("On which day"), validators=[needed()])
    bank_ref = StringField(t("The bank's reference, when it paid"), validators=[at_most(80)])
    reason = StringField(t("The bank's reason, when it did not"), validators=[at_most(200)])


class FormatForm(Form):
    """In which bank's format a file is made."""

    bank_format = SelectField(t("Format of the file"))

    def __init__(self, *given: Any, formats: Sequence[tuple[str, str]], chosen: str = "", **named: Any) -> None:
        super().__init__(*given, bank_format=chosen or formats[0][0], **named)
        self.bank_format.choices = options(formats)


class ResultsForm(FormatForm):
    """The bank's answers in a file."""

    file = DataFile(t("The bank's answer as a file"), most=MAX_BYTES)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.bank_format.id = "results-format"


def _above_zero(field: BahtField) -> None:
    if field.data is not None and field.data <= 0:
        raise fail(t("Enter an amount above zero."))

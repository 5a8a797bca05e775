"""What somebody fills in to offer help."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Self

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.fields import (
    DateField,
    SubdistrictField,
    TicksField,
    WholeField,
    at_most,
    between,
    chosen,
    heard,
    needed,
    no_contact,
    options,
)
from blueprints.forms import Form
from marketplace.i18n import t, thai, words
from marketplace.kernel import week
from marketplace.kernel.errors import Invalid
from marketplace.mentoring import meetings
from marketplace.mentoring.matches import END_REASONS
from marketplace.people import free_time
from marketplace.resources.availability import COVERABLE, Times
from marketplace.resources.pledges import MOST, PledgeDraft
from models.vocabulary import Gender, MeetingOutcome, ResourceKind, ResourceUnit, Support

if TYPE_CHECKING:
    from models.mentoring import MentorProfile
    from models.reservation import Availability
    from models.resource import Resource


LARGEST = 100_000
FACES = (
    ("1", t("Not good at all")),
    ("2", t("Not so good")),
    ("3", t("All right")),
    ("4", t("Good")),
    ("5", t("Very good")),
)
ENDS = ("planned", "goal_reached", "moved", "no_time", "not_fitting")
"""Reasons a mentor may give; a concern has its own way."""

_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,2})?")


class PledgeForm(Form):
    """One pledge."""

    kind = SelectField(t("What can you give"), validators=[needed()])
    title_th = StringField(t("In a few words"), validators=[needed(), at_most(160), no_contact])
    about_th = TextAreaField(t("More about it"), validators=[at_most(2000), no_contact])
    when_th = StringField(t("When"), validators=[at_most(160), no_contact])
    area = SubdistrictField(t("Subdistrict"), validators=[needed()])
    capacity = WholeField(t("How much"), validators=[needed()])
    unit = SelectField(t("Counted in"), validators=[needed()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = words.choices(ResourceKind)
        self.unit.choices = words.choices(ResourceUnit)

    def draft(self) -> PledgeDraft:
        """What was offered."""
        return PledgeDraft(
            kind=ResourceKind(self.kind.data),
            title_th=(self.title_th.data or "").strip(),
            about_th=(self.about_th.data or "").strip(),
            when_th=(self.when_th.data or "").strip(),
            area_code=self.area.data,
            unit=ResourceUnit(self.unit.data),
            capacity=self.capacity.data or 0,
        )


class TimesForm(Form):
    """When a pledge can be had, how much of it, and for what."""

    free = TicksField(t("When it can be had"), choices=options((part.code, part.code) for part in week.PARTS))
    capacity = WholeField(t("How much"), validators=[needed(), between(1, MOST)])
    supports = TicksField(t("What it makes possible"))
    asks_first = BooleanField(t("Ask me each time before it is promised"))
    starts_on = DateField(t("From"))
    ends_on = DateField(t("Until"))
    gender = RadioField(t("You are"), default="", validators=[chosen])
    load_most = WholeField(t("How many young people at once, at most"), validators=[Optional(), between(1, 20)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.supports.choices = options((need, words.word(Support, need)) for need in COVERABLE)
        told = ((one.value, words.word(Gender, one)) for one in Gender)
        self.gender.choices = [("", t("I would rather not say")), *told]

    @classmethod
    def of(cls, resource: Resource, row: Availability, profile: MentorProfile | None) -> Self:
        """As it stands; a mentor's own facts too."""
        free = None if row.free_mask is None else week.from_bytes(row.free_mask)
        return cls(
            data={
                "free": sorted(free_time.boxes(free)),
                "capacity": resource.capacity,
                "supports": list(row.supports),
                "asks_first": row.asks_first,
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "gender": (profile.gender or "") if profile is not None else "",
                "load_most": profile.load_most if profile is not None else 1,
            }
        )

    def of_mentor(self, *, is_mentor: bool) -> Self:
        """Ask who they are of mentors alone."""
        if not is_mentor:
            del self.gender
        return self

    def times(self, row: Availability) -> Times:
        """What was said; a part of a day that was finer before keeps its half hours."""
        before = None if row.free_mask is None else week.from_bytes(row.free_mask)
        return Times(
            free=free_time.ticked(before, self.free.data or ()) or None,
            supports=tuple(self.supports.data or ()),
            asks_first=bool(self.asks_first.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )


class RestForm(Form):
    """Days on which a pledge rests."""

    from_on = DateField(t("First day"), validators=[needed()])
    to_on = DateField(t("Last day"), validators=[needed()])


class UseForm(Form):
    """What was given on a day; hours are written as people say them."""

    used_on = DateField(t("Day"), validators=[needed()])
    amount = StringField(t("How much"), validators=[needed(), at_most(20)])

    def amount_in(self, unit: str) -> int:
        """The amount as it is kept; raises Invalid for what cannot be counted."""
        text = thai.digits(self.amount.data or "").replace(",", ".").strip()
        if not _NUMBER.fullmatch(text):
            raise Invalid(t("Write a number, for example 2 or 1.5 hours."), field="amount")
        wanted = Fraction(text) * (60 if unit == ResourceUnit.HOURS_PER_WEEK else 1)
        if wanted.denominator != 1 or not 0 < wanted <= LARGEST:
            raise Invalid(t("Write a number, for example 2 or 1.5 hours."), field="amount")
        return int(wanted)


class MeetingForm(Form):
    """A meeting that was held, or was not."""

    held_on = DateField(t("Day"), validators=[needed()])
    outcome = RadioField(t("How it went"), default="held", validators=[needed()])
    minutes = WholeField(t("Minutes"), validators=[Optional(), between(0, meetings.LONGEST)])
    two_deep = BooleanField(t("A second adult was there, or the place was open to everybody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = words.choices(MeetingOutcome)


class GoalForm(Form):
    """Something the two want to reach."""

    words = StringField(t("What do you want to reach together?"), validators=[at_most(200), no_contact])


class SurveyForm(Form):
    """How it was with one young person, when somebody else or the calendar ended it."""

    match = HiddenField()
    score = RadioField(t("How was it for you?"), choices=options(FACES), validators=[needed()])
    again = BooleanField(t("I would do it again"))


class EndForm(Form):
    """Why it ends, and how it was."""

    reason = SelectField(t("Why it ends"), validators=[needed()])
    note = TextAreaField(t("For the office only"), validators=[at_most(400), heard])
    score = RadioField(t("How was it for you?"), choices=options(FACES), validators=[needed()])
    again = BooleanField(t("I would do it again"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason.choices = options((code, END_REASONS[code]) for code in ENDS)

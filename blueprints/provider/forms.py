"""What a provider fills in: the posting, answers to applications, the roll and the claim."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import MultipleFileField
from wtforms.validators import Optional

from blueprints.fields import (
    BahtField,
    DateField,
    SubdistrictField,
    TicksField,
    WholeField,
    at_most,
    between,
    needed,
    no_contact,
)
from blueprints.forms import Form, fail
from blueprints.provider.week_form import ROWS, SPARE, SpreadForm, TimeRow
from marketplace.enrolments import reasons
from marketplace.i18n import t, words
from marketplace.kernel import clock
from marketplace.kernel.errors import DomainError, Invalid
from marketplace.labour.limits import hazards_on
from marketplace.offers import promises
from marketplace.offers.bounds import MOST, MOST_CREDITS, MOST_SEATS, MOST_TIMES
from marketplace.offers.drafts import PostingDraft, WeeklyTime
from marketplace.offers.promises import Promise
from marketplace.offers.repeats import MOST as MOST_REPEATS
from marketplace.offers.repeats import Rhythm
from models import vocabulary as v

WHOLE = (Optional(), between(0, 99_999))
UNASKED = ("about_en", "bring_en", "place_en", "skills", "external_ref")
"""What only a file says of a posting; changing the rest on the page leaves it as it is."""


class PostingForm(Form):
    """A course, placement or mentorship as its organisation describes it."""

    kind = SelectField(t("What is it"), validators=[needed()])
    form = SelectField(t("Form of learning"), validators=[needed()])
    field = SelectField(t("Field"), validators=[needed()])
    title_th = StringField(t("Title in Thai"), validators=[needed(), at_most(160)])
    title_en = StringField(t("Title in English"), validators=[at_most(160)])
    summary_th = TextAreaField(t("In one or two sentences"), validators=[at_most(400)])
    summary_en = TextAreaField(t("The same in English"), validators=[at_most(400)])
    about_th = TextAreaField(t("More about it"), validators=[at_most(4000)])
    bring_th = StringField(t("What to bring"), validators=[at_most(300)])
    area = SubdistrictField(t("Subdistrict"), validators=[needed()])
    place_th = StringField(t("Where exactly"), validators=[at_most(200)])
    mode = SelectField(t("How people take part"))
    place_type = SelectField(t("Kind of place"))
    starts_on = DateField(t("First day"), validators=[needed()])
    ends_on = DateField(t("Last day"), validators=[needed()])
    apply_by = DateField(t("Apply until"), validators=[needed()])
    seats = WholeField(t("Seats"), validators=[needed(), between(1, MOST_SEATS)])
    times = FieldList(FormField(TimeRow), min_entries=ROWS, max_entries=MOST_TIMES)
    spread = FormField(SpreadForm)
    age_min = WholeField(t("Youngest age"), validators=[*WHOLE], default=15)
    age_max = WholeField(t("Oldest age"), validators=[*WHOLE])
    level_min = SelectField(t("Level needed"), coerce=int, default=0, validators=[needed()])
    languages = TicksField(t("Languages used"))
    supports = TicksField(t("Support offered"))
    hazards = TicksField(t("Hazardous work"))
    requires_documents = BooleanField(t("Identity papers are needed"))
    wage_per_day = BahtField(t("Wage per day"))
    wage_per_hour = BahtField(t("Wage per hour"))
    stipend_per_session = BahtField(t("Stipend per session attended"))
    stipend_per_hour = BahtField(t("Stipend per hour attended"))
    travel_per_session = BahtField(t("Travel money per session attended"))
    completion_bonus = BahtField(t("Paid on completion"))
    steps = TextAreaField(t("Paid for milestones"), validators=[at_most(1000)])
    stay_30 = BahtField(t("Paid for staying 30 days"))
    stay_90 = BahtField(t("Paid for staying 90 days"))
    stay_180 = BahtField(t("Paid for staying 180 days"))
    stay_365 = BahtField(t("Paid for staying 365 days"))
    stays_from = SelectField(t("Days of staying are counted from"), validators=[Optional()])
    things = TextAreaField(t("Given in kind"), validators=[at_most(600)])
    cost_per_month = BahtField(t("Cost to the learner per month"))
    credits = WholeField(t("Credits"), validators=[Optional(), between(0, MOST_CREDITS)], default=0)
    fund = SelectField(t("Fund that pays stipends"), coerce=str, validators=[Optional()])
    branch = HiddenField()

    def __init__(self, *args: Any, funds: tuple[tuple[int, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, enum in (
            ("kind", v.OpportunityKind),
            ("form", v.LearningForm),
            ("field", v.Field),
            ("mode", v.Mode),
            ("languages", v.Language),
            ("supports", v.Support),
            ("stays_from", v.CountsFrom),
        ):
            cast(SelectField, self[name]).choices = words.choices(enum)
        # Nothing is chosen for somebody who has not looked: by these it is searched for and reviewed.
        for chosen in (self.kind, self.form, self.field):
            chosen.choices = [("", t("Choose")), *(chosen.choices or ())]
        self.place_type.choices = [("", t("Choose")), *words.choices(v.PlaceType)]
        self.level_min.choices = list(enumerate(words.LEVELS))
        self.hazards.choices = [(hazard.code, hazard.name) for hazard in hazards_on(clock.today())]
        self.offer(funds)

    def validate_place_type(self, field: SelectField) -> None:
        """The law asks where people are; who takes part from home is at no place of the posting."""
        if not field.data and self.mode.data != v.Mode.ONLINE:
            raise fail(t("Please answer this."))

    def spread_times(self) -> bool:
        """Put one time into a row for each of its days; False when something is lacking, said at its field."""
        return bool(self.spread.form.into(self.times))

    def make_room(self) -> None:
        """Leave empty rows to go on with."""
        empty = sum(row.form.is_empty for row in self.times)
        while empty < SPARE and len(self.times) < MOST_TIMES:
            self.times.append_entry()
            empty += 1

    def offer(self, funds: tuple[tuple[int, str], ...]) -> None:
        """Let one of these funds be chosen; which they are may hang on the place that was answered."""
        self.fund.choices = [("", t("No fund")), *((str(key), name) for key, name in funds)]

    def draft(self, kept: PostingDraft | None = None) -> PostingDraft:
        """What was filled in, as the domain takes it, beside what this form doesn't ask and a kept posting says.

        Raises Invalid for half a weekly time.
        """
        asked = PostingDraft(
            kind=v.OpportunityKind(self.kind.data),
            form=v.LearningForm(self.form.data),
            field=v.Field(self.field.data),
            title_th=(self.title_th.data or "").strip(),
            title_en=(self.title_en.data or "").strip(),
            summary_th=(self.summary_th.data or "").strip(),
            summary_en=(self.summary_en.data or "").strip(),
            about_th=(self.about_th.data or "").strip(),
            bring_th=(self.bring_th.data or "").strip(),
            area_code=self.area.data,
            place_th=(self.place_th.data or "").strip(),
            mode=v.Mode(self.mode.data),
            place_type=v.PlaceType(self.place_type.data or v.PlaceType.OTHER),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            apply_by=self.apply_by.data,
            seats=self.seats.data,
            times=self.weekly_times(),
            age_min=self.age_min.data if self.age_min.data is not None else 15,
            age_max=self.age_max.data,
            level_min=self.level_min.data,
            languages=tuple(self.languages.data or ("thai",)),
            supports=tuple(self.supports.data or ()),
            hazards=tuple(self.hazards.data or ()),
            requires_documents=bool(self.requires_documents.data),
            wage_per_day_satang=self.wage_per_day.data or 0,
            wage_per_hour_satang=self.wage_per_hour.data or 0,
            stipend_per_session_satang=self.stipend_per_session.data or 0,
            stipend_per_hour_satang=self.stipend_per_hour.data or 0,
            travel_per_session_satang=self.travel_per_session.data or 0,
            completion_bonus_satang=self.completion_bonus.data or 0,
            promises=self._promises(),
            stays_from=v.CountsFrom(self.stays_from.data or v.CountsFrom.START),
            cost_per_month_satang=self.cost_per_month.data or 0,
            credits=self.credits.data or 0,
            fund_id=int(self.fund.data) if self.fund.data else None,
        )
        if kept is None:
            return asked
        unasked = {name: getattr(kept, name) for name in UNASKED}
        if kept.area_code == asked.area_code:
            # The exact spot belongs to the place it was given for.
            unasked |= {"lat": kept.lat, "lon": kept.lon}
        return replace(asked, **unasked)

    def weekly_times(self) -> tuple[WeeklyTime, ...]:
        """The times that are filled in; raises Invalid for half a time."""
        return tuple(found for row in self.times for found in [row.form.time()] if found is not None)

    def named_steps(self) -> tuple[Promise, ...]:
        """The milestones that are paid for; raises Invalid for one without a sum."""
        return promises.read(self.steps.data or "", v.MilestoneKind.STEP, field="steps")

    def named_things(self) -> tuple[Promise, ...]:
        """What is given in kind; raises Invalid for one without its worth."""
        return promises.read(self.things.data or "", v.MilestoneKind.THING, field="things")

    def _promises(self) -> tuple[Promise, ...]:
        stays = ((days, self[f"stay_{days}"].data) for days in promises.STAY_DAYS)
        return (
            *self.named_steps(),
            *self.named_things(),
            *(Promise(v.MilestoneKind.STAY, satang, days=days) for days, satang in stays if satang),
        )

    @classmethod
    def of(cls, draft: PostingDraft, funds: tuple[tuple[int, str], ...]) -> "PostingForm":
        """The form filled from a kept posting."""
        facts: dict[str, Any] = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
        for name in MOST:
            facts[name] = facts.pop(f"{name}_satang")
        kinds = {"steps": v.MilestoneKind.STEP, "things": v.MilestoneKind.THING}
        facts |= {name: promises.written(draft.promises, kind) for name, kind in kinds.items()}
        facts |= {f"stay_{one.days}": one.satang for one in draft.promises if one.days}
        facts["area"] = draft.area_code
        facts["fund"] = str(draft.fund_id or "")
        facts["times"] = [
            {"weekday": str(t_.slot.weekday), "start": t_.slot.start_minute, "end": t_.slot.end_minute, "kind": t_.kind}
            for t_ in draft.times[:MOST_TIMES]
        ]
        return cls(funds=funds, data=facts)


class RepeatForm(Form):
    """How a posting goes on."""

    rhythm = RadioField(t("When does each begin?"), validators=[needed()], default=Rhythm.MONTH.value)
    many = WholeField(t("How many"), validators=[needed(), between(1, MOST_REPEATS)], default=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rhythm.choices = [
            (Rhythm.MONTH.value, t("Every month, on the same weekdays")),
            (Rhythm.AFTER.value, t("As soon as the one before has ended")),
        ]

    def chosen(self) -> Rhythm:
        """The rhythm that was picked."""
        return Rhythm(self.rhythm.data)


class AnswerForm(Form):
    """A provider's answer to one application."""

    answer = StringField(validators=[needed()])
    decline_reason = SelectField(t("Why not this time"), validators=[Optional()])
    wait_reason = SelectField(t("Why wait"), validators=[Optional()])
    note = TextAreaField(t("A few words for the young person"), validators=[at_most(400), no_contact])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decline_reason.choices = [("", t("Choose")), *reasons.DECLINE.items()]
        self.wait_reason.choices = [("", t("Choose")), *reasons.WAIT.items()]


class RollForm(Form):
    """What stands beside the roll.

    `unmarked` says at which rows a mark is missing, by the name of their radios; `meanwhile` of whom somebody else has
    kept another mark. Whose rows said so comes along in `theirs`, so that they go on saying it until the roll is kept.
    """

    reason = StringField(t("Reason for this correction"), validators=[at_most(200), no_contact])
    seen = HiddenField(filters=[lambda told: told[:16] if told else None])
    theirs = HiddenField()

    def __init__(self, *given: Any, **values: Any) -> None:
        super().__init__(*given, **values)
        self.unmarked: dict[str, str] = {}
        self.meanwhile: dict[str, str] = {}

    @property
    def wrong(self) -> dict[str, str]:
        """What stands at each row, by the name of its radios."""
        said = dict(self.meanwhile)
        for name, message in self.unmarked.items():
            said[name] = f"{said[name]} {message}" if name in said else message
        return said

    def remember(self, differing: dict[str, str]) -> None:
        """Of those rows that said it before, say again where somebody else's mark is another than the one ticked."""
        before = set((self.theirs.data or "").split(","))
        self.meanwhile = {name: said for name, said in differing.items() if name in before}

    def take(self, error: DomainError) -> None:
        """A missing mark is told at its row, and once for all above the roll."""
        named = error.errors if isinstance(error, Invalid) else {}
        self.unmarked = {name: str(message) for name, message in named.items() if name.startswith("mark-")}
        if isinstance(error, Invalid) and (error.field or "").startswith("mark-"):
            self.unmarked = {str(error.field): str(error)}
            self.form_errors.append(str(t("Nothing is kept yet. One mark cannot be changed like this.")))
        elif self.unmarked:
            message = t("Nothing is kept yet. Still to be marked: {count}", count=len(self.unmarked))
            self.form_errors.append(str(message))
        else:
            super().take(error)

    def take_overtaken(self, error: DomainError, rows: dict[str, str]) -> None:
        """What somebody else kept meanwhile is told at its rows; what was ticked stays ticked."""
        self.meanwhile, self.seen.data = rows, None
        self.form_errors.append(str(error))
        self.form_errors.append(str(t("Look at the marks below, and keep the roll again as it should be.")))

    def problems(self) -> Iterator[tuple[str, str]]:
        """What is missing leads to the first row it is missing at."""
        first = next(iter(self.unmarked or self.meanwhile), "")
        return ((field or first, message) for field, message in super().problems())


class ClaimForm(Form):
    """Hours learned, what was learned, and proof."""

    hours = WholeField(t("Hours"), validators=[needed(), between(1, 5000)])
    note = TextAreaField(t("What was learned"), validators=[at_most(2000), no_contact])
    short_reason = TextAreaField(t("Why it is finished all the same"), validators=[at_most(500), no_contact])
    files = MultipleFileField(t("Photos or PDF"))


class MoreProofForm(Form):
    """An answer to the office's question, with the hours anew where attendance shows fewer than were claimed."""

    hours = WholeField(t("Hours"), validators=[Optional(), between(1, 5000)])
    note = TextAreaField(t("Your answer"), validators=[at_most(2000), no_contact])
    files = MultipleFileField(t("Photos or PDF"))


class WageForm(Form):
    """When a wage was paid and by what it can be proved."""

    paid_on = DateField(t("Paid on"), validators=[needed()])
    proof_ref = StringField(t("Number of the transfer slip or receipt"), validators=[needed(), at_most(80)])

"""The seven questions and the four asked in place: filled from the answers so far, read back as changes of them."""

from typing import Any, Self

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Optional

from blueprints.fields import BahtField, DateField, SubdistrictField, TicksField, at_most, needed, no_contact, options
from blueprints.forms import Form
from marketplace.i18n import Text, dates, t, words
from marketplace.kernel import week
from marketplace.kernel.errors import Invalid
from marketplace.people import answers as told
from marketplace.people import free_time
from marketplace.people.answers import Answers
from models.vocabulary import Field, Language, Support, Transport

MINUTES = (15, 30, 45, 60, 90)
ANY = "any"
HALF_HOURS = tuple(range(0, 24 * 60 + 1, 30))


class QuestionForm(Form):
    """One question: filled from the answers so far, read back as changes of them."""

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """The form as it was answered before."""
        return cls(data={name: getattr(answers, name, None) for name in cls._names()})

    @classmethod
    def _names(cls) -> tuple[str, ...]:
        return tuple(name for name in told.Answers.__dataclass_fields__ if hasattr(cls, name))

    def changes(self, _before: Answers) -> dict[str, Any]:
        """What the answers become."""
        return {name: self[name].data for name in self._names()}


class BirthForm(QuestionForm):
    """Question 1."""

    birth_date = DateField(t("Your birth date"), validators=[needed()], description=t("For example 14 Feb 2008"))


class AreaForm(QuestionForm):
    """Question 2."""

    area_code = SubdistrictField(
        t("Your subdistrict"), validators=[needed()], description=t("For example Sateng, Yala, or a postcode")
    )


class FreeForm(QuestionForm):
    """Question 3: boxes of the week, presets, and one day by the half hour."""

    free = TicksField(t("Your free time in a week"), choices=options((part.code, part.code) for part in week.PARTS))
    day = SelectField(t("Day"), coerce=int, validators=[Optional()])
    since = SelectField(t("From"), coerce=int, validators=[Optional()], default=16 * 60 + 30)
    until = SelectField(t("To"), coerce=int, validators=[Optional()], default=20 * 60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day.choices = [(day, dates.day_name(day)) for day in range(7)]
        self.since.choices = [(minute, dates.clock_time(minute)) for minute in HALF_HOURS[:-1]]
        self.until.choices = [(minute, dates.clock_time(minute)) for minute in HALF_HOURS[1:]]

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """The grid as it was ticked before."""
        return cls(data={"free": sorted(free_time.boxes(answers.free))})

    def changes(self, before: Answers) -> dict[str, Any]:
        """The boxes alone; raises Invalid when none is ticked."""
        free = free_time.ticked(before.free, self.free.data or ())
        if not free:
            raise Invalid(t("Tick at least one time, or skip this question."), field="free")
        return {"free": free}

    def finer(self, before: Answers, pressed: str) -> dict[str, Any]:
        """The boxes and what a button beside them adds; `clear` leaves the question open again."""
        if pressed == "clear":
            return {"free": None}
        free = free_time.ticked(before.free, self.free.data or ())
        if pressed == "hours":
            if None in (self.day.data, self.since.data, self.until.data):
                raise Invalid(t("Choose a day, and from when to when."), field="day")
            return {"free": free_time.with_hours(free, self.day.data, self.since.data, self.until.data)}
        return {"free": free_time.with_preset(free, pressed)}


class InterestsForm(QuestionForm):
    """Question 4."""

    interests = TicksField(t("What would you like to do?"), choices=options(words.choices(Field)))
    skills = StringField(
        t("What can you do already?"),
        description=t("Put a comma between two, for example cooking rice, selling, cutting video"),
        validators=[at_most(400), no_contact],
    )

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Skills as one line."""
        return cls(data={"interests": answers.interests, "skills": ", ".join(answers.skills)})

    def changes(self, _before: Answers) -> dict[str, Any]:
        """Skills apart again."""
        return {
            "interests": tuple(self.interests.data or ()),
            "skills": told.skills_of(self.skills.data or ""),
        }


NOBODY, SOME, ALL = "nobody", "some", "all"


class NeedsForm(QuestionForm):
    """Question 5: what must be there, and who may know."""

    support_needs = TicksField(t("What must be there so that you can come?"), choices=options(words.choices(Support)))
    who = RadioField(t("Who may know this before you are accepted?"), default=NOBODY, validators=[Optional()])
    shared_needs = TicksField(t("The provider may know these"), choices=options(words.choices(Support)))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who.choices = [
            (NOBODY, t("Only my own office")),
            (ALL, t("The provider too, so that they can get it ready")),
            (SOME, t("Let me choose what the provider may know")),
        ]

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Needs, and how many of them are shared."""
        shared, needs = set(answers.shared_needs), set(answers.support_needs)
        who = NOBODY if not shared else ALL if shared == needs else SOME
        return cls(data={"support_needs": answers.support_needs, "who": who, "shared_needs": answers.shared_needs})

    def changes(self, before: Answers) -> dict[str, Any]:
        """Needs with those that may be told; what was not ticked is not told."""
        needs = tuple(self.support_needs.data or ())
        shared = {NOBODY: (), ALL: needs}.get(self.who.data or NOBODY, before.shared_needs)
        return {"support_needs": needs, "shared_needs": shared}

    @property
    def wants_to_choose(self) -> bool:
        """Whether each need is to be asked for by itself."""
        return self.who.data == SOME and bool(self.support_needs.data)

    def chosen(self, before: Answers) -> dict[str, Any]:
        """Only who may know which of the needs that were kept before."""
        return {"shared_needs": tuple(need for need in self.shared_needs.data or () if need in before.support_needs)}


class TravelForm(QuestionForm):
    """Question 6."""

    minutes = RadioField(t("How long may the way there take?"), validators=[needed()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.minutes.data or ""
        asked = {int(own)} if own.isdecimal() and 0 < int(own[:4]) <= told.FARTHEST_MINUTES else set[int]()
        known = sorted({*MINUTES, *asked})
        self.minutes.choices = [
            *((str(each), t("Up to {minutes} minutes", minutes=each)) for each in known),
            (ANY, t("It does not matter")),
        ]

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """The limit; `any` once the question was passed without one."""
        limit = answers.travel_minutes_max
        return cls(data={"minutes": str(limit) if limit is not None else ANY if answers.step >= 6 else None})

    def changes(self, _before: Answers) -> dict[str, Any]:
        """Minutes one way, or no limit."""
        return {"travel_minutes_max": None if self.minutes.data == ANY else int(self.minutes.data)}


FREE_OF_COST, UP_TO = "free", "up_to"


class MoneyForm(QuestionForm):
    """Question 7."""

    need_per_month_satang = BahtField(
        t("How much money do you need in a month?"), description=t("About. What pays more comes first.")
    )
    cost = RadioField(t("May it cost something?"), default=FREE_OF_COST, validators=[needed()])
    cost_per_month_max_satang = BahtField(t("At most in a month"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cost.choices = [
            (FREE_OF_COST, t("No, it has to be free")),
            (UP_TO, t("Yes, up to a sum")),
            (ANY, t("It does not matter")),
        ]

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """The sums; no limit is told apart from nothing to pay."""
        limit = answers.cost_per_month_max_satang
        cost = UP_TO if limit else ANY if limit is None and answers.step >= 7 else FREE_OF_COST
        return cls(
            data={
                "need_per_month_satang": answers.need_per_month_satang,
                "cost": cost,
                "cost_per_month_max_satang": limit or None,
            }
        )

    def changes(self, _before: Answers) -> dict[str, Any]:
        """Satang a month; raises Invalid for a limit without a sum."""
        limit = {FREE_OF_COST: 0, ANY: None}.get(self.cost.data or FREE_OF_COST, self.cost_per_month_max_satang.data)
        if self.cost.data == UP_TO and limit is None:
            raise Invalid(t("Write the sum."), field="cost_per_month_max_satang")
        return {"need_per_month_satang": self.need_per_month_satang.data, "cost_per_month_max_satang": limit}


class LevelForm(QuestionForm):
    """Asked in place."""

    level = RadioField(t("What have you finished?"), coerce=int, validators=[needed()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none: list[tuple[int, Text]] = [(0, t("No school certificate yet"))]
        self.level.choices = [*none, *((number, words.level(number)) for number in range(1, told.HIGHEST_LEVEL + 1))]


class LanguagesForm(QuestionForm):
    """Asked in place."""

    languages = TicksField(
        t("Which languages can you learn and work in?"), choices=options(words.choices(Language)), validators=[needed()]
    )

    def changes(self, _before: Answers) -> dict[str, Any]:
        """At least one language."""
        return {"languages": tuple(self.languages.data)}


class DocumentsForm(QuestionForm):
    """Asked in place."""

    has_documents = RadioField(t("Do you have an ID card or a birth certificate?"), validators=[needed()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_documents.choices = [("1", t("Yes")), ("0", t("No, or not at hand"))]

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Yes, no, or nothing yet."""
        known = answers.has_documents
        return cls(data={"has_documents": None if known is None else str(int(known))})

    def changes(self, _before: Answers) -> dict[str, Any]:
        """A yes or a no."""
        return {"has_documents": self.has_documents.data == "1"}


class TransportForm(QuestionForm):
    """Asked in place."""

    transport = RadioField(t("How do you get about?"), choices=options(words.choices(Transport)), validators=[needed()])


QUESTIONS: dict[int, type[QuestionForm]] = {
    1: BirthForm,
    2: AreaForm,
    3: FreeForm,
    4: InterestsForm,
    5: NeedsForm,
    6: TravelForm,
    7: MoneyForm,
}
IN_PLACE: dict[str, type[QuestionForm]] = {
    "level": LevelForm,
    "languages": LanguagesForm,
    "has_documents": DocumentsForm,
    "transport": TransportForm,
}

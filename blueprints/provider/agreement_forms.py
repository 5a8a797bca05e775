"""What a host fills in for an agreement: the terms, a worked day, and how it ended."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from blueprints.fields import (
    BahtField,
    ClockField,
    DateField,
    WholeField,
    at_most,
    between,
    needed,
    no_contact,
    options,
)
from blueprints.forms import Form
from blueprints.provider.week_form import ROWS, TimeRow
from marketplace.agreements import sayings
from marketplace.agreements.day_checks import DayDraft
from marketplace.agreements.drafting import TermsDraft
from marketplace.i18n import t


class TermsForm(Form):
    """The terms that the host writes; the rest stands in the posting."""

    tasks = TextAreaField(t("What they do"), validators=[needed(), at_most(2000), no_contact])
    learning_goals = TextAreaField(t("What they learn"), validators=[needed(), at_most(2000), no_contact])
    site = StringField(t("Where exactly"), validators=[needed(), at_most(200), no_contact])
    tutor = StringField(t("Who teaches them at work"), validators=[needed(), at_most(120), no_contact])
    provider = SelectField(t("Who stands for the learning"), validators=[needed()])
    starts_on = DateField(t("First day"), validators=[needed()])
    ends_on = DateField(t("Last day"), validators=[needed()])
    times = FieldList(FormField(TimeRow), min_entries=ROWS, max_entries=ROWS)
    wage_per_day = BahtField(t("Wage per day"))

    def __init__(self, *args: Any, providers: tuple[tuple[str, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider.choices = list(providers)

    def draft(self) -> TermsDraft:
        """What was filled in; raises Invalid for half a weekly time."""
        times = tuple(found for row in self.times for found in [row.form.time()] if found is not None)
        return TermsDraft(
            tasks=self.tasks.data or "",
            learning_goals=self.learning_goals.data or "",
            site=self.site.data or "",
            tutor=self.tutor.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            times=tuple((one.slot, one.kind) for one in times),
            wage_per_day_satang=self.wage_per_day.data or 0,
        )

    @classmethod
    def of(cls, draft: TermsDraft, provider: str, providers: tuple[tuple[str, str], ...]) -> "TermsForm":
        """The form filled from terms."""
        facts: dict[str, Any] = {name: getattr(draft, name) for name in ("tasks", "learning_goals", "site", "tutor")}
        facts |= {"starts_on": draft.starts_on, "ends_on": draft.ends_on, "wage_per_day": draft.wage_per_day_satang}
        facts["times"] = [
            {"weekday": str(slot.weekday), "start": slot.start_minute, "end": slot.end_minute, "kind": str(kind)}
            for slot, kind in draft.times[:ROWS]
        ]
        return cls(providers=providers, data=facts | {"provider": provider})


class DayForm(Form):
    """One worked day."""

    worked_on = DateField(t("Day"), validators=[needed()])
    start = ClockField(t("From"), validators=[needed()])
    end = ClockField(t("To"), validators=[needed()])
    rest = WholeField(t("Rest, in minutes"), validators=[needed(), between(0, 600)], default=0)
    tasks = TextAreaField(t("What was done"), validators=[needed(), at_most(600), no_contact])
    sure = BooleanField(t("Yes, it was like that"))

    def draft(self) -> DayDraft:
        """What was filled in; only after the form has validated."""
        return DayDraft(
            self.worked_on.data, self.start.data, self.end.data, self.rest.data or 0,
            self.tasks.data or "", sure=self.sure.data,
        )  # fmt: skip


class ConfirmForm(Form):
    """That the host stands for a day, also for one that the law does not allow."""

    known = BooleanField(t("It was like that, and I know that the law does not allow it"))


class EndForm(Form):
    """How a placement went."""

    outcome = RadioField(t("How did it end?"), choices=options(sayings.OUTCOMES.items()), validators=[needed()])
    note = TextAreaField(t("A few words for the young person"), validators=[needed(), at_most(1000), no_contact])

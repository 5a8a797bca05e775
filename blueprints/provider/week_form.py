"""The weekly times of a posting: a row for each, and one time put into the rows of several days at once."""

from __future__ import annotations

from typing import Any

from wtforms import Field, FieldList, SelectField

from blueprints.fields import ClockField, TicksField
from blueprints.forms import Form
from marketplace.i18n import dates, t, words
from marketplace.kernel.errors import Invalid
from marketplace.kernel.week import DAY_MINUTES, NotAWeek, Slot
from marketplace.offers.bounds import MOST_TIMES
from marketplace.offers.drafts import WeeklyTime
from models import vocabulary as v

ROWS = 7
SPARE = 2
"""Empty rows that are left to go on with."""


class TimeRow(Form):
    """One weekly time."""

    weekday = SelectField(t("Day"), coerce=str, validate_choice=False)
    start = ClockField(t("From"))
    end = ClockField(t("To"))
    kind = SelectField(t("For"), coerce=str, validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.weekday.choices = [("", "–"), *((str(day), dates.day_name(day)) for day in range(7))]
        self.kind.choices = words.choices(v.SlotKind)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in this row."""
        return not self.weekday.data and not _typed(self.start) and not _typed(self.end)

    def time(self) -> WeeklyTime | None:
        """The weekly time of this row, or nothing for an empty row; raises Invalid for half a row."""
        day, start, end = self.weekday.data, self.start.data, self.end.data
        if not day and start is None and end is None:
            return None
        if day not in dict(self.weekday.choices or ()) or not day or start is None or end is None:
            raise Invalid(t("Each time needs a day, a beginning and an end."), field="times")
        try:
            # What ends at 0.00 ends at the midnight after; what ends earlier than it begins is refused with its day.
            slot = Slot(int(day), start, end if end > start else end + DAY_MINUTES)
        except NotAWeek as error:
            raise Invalid(t("A time must begin before it ends and last less than a day."), field="times") from error
        kind = v.SlotKind.WORK if self.kind.data == v.SlotKind.WORK else v.SlotKind.LEARN
        return WeeklyTime(slot, kind)


class SpreadForm(Form):
    """One time for several days of the week."""

    days = TicksField(t("On which days"))
    start = ClockField(t("From"))
    end = ClockField(t("To"))
    kind = SelectField(t("For"), coerce=str, validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days.choices = [(str(day), dates.day_name(day)) for day in range(7)]
        self.kind.choices = words.choices(v.SlotKind)

    @property
    def is_begun(self) -> bool:
        """Whether anything is written here."""
        return bool(self.days.data) or _typed(self.start) or _typed(self.end)

    def into(self, times: FieldList[Any]) -> bool:
        """Fill the next empty rows, leaving out what stands there already; what is lacking is said at its field."""
        start, end = self.start.data, self.end.data
        if not self.validate() or not self.days.data or start is None or end is None:
            lacking = self.days if not self.days.data else self.start if start is None else self.end
            if not lacking.errors:
                lacking.errors = [str(t("Each time needs a day, a beginning and an end."))]
            return False
        known = {(row.form.weekday.data, row.form.start.data, row.form.end.data) for row in times}
        wanted = [day for day in self.days.data if (day, start, end) not in known]
        empty = [row for row in times if row.form.is_empty]
        if len(wanted) > len(empty) + MOST_TIMES - len(times):
            self.days.errors = [str(t("At most {most} times a week.", most=MOST_TIMES))]
            return False
        for day in wanted:
            row = empty.pop(0) if empty else times.append_entry()
            for name, value in (("weekday", day), ("start", start), ("end", end), ("kind", self.kind.data)):
                _write(row.form[name], value)
        for name, value in (("days", []), ("start", None), ("end", None)):
            _write(self[name], value)
        return True


def _typed(field: Field) -> bool:
    return field.data is not None or any(str(text).strip() for text in field.raw_data or ())


def _write(field: Field, value: object) -> None:
    """As if it had been read from a kept posting."""
    field.data, field.raw_data, field.process_errors, field.errors = value, None, [], []

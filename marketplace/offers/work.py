"""A placement as the law of labour sees it: whose work it would be, and what a posting may not ask of the young.

A posting is judged for the youngest person it admits, a placement for the person who comes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Protocol

from marketplace.i18n import Text, t
from marketplace.kernel.week import Slot
from marketplace.labour.cases import Case, Records
from marketplace.labour.judging import Broken, judge
from models.vocabulary import PlaceType, SlotKind


class Terms(Protocol):
    """What a draft and a kept posting both say of the work."""

    @property
    def starts_on(self) -> date: ...

    @property
    def ends_on(self) -> date: ...

    @property
    def area_code(self) -> str: ...

    @property
    def place_type(self) -> str: ...

    @property
    def hazards(self) -> Sequence[str]: ...

    @property
    def wage_per_day_satang(self) -> int: ...

    @property
    def wage_per_hour_satang(self) -> int: ...


Timed = tuple[Slot, str | None]

FIELD_OF = {
    "LW01": "age_min", "LW05": "times", "LW06": "times", "LW08": "times", "LW09": "times", "LW11": "hazards",
    "LW12": "place_type", "LW15": "wage_per_day", "LW16": "place_type", "LW17": "place_type", "LW19": "hazards",
    "LW21": "times",
}  # fmt: skip
"""Where a broken rule is shown in the editor of a posting."""

_OLDER = t("Change it, or set the youngest age to 18.")
_CURES: dict[str, Text] = {
    "LW01": t("Set the youngest age to 15 or more."),
    "LW15": t("Raise the wage per day."),
    "LW16": t("Change the wage or the times."),
    "LW21": t("Add weekly learning."),
}


def case_of(terms: Terms, times: Iterable[Timed], birth_date: date, **facts: Any) -> Case:
    """The work of one person under these terms; further facts are those of `Case`. Raises Invalid."""
    held = tuple(times)
    learning = tuple(slot for slot, kind in held if kind == SlotKind.LEARN)
    place = PlaceType(terms.place_type)
    records = Records(
        is_household=place == PlaceType.HOME,
        is_home_work=place == PlaceType.HOME,
        is_at_sea=place == PlaceType.FISHING_VESSEL,
        learning_minutes_a_week=sum(slot.minutes for slot in learning),
        finished_lower_secondary=facts.pop("finished_lower_secondary", None),
    )
    return Case(
        birth_date=birth_date,
        start=terms.starts_on,
        end=terms.ends_on,
        area_code=terms.area_code,
        shifts=tuple(slot for slot, kind in held if kind != SlotKind.LEARN),
        learning=learning,
        wage_per_day_satang=terms.wage_per_day_satang,
        wage_per_hour_satang=terms.wage_per_hour_satang,
        place_type=place,
        hazards=tuple(terms.hazards),
        records=records,
        **facts,
    )


def problems(terms: Terms, times: Iterable[Timed], age_min: int) -> Iterator[tuple[str, Text]]:
    """What the law has against a posting, as field and sentence; raises NoRate and Invalid as judging does."""
    for broken in judge(case_of(terms, times, youngest_birth(age_min, terms.starts_on))).broken:
        if broken.number in FIELD_OF:
            yield FIELD_OF[broken.number], cured(broken)


def cured(broken: Broken) -> Text:
    """What is wrong and what to do about it."""
    return t("{why}. {cure}", why=broken.text, cure=_CURES.get(broken.number, _OLDER))


def youngest_birth(age: int, day: date) -> date:
    """The birth date of somebody who is exactly so old on the day."""
    year = max(day.year - age, 1)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)

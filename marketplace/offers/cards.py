"""An opportunity as lists and cards know it: read from its listing row, with no table behind it.

`facts` of the listing row is this card as JSON, written when the opportunity changes and read once per process.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from marketplace.i18n import pick
from marketplace.kernel import week
from marketplace.kernel.geo import Point
from marketplace.kernel.week import Slot
from marketplace.offers import payers, promises
from marketplace.offers.coming import Span
from marketplace.offers.promises import Promise
from models.offer import Opportunity
from models.offer import Slot as SlotRow
from models.organisation import Organisation
from models.vocabulary import MilestoneKind, Mode, SlotKind


@dataclass(frozen=True, eq=False)
class Card:
    """Everything about an opportunity that does not change between two edits; seats are told apart.

    `starts_on` and `ends_on` are the days it was announced for, `opens_on` and `last_on` those of its first and last
    session; `first_on` is the first for a newcomer when it was listed, `off` are days of its week on which nothing is
    held, and `apply_by` is the last day to ask for any.
    """

    id: int
    seq: int
    ref: str
    kind: str
    form: str
    field: str
    mode: str
    place_type: str
    title_th: str
    title_en: str
    summary_th: str
    summary_en: str
    organisation_ref: str
    organisation_th: str
    organisation_en: str
    area_code: str
    lat: float
    lon: float
    times: str
    work_times: str
    starts_on: date
    ends_on: date
    apply_by: date
    opens_on: date
    first_on: date
    last_on: date
    age_min: int
    age_max: int | None
    level_min: int
    languages: tuple[str, ...]
    skills: tuple[str, ...]
    supports: tuple[str, ...]
    hazards: tuple[str, ...]
    requires_documents: bool
    wage_per_day_satang: int
    wage_per_hour_satang: int
    stipend_per_session_satang: int
    travel_per_session_satang: int
    completion_bonus_satang: int
    cost_per_month_satang: int
    pay_day: str
    credits: int
    office_key: str = ""
    points: tuple[Promise, ...] = ()
    stays_from: str = ""
    stipend_per_hour_satang: int = 0
    off: tuple[date, ...] = ()

    @property
    def title(self) -> str:
        """Its title in the reader's language."""
        return pick(self.title_th, self.title_en)

    @property
    def summary(self) -> str:
        """One sentence on it in the reader's language."""
        return pick(self.summary_th, self.summary_en)

    @property
    def organisation(self) -> str:
        """Who stands behind it."""
        return pick(self.organisation_th, self.organisation_en)

    @property
    def is_online(self) -> bool:
        """Whether nobody has to travel."""
        return self.mode == Mode.ONLINE

    @property
    def point(self) -> Point:
        """Where it takes place."""
        return Point(self.lat, self.lon)

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Its weekly times."""
        return _week(self.times)

    @cached_property
    def work_slots(self) -> tuple[Slot, ...]:
        """Those of them that are work."""
        return _week(self.work_times)

    @cached_property
    def parts(self) -> tuple[tuple[int, int], ...]:
        """The coarse cells of the week it touches, as (day, part)."""
        return tuple(sorted((part.weekday, int(part.part)) for part in week.parts_touched(week.mask(self.slots))))

    def begins_on(self, answered: date) -> date | None:
        """The first session of somebody who could come from a day on; None when none is left."""
        if self.first_on >= answered:
            found = self.first_on
        else:
            # They wait longer than a stranger, or it was listed on an earlier day: its weekly times tell the next.
            weekdays, off = {slot.weekday for slot in self.slots}, frozenset(self.off)
            ahead = (answered + timedelta(days=number) for number in range((self.last_on - answered).days + 1))
            on = (day for day in ahead if day not in off and (day.weekday() in weekdays or not weekdays))
            found = next(on, date.max)
        return found if found <= self.last_on else None


@dataclass(frozen=True, slots=True)
class Shown:
    """A card on a page with what is true just now."""

    card: Card
    seats: int
    seats_taken: int

    @property
    def seats_left(self) -> int:
        """Places nobody has taken."""
        return self.seats - self.seats_taken


_COPIED = (
    "ref", "kind", "form", "field", "mode", "place_type", "title_th", "title_en", "summary_th", "summary_en",
    "area_code", "lat", "lon", "age_min", "age_max", "level_min", "languages", "skills", "supports", "hazards",
    "requires_documents", "wage_per_day_satang", "wage_per_hour_satang", "stipend_per_session_satang",
    "stipend_per_hour_satang", "travel_per_session_satang", "completion_bonus_satang", "cost_per_month_satang",
    "pay_day", "credits", "office_key",
)  # fmt: skip
_LISTS = ("languages", "skills", "supports", "hazards")
_DATES = ("starts_on", "ends_on", "apply_by", "opens_on", "first_on", "last_on")


def facts_of(
    opportunity: Opportunity,
    organisation: Organisation,
    slots: Sequence[SlotRow],
    span: Span,
    off: Sequence[date] = (),
) -> str:
    """The card of an opportunity, as its listing row keeps it; what no fund stands behind is not promised."""
    facts: dict[str, object] = {name: getattr(opportunity, name) for name in _COPIED}
    days = {"starts_on": opportunity.starts_on, "ends_on": opportunity.ends_on, "apply_by": span.asks_until}
    days |= {"opens_on": span.opens, "first_on": span.sorts_on, "last_on": span.last}
    facts |= {name: day.isoformat() for name, day in days.items()}
    if off:
        facts["off"] = [day.isoformat() for day in off]
    if payers.lacks_fund(opportunity):
        facts |= dict.fromkeys(payers.ON_CARDS, 0)
    elif opportunity.steps_satang or opportunity.stays_satang or opportunity.things_satang:
        facts["points"] = [(one.kind, one.satang, one.title, one.days) for one in promises.of(opportunity.id)]
        facts["stays_from"] = opportunity.stays_from
    facts |= {
        "organisation_ref": organisation.ref,
        "organisation_th": organisation.name_th,
        "organisation_en": organisation.name_en,
        "times": week.write(weekly(slots)),
        "work_times": week.write(weekly(slot for slot in slots if slot.kind == SlotKind.WORK)),
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


def read(opportunity_id: int, seq: int, facts: str) -> Card:
    """The card a listing row keeps."""
    found = json.loads(facts)
    # A row written by an older version knows only what was announced, until the next night.
    found = {"opens_on": found["starts_on"], "first_on": found["starts_on"], "last_on": found["ends_on"]} | found
    found |= {name: tuple(found[name]) for name in _LISTS}
    found |= {name: date.fromisoformat(found[name]) for name in _DATES}
    found["off"] = tuple(map(date.fromisoformat, found.get("off", ())))
    found["points"] = tuple(Promise(MilestoneKind(kind), *rest) for kind, *rest in found.get("points", ()))
    return Card(id=opportunity_id, seq=seq, **found)


@lru_cache(maxsize=20_000)
def _week(times: str) -> tuple[Slot, ...]:
    """Many cards share a timetable."""
    return week.parse(times)


def weekly(slots: Iterable[SlotRow]) -> tuple[Slot, ...]:
    """Rows of the timetable as times of a week."""
    return tuple(Slot(row.weekday, row.start_minute, row.end_minute) for row in slots)

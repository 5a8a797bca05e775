"""What a posting says before it is kept: a frozen draft, and everything that is wrong with it at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from marketplace.i18n import Text, t
from marketplace.kernel import clock, week
from marketplace.kernel.dated import NoRate
from marketplace.kernel.errors import Invalid
from marketplace.kernel.week import Slot
from marketplace.offers import work
from models.vocabulary import Field, LearningForm, Mode, OpportunityKind, PlaceType, SlotKind

LONGEST = timedelta(days=731)
MOST_SEATS = 500
MOST_SESSIONS = 1_000
Problem = tuple[str, Text]


@dataclass(frozen=True)
class WeeklyTime:
    """One weekly time and what it is for."""

    slot: Slot
    kind: SlotKind = SlotKind.LEARN


@dataclass(frozen=True)
class PostingDraft:
    """Everything a provider or employer fills in; money is satang."""

    kind: OpportunityKind
    form: LearningForm
    field: Field
    title_th: str
    area_code: str
    starts_on: date
    ends_on: date
    apply_by: date
    seats: int
    times: tuple[WeeklyTime, ...]
    title_en: str = ""
    summary_th: str = ""
    summary_en: str = ""
    about_th: str = ""
    about_en: str = ""
    bring_th: str = ""
    bring_en: str = ""
    place_th: str = ""
    place_en: str = ""
    lat: float | None = None
    lon: float | None = None
    mode: Mode = Mode.ONSITE
    place_type: PlaceType = PlaceType.OTHER
    age_min: int = 15
    age_max: int | None = None
    level_min: int = 0
    languages: tuple[str, ...] = ("thai",)
    skills: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    requires_documents: bool = False
    wage_per_day_satang: int = 0
    wage_per_hour_satang: int = 0
    stipend_per_session_satang: int = 0
    travel_per_session_satang: int = 0
    completion_bonus_satang: int = 0
    cost_per_month_satang: int = 0
    credits: int = 0
    fund_id: int | None = None
    external_ref: str | None = None

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The weekly times alone."""
        return tuple(time.slot for time in self.times)

    @property
    def mask(self) -> int:
        """The half hours of the week it takes."""
        return week.mask(self.slots)


def check(draft: PostingDraft) -> None:
    """Raise Invalid with one sentence per field when the draft cannot be submitted."""
    found: dict[str, object] = {}
    for name, message in _problems(draft):
        found.setdefault(name, message)
    if found:
        raise Invalid(t("Please look at the marked answers."), errors=found)


def _problems(draft: PostingDraft) -> Iterator[Problem]:
    if not draft.title_th.strip():
        yield "title_th", t("Give it a title in Thai.")
    if not 1 <= draft.seats <= MOST_SEATS:
        yield "seats", t("Seats must be a number from 1 to {most}.", most=MOST_SEATS)
    yield from _dates(draft)
    yield from _times(draft)
    yield from _ages(draft)
    if draft.kind == OpportunityKind.PLACEMENT:
        yield from _work(draft)
    elif draft.wage_per_day_satang or draft.wage_per_hour_satang:
        yield "wage_per_day", t("Only a work placement pays a wage. For learning, use the stipend per session.")


def _dates(draft: PostingDraft) -> Iterator[Problem]:
    if draft.ends_on < draft.starts_on:
        yield "ends_on", t("The last day is before the first day.")
    elif draft.ends_on - draft.starts_on > LONGEST:
        yield "ends_on", t("It may run for two years at most.")
    if draft.apply_by > draft.ends_on:
        yield "apply_by", t("People must be able to apply before it ends.")
    if draft.apply_by < clock.today():
        yield "apply_by", t("The last day to apply has passed.")


def _times(draft: PostingDraft) -> Iterator[Problem]:
    if not draft.times:
        yield "times", t("Add at least one weekly time.")
    ordered = sorted(draft.slots)
    for earlier, later in pairwise(ordered):
        if earlier.weekday == later.weekday and later.start_minute < earlier.end_minute:
            yield "times", t("Two times on the same day overlap.")
            return
    weeks = max((draft.ends_on - draft.starts_on).days // 7 + 1, 1)
    if len(draft.times) * weeks > MOST_SESSIONS:
        yield (
            "times",
            t("That makes more than {most} sessions. Choose fewer times or a shorter period.", most=MOST_SESSIONS),
        )


def _ages(draft: PostingDraft) -> Iterator[Problem]:
    if not 3 <= draft.age_min <= 60:
        yield "age_min", t("The youngest age must be between 3 and 60.")
    if draft.age_max is not None and draft.age_max < draft.age_min:
        yield "age_max", t("The oldest age is below the youngest.")


def _work(draft: PostingDraft) -> Iterator[Problem]:
    """The law of labour for the youngest person who may come, every broken rule at its field."""
    if draft.ends_on < draft.starts_on:
        return
    try:
        yield from work.problems(draft, ((time.slot, time.kind) for time in draft.times), draft.age_min)
    except NoRate:
        yield "area", t("No minimum wage is known for this place on that day. Ask the office to add it.")
    except Invalid as refusal:
        yield "times", refusal.message if isinstance(refusal.message, Text) else t("Look at the times again.")

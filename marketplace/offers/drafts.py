"""What a posting says before it is kept: a frozen draft, and everything that is wrong with it at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import cast

from marketplace.i18n import Text, t
from marketplace.kernel import clock, week
from marketplace.kernel.dated import NoRate
from marketplace.kernel.errors import Invalid, at_fields
from marketplace.kernel.week import Slot
from marketplace.offers import bounds, deposits, kept_back, payers, promises, wording, work
from marketplace.offers.bounds import Problem, Rule
from marketplace.offers.promises import Promise
from models.vocabulary import CountsFrom, Field, LearningForm, MilestoneKind, Mode, OpportunityKind, PlaceType, SlotKind


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
    stipend_per_hour_satang: int = 0
    travel_per_session_satang: int = 0
    completion_bonus_satang: int = 0
    promises: tuple[Promise, ...] = ()
    stays_from: CountsFrom = CountsFrom.START
    cost_per_month_satang: int = 0
    credits: int = 0
    fund_id: int | None = None
    external_ref: str | None = None

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The weekly times alone."""
        return tuple(time.slot for time in self.times)

    @property
    def steps_satang(self) -> int:
        """What its named steps come to."""
        return promises.total(self.promises, MilestoneKind.STEP)

    @property
    def stays_satang(self) -> int:
        """What its days of staying come to."""
        return promises.total(self.promises, MilestoneKind.STAY)

    @property
    def mask(self) -> int:
        """The half hours of the week it takes."""
        return week.mask(self.slots)


def check_keepable(draft: PostingDraft) -> None:
    """Raise Invalid with one sentence per field for what no draft may say, although it may still lack things."""
    _refuse(chain(bounds.problems(draft), payers.problems(draft), promises.problems(draft.promises)))


def check(draft: PostingDraft, *, unread: frozenset[str] = frozenset()) -> None:
    """Raise Invalid with one sentence per field when the draft cannot be submitted.

    What needs a fact that could not be read (`unread`) is left out, everything else is judged all the same.
    """
    _refuse(_judged(draft, (*bounds.RULES, payers.problems, _points, *_RULES), unread))


def lacking(draft: PostingDraft) -> dict[str, object]:
    """By field, what keeps a draft from being submitted; nothing when nothing does."""
    return at_fields(_judged(draft, (*bounds.RULES, payers.problems, _points, *_RULES)))


def said_wrongly(draft: PostingDraft, *, unread: frozenset[str] = frozenset()) -> dict[str, object]:
    """By field, what a draft may not say or will not be submitted with, and nothing of what it only lacks yet."""
    return at_fields(_judged(draft, (*bounds.RULES, payers.problems, _points, *_OF_WORDS), unread))


def check_words(draft: PostingDraft) -> None:
    """Raise Invalid with one sentence per text that may not stand before everybody, reviewed or not.

    That is a way to reach somebody past Okat, a deposit from anyone under 18, and what is kept back from anybody.
    """
    _refuse(chain.from_iterable(rule(draft) for rule in _OF_WORDS))


def _judged(draft: PostingDraft, rules: Iterable[Rule], unread: frozenset[str] = frozenset()) -> Iterator[Problem]:
    known = cast("PostingDraft", _Known(draft, unread)) if unread else draft
    return chain.from_iterable(_as_far_as_known(rule(known)) for rule in rules)


class _Unread(Exception):
    """A rule asked for a fact that could not be read."""


class _Known:
    """A draft of which some facts could not be read."""

    def __init__(self, draft: PostingDraft, unread: frozenset[str]) -> None:
        self._draft, self._unread = draft, unread | ({"slots", "mask"} if "times" in unread else set())

    def __getattr__(self, name: str) -> object:
        if name == "hazards" and name in self._unread:
            # Of those that could not be read nothing is judged, of the work beside them everything.
            return ()
        if name in self._unread:
            raise _Unread(name)
        return getattr(self._draft, name)


def _as_far_as_known(problems: Iterator[Problem]) -> Iterator[Problem]:
    try:
        yield from problems
    except _Unread:
        return


def _points(draft: PostingDraft) -> Iterator[Problem]:
    yield from promises.problems(draft.promises)


def _refuse(problems: Iterable[Problem]) -> None:
    found = at_fields(problems)
    if found:
        raise Invalid(t("Please look at the marked answers."), errors=found)


def _title(draft: PostingDraft) -> Iterator[Problem]:
    # A title of marks alone, or of letters nobody sees, is none.
    if not any(letter.isalnum() for letter in draft.title_th):
        yield "title_th", t("Give it a title in Thai.")


def _still_open(draft: PostingDraft) -> Iterator[Problem]:
    if draft.apply_by < clock.today():
        yield "apply_by", t("The last day to apply has passed.")


def _some_time(draft: PostingDraft) -> Iterator[Problem]:
    if not draft.times:
        yield "times", t("Add at least one weekly time.")


def _fund(draft: PostingDraft) -> Iterator[Problem]:
    if payers.lacks_fund(draft):
        yield "fund", payers.NO_FUND
    elif draft.fund_id is None and any(one.kind == MilestoneKind.THING for one in draft.promises):
        yield "fund", t("Choose the fund that gives the things, or leave them out.")


_BY_SESSION = ("stipend_per_session", "stipend_per_hour", "travel_per_session")


def _for_learning(draft: PostingDraft) -> Iterator[Problem]:
    paid = [name for name in _BY_SESSION if getattr(draft, f"{name}_satang")]
    if paid and draft.times and not any(time.kind == SlotKind.LEARN for time in draft.times):
        # Work is paid by the employer: without a time of learning nobody would ever be given this.
        yield paid[0], t("It is paid for times of learning, and there is none. Add one, or leave this sum empty.")


def _wage(draft: PostingDraft) -> Iterator[Problem]:
    if draft.kind == OpportunityKind.PLACEMENT:
        yield from _work(draft)
    elif draft.wage_per_day_satang or draft.wage_per_hour_satang:
        yield "wage_per_day", t("Only a work placement pays a wage. For learning, use the stipend.")


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


_OF_WORDS = (deposits.problems, *kept_back.RULES, *wording.RULES)
_RULES = (_title, _still_open, _some_time, _fund, _for_learning, _wage, *_OF_WORDS)

"""The two sides of a match as plain values: what an opportunity asks and gives, what a life allows."""

from dataclasses import dataclass
from datetime import date

from marketplace.i18n.lazy import Either
from marketplace.kernel.geo import Point
from marketplace.kernel.overlap import Days
from marketplace.kernel.week import Slot
from models.vocabulary import Mode, OpportunityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTerms:
    """One opportunity: money in satang, empty limits None, `work_slots` those of `slots` that are work.

    `first_on` is the first session of a newcomer where that is known; `reliability` the share of its provider's
    sessions that were held, None where nothing is known; `answer_days` are the working days its provider and office
    have to answer, `provider_days` those of the provider among them; `off` are days of its week when nothing is held.
    """

    ref: str
    kind: str = OpportunityKind.COURSE
    field: str = ""
    area: str = ""
    point: Point | None = None
    mode: str = Mode.ONSITE
    place_type: str = "other"
    slots: tuple[Slot, ...] = ()
    work_slots: tuple[Slot, ...] = ()
    starts_on: date
    ends_on: date | None = None
    first_on: date | None = None
    apply_by: date | None = None
    seats_left: int = 1
    age_min: int | None = None
    age_max: int | None = None
    level_min: int = 0
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    supports_offered: frozenset[str] = frozenset()
    requires_documents: bool = False
    hazards: frozenset[str] = frozenset()
    wage_per_hour_satang: int = 0
    wage_per_day_satang: int | None = None
    stipend_per_session_satang: int = 0
    stipend_per_hour_satang: int = 0
    stipend_per_month_satang: int = 0
    travel_per_session_satang: int = 0
    cost_per_month_satang: int = 0
    credits: int = 0
    pay_day: str = "monthly"
    fund: str = ""
    reliability: float | None = None
    answer_days: int = 0
    provider_days: int = 0
    off: tuple[date, ...] = ()

    @property
    def is_online(self) -> bool:
        """Whether nobody has to travel."""
        return self.mode == Mode.ONLINE

    @property
    def is_placement(self) -> bool:
        """Whether the law of work applies."""
        return self.kind == OpportunityKind.PLACEMENT

    @property
    def begins_on(self) -> date:
        """The first day somebody who asks now can come; the one announced where no session of theirs is known."""
        return self.first_on or self.starts_on

    @property
    def days(self) -> Days:
        """From the first day it was announced for to the last."""
        return Days(self.starts_on, self.ends_on)

    @property
    def learn_slots(self) -> tuple[Slot, ...]:
        """The weekly times that are learning."""
        return tuple(slot for slot in self.slots if slot not in self.work_slots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engagement:
    """Something a young person has a seat in: an opportunity by its reference, when and where it takes them.

    `point` is None where they need not go anywhere, or where the place is not known.
    """

    ref: str
    title: Either
    days: Days
    slots: tuple[Slot, ...]
    point: Point | None = None
    is_online: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeTerms:
    """What a young person told; None is 'not asked yet', for an upper limit 'no limit'.

    `goals` are the fields, kinds and skills their own goal speaks of, `engaged` what they have a seat in already,
    `own_days` the working days their guardian and office may take, None where those of the posting's office are taken;
    `guardian_days` are the guardian's, which come to those.
    """

    birth_date: date | None = None
    point: Point | None = None
    free: int | None = None
    level: int | None = None
    languages: frozenset[str] | None = None
    support_needs: frozenset[str] = frozenset()
    has_documents: bool | None = None
    transport: str | None = None
    travel_minutes_max: int | None = None
    cost_per_month_max_satang: int | None = None
    need_per_month_satang: int = 0
    interests: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()

    engaged: tuple[Engagement, ...] = ()
    own_days: int | None = None
    guardian_days: int = 0

    def waits_for(self, offer: OfferTerms) -> int:
        """Working days until somebody of this life who asks now has every answer, at the latest."""
        if self.own_days is None:
            return offer.answer_days + self.guardian_days
        return offer.provider_days + self.own_days


ANYONE = LifeTerms()
"""Somebody who has told nothing: the reader of the public list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YouthTerms:
    """Somebody on a list to be matched: a life with its reference, its area and how far it goes before others."""

    ref: str
    life: LifeTerms
    area: str = ""
    priority: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FundTerms:
    """What a fund may spend in a month, in satang."""

    ref: str
    budget_per_month_satang: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorTerms:
    """The hours a mentor gives in a month, and where (codes of areas or their beginnings) and in which languages."""

    ref: str
    hours_per_month: float
    areas: tuple[str, ...] = ()
    languages: frozenset[str] = frozenset()

"""What is offered in the demo: ideas put at real places, with timetables, seats and money inside the usual ranges.

Learning pays 500 to 2,000 baht a month and 50 to 100 baht for the way, work at least the day's minimum wage.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from marketplace.areas.points import point_of
from marketplace.demo import stock
from marketplace.demo.stock import Idea, Organisation, chance
from marketplace.kernel import week
from marketplace.labour.rates import highest_minimum_wage
from marketplace.offers import payers
from marketplace.offers.drafts import PostingDraft, WeeklyTime
from marketplace.offers.promises import Promise
from models.vocabulary import (
    LearningForm,
    MilestoneKind,
    Mode,
    OpportunityKind,
    OrganisationKind,
    PlaceType,
    SlotKind,
    Support,
)

BAHT = 100
MONTH = 52 / 12
LEARN = (
    "tue 16:30-19:00;thu 16:30-19:00", "mon 09:00-12:00;wed 09:00-12:00", "sat 09:00-12:00",
    "sat 13:00-16:00;sun 13:00-16:00",
    "mon 18:00-20:00;wed 18:00-20:00", "fri 13:00-16:00", "wed 17:00-19:30", "tue 09:00-12:00;thu 09:00-12:00",
    "sun 09:00-12:00", "mon 13:00-16:00;thu 13:00-16:00", "tue 18:00-20:30", "sat 09:00-12:00;sun 09:00-12:00",
)  # fmt: skip
MENTOR = ("wed 17:00-19:00", "sat 10:00-12:00", "sun 14:00-16:00", "tue 19:00-20:00;fri 19:00-20:00", "sat 13:00-16:00")
WORK = (
    ("mon wed fri", "13:00-17:00"), ("tue thu sat", "08:00-12:00"), ("mon tue wed thu", "08:30-12:30"),
    ("fri sat", "13:00-17:00"), ("mon wed fri", "07:00-11:00"), ("sat", "09:00-13:00"), ("tue thu", "14:00-18:00"),
)  # fmt: skip
EVERY = 6
POINTS = (
    Promise(MilestoneKind.STEP, 300 * BAHT, "ทำชิ้นงานแรกสำเร็จ"),
    Promise(MilestoneKind.STAY, 500 * BAHT, days=30),
    Promise(MilestoneKind.STAY, 700 * BAHT, days=90),
)
EXTRA = "sun 09:00-11:00"
COMPULSORY_UNTIL = 16
_BRING_TH = ("รองเท้าหุ้มส้น", "สมุดและปากกา", "โทรศัพท์ที่ต่ออินเทอร์เน็ตได้", "ไม่ต้องเตรียมอะไร")
_BRING_EN = ("Closed shoes", "A notebook and a pen", "A phone with internet", "Nothing")
_GIVES: dict[OrganisationKind, tuple[Support, ...]] = {
    OrganisationKind.NGO: (Support.CHILDCARE, Support.NO_DOCUMENTS, Support.MEAL, Support.QUIET),
    OrganisationKind.SCHOOL: (Support.MEAL, Support.STEP_FREE, Support.DEVICE),
    OrganisationKind.COLLEGE: (Support.STEP_FREE, Support.DEVICE, Support.DORMITORY),
    OrganisationKind.SECTION12: (Support.MEAL, Support.NO_DOCUMENTS, Support.LANGUAGE_HELP, Support.EASY_READ),
    OrganisationKind.LEARNING_CENTRE: (Support.NO_DOCUMENTS, Support.DEVICE, Support.EASY_READ, Support.CHILDCARE),
    OrganisationKind.EMPLOYER: (Support.MEAL, Support.RIDE),
    OrganisationKind.COMMUNITY: (Support.RIDE, Support.MEAL, Support.NO_DOCUMENTS),
}
_AT_SCHOOL = (LearningForm.FORMAL, LearningForm.CREDIT_BANK, LearningForm.MOBILE_SCHOOL)


@dataclass(frozen=True)
class Offer:
    """One opportunity of the demo, before it is written: its draft holds for the day it is written on."""

    number: int
    organisation: Organisation
    draft: PostingDraft
    phase: str
    funded: bool

    @property
    def points(self) -> tuple[Promise, ...]:
        """What it pays for beside its sessions: some of those that a fund pays and that have begun."""
        return POINTS if self.funded and self.phase in ("over", "running") and self.number % EVERY == 0 else ()


def plan(seed: int, today: date, phases: tuple[str, ...], first: int = 0) -> list[Offer]:
    """One offer for each phase, from number `first` on; the same seed and day make the same offers."""
    return [offer(seed, number, phase, today) for number, phase in enumerate(phases, start=first)]


def offer(seed: int, number: int, phase: str, today: date) -> Offer:
    """The offer of this number; `phase` says whether it is over, running or still to come."""
    dice = chance(seed, "offer", number)
    idea, organisation = _match(dice, number)
    times = _times(dice, idea)
    starts_on, ends_on, apply_by = _dates(dice, phase, times, today)
    draft = _draft(dice, idea, organisation, times, (starts_on, ends_on, apply_by))
    draft = _paid(dice, draft)
    if number % 2 == 0:
        # Nobody says everything: what like postings left out is what an editor is shown the share of.
        draft = replace(draft, bring_th="", bring_en="")
    spends = any(getattr(draft, name) for name in payers.ON_CARDS)
    return Offer(number, organisation, draft, phase, spends)


def _match(dice: Random, number: int) -> tuple[Idea, Organisation]:
    """Every idea comes round in turn, at somebody who could really offer it."""
    found = stock.ideas()
    idea = found[number * 37 % len(found)]
    work = idea.kind == OpportunityKind.PLACEMENT
    able = [one for one in stock.organisations() if idea.field in one.fields and (one.hires if work else one.teaches)]
    if not work and idea.form in _AT_SCHOOL:
        able = [one for one in able if one.kind not in (OrganisationKind.COMMUNITY, OrganisationKind.NGO)] or able
    anybody = [one for one in stock.organisations() if idea.field in one.fields]
    return idea, dice.choice(able or anybody)


def _times(dice: Random, idea: Idea) -> tuple[WeeklyTime, ...]:
    if idea.kind == OpportunityKind.PLACEMENT:
        days, hours = dice.choice(WORK)
        text = ";".join(f"{day} {hours}" for day in days.split())
        times = [WeeklyTime(slot, SlotKind.WORK) for slot in week.parse(text)]
        # Where people under 16 may come, learning goes with the work.
        if dice.random() < 0.5 or idea.age_min < COMPULSORY_UNTIL:
            times += [WeeklyTime(slot) for slot in week.parse(EXTRA)]
        return tuple(times)
    text = dice.choice(MENTOR if idea.kind == OpportunityKind.MENTORSHIP else LEARN)
    return tuple(WeeklyTime(slot) for slot in week.parse(text))


def _dates(dice: Random, phase: str, times: tuple[WeeklyTime, ...], today: date) -> tuple[date, date, date]:
    weekly = sum(time.slot.minutes for time in times) / 60
    works = any(time.kind == SlotKind.WORK for time in times)
    weeks = dice.randrange(8, 17) if works else max(6, min(20, round(dice.randrange(30, 91) / weekly)))
    span = timedelta(weeks=weeks) - timedelta(days=1)
    day = timedelta(days=1)
    if phase == "over":
        ends_on = today - dice.randrange(6, 70) * day
        starts_on = max(ends_on - span, today - 176 * day)
        return starts_on, ends_on, starts_on + 2 * day
    if phase == "running":
        starts_on = today - dice.randrange(12, 64) * day
        ends_on = max(starts_on + span, today + dice.randrange(12, 50) * day)
        return starts_on, ends_on, min(today + dice.randrange(4, 30) * day, ends_on - 7 * day)
    starts_on = today + dice.randrange(6, 66) * day
    return starts_on, starts_on + span, max(starts_on - dice.randrange(0, 12) * day, today + 4 * day)


def _draft(
    dice: Random, idea: Idea, organisation: Organisation, times: tuple[WeeklyTime, ...], dates: tuple[date, date, date]
) -> PostingDraft:
    point, bring = point_of(organisation.area), dice.randrange(len(_BRING_TH))
    online = idea.place_type == PlaceType.ONLINE
    evening = all(time.slot.start_minute >= 16 * 60 for time in times)
    gives = dice.sample(_GIVES[organisation.kind], dice.randrange(1, len(_GIVES[organisation.kind]) + 1))
    supports = {*(str(one) for one in gives), *([str(Support.EVENING)] if evening else [])}
    place = next((one for one in stock.places() if one.area == organisation.area), stock.places()[0])
    placement = idea.kind == OpportunityKind.PLACEMENT
    when_th, when_en = _when(idea, times)
    return PostingDraft(
        kind=idea.kind,
        form=idea.form,
        field=idea.field,
        title_th=idea.title_th + when_th,
        title_en=idea.title_en + when_en,
        summary_th=idea.summary_th,
        summary_en=idea.summary_en,
        about_th=f"{idea.summary_th} {organisation.about_th}",
        about_en=f"{idea.summary_en}. {organisation.about_en}.",
        bring_th=_BRING_TH[bring],
        bring_en=_BRING_EN[bring],
        area_code=organisation.area,
        place_th=organisation.name_th,
        place_en=organisation.name_en,
        lat=round(point.lat + dice.uniform(-0.025, 0.025), 4),
        lon=round(point.lon + dice.uniform(-0.025, 0.025), 4),
        mode=Mode.ONLINE if online else dice.choices((Mode.ONSITE, Mode.HYBRID), (88, 12))[0],
        place_type=idea.place_type,
        starts_on=dates[0],
        ends_on=dates[1],
        apply_by=dates[2],
        seats=dice.randrange(1, 6) if placement else dice.choice((2, 3) if _is_mentor(idea) else (8, 10, 12, 15, 20)),
        times=times,
        age_min=max(idea.age_min, 15 if placement else 0),
        age_max=dice.choice((None, 24, 24, 21)),
        level_min=1 if idea.form == LearningForm.FORMAL and dice.random() < 0.5 else 0,
        languages=_languages(dice, place.languages),
        skills=idea.skills,
        supports=tuple(one.value for one in Support if one.value in supports),
        hazards=idea.hazards,
        requires_documents=placement and dice.random() < 0.4,
        credits=dice.choice((1, 2, 3)) if idea.form in (*_AT_SCHOOL, LearningForm.NON_FORMAL) else 0,
    )


def _when(idea: Idea, times: tuple[WeeklyTime, ...]) -> tuple[str, str]:
    """What a title adds about its hours, so that two groups of one course can be told apart."""
    if idea.kind != OpportunityKind.COURSE:
        return "", ""
    if all(time.slot.weekday >= 5 for time in times):
        return " (เสาร์–อาทิตย์)", " (weekends)"
    if all(time.slot.start_minute >= 16 * 60 for time in times):
        return " (รุ่นค่ำ)", " (evenings)"
    return "", ""


def _is_mentor(idea: Idea) -> bool:
    return idea.kind == OpportunityKind.MENTORSHIP


def _languages(dice: Random, spoken: tuple[str, ...]) -> tuple[str, ...]:
    return spoken if dice.random() < 0.45 else spoken[:1]


def _paid(dice: Random, draft: PostingDraft) -> PostingDraft:
    if draft.kind == OpportunityKind.PLACEMENT:
        return _wage(dice, draft)
    if draft.kind == OpportunityKind.MENTORSHIP:
        return replace(draft, travel_per_session_satang=50 * BAHT) if dice.random() < 0.3 else draft
    luck, a_month = dice.random(), len(draft.times) * MONTH
    if luck < 0.12:
        return replace(draft, cost_per_month_satang=dice.choice((100, 150, 200, 300)) * BAHT)
    if luck < 0.4:
        return draft
    whole = dice.choice((600, 800, 1000, 1200, 1500, 1800))
    stipend = round(whole / a_month / 5) * 5
    paid = replace(
        draft,
        stipend_per_session_satang=stipend * BAHT,
        travel_per_session_satang=dice.choice((0, 0, 0, 50, 60, 80)) * BAHT if draft.mode != Mode.ONLINE else 0,
        completion_bonus_satang=dice.choice((0, 500, 1000, 1500)) * BAHT,
    )
    return _by_hour(paid, whole) if dice.random() < 0.2 else paid


def _by_hour(draft: PostingDraft, whole: int) -> PostingDraft:
    """The same in a month, paid by the hour in steps of 2.50 baht."""
    hours = sum(time.slot.minutes for time in draft.times) / 60 * MONTH
    return replace(
        draft, stipend_per_session_satang=0, stipend_per_hour_satang=max(1, round(whole / hours / 2.5)) * 250
    )


def _wage(dice: Random, draft: PostingDraft) -> PostingDraft:
    """At least the minimum wage of every day, however short: between 345 and 400 baht wherever that is enough."""
    least = highest_minimum_wage(draft.area_code, draft.starts_on, draft.ends_on, draft.place_type) // BAHT
    bonus = dice.choice((0, 0, 0, 500, 1000)) * BAHT
    if dice.random() < 0.3:
        hours = min(time.slot.minutes for time in draft.times if time.kind == SlotKind.WORK) // 60
        hourly = max(dice.choice((90, 95, 100)), -(-least // hours))
        return replace(draft, wage_per_hour_satang=hourly * BAHT, completion_bonus_satang=bonus)
    daily = max(dice.randrange(345, 401, 5), least)
    return replace(draft, wage_per_day_satang=daily * BAHT, completion_bonus_satang=bonus)

"""The offers and stories of the demo accounts: whoever signs in finds a page with life in it, whatever the day."""

from dataclasses import replace
from datetime import date, timedelta

from marketplace.demo import offers, stock
from marketplace.demo.cast import EMPLOYER_AT, PROVIDER_AT
from marketplace.demo.offers import BAHT, Offer
from marketplace.demo.stories import DEMO_YOUTH, Script, Story
from marketplace.demo.timeline import working_days_before
from marketplace.kernel import week
from marketplace.labour.rates import highest_minimum_wage
from marketplace.offers.drafts import WeeklyTime
from models.vocabulary import Field, OpportunityKind, SlotKind

FIRST = 9_000
WEEK = timedelta(days=7)


def add(script: Script) -> None:
    """Put the leading offers and stories into a script."""
    made = {
        "past": _course(script, 0, "ขนมพื้นบ้านขายได้จริง", -150, -70, (1, 4), "over"),
        "now": _course(script, 1, "เบเกอรี่อบง่ายเตาเดียว", -41, 43, (0, 2, 4), "running"),
        "also": _course(script, 2, "เขียนเว็บหน้าแรก", -20, 50, (1, 3, 5), "running"),
        "next": _course(script, 3, "พูดให้คนฟัง ฟังให้คนพูด", 16, 72, (2,), "coming"),
        "later": _course(script, 4, "คณิตในชีวิตจริง", 23, 86, (5,), "coming"),
        "fresh": _course(script, 5, "เงินเดือนแรกใช้อย่างไร", -1, 48, (1,), "running"),
        "work": _work(script),
    }
    script.offers.extend(made.values())
    today = script.today
    _tell(script, made["past"], DEMO_YOUTH, "completed", made["past"].draft.ends_on)
    _tell(script, made["now"], DEMO_YOUTH, "learning", today)
    _tell(script, made["next"], DEMO_YOUTH, "awaiting_guardian", working_days_before(today, 2))
    _tell(script, made["later"], DEMO_YOUTH, "provider_review", working_days_before(today, 4))
    for key, ends, count in (
        ("past", "completed", 5), ("now", "learning", 8), ("now", "claimed", 2), ("also", "learning", 6),
        ("next", "provider_review", 6), ("next", "provider_accepted", 4), ("later", "provider_accepted", 5),
        ("next", "officer_review", 2), ("later", "second_review", 3), ("later", "waitlisted", 1),
        ("work", "learning", 3), ("work", "claimed", 1), ("work", "provider_review", 2), ("fresh", "learning", 4),
    ):  # fmt: skip
        _cast(script, made[key], ends, count)


def _course(script: Script, number: int, title: str, first: int, last: int, days: tuple[int, ...], phase: str) -> Offer:
    """A course of the demo provider that meets on the weekdays `days` after today's."""
    idea = next(one for one in stock.ideas() if one.title_th == title)
    today = script.today
    weekdays = sorted({(today.weekday() + day) % 7 for day in days})
    text = ";".join(f"{week.DAY_NAMES[day]} {'16:30-18:30' if day < 5 else '09:00-11:00'}" for day in weekdays)
    base = offers.offer(script.seed, FIRST + number, phase, today)
    home = next(one for one in stock.organisations() if one.key == PROVIDER_AT)
    draft = replace(
        base.draft,
        kind=idea.kind, form=idea.form, field=idea.field, title_th=idea.title_th, title_en=idea.title_en,
        summary_th=idea.summary_th, summary_en=idea.summary_en, skills=idea.skills, place_type=idea.place_type,
        about_th=f"{idea.summary_th} {home.about_th}", about_en=f"{idea.summary_en}. {home.about_en}.",
        area_code=home.area, place_th=home.name_th, place_en=home.name_en, lat=6.5478, lon=101.2836,
        starts_on=today + timedelta(days=first), ends_on=today + timedelta(days=last),
        apply_by=_apply_by(today, first, phase), times=tuple(WeeklyTime(slot) for slot in week.parse(text)),
        age_min=13, age_max=24, level_min=0, seats=20, hazards=(), requires_documents=False,
        languages=("thai", "malay"), supports=("no_documents", "evening", "meal"), wage_per_day_satang=0,
        wage_per_hour_satang=0, stipend_per_session_satang=(120 if len(days) > 1 else 150) * BAHT,
        stipend_per_hour_satang=0, travel_per_session_satang=50 * BAHT if phase == "running" else 0,
        completion_bonus_satang=1_000 * BAHT, cost_per_month_satang=0, credits=1,
    )  # fmt: skip
    return Offer(FIRST + number, home, draft, phase, True)


def _apply_by(today: date, first: int, phase: str) -> date:
    if phase == "over":
        return today + timedelta(days=first + 2)
    return today + timedelta(days=12 if phase == "running" else first - 3)


def _work(script: Script) -> Offer:
    """The placement of the demo employer, with a seat still free."""
    idea = next(one for one in stock.ideas() if one.title_th == "ผู้ช่วยบาริสตา")
    today = script.today
    home = next(one for one in stock.organisations() if one.key == EMPLOYER_AT)
    base = offers.offer(script.seed, FIRST + 10, "running", today)
    first, last = today - 5 * WEEK, today + 9 * WEEK
    times = [WeeklyTime(slot, SlotKind.WORK) for slot in week.parse("tue 13:00-17:00;thu 13:00-17:00;sat 08:00-12:00")]
    least = highest_minimum_wage(home.area, first, last, idea.place_type) // BAHT
    draft = replace(
        base.draft,
        kind=OpportunityKind.PLACEMENT, form=idea.form, field=Field.COOKING, title_th=idea.title_th,
        title_en=idea.title_en, summary_th=idea.summary_th, summary_en=idea.summary_en, skills=idea.skills,
        place_type=idea.place_type, about_th=home.about_th, about_en=f"{home.about_en}.", area_code=home.area,
        place_th=home.name_th, place_en=home.name_en, lat=6.5421, lon=101.2810, starts_on=first, ends_on=last,
        apply_by=today + 2 * WEEK, times=(*times, *(WeeklyTime(slot) for slot in week.parse("sun 09:00-11:00"))),
        age_min=15, age_max=24, level_min=0, seats=7, hazards=(), languages=("thai", "malay"), supports=("meal",),
        requires_documents=False, wage_per_day_satang=max(360, least) * BAHT, wage_per_hour_satang=0,
        stipend_per_session_satang=0, stipend_per_hour_satang=0, travel_per_session_satang=0,
        completion_bonus_satang=0, cost_per_month_satang=0,
    )  # fmt: skip
    return Offer(FIRST + 10, home, draft, "running", False)


def _cast(script: Script, offer: Offer, ends: str, count: int) -> None:
    """Young people of the city who are not in this offer yet, in the order of their numbers."""
    taken = {story.person for story in script.stories if story.offer == offer.number}
    day = script.today
    for life in script.lives[1:]:
        if count == 0:
            return
        years = life.age(offer.draft.starts_on)
        if life.place.area != offer.draft.area_code or life.number in taken or not 15 <= years <= 20:
            continue
        if (life.number + offer.number) % 3 == 0:
            continue
        ago = {"provider_review": 1 + count, "provider_accepted": 1 + count, "claimed": count + 1}.get(ends, count)
        _tell(script, offer, life.number, ends, working_days_before(day, ago))
        count -= 1


def _tell(script: Script, offer: Offer, person: int, ends: str, day: date) -> None:
    script.stories.append(Story(len(script.stories), offer.number, person, ends, day))

"""Why an opportunity suits, in up to three short phrases, and why it doesn't, in one plain sentence each."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import ShortDay
from marketplace.kernel import week
from marketplace.kernel.money import baht
from marketplace.kernel.week import Slot
from marketplace.matching.fit import Reason, Rule
from marketplace.matching.takehome import TakeHome
from marketplace.matching.terms import LifeTerms, OfferTerms
from marketplace.matching.travel import counted, is_walk
from models.vocabulary import OpportunityKind, Support

MOST = 3
EVENING_FROM = week.PART_HOURS[week.DayPart.EVENING][0] * 60
NO_CERTIFICATE_MATTERS_BELOW = 3
"""Whoever has finished upper secondary is not helped by 'no certificate needed'."""

OFFERED = {
    Support.STEP_FREE: t("No steps"),
    Support.CHILDCARE: t("Bring your child"),
    Support.RIDE: t("A ride is there"),
    Support.DEVICE: t("A phone to borrow"),
    Support.SIGN_LANGUAGE: t("Sign language is there"),
    Support.NO_DOCUMENTS: t("No papers needed"),
    Support.EVENING: t("Evenings work"),
    Support.MEAL: t("A meal is there"),
    Support.DORMITORY: t("A place to stay"),
    Support.EASY_READ: t("Easy to read"),
    Support.LANGUAGE_HELP: t("Help with language"),
    Support.PRENATAL: t("Time for the doctor"),
    Support.QUIET: t("A quiet place"),
}
GOOD_FOR_ANYONE = (Support.RIDE, Support.CHILDCARE, Support.DEVICE, Support.MEAL)

MISSING = {
    Support.STEP_FREE: t("There are steps to climb"),
    Support.CHILDCARE: t("Nobody there looks after your child"),
    Support.RIDE: t("No ride is offered"),
    Support.DEVICE: t("No phone or computer to borrow"),
    Support.SIGN_LANGUAGE: t("No sign language is offered"),
    Support.NO_DOCUMENTS: t("It asks for papers"),
    Support.EVENING: t("It is not in the evening"),
    Support.MEAL: t("No meal is offered"),
    Support.DORMITORY: t("No place to stay is offered"),
    Support.EASY_READ: t("The material is not easy to read"),
    Support.LANGUAGE_HELP: t("No help with language is offered"),
    Support.PRENATAL: t("No time off for the doctor is offered"),
    Support.QUIET: t("No quiet place is offered"),
}
ANOTHER_MISSING = t("Something you need is not offered")

ONLY_WEEKENDS = t("Only at weekends")
FROM_HOME = t("From home")
ON_FOOT = t("Near enough to walk")
ENOUGH = t("Covers the money that is needed")
OF_INTEREST = t("Of interest")
USES_SKILL = t("Uses skills that are there")
NO_CERTIFICATE = t("No certificate needed")
WITH_MENTOR = t("With a mentor")
PLAINLY = t("The free hours, the way there and the needs all fit")

LEVELS = {
    1: t("It asks for primary school"),
    2: t("It asks for lower secondary school"),
    3: t("It asks for upper secondary school or a vocational certificate"),
    4: t("It asks for a higher vocational certificate"),
    5: t("It asks for a bachelor's degree"),
    6: t("It asks for more than a bachelor's degree"),
}

DEPENDS = {
    "birth_date": t("Depends on your age"),
    "point": t("Depends on where you live"),
    "free": t("Depends on your free hours"),
    "level": t("Depends on what school you have finished"),
    "languages": t("Depends on the languages you use"),
    "has_documents": t("Depends on the papers you have"),
    "transport": t("Depends on how you get about"),
}


def reasons(life: LifeTerms, offer: OfferTerms, on: date, money: TakeHome | None = None) -> tuple[Text, ...]:
    """Up to three phrases on why it suits this life, the weightiest first; never the same one twice."""
    said = dict.fromkeys(_all(life, offer, on, money))
    return tuple(said)[:MOST]


def why_it_fits(life: LifeTerms, offer: OfferTerms, on: date, money: TakeHome | None = None) -> tuple[Text, ...]:
    """The reasons of something that fits; never without one."""
    return reasons(life, offer, on, money) or (PLAINLY,)


def why_not(reason: Reason) -> Text:
    """One plain sentence for a rule that says no."""
    return _SENTENCES[reason.rule](*reason.facts)


def depends(field: str) -> Text:
    """'It depends on ...' for an answer not given yet."""
    return DEPENDS[field]


def _all(life: LifeTerms, offer: OfferTerms, on: date, money: TakeHome | None) -> Iterator[Text]:
    yield from _times(offer)
    yield from (
        OFFERED[Support(need)] for need in sorted(life.support_needs & offer.supports_offered) if need in OFFERED
    )
    if life.has_documents is False and not offer.requires_documents:
        yield OFFERED[Support.NO_DOCUMENTS]
    yield from _place(life, offer, on)
    if money is not None and 0 < life.need_per_month_satang <= money.month_satang:
        yield ENOUGH
    if life.interests & {offer.field, *offer.skills}:
        yield OF_INTEREST
    if life.skills & offer.skills:
        yield USES_SKILL
    if offer.level_min == 0 and (life.level or 0) < NO_CERTIFICATE_MATTERS_BELOW:
        yield NO_CERTIFICATE
    if offer.credits:
        yield t("Counts {count} credits", count=offer.credits)
    if offer.kind == OpportunityKind.MENTORSHIP:
        yield WITH_MENTOR
    yield from (OFFERED[each] for each in GOOD_FOR_ANYONE if each in offer.supports_offered)


def is_evening(offer: OfferTerms) -> bool:
    """Whether everything on weekdays is in the evening."""
    return _all_evenings(offer.slots)


@lru_cache(maxsize=4_096)
def _all_evenings(slots: tuple[Slot, ...]) -> bool:
    """Many opportunities share a timetable."""
    on_weekdays = [slot for slot in slots if slot.weekday < 5]
    return bool(on_weekdays) and all(slot.start_minute >= EVENING_FROM for slot in on_weekdays)


def is_weekend(offer: OfferTerms) -> bool:
    """Whether it is at weekends only."""
    return bool(offer.slots) and offer.slots[0].weekday >= 5 and all(slot.weekday >= 5 for slot in offer.slots)


def _times(offer: OfferTerms) -> Iterator[Text]:
    if is_evening(offer):
        yield OFFERED[Support.EVENING]
    elif is_weekend(offer):
        yield ONLY_WEEKENDS


def _place(life: LifeTerms, offer: OfferTerms, on: date) -> Iterator[Text]:
    if offer.is_online:
        yield FROM_HOME
        return
    if life.point is None or offer.point is None:
        return
    if is_walk(counted(life.point, offer.point, on, life.transport), on):
        yield ON_FOOT


def _ages(least: int | None, most: int | None) -> Text:
    if most is None:
        return t("It is for ages {least} and over", least=least)
    if not least:
        return t("It is for ages up to {most}", most=most)
    return t("It is for ages {least}–{most}", least=least, most=most)


def _missing(*needs: str) -> Text:
    return MISSING[Support(needs[0])] if needs[0] in MISSING else ANOTHER_MISSING


_SENTENCES: dict[Rule, Callable[..., Text]] = {
    Rule.SEATS: lambda: t("It is full for now; you can ask to wait"),
    Rule.APPLY_BY: lambda day: t("Applications closed on {day}", day=ShortDay(day)),
    Rule.AGE: _ages,
    Rule.LEVEL: lambda level: LEVELS[level],
    Rule.DOCUMENTS: lambda: MISSING[Support.NO_DOCUMENTS],
    Rule.LANGUAGE: lambda *_: t("It is held in a language you did not name"),
    Rule.SUPPORTS: _missing,
    Rule.TIME: lambda: t("Its times, with the way there, do not fit your free hours"),
    Rule.ENGAGED: lambda title: t("Its times clash with {title}, where a seat is kept already", title=title),
    Rule.TRAVEL: lambda minutes, most: t(
        "The way takes {minutes} minutes; you said at most {most}", minutes=minutes, most=most
    ),
    Rule.PLACE: lambda: t("Its place is not known yet"),
    Rule.COST: lambda cost, most: t(
        "It costs {cost} baht a month; you said at most {most}", cost=baht(cost), most=baht(most)
    ),
    Rule.WORK_AGE: lambda age: t("Work is allowed from age {age}", age=age),
    Rule.HAZARD: lambda age: t("The law closes this work to people under {age}", age=age),
    Rule.CLOSED_PLACE: lambda age: t("The law closes this place to workers under {age}", age=age),
    Rule.NIGHT: lambda age: t("The law closes night work to people under {age}", age=age),
}

"""The two sides of a match read from what Okat remembers: a card of the catalogue, a young person's answers."""

from collections.abc import Sequence
from dataclasses import replace

from marketplace.areas.points import point_of
from marketplace.areas.settings import answer_days, known_setting
from marketplace.enrolments import beginning, held
from marketplace.enrolments.held import Seat
from marketplace.kernel import clock, week
from marketplace.kernel.geo import Point
from marketplace.matching import goals
from marketplace.matching.terms import Engagement, LifeTerms, OfferTerms
from marketplace.offers.cards import Shown
from marketplace.people.answers import Answers
from models.youth import Youth


def offer_terms(shown: Shown, reliability: float | None = None) -> OfferTerms:
    """The terms of a card with the places left just now; whoever scores takes them from `index.live.rated`."""
    card = shown.card
    return OfferTerms(
        ref=card.ref,
        kind=card.kind,
        field=card.field,
        area=card.area_code,
        point=card.point,
        mode=card.mode,
        place_type=card.place_type,
        slots=card.slots,
        work_slots=card.work_slots,
        starts_on=card.starts_on,
        ends_on=card.ends_on,
        first_on=card.first_on,
        apply_by=card.apply_by,
        seats_left=shown.seats_left,
        age_min=card.age_min,
        age_max=card.age_max,
        level_min=card.level_min,
        languages=frozenset(card.languages),
        skills=frozenset(card.skills),
        supports_offered=frozenset(card.supports),
        requires_documents=card.requires_documents,
        hazards=frozenset(card.hazards),
        wage_per_hour_satang=card.wage_per_hour_satang,
        wage_per_day_satang=card.wage_per_day_satang,
        stipend_per_session_satang=card.stipend_per_session_satang,
        stipend_per_hour_satang=card.stipend_per_hour_satang,
        travel_per_session_satang=card.travel_per_session_satang,
        cost_per_month_satang=card.cost_per_month_satang,
        credits=card.credits,
        pay_day=card.pay_day,
        reliability=reliability,
        answer_days=answer_days(card.office_key),
        provider_days=known_setting(card.office_key).provider_days,
        off=card.off,
    )


def life_terms(youth: Youth) -> LifeTerms:
    """What a young person told, their seats aside; one without a point of their own stands in their subdistrict."""
    return LifeTerms(
        birth_date=youth.birth_date,
        point=_home(youth),
        free=None if youth.free_mask is None else week.from_bytes(youth.free_mask),
        level=youth.level,
        languages=None if youth.languages is None else frozenset(youth.languages),
        support_needs=frozenset(youth.support_needs or ()),
        has_documents=youth.has_documents,
        transport=youth.transport,
        travel_minutes_max=youth.travel_minutes_max,
        cost_per_month_max_satang=youth.cost_per_month_max_satang,
        need_per_month_satang=youth.need_per_month_satang or 0,
        interests=frozenset(youth.interests or ()),
        skills=frozenset(youth.skills or ()),
        goals=goals.read(youth.goal or ""),
    )


def life_of(youth: Youth) -> LifeTerms:
    """What a young person told, what they have a seat in already and how long they wait; asks the database."""
    return lives_of((youth,))[0]


def lives_of(youth: Sequence[Youth]) -> list[LifeTerms]:
    """The same of many, in their order, with one question to the database."""
    seats = held.seats_of([one.id for one in youth])
    today = clock.today()
    return [
        replace(
            life_terms(one),
            engaged=tuple(map(_engaged, seats.get(one.id, ()))),
            own_days=beginning.days_for(one, today),
            guardian_days=beginning.guardian_days(one.birth_date, today),
        )
        for one in youth
    ]


def terms_of(answers: Answers) -> LifeTerms:
    """What somebody told who may have no account yet; they stand and wait where their subdistrict does."""
    today = clock.today()
    return LifeTerms(
        birth_date=answers.birth_date,
        point=point_of(answers.area_code).point if answers.area_code else None,
        free=answers.free,
        level=answers.level,
        languages=None if answers.languages is None else frozenset(answers.languages),
        support_needs=frozenset(answers.support_needs),
        has_documents=answers.has_documents,
        transport=answers.transport,
        travel_minutes_max=answers.travel_minutes_max,
        cost_per_month_max_satang=answers.cost_per_month_max_satang,
        need_per_month_satang=answers.need_per_month_satang or 0,
        interests=frozenset(answers.interests),
        skills=frozenset(answers.skills),
        own_days=beginning.days_at(answers.area_code, answers.birth_date, today) if answers.area_code else None,
        guardian_days=beginning.guardian_days(answers.birth_date, today),
    )


def _engaged(seat: Seat) -> Engagement:
    return Engagement(
        ref=seat.ref,
        title=seat.title,
        days=seat.days,
        slots=seat.slots,
        point=None if seat.is_online else seat.point,
        is_online=seat.is_online,
    )


def _home(youth: Youth) -> Point | None:
    if youth.lat is not None and youth.lon is not None:
        return Point(youth.lat, youth.lon)
    return point_of(youth.area_code).point if youth.area_code else None

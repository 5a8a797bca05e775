"""What a posting says, line by line, for those who wrote it and those who review it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import url_for

from blueprints.parts import Fact
from marketplace.areas import names
from marketplace.enrolments import concerned
from marketplace.i18n import Text, dates, pick, t, weeks, words
from marketplace.kernel.money import baht
from marketplace.offers import agreed, changes, differences, payers, policy, promises
from marketplace.offers.cards import weekly
from marketplace.offers.states import WAITING
from models import vocabulary as v

if TYPE_CHECKING:
    from models.offer import Opportunity


OPEN_TO_ANSWER = WAITING | {v.OpportunityState.CHANGES_REQUESTED}
"""States of a change that may still be agreed to."""


def public_href(one: Opportunity) -> str:
    """Its page for everybody, while it has one."""
    return url_for("public.show_opportunity", ref=one.ref) if policy.is_public(one) else ""


def facts_of(one: Opportunity) -> tuple[Fact, ...]:
    """Kind, times, place, dangers, seats, ages, money and support of a posting whose slots are loaded."""
    place = (pick(one.place_th, one.place_en), names.address(one.area_code), words.word(v.PlaceType, one.place_type))
    ages = (
        t("{low} to {high}", low=one.age_min, high=one.age_max) if one.age_max else t("{low} or older", low=one.age_min)
    )
    return (
        Fact(t("Kind"), words.word(v.OpportunityKind, one.kind)),
        Fact(t("When"), lines=(*weeks.each(weekly(one.slots)), dates.date_range(one.starts_on, one.ends_on))),
        Fact(t("Apply until"), dates.long_date(one.apply_by)),
        Fact(t("Where"), lines=tuple(filter(None, place))),
        Fact(t("How people take part"), words.word(v.Mode, one.mode)),
        Fact(t("Hazardous work"), differences.hazards(one.hazards, one) or t("None")),
        Fact(t("Seats"), t("{taken} of {seats} taken", taken=_taken(one), seats=one.seats)),
        Fact(t("Age"), ages),
        Fact(t("Level needed"), words.level(one.level_min)),
        *((Fact(t("Identity papers"), t("needed")),) if one.requires_documents else ()),
        Fact(t("Languages used"), ", ".join(map(str, words.words(v.Language, one.languages)))),
        Fact(t("Money"), lines=money_of(one) or (t("Free, nothing is paid"),)),
        *_payer(one),
        Fact(t("Support offered"), lines=words.words(v.Support, one.supports) or (t("None told"),)),
    )


def _taken(one: Opportunity) -> int:
    """Whoever sits there belongs to the posting that stands, not to its change."""
    return (changes.original_of(one) or one).seats_taken


def changed_of(one: Opportunity) -> tuple[Fact, ...]:
    """Each fact that a change says otherwise, as it stands and as it would be, or as it was and became."""
    if one.replaces_id is None:
        return ()
    if one.state == v.OpportunityState.ARCHIVED:
        kept = agreed.of_change(one)
        return tuple(Fact(fact.label, lines=fact.lines) for fact in kept.facts) if kept is not None else ()
    found = differences.of_change(one)
    told = tuple(Fact(each.label, lines=each.lines) for each in found)
    if not found:
        return (Fact(t("Differs"), t("Nothing any more: the posting reads like this already")),)
    if all(each.is_of_words for each in found):
        return (Fact(t("Differs"), t("Only how it is described")), *told)
    return told


def concerned_of(one: Opportunity, *, by_provider: bool = False) -> tuple[Fact, ...]:
    """How many people a change concerns; nothing for what is no change."""
    if one.replaces_id is None or one.state not in OPEN_TO_ANSWER:
        return ()
    found = concerned.counted(one.replaces_id, by_provider=by_provider)
    return (
        Fact(
            t("Whom it concerns"),
            lines=(
                t("Learning or working there: {count}", count=found.there),
                t("Waiting for an answer: {count}", count=found.waiting),
            ),
        ),
    )


def _payer(one: Opportunity) -> tuple[Fact, ...]:
    """Which fund pays, and whose it is; that none does where money is promised."""
    if payers.lacks_fund(one):
        return (Fact(t("Fund that pays"), t("None is named, so nobody is promised this money")),)
    fund = payers.named(one)
    return () if fund is None else (Fact(t("Fund that pays"), lines=fund),)


def money_of(one: Opportunity) -> tuple[Text, ...]:
    """Each kind of money a posting pays or costs."""
    found = (
        (t("Wage {sum} baht a day", sum=baht(one.wage_per_day_satang)), one.wage_per_day_satang),
        (t("Wage {sum} baht an hour", sum=baht(one.wage_per_hour_satang)), one.wage_per_hour_satang),
        (t("Stipend {sum} baht a session", sum=baht(one.stipend_per_session_satang)), one.stipend_per_session_satang),
        (t("Stipend {sum} baht an hour", sum=baht(one.stipend_per_hour_satang)), one.stipend_per_hour_satang),
        (
            t("Travel money {sum} baht a session", sum=baht(one.travel_per_session_satang)),
            one.travel_per_session_satang,
        ),
        (t("On completion {sum} baht", sum=baht(one.completion_bonus_satang)), one.completion_bonus_satang),
        (t("Costs the learner {sum} baht a month", sum=baht(one.cost_per_month_satang)), one.cost_per_month_satang),
    )
    return (*(text for text, satang in found if satang), *(promises.told(point) for point in promises.of(one.id)))

"""What was looked at for the officer: each check is one sentence; a flag invites a look and never decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from marketplace.agreements import lawful
from marketplace.earnings import ceilings
from marketplace.enrolments import birth_checks, commitments, guardian_checks, held, reasons, rules
from marketplace.enrolments.birth_checks import Doubted
from marketplace.enrolments.guardian_checks import Part
from marketplace.enrolments.states import BEFORE_APPROVAL
from marketplace.i18n import Text, t
from marketplace.kernel import age, clock, week
from marketplace.kernel.errors import Invalid
from marketplace.kernel.money import baht
from marketplace.kernel.overlap import Days, slack
from marketplace.kernel.week import Slot as WeekSlot
from marketplace.labour.limits import limits_on
from marketplace.labour.rates import NoRate, highest_minimum_wage
from marketplace.offers import payers, standing
from marketplace.people import guardians
from marketplace.resources import bundles
from models.enrolment import Enrolment, GuardianConsent
from models.offer import Opportunity, Slot
from models.session import db
from models.vocabulary import ConsentRoute, EnrolmentState, OpportunityKind
from models.youth import Youth

DAY_MOST = 8 * 60
"""Minutes of work and learning in one day that pass without a look (Labour Protection Act s. 23)."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    code: str
    text: Text
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the checks need to know, gathered beforehand."""

    enrolment: Enrolment
    youth: Youth
    opportunity: Opportunity
    slots: Sequence[Slot]
    consent: GuardianConsent | None
    dropped_out: int
    cost_satang: int
    fund_free_satang: int | None
    today: date
    others: Sequence[held.Seat] = ()
    covered: frozenset[str] = frozenset()
    """Support needs that help kept for this enrolment meets."""
    is_paid_elsewhere: bool = False
    fund_refusal: Text | None = None
    """Why the rules of the fund do not let it promise this money."""
    papers_until: date | None = None
    """The last day on which the organisation had every document it needs, where that is gone by."""
    pause: Text | None = None
    """Why nothing new begins there now: the organisation is suspended, or has paused the posting."""
    guardian_part: Part = guardian_checks.NOTHING
    """What is known beside the guardian's signature."""
    doubted: Doubted | None = None
    """A birth date that was changed and that nobody has confirmed."""


def judge(facts: Facts) -> tuple[Check, ...]:
    """Every check that applies, flags first; pure, so that the same facts always say the same."""
    found = [check(facts) for check in EVERYWHERE]
    if facts.opportunity.kind == OpportunityKind.PLACEMENT:
        found += [check(facts) for check in AT_WORK]
    if facts.papers_until is not None and facts.enrolment.state in BEFORE_APPROVAL:
        found.append(Check("papers", standing.lacks_paper(facts.papers_until), flag=True))
    if facts.pause is not None and facts.enrolment.state in BEFORE_APPROVAL:
        found.append(Check("stopped", facts.pause, flag=True))
    if facts.doubted is not None and (doubt := birth_checks.flagged(facts.doubted, facts.opportunity, facts.today)):
        found.append(Check("birth_date", doubt, flag=True))
    if facts.dropped_out:
        text = t("Stopped midway before, times: {count}. Ask what would help now.", count=facts.dropped_out)
        found.append(Check("dropped_out", text, flag=True))
    return tuple(sorted(found, key=lambda check: not check.flag))


def flags(checks: Sequence[Check]) -> int:
    """How many checks ask a person to look; none means low risk."""
    return sum(check.flag for check in checks)


def of(enrolment: Enrolment) -> tuple[Check, ...]:
    """The checks of one enrolment, as of now."""
    return of_many([enrolment])[enrolment.id]


def flag_count(enrolment: Enrolment) -> int:
    """How many checks of one enrolment ask a person to look."""
    return flags(of(enrolment))


def note_flags(enrolment: Enrolment) -> None:
    """Keep how many checks ask a person to look, by which the queue is sorted and filtered."""
    enrolment.flag_count, enrolment.rules_version = flag_count(enrolment), rules.VERSION
    db.flush()


def of_many(enrolments: Sequence[Enrolment]) -> dict[int, tuple[Check, ...]]:
    """The checks of many enrolments at once, by id, in a fixed number of queries."""
    if not enrolments:
        return {}
    youths = _youths(enrolments)
    offers = _offers(enrolments)
    slots = _slots(offers)
    consents = _consents([row.id for row in enrolments])
    parts = guardian_checks.parts(consents.values())
    dropped = _dropped(youths)
    lengths = commitments.session_lengths(offers.values())
    taken = held.seats_of(youths)
    covered = bundles.covered([row.id for row in enrolments])
    free = commitments.available({row.fund_id for row in offers.values() if row.fund_id is not None})
    elsewhere = {row.id for row in offers.values() if payers.promises(row) and payers.is_elsewhere(row)}
    barred = standing.bars(offers)
    doubted = birth_checks.of(youths.values())
    ruled = ceilings.with_rules({row.fund_id for row in offers.values() if row.fund_id is not None})
    judged: dict[int, tuple[Check, ...]] = {}
    for row in enrolments:
        opportunity, youth, consent = offers[row.opportunity_id], youths[row.youth_id], consents.get(row.id)
        bar = barred.get(opportunity.id, standing.Bar())
        cost = commitments.cost_of(opportunity, lengths[opportunity.id]).total_satang
        facts = Facts(
            enrolment=row,
            youth=youth,
            opportunity=opportunity,
            slots=slots.get(opportunity.id, ()),
            consent=consent,
            dropped_out=dropped.get(row.youth_id, 0),
            cost_satang=cost,
            fund_free_satang=free.get(opportunity.fund_id) if opportunity.fund_id is not None else None,
            is_paid_elsewhere=opportunity.id in elsewhere,
            fund_refusal=_refusal(row, opportunity, cost) if opportunity.fund_id in ruled else None,
            papers_until=bar.papers_until,
            pause=bar.pause,
            guardian_part=parts.get(row.id, guardian_checks.NOTHING),
            doubted=doubted.get(youth.id),
            today=clock.today(),
            others=[seat for seat in taken.get(row.youth_id, ()) if seat.enrolment_id != row.id],
            covered=covered.get(row.id, frozenset()),
        )
        judged[row.id] = judge(facts)
    return judged


def _age(facts: Facts) -> Check:
    if facts.youth.birth_date is None:
        return Check("age", t("The birth date is not known"), flag=True)
    years = age.age_on(facts.youth.birth_date, facts.opportunity.starts_on)
    highest = facts.opportunity.age_max
    if years < facts.opportunity.age_min or (highest is not None and years > highest):
        return Check("age", t("{age} years old on the first day, outside the ages asked for", age=years), flag=True)
    employable = limits_on(facts.opportunity.starts_on).employable_age
    if facts.opportunity.kind == OpportunityKind.PLACEMENT and years < employable:
        text = t("{age} years old on the first day; work begins at {limit}", age=years, limit=employable)
        return Check("age", text, flag=True)
    return Check("age", t("{age} years old on the first day", age=years))


def _guardian(facts: Facts) -> Check:
    consent = facts.consent
    if consent is not None and consent.route == ConsentRoute.CASE_WORKER:
        return Check("guardian", t("No guardian signed; a case worker recorded why it may go on"), flag=True)
    if consent is not None and consent.basis in guardians.SIGNING:
        text, asks = guardian_checks.judged(facts.enrolment, consent, facts.youth, facts.guardian_part)
        return Check("guardian", text, flag=asks)
    if guardians.is_needed(facts.youth, facts.today):
        return Check("guardian", t("No guardian has signed"), flag=True)
    return Check("guardian", t("No guardian is needed"))


def _seat(facts: Facts) -> Check:
    if facts.enrolment.holds_seat:
        return Check("seat", t("A seat is held"))
    return Check("seat", t("No seat is held"), flag=True)


def _fund(facts: Facts) -> Check:
    if payers.lacks_fund(facts.opportunity):
        return Check("fund", t("The posting promises money of a fund but names none"), flag=True)
    if facts.enrolment.reserved_satang:
        return Check("fund", t("The money is promised"))
    if facts.is_paid_elsewhere:
        return Check("fund", t("The fund belongs to an office that does not answer for this place"), flag=True)
    if facts.fund_refusal is not None:
        return Check("fund", facts.fund_refusal, flag=True)
    if not facts.cost_satang:
        return Check("fund", t("No fund money is needed"))
    if (facts.fund_free_satang or 0) < facts.cost_satang:
        text = t("The fund has too little for this: {free} baht", free=baht(facts.fund_free_satang or 0))
        return Check("fund", text, flag=True)
    return Check("fund", t("The fund has the money"))


def _refusal(enrolment: Enrolment, opportunity: Opportunity, cost_satang: int) -> Text | None:
    """What the rules of the fund say before it is decided; what was promised stays promised."""
    if enrolment.state not in BEFORE_APPROVAL:
        return None
    return ceilings.against_enrolment(opportunity, enrolment, cost_satang)


def _support(facts: Facts) -> Check:
    missing = set(facts.youth.support_needs) - set(facts.opportunity.supports)
    if missing and missing <= facts.covered:
        return Check("support", t("The support needed is kept with this application: {count}", count=len(missing)))
    missing -= facts.covered
    if missing:
        return Check("support", t("Support needed that is not offered there: {count}", count=len(missing)), flag=True)
    return Check("support", t("The support needed is offered"))


def _free_time(facts: Facts) -> Check:
    if facts.youth.free_mask is None:
        return Check("free_time", t("The free hours are not known"), flag=True)
    if (seat := _clash(facts)) is not None:
        text = t("Its times clash with {title}, where a seat is kept already", title=seat.title)
        return Check("free_time", text, flag=True)
    if week.covers(week.from_bytes(facts.youth.free_mask), week.from_bytes(facts.opportunity.week_mask)):
        return Check("free_time", t("Every session lies in the free hours"))
    return Check("free_time", t("Some sessions lie outside the free hours"), flag=True)


def _clash(facts: Facts) -> held.Seat | None:
    """A seat the young person has whose sessions overlap with these, in days both still have ahead."""
    days = Days(facts.opportunity.starts_on, facts.opportunity.ends_on)
    mine = [WeekSlot(one.weekday, one.start_minute, one.end_minute) for one in facts.slots]
    near = (seat for seat in facts.others if days.meets(seat.days, facts.today))
    return next((seat for seat in near if slack(mine, seat.slots) < 0), None)


def _hours(facts: Facts) -> Check:
    by_day: dict[int, int] = {}
    for slot in facts.slots:
        by_day[slot.weekday] = by_day.get(slot.weekday, 0) + slot.end_minute - slot.start_minute
    if max(by_day.values(), default=0) > DAY_MOST:
        return Check("hours", t("More than {hours} hours on some days", hours=DAY_MOST // 60), flag=True)
    return Check("hours", t("At most {hours} hours a day", hours=DAY_MOST // 60))


def _night(facts: Facts) -> Check:
    limits = limits_on(facts.opportunity.starts_on)
    if not _is_young(facts):
        return Check("night", t("The night limit does not apply"))
    if week.from_bytes(facts.opportunity.week_mask) & limits.night:
        text = t("Works between 22.00 and 06.00 and is under {age}", age=limits.young_until_age)
        return Check("night", text, flag=True)
    return Check("night", t("No work between 22.00 and 06.00"))


def _hazards(facts: Facts) -> Check:
    if _is_young(facts) and facts.opportunity.hazards:
        return Check("hazards", t("Hazardous work at this age (Labour Protection Act s. 49)"), flag=True)
    return Check("hazards", t("No hazardous work closed at this age (s. 49)"))


def _place(facts: Facts) -> Check:
    if _is_young(facts) and facts.opportunity.place_type in limits_on(facts.opportunity.starts_on).closed_places:
        return Check("place", t("The place is closed to this age (Labour Protection Act s. 50)"), flag=True)
    return Check("place", t("The place is open to this age (s. 50)"))


def _wage(facts: Facts) -> Check:
    offer = facts.opportunity
    worked = [slot.end_minute - slot.start_minute for slot in facts.slots]
    daily = max(offer.wage_per_day_satang, offer.wage_per_hour_satang * min(worked, default=0) // 60)
    if not daily:
        return Check("wage", t("No wage is written; see what the placement rests on"), flag=True)
    try:
        least = highest_minimum_wage(offer.area_code, offer.starts_on, offer.ends_on, offer.place_type)
    except NoRate:
        return Check("wage", t("No minimum wage is known for this place and time"), flag=True)
    if daily < least:
        text = t("{wage} baht a day is below the minimum of {least}", wage=baht(daily), least=baht(least))
        return Check("wage", text, flag=True)
    return Check("wage", t("{wage} baht a day, not below the minimum of {least}", wage=baht(daily), least=baht(least)))


def _law(facts: Facts) -> Check:
    """The rules that have no check of their own: rest, hours, days off, weights, learning beside work."""
    times = ((WeekSlot(one.weekday, one.start_minute, one.end_minute), one.kind) for one in facts.slots)
    try:
        verdict = lawful.judge_terms(facts.opportunity, times, facts.youth)
    except (NoRate, Invalid):
        return Check("law", t("The other rules of work could not be looked at"), flag=True)
    broken = [one for one in verdict.blocking if one.number not in OWN_CHECK]
    if broken:
        return Check("law", broken[0].text, flag=True)
    return Check("law", t("Rest, hours and days off are as the law asks"))


def _is_young(facts: Facts) -> bool:
    born, first = facts.youth.birth_date, facts.opportunity.starts_on
    return born is None or age.age_on(born, first) < limits_on(first).young_until_age


def _youths(enrolments: Sequence[Enrolment]) -> dict[int, Youth]:
    at_hand = {row.youth_id: row.youth for row in enrolments if _has(row, "youth")}
    missing = {row.youth_id for row in enrolments} - at_hand.keys()
    if missing:
        at_hand |= {row.id: row for row in db.scalars(select(Youth).where(Youth.id.in_(missing)))}
    return at_hand


def _offers(enrolments: Sequence[Enrolment]) -> dict[int, Opportunity]:
    at_hand = {row.opportunity_id: row.opportunity for row in enrolments if _has(row, "opportunity")}
    missing = {row.opportunity_id for row in enrolments} - at_hand.keys()
    if missing:
        at_hand |= {row.id: row for row in db.scalars(select(Opportunity).where(Opportunity.id.in_(missing)))}
    return at_hand


def _slots(offers: dict[int, Opportunity]) -> dict[int, Sequence[Slot]]:
    at_hand: dict[int, Sequence[Slot]] = {key: offer.slots for key, offer in offers.items() if _has(offer, "slots")}
    missing = offers.keys() - at_hand.keys()
    found: dict[int, list[Slot]] = {}
    if missing:
        for slot in db.scalars(select(Slot).where(Slot.opportunity_id.in_(missing)).order_by(Slot.id)):
            found.setdefault(slot.opportunity_id, []).append(slot)
    return at_hand | found


def _has(row: Enrolment | Opportunity, name: str) -> bool:
    """Whether a query brought this relation along with the row."""
    return name in row.__dict__


def _consents(enrolment_ids: Sequence[int]) -> dict[int, GuardianConsent]:
    wanted = select(GuardianConsent).where(GuardianConsent.enrolment_id.in_(enrolment_ids)).order_by(GuardianConsent.id)
    return {consent.enrolment_id: consent for consent in db.scalars(wanted)}


def _dropped(youths: dict[int, Youth]) -> dict[int, int]:
    wanted = (
        select(Enrolment.youth_id, func.count())
        .where(
            Enrolment.youth_id.in_(youths),
            Enrolment.state == EnrolmentState.DROPPED_OUT,
            # Whoever claimed what was not true is not the young person.
            Enrolment.reason != reasons.FALSE_COMPLETION,
        )
        .group_by(Enrolment.youth_id)
    )
    return {key: number for key, number in db.execute(wanted)}  # noqa: C416  rows are not pairs to mypy


EVERYWHERE = (_age, _guardian, _seat, _fund, _support, _free_time, _hours)
AT_WORK = (_night, _hazards, _place, _wage, _law)
OWN_CHECK = frozenset({"LW01", "LW06", "LW11", "LW12", "LW15"})

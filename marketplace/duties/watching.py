"""The daily look: every placement that is coming or running is judged as the law stands today.

A birthday, a new minimum wage, a paper that has run out or a notice that is late is found on its day, or at the next
look when a day was missed; looking twice finds nothing twice.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from sqlalchemy import or_, select

from marketplace.duties import notices, telling, worked_days
from marketplace.duties.placements import Placement, gathered
from marketplace.duties.states import OVER, RUNNING
from marketplace.i18n import Text, t, use
from marketplace.kernel import clock, ids
from marketplace.kernel.errors import Invalid
from marketplace.labour.cases import Case, standing_on
from marketplace.labour.judging import Verdict, judge
from marketplace.labour.law import number
from marketplace.labour.rates import NoRate, highest_minimum_wage
from models.enrolment import Enrolment
from models.labour import LabourFinding, LabourWatch
from models.offer import Opportunity
from models.session import db
from models.vocabulary import FindingCause, FindingWeight, OpportunityKind

log = logging.getLogger("okat.labour")
NEWS = timedelta(days=30)
"""How long it is told that a birthday has changed the rules."""

_WAGE_RULES = frozenset({"LW15", "LW16"})
_NOTICE_RULES = frozenset({"LW02", "LW04", "LW22"})
_AGES = ("employable_age", "compulsory_until_age", "young_until_age", "majority_age")


def _of_age(age: int) -> Text:
    return t("They are {age} now: the rules for those under {age} no longer hold for them.", age=age)


def _grown(age: int) -> Text:
    return t("They are {age} now and sign for themselves; no guardian is asked any more.", age=age)


_REACHED: dict[str, Callable[[int], Text]] = {"young_until_age": _of_age, "majority_age": _grown}


def nightly() -> int:
    """Look at every placement, end what has ended and remind of what is owed; returns how many were looked at."""
    today = clock.today()
    seen = look_at(_running(today))
    for placement in gathered(_ended(today)):
        _end(placement, today)
    worked_days.let_go()
    notices.remind(today)
    return seen


def look_at(enrolment_ids: Iterable[int]) -> int:
    """Judge these placements as of today; returns how many could be judged."""
    today, seen = clock.today(), 0
    for placement in gathered(enrolment_ids):
        if placement.enrolment.state not in RUNNING or placement.enrolment.youth.birth_date is None:
            notices.drop_start(placement)
            continue
        try:
            _look(placement, today)
        except (Invalid, NoRate) as problem:
            log.warning("placement %s cannot be judged: %s", placement.enrolment.ref, problem)
            continue
        seen += 1
    db.flush()
    return seen


def _running(day: date) -> list[int]:
    return list(
        db.scalars(
            select(Enrolment.id)
            .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
            .where(
                Opportunity.kind == OpportunityKind.PLACEMENT, Opportunity.ends_on >= day, Enrolment.state.in_(RUNNING)
            )
        )
    )


def _ended(day: date) -> list[int]:
    """Those that were watched and run no more."""
    return list(
        db.scalars(
            select(Enrolment.id)
            .join(Opportunity, Opportunity.id == Enrolment.opportunity_id)
            .join(LabourWatch, LabourWatch.enrolment_id == Enrolment.id)
            .where(LabourWatch.ended_on.is_(None), or_(Enrolment.state.in_(OVER), Opportunity.ends_on < day))
        )
    )


def _look(placement: Placement, today: date) -> None:
    # What is owed comes first: a notice that has become late is part of what is judged.
    case = placement.case_on(today)
    notices.owe(placement, case, today)
    verdict = judge(case, on=today)
    seen = LabourWatch(
        enrolment_id=placement.enrolment.id,
        judged_on=today,
        age=_age(case, today),
        minimum_satang=highest_minimum_wage(case.area_code, case.start, case.end, case.place_type.value),
        papers=[str(kind) for kind in placement.papers_on(today)],
        ended_on=None,
    )
    fresh = _write(placement, verdict, seen, today) + _birthdays(placement, seen, today)
    db.merge(seen)
    if fresh:
        telling.found(placement.enrolment, fresh)


def _write(placement: Placement, verdict: Verdict, seen: LabourWatch, today: date) -> list[FindingWeight]:
    """Open what broke, close what holds again; returns the weights of what is new."""
    known = {one.rule: one for one in placement.findings if one.weight != FindingWeight.TELLS}
    broken = {one.number: one for one in verdict.broken}
    for rule in known.keys() - broken.keys():
        known[rule].cleared_on = today
    fresh = []
    for rule, one in broken.items():
        weight = FindingWeight(one.rule.weight.value)
        words = _both(one)
        if rule in known:
            known[rule].why_th, known[rule].why_en = words
            known[rule].weight = weight
            continue
        cause = _cause(rule, placement.watch, seen)
        _open(placement.enrolment, rule, cause, weight, words, today)
        fresh.append(weight)
    return fresh


def _cause(rule: str, before: LabourWatch | None, seen: LabourWatch) -> FindingCause:
    """What has changed since the last look so that the rule broke."""
    if rule in _NOTICE_RULES:
        return FindingCause.NOTICE
    if before is None:
        return FindingCause.TERMS
    if rule in _WAGE_RULES and seen.minimum_satang != before.minimum_satang:
        return FindingCause.WAGE
    if set(before.papers) - set(seen.papers):
        return FindingCause.PAPER
    aged = any(before.age < age <= seen.age for age in (number(name, seen.judged_on) for name in _AGES))
    return FindingCause.BIRTHDAY if aged else FindingCause.TERMS


def _birthdays(placement: Placement, seen: LabourWatch, today: date) -> list[FindingWeight]:
    """Tell that an age was reached at which the rules change, and stop telling it after a while."""
    for one in placement.findings:
        if one.weight == FindingWeight.TELLS and one.found_on + NEWS < today:
            one.cleared_on = today
    before, fresh = placement.watch, []
    for name, words in _REACHED.items():
        age = number(name, today)
        if before is not None and before.age < age <= seen.age:
            said = _both(words(age))
            _open(placement.enrolment, f"AGE{age}", FindingCause.BIRTHDAY, FindingWeight.TELLS, said, today)
            fresh.append(FindingWeight.TELLS)
    return fresh


def _open(
    enrolment: Enrolment,
    rule: str,
    cause: FindingCause,
    weight: FindingWeight,
    words: tuple[str, str],
    today: date,
) -> None:
    db.add(
        LabourFinding(
            ref=ids.new_ref("LF"),
            enrolment_id=enrolment.id,
            rule=rule,
            cause=cause,
            weight=weight,
            why_th=words[0],
            why_en=words[1],
            found_on=today,
        )
    )


def _both(said: object) -> tuple[str, str]:
    """Words in Thai and in English; of a broken rule, its reasons with their section."""
    spoken = []
    for locale in ("th", "en"):
        with use(locale):
            spoken.append(str(getattr(said, "why", said)))
    return spoken[0], spoken[1]


def _age(case: Case, day: date) -> int:
    return standing_on(case.birth_date, max(case.start, day)).age


def _end(placement: Placement, today: date) -> None:
    """The placement has ended: nothing is found any more, and the end may have to be told."""
    for one in placement.findings:
        one.cleared_on = today
    last = notices.owe_end(placement, today)
    if placement.watch is not None:
        placement.watch.ended_on = last

"""The law of young workers held against days as they were worked: hours, rest, night, week, day off, dangers.

A rule about a week is broken by the day on which the week became too long, or the seventh in a row. Where in a
day its rest lay is not written down, so it is taken where it serves best: in the middle.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import select

from marketplace.agreements import drafting
from marketplace.agreements.text import Terms
from marketplace.i18n import Text, t
from marketplace.i18n.lazy import Either
from marketplace.kernel import clock
from marketplace.kernel.week import DAY_MINUTES, Slot
from marketplace.labour import danger_rules, time_rules
from marketplace.labour.cases import Case, Standing, standing_on
from marketplace.labour.judging import Broken
from marketplace.labour.law import rule_on
from marketplace.offers import agreed
from models.agreement import Agreement, WorkDay
from models.enrolment import Enrolment
from models.labour import LabourPaper
from models.session import db
from models.vocabulary import PaperKind, PaperState, WorkDayState
from models.youth import Youth

WEEK = 7
_DAY = timedelta(days=1)
COUNTING = (WorkDayState.CONFIRMED, WorkDayState.SETTLED)
WRITTEN = (WorkDayState.ENTERED, *COUNTING)


def broken_by(
    agreement: Agreement, days: Iterable[WorkDay], among: Sequence[WorkDayState] = WRITTEN
) -> dict[int, tuple[Broken, ...]]:
    """What the law has against each of these days, by its key; days in the states `among` make up its week."""
    wanted = list(days)
    placement = db.get_one(Enrolment, agreement.enrolment_id)
    birth = db.get_one(Youth, placement.youth_id).birth_date
    if birth is None or not any(standing_on(birth, one.worked_on).is_young for one in wanted):
        return {one.id: () for one in wanted}
    worked, permits = _minutes(placement.id, among), _permits(placement.id)
    agreed_since = agreed.hazards_since(placement.opportunity_id)
    versions = {number: drafting.terms_of(agreement, number) for number in {d.number for d in wanted}}
    return {
        one.id: tuple(
            _judged(
                one,
                worked | {one.worked_on: _length(one)},
                _as_it_was(one, versions[one.number], agreed_since),
                birth,
                _permitted(one, permits),
            )
        )
        for one in wanted
    }


def _as_it_was(day: WorkDay, terms: Terms, since: Iterable[tuple[datetime, frozenset[str]]]) -> Terms:
    """The terms of a day with the dangers that its posting named when it began, by a change agreed to before."""
    began = clock.instant(day.worked_on, day.start_minute)
    named = [hazards for at, hazards in since if at <= began]
    return replace(terms, hazards=tuple(sorted({*terms.hazards, *named[-1]}))) if named else terms


def sentences(broken: Iterable[Broken]) -> Iterator[Text]:
    """Every reason with its section."""
    for one in broken:
        section = Either(one.rule.section_th, one.rule.section_en)
        for reason in one.reasons:
            yield t("{reason} ({section}, {number})", reason=reason, section=section, number=one.number)


def _judged(day: WorkDay, worked: dict[date, int], terms: Terms, birth: date, has_permit: bool) -> Iterator[Broken]:
    at = standing_on(birth, day.worked_on)
    monday = day.worked_on - day.worked_on.weekday() * _DAY
    week = {one: worked[one] for one in worked if monday <= one <= day.worked_on}
    run = [one for one in (day.worked_on - back * _DAY for back in range(WEEK)) if one in worked]

    def case(shifts: Iterable[Slot]) -> Case:
        return Case(
            birth, day.worked_on, day.worked_on, terms.area_code, tuple(shifts),
            hazards=terms.hazards, night_permit=has_permit,
        )  # fmt: skip

    def long(of_day: Case, at: Standing) -> Iterator[Text]:
        yield from time_rules.hours_of_a_day(of_day, at)
        yield from time_rules.hours_of_a_week(case(_as_slots(week)), at)

    asked: tuple[tuple[str, Callable[[Case, Standing], Iterator[Text]], Case], ...] = (
        ("LW05", time_rules.rest_after_four_hours, case(_with_rest(day))),
        ("LW06", time_rules.no_night_work, case([_whole(day)])),
        ("LW08", long, case(_as_slots({day.worked_on: _length(day)}))),
        ("LW09", time_rules.weekly_day_off, case(_as_slots({one: worked[one] for one in run}))),
        ("LW11", danger_rules.no_hazards, case([_whole(day)])),
    )
    for number, rule, of in asked:
        row, reasons = rule_on(number, day.worked_on), tuple(rule(of, at))
        if row is not None and reasons:
            yield Broken(row, reasons)


def _whole(day: WorkDay) -> Slot:
    return Slot(day.worked_on.weekday(), day.start_minute, day.end_minute)


def _with_rest(day: WorkDay) -> list[Slot]:
    half = _length(day) // 2
    if not day.rest_minutes or not half:
        return [_whole(day)]
    first, again = day.start_minute + half, day.start_minute + half + day.rest_minutes
    later, start = divmod(again, DAY_MINUTES)
    weekday = day.worked_on.weekday()
    return [
        Slot(weekday, day.start_minute, first),
        Slot((weekday + later) % WEEK, start, start + day.end_minute - again),
    ]


def _as_slots(minutes: dict[date, int]) -> list[Slot]:
    """Days by how long they were: where in the day does not matter to rules about length."""
    return [Slot(one.weekday(), 0, length) for one, length in minutes.items()]


def _length(day: WorkDay) -> int:
    return day.end_minute - day.start_minute - day.rest_minutes


def _minutes(enrolment_id: int, among: Sequence[WorkDayState]) -> dict[date, int]:
    wanted = (
        select(WorkDay)
        .join(Agreement, Agreement.id == WorkDay.agreement_id)
        .where(Agreement.enrolment_id == enrolment_id, WorkDay.state.in_(among))
    )
    return {one.worked_on: _length(one) for one in db.scalars(wanted)}


def _permits(enrolment_id: int) -> list[LabourPaper]:
    wanted = select(LabourPaper).where(
        LabourPaper.enrolment_id == enrolment_id,
        LabourPaper.kind == PaperKind.NIGHT_PERMIT,
        LabourPaper.state == PaperState.CONFIRMED,
    )
    return list(db.scalars(wanted))


def _permitted(day: WorkDay, permits: Iterable[LabourPaper]) -> bool:
    return any(one.valid_from <= day.worked_on <= one.valid_until for one in permits)

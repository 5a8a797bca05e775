"""Rules about who works: age, the guardian's word, learning beside the work, and the papers of those under 18."""

from collections.abc import Iterator
from datetime import date, timedelta

from marketplace.i18n import Text, t
from marketplace.i18n.lazy import FullDay
from marketplace.labour.cases import Case, Standing, standing_on
from marketplace.labour.law import number


def minimum_age(_case: Case, at: Standing) -> Iterator[Text]:
    """LW01: nobody under 15 is employed (Labour Protection Act s. 44)."""
    least = number("employable_age", at.day)
    if at.age < least:
        yield t("Nobody under {age} may be employed.", age=least)


def notice_of_start(case: Case, _at: Standing) -> Iterator[Text]:
    """LW02: the inspector is told within 15 days of the start of someone then under 18 (s. 45(1))."""
    if case.notices is None or not is_young_on(case, case.start):
        return
    due = start_notice_due(case.start)
    if case.notices.of_start is None:
        yield t("The labour inspector must be told of the start by {day}; no notice is on record.", day=FullDay(due))
    elif case.notices.of_start > due:
        yield t("The labour inspector had to be told of the start by {day}; the notice came late.", day=FullDay(due))


def start_notice_due(start: date) -> date:
    """The last day on which the inspector may be told of a start (Labour Protection Act s. 45(1))."""
    return start + timedelta(days=number("notice_of_start_days", start))


def end_notice_due(end: date) -> date:
    """The last day on which the inspector may be told of an end (Labour Protection Act s. 45(3))."""
    return end + timedelta(days=number("notice_of_end_days", end))


def is_young_on(case: Case, day: date) -> bool:
    """Whether the worker is under 18 on the day."""
    return standing_on(case.birth_date, day).is_young


def conditions_on_record(case: Case, at: Standing) -> Iterator[Text]:
    """LW03: the conditions of work are written down anew at every change (s. 45(2))."""
    changed, recorded = case.records.conditions_changed_on, case.records.conditions_recorded_on
    if at.is_young and changed is not None and (recorded is None or recorded < changed):
        yield t("The conditions of work changed and must be recorded anew.")


def notice_of_end(case: Case, _at: Standing) -> Iterator[Text]:
    """LW04: the inspector is told within 7 days of the end of someone then under 18 (s. 45(3))."""
    if case.notices is None or case.notices.of_end is None or case.end is None:
        return
    due = end_notice_due(case.end)
    if is_young_on(case, case.end) and case.notices.of_end > due:
        yield t("The labour inspector had to be told of the end by {day}; the notice came late.", day=FullDay(due))


def sea_fishing(case: Case, at: Standing) -> Iterator[Text]:
    """LW17: nobody under 18 works aboard at sea (ministerial regulation B.E. 2557)."""
    if case.records.is_at_sea and at.age < number("sea_fishing_age", at.day):
        yield t("Nobody under {age} may work on a fishing vessel.", age=number("sea_fishing_age", at.day))


def guardian_agrees(case: Case, at: Standing) -> Iterator[Text]:
    """LW20: a minor's contract of work needs the guardian (Civil and Commercial Code ss. 21, 27)."""
    if at.is_minor and case.guardian_agreed is False:
        yield t("The guardian's consent is needed for anyone under {age}.", age=number("majority_age", at.day))


def learning_beside_work(case: Case, at: Standing) -> Iterator[Text]:
    """LW21: who is still of compulsory age works only where learning goes with the work."""
    records = case.records
    if at.age >= number("compulsory_until_age", at.day) or records.finished_lower_secondary is not False:
        return
    if records.learning_minutes_a_week == 0:
        yield t("The work must come with weekly learning for those who have not finished lower secondary school.")


def social_security(case: Case, _at: Standing) -> Iterator[Text]:
    """LW22: the employee is insured within 30 days of the start (Social Security Act ss. 33-34)."""
    records = case.records
    due = case.start + timedelta(days=number("insured_within_days", case.start))
    if records.insured_on is not None and records.insured_on > due:
        yield t("Social security had to be registered by {day}.", day=FullDay(due))
    elif records.insured_on is None and records.has_to_be_insured_by_now:
        yield t("Social security must be registered by {day}.", day=FullDay(due))

"""A day worked as the law of young workers does not allow is asked about, counts, and reaches the office."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.agreements import day_law, queries
from marketplace.agreements.queries import View
from marketplace.duties import papers, watching, worked_days
from marketplace.duties import queries as law
from marketplace.duties.papers import PaperDraft
from marketplace.enrolments import worked
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from models.earning import EmployerPayment
from models.history import Notice
from models.labour import LabourFinding
from models.session import db as session
from models.vocabulary import PaperKind
from tests.factories.agreements import Table, day, valid

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)
TWENTY_HOURS = {"start_minute": 3 * 60, "end_minute": 23 * 60}


def since(days_ago: int, **given) -> Table:
    """An agreement in force since some days, on a Monday where it matters."""
    with clock.frozen(clock.now() - days_ago * DAY):
        return valid(**given)


def enter(table: Table, **given):
    return worked.enter(table.fresh(), day(**given), by=table.actor("host"))


def confirm(table: Table, **given):
    one = enter(table, **given)
    worked.confirm(one, known=True, by=table.actor("host"))
    return one


def found() -> list[tuple[str, str]]:
    """The open findings about days: the rule and the words."""
    wanted = select(LabourFinding).where(LabourFinding.cleared_on.is_(None), LabourFinding.work_day_id.is_not(None))
    return [(one.rule, one.why_en) for one in session.scalars(wanted.order_by(LabourFinding.rule))]


def told() -> set[int]:
    wanted = select(Notice.account_id).where(Notice.event == "labour.worked")
    return set(session.scalars(wanted))


@pytest.mark.on_both
def test_twenty_hours_through_the_night_are_asked_about_paid_and_told_to_officer_and_case_worker() -> None:
    table = valid()
    one = enter(table, **TWENTY_HOURS)
    with pytest.raises(Invalid) as refused:
        worked.confirm(one, by=table.actor("host"))
    assert "known" in refused.value.errors
    assert (one.state, found(), told()) == ("entered", [], set())
    worked.confirm(one, known=True, by=table.actor("host"))
    assert session.scalars(select(EmployerPayment.amount_satang)).all() == [345_00], "work that was done is paid"
    assert [rule for rule, _ in found()] == ["LW05", "LW06", "LW08"]
    assert told() == {table.accounts["officer"].id, table.accounts["caseworker"].id}
    officer = table.actor("officer")
    assert law.counts(officer, law.LawFilter())[law.View.BROKEN] == 3
    assert law.one_worker(officer, table.agreement.enrolment.ref)
    assert queries.counts(officer)[View.UNLAWFUL] == 1
    assert [each.ref for each in queries.listed(officer, View.UNLAWFUL)] == [table.agreement.ref]


def test_what_was_found_of_a_day_stays_through_the_daily_look_and_goes_with_the_day() -> None:
    table = valid()
    one = confirm(table, **TWENTY_HOURS)
    watching.nightly()
    assert len(found()) == 3
    worked.dispute(one, words="ไม่ได้ทำนานขนาดนั้น", by=table.actor("youth"))
    assert found() == [], "a disputed day counts for nothing"
    worked.settle(one, words="ถามแล้ว", draft=day(), by=table.actor("officer"))
    assert found() == []
    worked_days.follow(one)
    other = confirm(table, worked_on=clock.today(), start_minute=0, end_minute=1)
    assert [rule for rule, _ in found()] == ["LW06"]
    with clock.frozen(clock.now() + 61 * DAY):
        assert worked_days.let_go() == 1
    assert other.state == "confirmed"


def test_five_hours_without_an_hour_of_rest_break_the_law_and_with_it_they_do_not() -> None:
    table = valid()
    short = enter(table, start_minute=8 * 60, end_minute=13 * 60 + 30, rest_minutes=30)
    assert [one.number for one in day_law.broken_by(table.agreement, [short])[short.id]] == ["LW05"]
    short.end_minute, short.rest_minutes = 14 * 60, 60
    assert day_law.broken_by(table.agreement, [short])[short.id] == ()


def test_the_day_on_which_the_week_becomes_too_long_or_that_is_the_seventh_in_a_row_is_found() -> None:
    back = clock.today().weekday() + 7
    monday = clock.today() - back * DAY
    table = since(back, starts_on=monday, ends_on=monday + 40 * DAY)
    long = {"start_minute": 8 * 60, "end_minute": 17 * 60, "rest_minutes": 60}
    for number in (0, 1, 2, 3, 5):
        confirm(table, worked_on=monday + number * DAY, **long)
    assert found() == []
    confirm(table, worked_on=monday + 6 * DAY, start_minute=9 * 60, end_minute=10 * 60)
    assert found() == [], "forty-one hours, and the Friday was free"
    confirm(table, worked_on=monday + 4 * DAY, **long)
    rules = dict(found())
    assert set(rules) == {"LW08", "LW09"}
    assert "48" in rules["LW08"]
    sunday = monday + 6 * DAY
    assert str(sunday.day) in rules["LW09"], "the seventh day, not the one that was written last"


def test_whoever_is_of_age_is_asked_nothing() -> None:
    table = valid(years=19)
    worked.confirm(enter(table, **TWENTY_HOURS), by=table.actor("host"))
    assert (found(), told()) == ([], set())


def test_a_permit_for_the_night_allows_the_night_only() -> None:
    table = valid()
    one = enter(table, start_minute=60, end_minute=4 * 60)
    assert [each.number for each in day_law.broken_by(table.agreement, [one])[one.id]] == ["LW06"]
    paper = PaperDraft(PaperKind.NIGHT_PERMIT, "1/2569", one.worked_on, clock.today())
    added = papers.add(table.agreement.enrolment, paper, by=table.actor("host"))
    assert len(day_law.broken_by(table.agreement, [one])[one.id]) == 1, "a paper nobody has looked at permits nothing"
    papers.confirm(added, by=table.actor("officer"))
    assert day_law.broken_by(table.agreement, [one])[one.id] == ()

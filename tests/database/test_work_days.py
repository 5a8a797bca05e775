"""The log of worked days: written and confirmed by the host, seen and disputed by the youth, settled by the office."""

from datetime import timedelta

import pytest

from marketplace.agreements import day_law, days, drafting, ending
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.kernel.week import Slot
from models.vocabulary import AgreementOutcome, SlotKind
from tests.factories.agreements import day, offered, valid, worked

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


@pytest.mark.on_both
def test_a_day_is_written_seen_disputed_settled_and_counts() -> None:
    table = valid()
    host, youth = table.actor("host"), table.actor("youth")
    one = worked(table, rest_minutes=30)
    assert (table.fresh().state, days.minutes_of(one)) == ("active", 150)
    assert days.see(table.agreement, by=youth) == 1
    assert days.see(table.agreement, by=youth) == 0
    days.confirm(one, by=host)
    with pytest.raises(IllegalMove):
        days.correct(one, day(), by=host)
    with pytest.raises(Invalid):
        days.dispute(one, words=" ", by=youth)
    days.dispute(one, words="ทำถึงเที่ยงครึ่ง", by=youth)
    with pytest.raises(Conflict):
        ending.assess(table.agreement, AgreementOutcome.COMPLETED, note="ดี", by=host)
    days.settle(one, words="ถามทั้งสองฝ่ายแล้ว", draft=day(end_minute=750), by=table.actor("officer"))
    assert (one.state, days.minutes_of(one), days.confirmed_days(table.agreement)) == ("settled", 210, 1)


def test_a_dispute_can_be_put_right_by_the_host_and_is_new_to_the_youth() -> None:
    table = valid()
    one = worked(table)
    days.see(table.agreement, by=table.actor("youth"))
    days.dispute(one, words="ทำถึงบ่าย", by=table.actor("youth"))
    with pytest.raises(Invalid):
        days.correct(one, day(worked_on=clock.today(), start_minute=0, end_minute=1), by=table.actor("host"))
    days.correct(one, day(end_minute=780), by=table.actor("host"))
    assert (one.state, one.seen_at, one.end_minute) == ("entered", None, 780)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"worked_on": 1}, "worked_on"),
        ({"worked_on": -40}, "worked_on"),
        ({"rest_minutes": 180}, "rest"),
        ({"rest_minutes": -1}, "rest"),
        ({"tasks": " "}, "tasks"),
        ({"tasks": "ก" * 601}, "tasks"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(given, field) -> None:
    dated = {name: clock.today() + said * DAY if name == "worked_on" else said for name, said in given.items()}
    with pytest.raises(Invalid) as refused:
        worked(valid(), **dated)
    assert field in refused.value.errors


def test_a_day_is_written_once_and_only_under_an_agreement_that_runs() -> None:
    table = valid()
    worked(table)
    with pytest.raises(Invalid):
        worked(table)
    with pytest.raises(Conflict):
        worked(offered())
    early = valid(starts_on=clock.today() + DAY)
    with pytest.raises(Conflict):
        worked(early)


def test_what_was_not_agreed_or_is_too_long_or_at_night_raises_a_hand() -> None:
    table = valid()
    long = worked(table, start_minute=11 * 60, end_minute=23 * 60)

    def said() -> str:
        broken = day_law.broken_by(table.agreement, [long])[long.id]
        return " ".join(str(each) for each in days.remarks(long, days.terms_of(long), broken))

    assert "ม.23" in said()
    assert "ม.46" in said(), "twelve hours without an hour of rest"
    assert "ม.47" in said()
    monday = long.worked_on - timedelta(days=long.worked_on.weekday())
    plain = day(worked_on=monday)
    long.worked_on, long.start_minute, long.end_minute = monday, plain.start_minute, plain.end_minute
    assert said() == ""


def test_hours_that_have_not_happened_are_no_worked_hours() -> None:
    table = valid()
    with clock.frozen(clock.instant(clock.today(), 10 * 60)):
        with pytest.raises(Invalid) as refused:
            worked(table, worked_on=clock.today(), start_minute=8 * 60, end_minute=10 * 60 + 1)
        assert set(refused.value.errors) == {"end"}
        assert worked(table, worked_on=clock.today(), start_minute=8 * 60, end_minute=10 * 60).state == "entered"
        with pytest.raises(Invalid):
            worked(table, start_minute=17 * 60, end_minute=13 * 60)


@pytest.mark.parametrize("sure", [False, True])
def test_an_end_before_the_start_is_two_times_turned_round_unless_somebody_says_it_was_a_night(sure) -> None:
    table, late = valid(starts_on=clock.today() - 2 * DAY), {"start_minute": 17 * 60, "end_minute": 60}
    worked_on = clock.today() - 2 * DAY
    if sure:
        assert days.minutes_of(worked(table, worked_on=worked_on, **late)) == 8 * 60
        return
    with pytest.raises(Invalid) as refused:
        worked(table, worked_on=worked_on, sure=False, **late)
    assert "01.00–17.00" in str(refused.value.errors["end"])
    assert set(refused.value.errors) == {"end", "sure"}
    with pytest.raises(Invalid) as refused:
        worked(table, worked_on=worked_on, start_minute=540, end_minute=540)
    assert set(refused.value.errors) == {"end"}


def test_an_agreed_night_is_written_without_a_question() -> None:
    two_ago = clock.today() - 2 * DAY
    night = ((Slot(two_ago.weekday(), 20 * 60, 26 * 60), SlotKind.WORK),)
    table = valid(years=21, starts_on=two_ago, times=night)
    one = worked(table, worked_on=two_ago, start_minute=20 * 60, end_minute=2 * 60, sure=False)
    assert days.minutes_of(one) == 6 * 60


def test_a_very_long_day_and_time_agreed_for_learning_are_asked_about_and_stay_seen() -> None:
    yesterday = clock.today() - DAY
    times = (
        (Slot(yesterday.weekday(), 13 * 60, 16 * 60), SlotKind.LEARN),
        (Slot((yesterday.weekday() + 2) % 7, 9 * 60, 12 * 60), SlotKind.WORK),
    )
    table = valid(times=times)
    for draft in ({"start_minute": 6 * 60, "end_minute": 15 * 60}, {"start_minute": 15 * 60, "end_minute": 17 * 60}):
        with pytest.raises(Invalid) as refused:
            worked(table, sure=False, **draft)
        assert set(refused.value.errors) == {"sure"}
    one = worked(table, start_minute=14 * 60, end_minute=16 * 60)
    said = " ".join(str(each) for each in days.remarks(one, days.terms_of(one)))
    assert "13.00–16.00" in said, "whoever reads the log sees that it was to be learning"
    assert "เต็มวัน" in said, "a daily wage is owed whole, and the reader is told"


def test_where_the_wage_is_by_the_hour_the_hours_are_owed_and_no_whole_day() -> None:
    table = valid()
    one = worked(table, start_minute=9 * 60, end_minute=11 * 60)
    version = drafting.version_of(table.agreement)
    version.terms = version.terms | {"wage_per_day_satang": 0, "wage_per_hour_satang": 60_00}
    assert days.wage_of(one) == 120_00
    assert "เต็มวัน" not in " ".join(str(each) for each in days.remarks(one, days.terms_of(one)))

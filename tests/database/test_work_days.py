"""The log of worked days: written and confirmed by the host, seen and disputed by the youth, settled by the office."""

from datetime import timedelta

import pytest

from marketplace.agreements import days, drafting, ending
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from models.vocabulary import AgreementOutcome
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
        days.correct(one, day(worked_on=clock.today() - DAY, end_minute=780), by=table.actor("host"))
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
    long = worked(table, start_minute=13 * 60, end_minute=60)
    said = " ".join(
        str(each)
        for each in days.remarks(long, drafting.terms_of(table.agreement), table.agreement.enrolment.youth.birth_date)
    )
    assert "ม.23" in said
    assert "ม.47" in said
    monday = long.worked_on - timedelta(days=long.worked_on.weekday())
    plain = day(worked_on=monday)
    long.worked_on, long.start_minute, long.end_minute = monday, plain.start_minute, plain.end_minute
    assert (
        list(days.remarks(long, drafting.terms_of(table.agreement), table.agreement.enrolment.youth.birth_date)) == []
    )

"""A day worked as the law of young workers does not allow is asked about, counts, and reaches the office."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.agreements import day_law, queries
from marketplace.agreements.queries import View
from marketplace.audit import record
from marketplace.duties import papers, policy, settling, watching, worked_days
from marketplace.duties import queries as law
from marketplace.duties.papers import PaperDraft
from marketplace.enrolments import worked
from marketplace.kernel import clock
from marketplace.kernel.errors import Conflict, Invalid, NotFound
from marketplace.offers import agreed
from models.earning import EmployerPayment
from models.history import AuditEvent, Notice
from models.labour import LabourFinding
from models.offer import Opportunity
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
    desk = {table.accounts["officer"].id, table.accounts["caseworker"].id}
    assert (one.state, [rule for rule, _ in found()], told()) == ("entered", ["LW05", "LW06", "LW08"], desk)
    heard = session.scalars(select(Notice.id).where(Notice.event == "labour.worked")).all()
    close(table)
    worked.confirm(one, known=True, by=table.actor("host"))
    assert kept().settled_on == clock.today(), "that the host stands for it changes none of its hours"
    kept().settled_on = None
    assert session.scalars(select(Notice.id).where(Notice.event == "labour.worked")).all() == heard, "told once"
    assert session.scalars(select(EmployerPayment.amount_satang)).all() == [345_00], "work that was done is paid"
    assert [rule for rule, _ in found()] == ["LW05", "LW06", "LW08"]
    assert told() == desk
    officer = table.actor("officer")
    assert law.counts(officer, law.LawFilter())[law.View.BROKEN] == 3
    assert law.one_worker(officer, table.agreement.enrolment.ref)
    assert queries.counts(officer)[View.UNLAWFUL] == 1
    assert [each.ref for each in queries.listed(officer, View.UNLAWFUL)] == [table.agreement.ref]


def test_what_is_found_of_a_day_before_its_host_stands_for_it_goes_when_it_is_corrected() -> None:
    table = valid()
    one = enter(table, **TWENTY_HOURS)
    worked.correct(one, day(), by=table.actor("host"))
    assert found() == []
    worked.correct(one, day(**TWENTY_HOURS), by=table.actor("host"))
    assert [rule for rule, _ in found()] == ["LW05", "LW06", "LW08"]


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


def test_a_danger_agreed_to_since_counts_for_the_days_that_begin_after_it() -> None:
    table = valid()
    one = enter(table, start_minute=8 * 60, end_minute=16 * 60 + 30, rest_minutes=60)
    posting = session.get_one(Opportunity, table.agreement.enrolment.opportunity_id)
    record(SYSTEM, agreed.AGREED, posting, change="O-2", hazards=["H03"])
    assert day_law.broken_by(table.agreement, [one])[one.id] == (), "agreed to after that day"
    with clock.frozen(clock.now() - 30 * DAY):
        record(SYSTEM, agreed.AGREED, posting, change="O-1", hazards=["H03"])
    session.flush()
    broken = day_law.broken_by(table.agreement, [one])[one.id]
    assert [each.number for each in broken] == ["LW08", "LW11"], "seven hours, not eight, and nobody under 18"
    with pytest.raises(Invalid):
        worked.confirm(one, by=table.actor("host"))
    worked_days.follow(one)
    assert [rule for rule, _ in found()] == ["LW08", "LW11"]


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


DONE = "คุยกับนายจ้างแล้ว ให้หยุดชดเชยหนึ่งวัน"


def kept(rule: str = "LW08") -> LabourFinding:
    """The newest finding of a rule about a day."""
    wanted = select(LabourFinding).where(LabourFinding.work_day_id.is_not(None), LabourFinding.rule == rule)
    return session.scalars(wanted.order_by(LabourFinding.id.desc()).execution_options(populate_existing=True)).first()


def close(table: Table, rule: str = "LW08", note: str = DONE) -> LabourFinding:
    officer = table.actor("officer")
    settling.settle(law.one_day_finding(officer, kept(rule).ref), note=note, by=officer)
    return kept(rule)


@pytest.mark.on_both
def test_an_officer_closes_what_was_found_with_what_was_done_and_it_is_listed_afterwards() -> None:
    table = valid()
    confirm(table, **TWENTY_HOURS)
    officer = table.actor("officer")
    for bad in ("", "  สั้น  ", "โทรหานายจ้างที่ 081-234-5678 แล้ว", "ก" * 301):
        with pytest.raises(Invalid) as refused:
            close(table, note=bad)
        assert refused.value.field == "note"
    for rule in ("LW05", "LW06", "LW08"):
        closed = close(table, rule)
        assert (closed.settled_on, closed.settled_note) == (clock.today(), DONE)
        assert (closed.settled_by_id, closed.cleared_on) == (officer.account_id, None)
    with pytest.raises(Conflict):
        close(table)
    assert law.counts(officer, law.LawFilter())[law.View.BROKEN] == 0
    assert law.counts(officer, law.LawFilter())[law.View.SETTLED] == 3
    assert len(law.listed(officer, law.LawFilter(law.View.SETTLED))) == 3
    assert law.own_findings(table.actor("host")) == []
    assert queries.counts(officer)[View.UNLAWFUL] == 0
    audited = session.scalars(select(AuditEvent).where(AuditEvent.action == "labour_finding.settle")).all()
    assert [(one.actor_id, one.details["rule"]) for one in audited] == [
        (officer.account_id, rule) for rule in ("LW05", "LW06", "LW08")
    ]


def test_a_closed_finding_stays_closed_while_its_day_is_as_it_was_and_opens_when_it_is_changed() -> None:
    table = valid()
    one = confirm(table, **TWENTY_HOURS)
    close(table)
    heard = len(session.scalars(select(Notice.id).where(Notice.event == "labour.worked")).all())
    worked_days.follow(one)
    watching.nightly()
    assert "LW08" not in [each.rule for each in session.scalars(select(LabourFinding).where(*law.OPEN_FINDING))]
    assert len(session.scalars(select(Notice.id).where(Notice.event == "labour.worked")).all()) == heard
    one.end_minute, one.version = one.end_minute - 60, one.version + 1
    session.flush()
    worked_days.follow(one)
    opened = kept()
    assert (opened.settled_on, opened.reopened_on, opened.settled_note) == (None, clock.today(), DONE)
    assert law.counts(table.actor("officer"), law.LawFilter())[law.View.BROKEN] == 3
    audited = select(AuditEvent.actor_id).where(AuditEvent.action == "labour_finding.reopen")
    assert session.scalars(audited).all() == [None]
    close(table, note="นายจ้างรับปากเป็นลายลักษณ์อักษรแล้ว")
    assert kept().reopened_on is None


def test_what_was_in_order_for_a_while_and_breaks_again_is_open_anew_beside_what_was_closed() -> None:
    table = valid()
    one = confirm(table, **TWENTY_HOURS)
    first = close(table)
    begin, end = one.start_minute, one.end_minute
    one.start_minute, one.end_minute = 9 * 60, 12 * 60
    session.flush()
    worked_days.follow(one)
    assert kept().cleared_on == clock.today()
    one.start_minute, one.end_minute = begin, end
    session.flush()
    worked_days.follow(one)
    again = kept()
    assert again.id != first.id
    assert (again.settled_on, again.cleared_on) == (None, None)
    assert law.counts(table.actor("officer"), law.LawFilter())[law.View.SETTLED] == 1


def test_only_an_officer_of_the_place_without_a_stake_closes_it_and_only_what_a_day_broke() -> None:
    table = valid()
    confirm(table, **TWENTY_HOURS)
    finding = law.one_day_finding(table.actor("officer"), kept().ref)
    assert policy.can_settle(table.actor("officer"), finding)
    for other in ("caseworker", "host", "youth"):
        assert not policy.can_settle(table.actor(other), finding)
    with pytest.raises(NotFound):
        law.one_day_finding(table.actor("host"), finding.ref)
    finding.work_day_id, finding.cause = None, "terms"
    session.flush()
    with pytest.raises(NotFound):
        law.one_day_finding(table.actor("officer"), finding.ref)
    with pytest.raises(Conflict):
        settling.settle(finding, note=DONE, by=table.actor("officer"))

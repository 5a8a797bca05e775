"""The daily look: birthdays, new minimum wages, papers that run out, notices; twice finds nothing twice."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.agreements import drafting, signing
from marketplace.audit.moves import advance
from marketplace.duties import notices, papers
from marketplace.duties.papers import PaperDraft
from marketplace.enrolments.states import ENROLMENT
from marketplace.kernel import clock, dated
from marketplace.kernel.errors import Conflict, IllegalMove, Invalid
from marketplace.labour import rates
from models.history import Notice
from models.labour import LabourFinding, LabourWatch
from models.offer import Opportunity
from models.organisation import Organisation
from models.session import db as session
from models.vocabulary import DutyKind, PaperKind, Role
from tests.factories.agreements import signed, terms, valid
from tests.factories.enrolments import acting, make_staff, staff
from tests.factories.labour import duties, findings, look, make_employer, make_work

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years) if (day.month, day.day) != (2, 29) else date(day.year - years, 3, 1)


def told(account) -> list[str]:
    session.flush()
    return list(session.scalars(select(Notice.event).where(Notice.account_id == account.id).order_by(Notice.id)))


@pytest.mark.on_both
def test_a_birthday_is_found_on_its_day_and_lifts_what_broke() -> None:
    tomorrow = clock.today() + DAY
    work = make_work(born=years_before(tomorrow, 18), work="fri 19:00-23:00")
    employer, officer = make_employer(work), make_staff(Role.OFFICER)
    look()
    assert findings(work)["LW06"].weight == "blocks"
    assert "labour.found" in told(officer)
    look(1)
    found = findings(work)
    assert "LW06" not in found
    assert (found["AGE18"].cause, found["AGE18"].weight, found["AGE18"].found_on) == ("birthday", "tells", tomorrow)
    assert "18" in found["AGE18"].why_th
    assert told(employer).count("labour.news") == 1
    look(1)
    assert told(employer).count("labour.news") == 1
    look(40)
    assert set(findings(work)) == {"LW02", "LW22"}, "what was owed before the birthday is owed still"


@pytest.mark.on_both
def test_a_new_minimum_wage_is_found_with_its_cause_though_a_day_was_missed(monkeypatch, tmp_path) -> None:
    work = make_work(born=years_before(clock.today(), 22), wage_per_day_satang=340_00)
    look()
    assert findings(work) == {}
    known = (rates.Path(rates.__file__).parent / "data" / "minimum_wages.csv").read_text(encoding="utf8")
    first = clock.today() + 5 * DAY
    (tmp_path / "wages.csv").write_text(f"{known}95,*,{first},350.00,Notice of the test; s. 87\n", encoding="utf8")
    table = dated.read(tmp_path / "wages.csv", key=("area", "place_type"))
    monkeypatch.setattr(rates, "minimum_wages", lambda: table)
    rates.minimum_wage.cache_clear()
    try:
        look(7)
    finally:
        rates.minimum_wage.cache_clear()
    found = findings(work)["LW15"]
    assert (found.cause, found.weight) == ("wage_change", "blocks")
    assert "350" in found.why_th
    assert "ม." in found.why_th
    assert session.scalar(select(LabourWatch.minimum_satang)) == 350_00


@pytest.mark.on_both
def test_a_paper_counts_once_an_officer_says_so_and_its_end_is_found() -> None:
    work = make_work(work="fri 19:00-23:00")
    employer, officer = acting(make_employer(work)), staff(Role.OFFICER)
    look()
    assert "LW06" in findings(work)
    today = clock.today()
    paper = papers.add(work, PaperDraft(PaperKind.NIGHT_PERMIT, "รง 12/2569", today, today + 5 * DAY), by=employer)
    look()
    assert "LW06" in findings(work)
    papers.confirm(paper, by=officer)
    assert "LW06" not in findings(work)
    look(5)
    assert "LW06" not in findings(work)
    look(6)
    assert findings(work)["LW06"].cause == "paper"
    with pytest.raises(Invalid):
        papers.refuse(paper, reason=" ", by=officer)
    papers.refuse(paper, reason="ใบหมดอายุ", by=officer)
    with pytest.raises(IllegalMove):
        papers.confirm(paper, by=officer)


def test_papers_that_cannot_be_are_refused_at_their_field() -> None:
    work, today = make_work(), clock.today()
    for draft, field in (
        (PaperDraft(PaperKind.NIGHT_PERMIT, " ", today, today), "number"),
        (PaperDraft(PaperKind.NIGHT_PERMIT, "1", today, today - DAY), "valid_until"),
        (PaperDraft(PaperKind.NIGHT_PERMIT, "1", today - 9 * DAY, today - DAY), "valid_until"),
    ):
        with pytest.raises(Invalid) as refused:
            papers.add(work, draft, by=acting(make_employer(work)))
        assert field in refused.value.errors
    over = make_work(state="completed")
    with pytest.raises(Conflict):
        papers.add(over, PaperDraft(PaperKind.NIGHT_PERMIT, "1", today, today), by=acting(make_employer(over)))


@pytest.mark.on_both
def test_the_start_is_owed_for_fifteen_days_then_late_and_found_until_it_is_sent() -> None:
    work = make_work(days_ago=0)
    employer, officer = make_employer(work), make_staff(Role.OFFICER)
    look()
    owed = duties(work)
    start = owed[DutyKind.START_NOTICE]
    assert (start.event_on, start.due_on) == (clock.today(), clock.today() + 15 * DAY)
    assert owed[DutyKind.INSURANCE].due_on == clock.today() + 30 * DAY
    look(12)
    look(13)
    assert told(employer).count("labour.soon") == 1
    look(15)
    assert "labour.late" not in told(officer)
    look(16)
    look(17)
    assert told(officer).count("labour.late") == 1
    assert (findings(work)["LW02"].cause, findings(work)["LW02"].weight) == ("notice", "asks")
    with clock.frozen(clock.now() + 18 * DAY):
        notices.send(start, sent_on=clock.today(), receipt="รย 0031/12", by=acting(employer))
        look()
        assert findings(work) == {}
        notices.undo(start, by=acting(employer))
        look()
        assert "LW02" in findings(work)
    assert start.sent_on is None


@pytest.mark.parametrize(
    ("sent", "receipt", "field"),
    [(1, "x", "sent_on"), (-400, "x", "sent_on"), (0, "  ", "receipt"), (0, "x" * 81, "receipt")],
)
def test_a_notice_is_sent_with_a_day_that_can_be_and_a_receipt(sent, receipt, field) -> None:
    work = make_work()
    look()
    start = duties(work)[DutyKind.START_NOTICE]
    with pytest.raises(Invalid) as refused:
        notices.send(start, sent_on=clock.today() + sent * DAY, receipt=receipt, by=acting(make_employer(work)))
    assert refused.value.field == field


def test_a_grown_up_owes_no_notice_but_insurance_and_a_course_nothing() -> None:
    work = make_work(born=years_before(clock.today() - DAY, 18))
    look()
    assert set(duties(work)) == {DutyKind.INSURANCE}
    study = make_work(work="", kind="course")
    look()
    assert duties(study) == {}


@pytest.mark.on_both
def test_the_end_of_somebody_still_under_18_is_owed_seven_days_and_everything_found_is_closed() -> None:
    work = make_work(work="fri 19:00-23:00")
    officer = staff(Role.OFFICER)
    look()
    assert "LW06" in findings(work)
    advance(ENROLMENT, work, "drop_out", by=officer)
    look(2)
    end = duties(work)[DutyKind.END_NOTICE]
    assert (end.event_on, end.due_on) == (clock.today(), clock.today() + 7 * DAY)
    assert findings(work) == {}
    look(3)
    assert session.scalar(select(LabourWatch.ended_on)) == clock.today()


def test_an_end_by_the_calendar_and_a_birthday_before_it() -> None:
    young = make_work()
    grows = make_work(born=years_before(clock.today() + 10 * DAY, 18))
    session.execute(Opportunity.__table__.update().values(ends_on=clock.today() + 20 * DAY))
    session.expire_all()
    look()
    look(21)
    assert duties(young)[DutyKind.END_NOTICE].event_on == clock.today() + 20 * DAY
    assert DutyKind.END_NOTICE not in duties(grows)


def test_what_never_began_owes_nothing_and_is_owed_again_when_it_does() -> None:
    work = make_work(state="approved", days_ago=-9)
    look()
    start = duties(work)[DutyKind.START_NOTICE]
    advance(ENROLMENT, work, "undo", by=staff(Role.OFFICER))
    look()
    session.expire_all()
    assert start.state == "due", "an office that decides anew has not taken it back yet"
    advance(ENROLMENT, work, "approve", by=staff(Role.OFFICER))
    advance(ENROLMENT, work, "withdraw", by=staff(Role.OFFICER))
    look(1)
    session.expire_all()
    assert start.state == "dropped"
    assert DutyKind.END_NOTICE not in duties(work)


def test_who_joins_while_it_runs_is_counted_from_the_day_they_were_approved() -> None:
    work = make_work(days_ago=30)
    work.decided_at = clock.now() - 3 * DAY
    look()
    assert duties(work)[DutyKind.START_NOTICE].event_on == clock.today() - 3 * DAY


def test_a_signed_agreement_is_what_is_judged_and_the_posting_without_one() -> None:
    table = valid(wage_per_day_satang=345_00)
    work = table.agreement.enrolment
    session.execute(Opportunity.__table__.update().values(wage_per_day_satang=100_00))
    session.expire_all()
    look()
    assert findings(work) == {}
    drafting.cancel(table.fresh(), reason="ร้านปิด", by=table.actor("host"))
    look()
    assert findings(work)["LW15"].weight == "blocks"


@pytest.mark.on_both
def test_a_change_that_waits_to_be_signed_leaves_the_terms_in_force_as_they_are_recorded() -> None:
    table = valid()
    work = table.agreement.enrolment
    look()
    assert findings(work) == {}
    teacher = session.get_one(Organisation, table.agreement.provider_id)
    drafting.change(table.fresh(), terms(tutor="ลุงแมะ"), teacher, by=table.actor("host"))
    look()
    assert findings(work) == {}, "what everybody signed holds, and it is on record"
    drafting.offer(table.fresh(), by=table.actor("host"))
    signed(table)
    signing.approve(table.agreement, text_hash=table.hash, by=table.actor("officer"))
    look()
    assert findings(work) == {}


def test_looking_twice_writes_nothing_twice() -> None:
    work = make_work(work="fri 19:00-23:00", wage_per_day_satang=100_00)
    look()
    before = session.scalar(select(func.count()).select_from(LabourFinding)), len(duties(work))
    notices_before = session.scalar(select(func.count()).select_from(Notice))
    look()
    assert (session.scalar(select(func.count()).select_from(LabourFinding)), len(duties(work))) == before
    assert session.scalar(select(func.count()).select_from(Notice)) == notices_before
    assert {"LW06", "LW15"} <= set(findings(work))

"""What is over and not assessed: its host is asked, reminded, and then the office hears; the log closes with it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.agreements import closing, days, ending, queries
from marketplace.agreements.queries import View
from marketplace.enrolments import worked
from marketplace.kernel import clock
from marketplace.kernel.errors import Invalid
from models.history import Notice
from models.session import db as session
from models.vocabulary import AgreementOutcome
from tests.factories.agreements import Table, day, valid

pytestmark = pytest.mark.usefixtures("db")
DAY = timedelta(days=1)


def heard(event: str) -> set[int]:
    return set(session.scalars(select(Notice.account_id).where(Notice.event == event)))


def over() -> Table:
    """An agreement that began and whose last day was yesterday."""
    table = valid(ends_on=clock.today() - DAY)
    ending.begin_due()
    table.fresh()
    return table


@pytest.mark.on_both
def test_the_host_is_asked_reminded_and_then_the_office_hears() -> None:
    table = over()
    host, officer, worker = (table.accounts[who].id for who in ("host", "officer", "caseworker"))
    assert closing.nightly() == 1
    assert closing.nightly() == 0, "asked once"
    assert heard("agreement.assess") == {host}
    assert table.fresh().assess_by == clock.today() + closing.TIME
    with clock.frozen(clock.now() + closing.TIME - closing.SOON):
        assert (closing.nightly(), closing.nightly()) == (1, 0)
    assert heard("agreement.assess_soon") == {host}
    assert heard("agreement.assess_missed") == set()
    with clock.frozen(clock.now() + closing.TIME + DAY):
        assert (closing.nightly(), closing.nightly()) == (1, 0)
    assert heard("agreement.assess_missed") == {officer, worker}


def test_the_office_counts_what_is_over_apart_from_what_runs_until_it_is_assessed() -> None:
    table, running = over(), valid()
    officer = table.actor("officer")
    counted = queries.counts(officer)
    assert (counted[View.RUNNING], counted[View.UNASSESSED], counted[View.ENDED]) == (1, 1, 0)
    assert [one.ref for one in queries.listed(officer, View.UNASSESSED)] == [table.agreement.ref]
    assert [one.ref for one in queries.to_assess(table.actor("host"))] == [table.agreement.ref]
    assert queries.to_assess(running.actor("host")) == []
    ending.assess(table.fresh(), AgreementOutcome.DID_NOT_SHOW, note="ไม่ได้มา", by=table.actor("host"))
    counted = queries.counts(officer)
    assert (counted[View.UNASSESSED], counted[View.ENDED]) == (0, 1)
    assert queries.to_assess(table.actor("host")) == []
    assert closing.nightly() == 0


def test_an_enrolment_that_has_ended_ends_the_wait_for_the_last_day() -> None:
    table = valid()
    ending.begin_due()
    assert not closing.is_over(table.fresh())
    table.agreement.enrolment.state = "dropped_out"
    session.flush()
    assert closing.is_over(table.fresh())
    assert closing.nightly() == 1


def test_the_log_takes_the_days_until_the_last_and_says_so_at_the_field() -> None:
    table = over()
    assert worked.last_day(table.fresh()) == clock.today() - DAY
    one = worked.enter(table.fresh(), day(), by=table.actor("host"))
    days.confirm(one, by=table.actor("host"))
    with pytest.raises(Invalid) as refused:
        worked.enter(table.fresh(), day(worked_on=clock.today(), start_minute=0, end_minute=1), by=table.actor("host"))
    assert set(refused.value.errors) == {"worked_on"}


def test_the_start_page_and_the_log_of_the_host_lead_to_the_assessment(app) -> None:
    table = over()
    closing.nightly()
    session.commit()
    host, path = app.test_client().sign_in(table.accounts["host"]), f"/provider/agreements/{table.agreement.ref}"
    for page in ("/provider/", "/provider/agreements", f"{path}/days"):
        assert host.page(page).find("a", href=f"{path}/end"), page
    assert host.page(f"{path}/days").find("form", action=f"{path}/days"), "yesterday can still be written"
    never = valid()
    ending.begin_due()
    never.fresh().enrolment.state = "withdrawn"
    session.commit()
    host = app.test_client().sign_in(never.accounts["host"])
    page = host.page(f"/provider/agreements/{never.agreement.ref}/days")
    assert not page.find("form", action=f"/provider/agreements/{never.agreement.ref}/days")
    assert "เพิ่มวันทำงานไม่ได้แล้ว" in page.get_text()

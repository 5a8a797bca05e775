"""Reminders and escalations come from the worker at their instants: by its own clock, and once in a real process."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from huey import Huey
from sqlalchemy import select

from marketplace.access import SYSTEM
from marketplace.areas.offices import office_key_for
from marketplace.concerns import reporting
from marketplace.concerns.reporting import Draft
from marketplace.jobs import queue, rounds
from marketplace.kernel import clock
from marketplace.organisations import papers
from models.account import Account
from models.concern import Concern
from models.history import Notice
from models.organisation import Organisation
from models.session import db
from models.vetting import VettingFact
from models.vocabulary import ConcernKind, OrganisationPaperKind, Role, Support, VettingCheck
from models.worker import Heartbeat
from tests.factories.enrolments import acting, make_account, make_staff
from tests.factories.offers import SATENG
from tests.factories.organisations import make_active
from tests.factories.pledges import make_help, vet
from tests.faults.served import PATIENCE, Served, kill_all
from tests.fixtures.databases import TestDatabase

pytestmark = pytest.mark.usefixtures("database")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, 3, tzinfo=UTC)
"""Ten in the morning in Thailand, in a week without a holiday."""


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Huey]:
    found = queue.queue_for(f"sqlite:///{tmp_path / 'jobs.db'}")
    queue.schedule(found)
    yield found
    found.storage.close()


def strike(jobs: Huey, at: datetime) -> set[str]:
    """Let the worker's clock show this minute, and do what is due then."""
    db.commit()
    due = jobs.read_periodic(at.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0))
    with clock.frozen(at):
        for task in due:
            jobs.execute(task, at.replace(tzinfo=None))
    db.expire_all()
    return {task.name for task in due}


def told(account: Account, event: str) -> int:
    wanted = select(Notice.id).where(Notice.account_id == account.id, Notice.event == event)
    return len(db.scalars(wanted).all())


def night(day) -> datetime:
    """The minute of the round of a night."""
    return clock.instant(day, rounds.NIGHT_MINUTE)


def test_documents_are_told_of_by_the_round_of_the_night_30_14_7_and_0_days_before_they_run_out(jobs) -> None:
    officer = make_staff(Role.OFFICER)
    organisation, _ = make_active(acting(officer))
    safeguarding = next(one for one in papers.of(organisation) if one.kind == OrganisationPaperKind.SAFEGUARDING)
    last, key, heard = safeguarding.valid_until, organisation.id, {}
    for left in (31, 30, 29, 15, 14, 13, 8, 7, 6, 1, 0):
        before = told(officer, "organisation.expires")
        assert "every_night" in strike(jobs, night(last - left * DAY))
        heard[left] = told(officer, "organisation.expires") - before
    assert [left for left, count in heard.items() if count] == [30, 14, 7, 0]
    assert db.get_one(Organisation, key).state == "active", "its last day counts"
    strike(jobs, night(last + DAY))
    assert db.get_one(Organisation, key).state == "renewal_due"
    assert told(officer, "organisation.due") == 1


def test_vetting_is_told_of_by_the_round_of_the_minute_30_14_7_and_0_days_before_it_runs_out(jobs) -> None:
    officer = make_staff(Role.OFFICER)
    one = make_help(Support.LANGUAGE_HELP, state="available", owner_account_id=make_account().id, vetted=False)
    vet(one, days_ago=0)
    last = db.scalar(select(VettingFact.valid_until).where(VettingFact.kind == VettingCheck.POLICE))
    heard = {}
    for left in (31, 30, 29, 14, 13, 7, 6, 1, 0):
        before = told(officer, "pledge.expires")
        assert "every_minute" in strike(jobs, clock.instant(last - left * DAY, 9 * 60))
        heard[left] = told(officer, "pledge.expires") - before
    assert [left for left, count in heard.items() if count] == [30, 14, 7, 0]


def reported(kind: ConcernKind, at: datetime) -> Concern:
    with clock.frozen(at):
        concern, _ = reporting.report(Draft(kind, text="ครูฝึกนัดเจอนอกเวลา"), by=SYSTEM)
        concern.area_code, concern.office_key, concern.level = SATENG, office_key_for(SATENG), "office"
        db.commit()
    return concern


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (ConcernKind.DANGER, timedelta(hours=1)),
        (ConcernKind.TOUCH, timedelta(hours=24)),
        (ConcernKind.OTHER, timedelta(days=3, hours=6, minutes=30)),
    ],
)
def test_a_concern_nobody_takes_up_goes_up_a_level_at_its_hour_and_again_at_the_next(jobs, kind, after) -> None:
    with clock.frozen(MONDAY - DAY):
        province, _ = make_staff(Role.PROVINCE, "95"), make_staff(Role.OFFICER)
    concern = reported(kind, MONDAY)
    assert concern.due_at == MONDAY + after, "three working days end with the day of the office"
    strike(jobs, MONDAY + after - MINUTE)
    assert (concern.level, told(province, "concern.escalated")) == ("office", 0)
    strike(jobs, MONDAY + after)
    assert (concern.level, told(province, "concern.escalated")) == ("province", 1)
    strike(jobs, MONDAY + after + MINUTE)
    assert told(province, "concern.escalated") == 1
    second = concern.due_at
    strike(jobs, second - MINUTE)
    assert concern.level == "province"
    strike(jobs, second)
    assert concern.level == "country"


def test_three_working_days_pass_over_a_weekend_and_a_holiday(jobs) -> None:
    wednesday = datetime(2026, 12, 2, 3, tzinfo=UTC)
    with clock.frozen(wednesday - DAY):
        make_staff(Role.OFFICER)
        make_staff(Role.PROVINCE, "95")
    concern = reported(ConcernKind.OTHER, wednesday)
    days = (clock.bangkok(concern.due_at).date() - clock.bangkok(wednesday).date()).days
    assert days == 6, "Thursday, Friday, and after the fifth of December, which is put off to Monday, Tuesday"
    strike(jobs, wednesday + 5 * DAY)
    assert concern.level == "office"
    strike(jobs, concern.due_at)
    assert concern.level == "province"


def test_a_night_in_which_no_machine_ran_is_made_up_for_in_the_morning_and_once(jobs) -> None:
    officer = make_staff(Role.OFFICER)
    organisation, _ = make_active(acting(officer))
    last = min(one.valid_until for one in papers.of(organisation) if one.valid_until)
    before = night(last - 31 * DAY)
    morning = clock.instant(last - 30 * DAY, 8 * 60 + 10)
    strike(jobs, morning - DAY)
    assert db.get(Heartbeat, rounds.NIGHT) is None, "nobody waited for a night yet"
    strike(jobs, before)
    assert told(officer, "organisation.expires") == 0
    assert "a_missed_night" in strike(jobs, night(last - 30 * DAY) + 20 * MINUTE)
    assert told(officer, "organisation.expires") == 0, "it may still come by itself"
    strike(jobs, morning)
    made_up = told(officer, "organisation.expires")
    assert made_up > 0
    at = db.get_one(Heartbeat, rounds.NIGHT).at
    strike(jobs, morning + 10 * MINUTE)
    assert db.get_one(Heartbeat, rounds.NIGHT).at == at


def work(served: Served, option: str) -> None:
    """Run the worker in a process of its own, which has the database to itself meanwhile."""
    db.commit()
    process = served.begin("worker", option)
    try:
        assert process.wait(timeout=PATIENCE) == 0
    finally:
        kill_all(process)
    db.expire_all()


def test_a_real_worker_reminds_and_escalates(app: Flask, database: TestDatabase, tmp_path: Path) -> None:
    with clock.frozen(clock.now() - 2 * DAY):
        officer, province = make_staff(Role.OFFICER), make_staff(Role.PROVINCE, "95")
    late = reported(ConcernKind.DANGER, clock.now() - timedelta(hours=2))
    waits = reported(ConcernKind.TOUCH, clock.now() - timedelta(hours=2))
    with clock.frozen(clock.now() - DAY):
        organisation, _ = make_active(acting(officer))
    paper = next(one for one in papers.of(organisation) if one.kind == OrganisationPaperKind.SAFEGUARDING)
    paper.valid_until = organisation.papers_until = clock.today() + 7 * DAY
    served = Served(app.config["OKAT"], tmp_path / "served", database.url)
    work(served, "--once")
    assert (late.level, waits.level) == ("province", "office")
    assert told(province, "concern.escalated") == 1
    assert told(officer, "organisation.expires") == 0
    for _ in range(2):
        work(served, "--night")
        assert told(officer, "organisation.expires") == 1
    shutil.rmtree(served.data)

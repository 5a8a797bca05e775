"""A posting never waits in silence: its reviewers and its organisation are told, and a clock runs in working days."""

from contextlib import AbstractContextManager
from datetime import date

import pytest

from marketplace.access import SYSTEM
from marketplace.areas import working_days
from marketplace.areas.settings import setting_of
from marketplace.kernel import clock
from marketplace.notices import quiet
from marketplace.offers import postings, shelf, telling
from models.account import Account
from models.history import Notice
from models.offer import Opportunity
from models.session import db as session
from models.vocabulary import OpportunityState, Role
from tests.factories.enrolments import acting, give_role, make_account, make_provider, make_staff
from tests.factories.offers import make_opportunity, make_organisation

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]

KHON_KAEN = "400101"


@pytest.fixture(autouse=True)
def steward(database: object) -> Account:
    account = make_account("ผู้ดูแลระบบ")
    give_role(account, Role.STEWARD)
    return account


@pytest.fixture
def officer(steward: Account) -> Account:
    return make_staff(Role.OFFICER)


def draft(**given: object) -> Opportunity:
    return make_opportunity(state=OpportunityState.DRAFT, about_th="เรียนทำขนม", **given)


def handed_in(**given: object) -> Opportunity:
    one = draft(**given)
    postings.submit(one, by=SYSTEM)
    return one


def told(event: str) -> list[int]:
    return [one.account_id for one in session.query(Notice).filter_by(event=event).order_by(Notice.id)]


def at(day: date) -> AbstractContextManager[None]:
    return clock.frozen(clock.instant(day, 600))


def test_reviewers_hear_of_it_and_of_many_at_once_in_one_notice(officer: Account) -> None:
    for _ in range(3):
        handed_in()
    assert told("posting.asked") == [officer.id]
    assert session.query(Notice).filter_by(event="posting.asked").one().path == "/office/postings"
    session.query(Notice).one().read_at = clock.now()
    session.flush()
    handed_in()
    assert told("posting.asked") == [officer.id, officer.id]


@pytest.mark.parametrize("outcome", ["published", "changes", "refused"])
def test_its_organisation_hears_what_became_of_it(officer: Account, outcome: str) -> None:
    one = handed_in()
    theirs = make_provider(one.organisation_id)
    decide = {"published": postings.publish, "changes": postings.request_changes, "refused": postings.reject}[outcome]
    decide(one, by=acting(officer), note="ขอดูใบอนุญาต")
    assert told(f"posting.{outcome}") == [theirs.id]
    assert session.query(Notice).filter_by(account_id=theirs.id).one().path == f"/provider/postings/{one.ref}"


def test_a_late_review_is_reminded_of_once_and_goes_up_once(officer: Account) -> None:
    one = handed_in()
    province = make_staff(Role.PROVINCE, "95")
    due = telling.due_on(one)
    assert due == working_days.after(clock.today(), setting_of(one.office_key).officer_days)
    with at(due):
        assert telling.tick() == 0
    for days, marks in ((1, 1), (2, 1), (3, 0)):
        with at(working_days.after(due, days)):
            assert telling.tick() == marks
    assert told("posting.due_100") == [officer.id]
    assert told("posting.escalated") == [province.id]
    assert [found.id for found in shelf.waiting_for(acting(province))[0]] == [one.id]
    postings.publish(one, by=acting(province))
    assert telling.due_on(one) is None


def test_where_nobody_reviews_stewards_hear_and_the_province_stands_in(steward: Account) -> None:
    there = make_organisation(area_code=KHON_KAEN)
    one = handed_in(organisation=there, area_code=KHON_KAEN)
    assert telling.has_nobody(one)
    assert told("office.nobody") == [steward.id]
    province = make_staff(Role.PROVINCE, "40")
    handed_in(organisation=there, area_code=KHON_KAEN)
    assert told("posting.asked") == [province.id]
    assert not telling.has_nobody(one)
    due = telling.due_on(one)
    assert due is not None
    with at(working_days.after(due, 2)):
        telling.tick()
    assert told("posting.due_100") == [province.id, province.id]
    assert told("office.overdue") == [steward.id, steward.id]


def test_an_imagined_past_tells_nobody(officer: Account) -> None:
    with quiet():
        handed_in()
    assert told("posting.asked") == []

"""What is said to an office reaches somebody: its people, its district's, its province's, else the stewards, once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.access import Actor
from marketplace.access.sessions import load_actor
from marketplace.agreements import policy as agreements
from marketplace.agreements import telling as of_agreements
from marketplace.agreements.queries import visible_to
from marketplace.areas import working_days
from marketplace.areas.offices import office_key_for
from marketplace.duties import policy as duties
from marketplace.duties import telling as of_duties
from marketplace.enquiries import policy, queries, service
from marketplace.enrolments import clocks
from marketplace.enrolments import telling as of_enrolments
from marketplace.i18n import t
from marketplace.kernel import clock
from marketplace.kernel.errors import NotFound
from marketplace.organisations import telling as of_organisations
from models.account import Account
from models.agreement import Agreement
from models.earning import Earning
from models.enquiry import Enquiry
from models.enrolment import Enrolment
from models.history import Notice
from models.session import db as session
from models.vocabulary import EnquiryKind, EnquiryOutcome, FindingWeight, Role
from tests.factories.agreements import offered
from tests.factories.enrolments import acting, give_role, make_account, make_enrolment, make_staff, make_youth, staff
from tests.factories.money import make_earning, make_fund
from tests.factories.offers import make_organisation

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]

TASE = "950118"
"""A subdistrict of the administration `la:tase-sao`, in the district 9501."""
ANSWER = "โทรถามธนาคารแล้ว เงินเข้าพรุ่งนี้"


@pytest.fixture(autouse=True)
def steward(database: object) -> Account:
    account = make_account("ผู้ดูแลระบบ")
    give_role(account, Role.STEWARD)
    return account


def told(event: str) -> list[int]:
    return [one.account_id for one in session.query(Notice).filter_by(event=event).order_by(Notice.id)]


def again(actor: Actor) -> Actor:
    """The same person at their next request."""
    return load_actor(session.get_one(Account, actor.account_id))


def at(day: date) -> AbstractContextManager[None]:
    """Ten in the morning of a day."""
    return clock.frozen(clock.instant(day, 600))


def learner() -> Enrolment:
    return make_enrolment("in_learning", youth=make_youth(area_code=TASE, years=19))


def asked(earning: Earning | None = None) -> Enquiry:
    earning = earning or make_earning(make_fund(area_code=TASE), enrolment=learner())
    return service.ask(earning, EnquiryKind.QUESTION, note="ได้เมื่อไร", by=acting(make_account()))


def district(role: Role) -> Actor:
    account = make_account("นายอำเภอ")
    give_role(account, role, area_code="9501")
    return acting(account)


class TestQuestionsAboutMoney:
    def test_the_nearest_who_answers_is_told_and_may_answer(self) -> None:
        province = staff(Role.PROVINCE, "95")
        question = asked()
        assert told("enquiry.asked") == [province.account_id]
        assert policy.can_see_enquiries(province)
        assert queries.one(province, question.ref) is question
        assert policy.can_answer(province, question)
        assert not policy.sees_name(province, question)
        officer = district(Role.OFFICER)
        province = again(province)
        with pytest.raises(NotFound):
            queries.one(province, question.ref)
        assert policy.can_answer(officer, question)
        assert told("office.nobody") == []

    def test_where_there_is_nobody_stewards_hear_once_and_read_nothing(self, steward: Account) -> None:
        earning = make_earning(make_fund(area_code=TASE), enrolment=learner())
        question = asked(earning)
        assert told("office.nobody") == [steward.id]
        service.answer(question, ANSWER, by=acting(make_account()))
        asked(earning)
        assert told("office.nobody") == [steward.id]
        with pytest.raises(NotFound):
            queries.one(acting(steward), question.ref)
        kept = session.query(Notice).filter_by(event="office.nobody").one()
        assert kept.path == "/office/people"

    def test_what_a_reminder_does_not_move_goes_up_a_level_once(self) -> None:
        officer, province = make_staff(Role.OFFICER, TASE), staff(Role.PROVINCE, "95")
        question = asked()
        due = question.due_on
        assert due is not None
        first, second, third = (working_days.after(due, days) for days in (1, 2, 3))
        assert not policy.can_see_enquiry(province, question)
        for day, above in ((first, []), (second, [province.account_id]), (third, [province.account_id])):
            with at(day):
                service.remind()
                assert told("enquiry.escalated") == above
        assert told("enquiry.overdue") == [officer.id] * 3
        with at(third):
            assert [one.id for one in queries.waiting_for(province)] == [question.id]
            assert policy.can_answer(province, question)
            assert not policy.can_see_enquiry(staff(Role.PROVINCE, "96"), question)
            service.close(question, EnquiryOutcome.AS_AGREED, ANSWER, by=province)
            assert queries.one(province, question.ref) is question
            assert not policy.can_see_enquiry(staff(Role.PROVINCE, "95"), question)

    def test_where_no_level_is_above_stewards_hear(self, steward: Account) -> None:
        make_staff(Role.OFFICER, TASE)
        question = asked()
        assert question.due_on is not None
        for days in (2, 3):
            with at(working_days.after(question.due_on, days)):
                service.remind()
        assert told("office.overdue") == [steward.id]


def of_tase() -> Agreement:
    made = offered().agreement
    made.area_code, made.office_key = TASE, office_key_for(TASE)
    session.flush()
    return made


ROOMS: dict[str, tuple[str, Callable[[], object]]] = {
    "law": ("labour.found", lambda: of_duties.found(learner(), [FindingWeight.BLOCKS])),
    "agreement": ("agreement.review", lambda: of_agreements.to_review(of_tase())),
    "organisation": (
        "organisation.said",
        lambda: of_organisations.office(make_organisation(area_code=TASE), t("Kept."), "organisation.said"),
    ),
    "request": ("enrolment.decide", lambda: of_enrolments.office_asked(learner())),
}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_tells_whoever_stands_in(room: str) -> None:
    event, say = ROOMS[room]
    province = staff(Role.PROVINCE, "95")
    say()
    assert province.account_id in told(event)
    assert told("office.nobody") == []


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "request"])
def test_every_room_tells_stewards_where_nobody_is(room: str, steward: Account) -> None:
    event, say = ROOMS[room]
    say()
    assert steward.id not in told(event)
    assert told("office.nobody") == [steward.id]


def test_whoever_stands_in_opens_and_answers_what_it_is_told_of() -> None:
    agreement, worker = of_tase(), learner()
    province = staff(Role.PROVINCE, "95")
    assert agreements.can_list(province)
    assert agreements.can_decide(province, agreement)
    assert visible(province) == [agreement.id]
    assert duties.can_answer(province, worker)
    district(Role.OFFICER)
    district(Role.CASEWORKER)
    province = again(province)
    assert not agreements.can_decide(province, agreement)
    assert visible(province) == []
    assert not duties.can_answer(province, worker)


def visible(actor: Actor) -> list[int]:
    return list(session.scalars(select(Agreement.id).where(visible_to(actor))))


@pytest.mark.parametrize("state", ["provider_review", "officer_review"])
def test_an_overdue_request_goes_up_to_the_province_and_else_to_the_stewards(steward: Account, state: str) -> None:
    make_staff(Role.OFFICER, TASE)
    asked_for = make_enrolment(state, youth=make_youth(area_code=TASE), due_at=clock.now() - timedelta(hours=1))
    clocks.tick()
    assert told("office.overdue") == [steward.id]
    province = staff(Role.PROVINCE, "95")
    of_enrolments.escalated(asked_for)
    assert told("enrolment.escalated") == [province.account_id]
    assert told("office.overdue") == [steward.id]

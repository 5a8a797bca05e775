"""A young person says that money did not come: a task with an owner and a clock, answered, told, and closed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.areas import working_days
from marketplace.corrections import service as corrections
from marketplace.earnings import wages
from marketplace.enquiries import service
from marketplace.kernel import clock
from models.account import Account
from models.earning import Earning, EmployerPayment
from models.enquiry import Enquiry
from models.enrolment import Enrolment
from models.history import Notice
from models.payout import PayoutBatch, PayoutItem, PayoutLine
from models.session import db
from models.vocabulary import CorrectionKind, EnquiryKind, EnquiryOutcome, EnquiryState, Role
from models.youth import Youth
from tests.factories.enrolments import (
    acting,
    give_role,
    make_account,
    make_enrolment,
    make_provider,
    make_staff,
    make_youth,
)
from tests.factories.money import lines, make_batch, make_earning, make_fund, make_wage, pay, release, three_people
from tests.factories.offers import make_placement
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")

TOLD = "โทรถามธนาคารแล้ว เงินเข้าพรุ่งนี้"


def learner() -> Enrolment:
    return make_enrolment("in_learning", youth=make_youth(years=19), opportunity=make_placement())


def paid(enrolment: Enrolment) -> Earning:
    fund, people = make_fund(), three_people()
    earning = make_earning(fund, enrolment=enrolment)
    batch = make_batch(fund, people, earning)
    release(batch, people)
    pay(lines(batch)[0], people)
    return earning


def reported(enrolment: Enrolment) -> EmployerPayment:
    wage = make_wage(enrolment)
    employer = acting(make_provider(enrolment.opportunity.organisation_id, Role.EMPLOYER))
    wages.report_paid(wage, paid_on=clock.today(), proof_ref="S-1", by=employer)
    return wage


def visit(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, youth.account_id))


def round_of(earning: Earning) -> str:
    wanted = (
        select(PayoutBatch.ref)
        .join(PayoutLine, PayoutLine.batch_id == PayoutBatch.id)
        .join(PayoutItem, PayoutItem.line_id == PayoutLine.id)
    )
    return db.scalars(wanted.where(PayoutItem.earning_id == earning.id)).one()


def ask(client: Client, earning: Earning, **typed: str) -> int:
    return client.post(f"/youth/money/{earning.ref}/ask", data={"kind": "not_come"} | typed).status_code


def money(client: Client, earning: Earning) -> str:
    return client.page(f"/youth/money?month={earning.earned_on:%Y-%m}").get_text()


def typed(outcome: str) -> dict[str, str]:
    return {"step": "close", "outcome": outcome, "text": TOLD}


def close(client: Client, here: str, outcome: str) -> int:
    return client.post(here, data=typed(outcome)).status_code


def offered(client: Client, here: str) -> list[str]:
    return [str(one["value"]) for one in client.page(here).select("input[name=outcome]")]


def only() -> Enquiry:
    found = db.scalars(select(Enquiry)).one()
    db.refresh(found)
    return found


class TestAsking:
    def test_money_that_did_not_come_is_a_task_with_a_day(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        youth = enrolment.youth
        earning = paid(enrolment)
        visit(client, youth)
        assert client.page(f"/youth/money/{earning.ref}/ask").select_one('input[value="not_come"]')
        assert ask(client, earning) == 303
        task = only()
        assert task.due_on == working_days.after(clock.today(), 1)
        assert (task.state, task.office_key) == (EnquiryState.OPEN, enrolment.office_key)
        assert "คุณแจ้งเมื่อ" in money(client, earning)
        client.sign_in(officer)
        assert "คำถามเรื่องเงินที่รอคำตอบ 1 เรื่อง" in client.page("/office/queue").get_text()
        assert client.page("/office/enquiries").select_one(f'a[href="/office/enquiries/{task.ref}"]')
        assert client.page(f"/office/earnings/{earning.ref}").select_one(f'a[href="/office/enquiries/{task.ref}"]')

    def test_while_one_is_open_there_is_no_second(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        youth = enrolment.youth
        earning = paid(enrolment)
        visit(client, youth)
        ask(client, earning)
        assert ask(client, earning, note="ยังไม่เข้าเลย") == 303
        assert only().note == "ยังไม่เข้าเลย"
        assert (
            client.page(f"/youth/money?month={earning.earned_on:%Y-%m}").select_one(f'a[href$="{earning.ref}/ask"]')
            is None
        )
        assert db.query(Notice).filter_by(account_id=officer.id, event="enquiry.asked").count() == 1

    def test_a_question_has_words_and_a_kind_is_one_that_fits(self, client: Client) -> None:
        enrolment = learner()
        youth = enrolment.youth
        earning = make_earning(make_fund(), enrolment=enrolment)
        visit(client, youth)
        assert ask(client, earning, kind="question") == 422
        assert ask(client, earning) == 422  # nothing was sent yet, so nothing can have failed to come
        assert ask(client, earning, kind="question", note="ก" * 401) == 422
        assert ask(client, earning, kind="question", note="ได้เมื่อไร") == 303

    def test_that_it_has_arrived_closes_it(self, client: Client) -> None:
        enrolment = learner()
        youth = enrolment.youth
        earning = paid(enrolment)
        batch = round_of(earning)
        visit(client, youth)
        ask(client, earning)
        assert client.post(f"/youth/money/rounds/{batch}/confirm").status_code == 303
        task = only()
        assert (task.state, task.outcome) == (EnquiryState.CLOSED, EnquiryOutcome.ARRIVED)


class TestAnswering:
    def test_the_young_person_reads_the_answer_and_may_say_that_it_is_still_not_right(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        youth = enrolment.youth
        earning = paid(enrolment)
        visit(client, youth)
        ask(client, earning)
        task = only()
        client.sign_in(officer)
        here = f"/office/enquiries/{task.ref}"
        assert client.page(here).select_one("textarea[name=text]")
        assert client.post(here, data={"step": "answer", "text": TOLD}).status_code == 303
        assert only().state == EnquiryState.ANSWERED
        visit(client, youth)
        assert TOLD in money(client, earning)
        assert db.query(Notice).filter_by(account_id=youth.account_id, event="enquiry.answered").count() == 1
        assert ask(client, earning) == 303
        assert (only().state, only().due_on) == (EnquiryState.OPEN, working_days.after(clock.today(), 1))

    def test_an_end_has_what_came_of_it_and_words(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        task = service.ask(paid(enrolment), EnquiryKind.NOT_COME, by=acting(officer))
        client.sign_in(officer)
        here = f"/office/enquiries/{task.ref}"
        for typed in ({}, {"step": "close", "text": TOLD}, {"step": "close", "outcome": "arrived", "text": TOLD},
                      {"step": "close", "outcome": "found", "text": "x"}, {"step": "answer", "text": ""}):  # fmt: skip
            assert client.post(here, data=typed).status_code == 422, typed
        assert client.post(here, data={"step": "close", "outcome": "found", "text": TOLD}).status_code == 303
        assert (only().state, only().outcome) == (EnquiryState.CLOSED, EnquiryOutcome.FOUND)
        assert client.post(here, data={"step": "close", "outcome": "found", "text": TOLD}).status_code in (409, 422)

    @pytest.mark.on_both
    def test_of_money_of_a_fund_comes_only_what_can(self, client: Client) -> None:
        officer, approver, earning = make_staff(Role.OFFICER), make_staff(Role.APPROVER), paid(learner())
        task = service.ask(earning, EnquiryKind.NOT_COME, by=acting(officer))
        client.sign_in(officer)
        here = f"/office/enquiries/{task.ref}"
        assert offered(client, here) == ["found", "as_agreed"]
        for outcome in ("employer_paid", "passed_on", "paid_again", "banana"):
            assert close(client, here, outcome) == 422, outcome
        assert "ยังไม่ได้จ่ายใหม่" in client.post(here, data=typed("paid_again")).get_data(as_text=True)
        more = corrections.propose(earning, CorrectionKind.MORE, 50_00, "จ่ายขาดไปหนึ่งวัน", by=acting(officer))
        assert close(client, here, "paid_again") == 422
        corrections.agree(more, by=acting(approver))
        assert offered(client, here) == ["found", "paid_again", "as_agreed"]
        assert close(client, here, "paid_again") == 303
        assert only().outcome == EnquiryOutcome.PAID_AGAIN

    @pytest.mark.on_both
    def test_of_a_wage_comes_what_an_employer_does(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        task = service.ask_about_wage(reported(enrolment), note="ได้ไม่ครบ", by=acting(officer))
        client.sign_in(officer)
        here = f"/office/enquiries/{task.ref}"
        assert offered(client, here) == ["found", "employer_paid", "as_agreed", "passed_on"]
        assert close(client, here, "paid_again") == 422
        assert close(client, here, "employer_paid") == 303

    @pytest.mark.on_both
    def test_the_employer_has_paid_only_when_the_wage_is_disputed_no_more(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        wage, employer = reported(enrolment), make_provider(enrolment.opportunity.organisation_id, Role.EMPLOYER)
        task = wages.dispute(wage, note="ได้ไม่ครบ", by=acting(officer))
        client.sign_in(officer)
        here = f"/office/enquiries/{task.ref}"
        refused = client.post(here, data=typed("employer_paid"))
        assert refused.status_code == 422
        assert "นายจ้างแจ้งใหม่ว่าจ่ายแล้ว" in refused.get_data(as_text=True)
        assert only().state == EnquiryState.OPEN
        anew = db.get_one(EmployerPayment, wage.id)
        wages.report_paid(anew, paid_on=clock.today(), proof_ref="S-2", by=acting(employer))
        assert close(client, here, "employer_paid") == 303
        assert only().outcome == EnquiryOutcome.EMPLOYER_PAID

    def test_a_page_that_showed_another_version_is_refused(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        task = service.ask(paid(enrolment), EnquiryKind.NOT_COME, by=acting(officer))
        version = str(task.version)
        service.answer(task, TOLD, by=acting(officer))
        client.sign_in(officer)
        typed = {"step": "close", "outcome": "found", "text": TOLD, "version": version}
        assert client.post(f"/office/enquiries/{task.ref}", data=typed).status_code == 409

    def test_the_office_of_another_place_does_not_see_it(self, client: Client) -> None:
        task = service.ask(paid(learner()), EnquiryKind.NOT_COME, by=acting(make_staff(Role.OFFICER)))
        client.sign_in(make_staff(Role.OFFICER, "700101"))
        assert client.get(f"/office/enquiries/{task.ref}").status_code == 404
        assert task.ref not in client.page("/office/enquiries").decode()

    def test_after_it_was_closed_one_may_ask_anew(self) -> None:
        officer, earning = acting(make_staff(Role.OFFICER)), paid(learner())
        first = service.ask(earning, EnquiryKind.NOT_COME, by=officer)
        service.close(first, EnquiryOutcome.AS_AGREED, TOLD, by=officer)
        assert service.ask(earning, EnquiryKind.NOT_COME, by=officer).id != first.id


class TestTheClock:
    def test_the_office_is_reminded_once_on_each_working_day(self, client: Client) -> None:
        officer = make_staff(Role.OFFICER)
        approver = make_staff(Role.APPROVER)
        task = service.ask(paid(learner()), EnquiryKind.NOT_COME, by=acting(officer))
        assert task.due_on is not None
        assert service.remind(task.due_on) == 0
        late = working_days.after(task.due_on, 1)
        assert [service.remind(late), service.remind(late)] == [1, 0]
        assert service.remind(working_days.after(late, 1)) == 1
        told = db.query(Notice).filter_by(event="enquiry.overdue")
        # Only who can open the question is led to it.
        assert officer.id in {one.account_id for one in told}
        assert approver.id not in {one.account_id for one in told}

    def test_a_day_off_reminds_nobody(self) -> None:
        task = service.ask(paid(learner()), EnquiryKind.NOT_COME, by=acting(make_staff(Role.OFFICER)))
        assert task.due_on is not None
        saturday = task.due_on + timedelta(days=(5 - task.due_on.weekday()) % 7 or 7)
        assert service.remind(saturday) == 0

    def test_what_is_overdue_says_so(self, client: Client) -> None:
        officer = make_staff(Role.OFFICER)
        task = service.ask(paid(learner()), EnquiryKind.NOT_COME, by=acting(officer))
        task.due_on = clock.today() - timedelta(days=1)
        db.flush()
        client.sign_in(officer)
        assert client.page("/office/enquiries").select_one(".due-late")
        assert "เลยกำหนดแล้ว 1 เรื่อง" in client.page("/office/queue").get_text()


class TestWages:
    def test_a_wage_that_is_not_right_reaches_officer_and_employer(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        youth = enrolment.youth
        employer = make_provider(enrolment.opportunity.organisation_id, Role.EMPLOYER)
        wage = reported(enrolment)
        visit(client, youth)
        assert client.post(f"/youth/money/wages/{wage.ref}/dispute", data={"note": "ได้ 680"}).status_code == 303
        task = only()
        client.sign_in(officer)
        page = client.page(f"/office/enquiries/{task.ref}").get_text()
        assert "ได้ 680" in page
        assert "S-1" in page
        client.sign_in(employer)
        page = client.page("/provider/wages")
        assert page.select_one(f'a[href="/provider/wages/{wage.ref}"]')
        assert "ได้ 680" not in page.get_text()  # what they told the office stays there
        typed = {"paid_on": clock.today().isoformat(), "proof_ref": "S-2"}
        assert client.post(f"/provider/wages/{wage.ref}", data=typed).status_code == 303
        visit(client, youth)
        assert client.post(f"/youth/money/wages/{wage.ref}/confirm").status_code == 303
        assert only().outcome == EnquiryOutcome.ARRIVED

    def test_after_the_answer_it_can_be_said_again(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        youth = enrolment.youth
        wage = reported(enrolment)
        wages.dispute(wage, by=acting(officer), note="ได้ 680")
        service.answer(only(), TOLD, by=acting(officer))
        visit(client, youth)
        here = f"/youth/money/wages/{wage.ref}/dispute"
        assert client.page(f"/youth/money?month={wage.work_from:%Y-%m}").select_one(f'a[href="{here}"]')
        assert client.post(here, data={"note": "ยังขาด 340"}).status_code == 303
        assert only().note == "ได้ 680\nยังขาด 340"
        assert only().state == EnquiryState.OPEN

    def test_wages_nobody_reported_are_listed_once_their_day_has_passed(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        wage = make_wage(enrolment, work_from=clock.today() - timedelta(days=20))
        client.sign_in(officer)
        assert client.page("/office/enquiries").select_one("#h-unreported") is None
        wage.due_on = clock.today() - timedelta(days=3)
        db.flush()
        assert "เลยกำหนด 3 วัน" in client.page("/office/enquiries").get_text()

    def test_nobody_answers_for_an_employer_of_their_own(self, client: Client) -> None:
        enrolment = learner()
        officer = make_staff(Role.OFFICER)
        wages.dispute(reported(enrolment), by=acting(officer), note="ได้ 680")
        give_role(officer, Role.EMPLOYER, organisation_id=enrolment.opportunity.organisation_id)
        client.sign_in(officer)
        answered = client.post(f"/office/enquiries/{only().ref}", data={"step": "answer", "text": TOLD})
        assert answered.status_code == 403


class TestNobodyAnswers:
    """Where nobody of the fund's office, district or province works with Okat, no day is promised."""

    @pytest.mark.parametrize("about", ["sum", "wage"])
    def test_it_is_said_and_stewards_hear_once(self, client: Client, about: str) -> None:
        steward, enrolment = make_account(), learner()
        give_role(steward, Role.STEWARD)
        earning = make_earning(make_fund(), enrolment=enrolment)
        wage = reported(enrolment)
        visit(client, enrolment.youth)
        path = f"/youth/money/{earning.ref}/ask" if about == "sum" else f"/youth/money/wages/{wage.ref}/dispute"
        answered = client.post(path, data={"kind": "question", "note": "ได้เมื่อไร"})
        assert answered.status_code == 303
        said = client.page(answered.headers["Location"]).get_text()
        assert said.count("จึงยังบอกไม่ได้ว่าจะตอบเมื่อไร") == 2
        assert "จะตอบคุณภายใน" not in said
        assert [one.account_id for one in db.query(Notice).filter_by(event="office.nobody")] == [steward.id]
        make_staff(Role.OFFICER)
        assert "จึงยังบอกไม่ได้ว่าจะตอบเมื่อไร" not in client.page(answered.headers["Location"]).get_text()

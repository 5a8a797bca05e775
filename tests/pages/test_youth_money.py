"""A young person's day and money: every baht with its cause, two groups never added up, own pages only."""

from datetime import timedelta
from typing import Any

import pytest

from marketplace.earnings import wages
from marketplace.i18n import dates
from marketplace.kernel import clock
from models.account import Account
from models.earning import Earning, EmployerPayment
from models.enrolment import Enrolment
from models.history import Notice
from models.payout import PayoutAccount
from models.session import db
from models.vocabulary import EarningState, Role
from models.youth import Youth
from tests.factories.enrolments import acting, make_enrolment, make_provider, make_staff, make_youth
from tests.factories.money import (
    lines,
    make_batch,
    make_earning,
    make_earning_in,
    make_fund,
    make_wage,
    pay,
    release,
    three_people,
)
from tests.factories.offers import make_opportunity, make_placement
from tests.fixtures.client import Client, read_page

pytestmark = pytest.mark.usefixtures("database")


def visit(client: Client, youth: Youth) -> Client:
    return client.sign_in(db.get_one(Account, youth.account_id))


def learner(**given: Any) -> Enrolment:
    return make_enrolment("in_learning", youth=make_youth(years=19), opportunity=make_placement(**given))


def reported(enrolment: Enrolment) -> EmployerPayment:
    wage = make_wage(enrolment)
    employer = acting(make_provider(enrolment.opportunity.organisation_id, Role.EMPLOYER))
    wages.report_paid(wage, paid_on=clock.today(), proof_ref="S-1", by=employer)
    return wage


def paid_round(enrolment: Enrolment) -> tuple[str, list[Earning]]:
    fund, people = make_fund(), three_people()
    earnings = [make_earning(fund, enrolment=enrolment, satang=satang) for satang in (100_00, 20_00)]
    batch = make_batch(fund, people, *earnings)
    release(batch, people)
    pay(lines(batch)[0], people)
    return batch.ref, earnings


class TestToday:
    def test_the_heading_is_the_next_session(self, client: Client) -> None:
        enrolment = learner(with_sessions=True, starts_on=clock.today() + timedelta(days=1))
        visit(client, enrolment.youth)
        page = client.page("/youth")
        assert "คุณมีนัด ครัว" in page.h1.get_text()  # type: ignore[union-attr]
        assert page.select_one(".today") is not None

    def test_a_day_without_anything_leads_to_what_fits(self, client: Client) -> None:
        visit(client, make_youth())
        page = client.page("/youth")
        assert "นูรีน" in page.h1.get_text()  # type: ignore[union-attr]
        assert page.select_one('main a.btn[href="/youth/matches"]')

    def test_what_waits_comes_with_its_clock(self, client: Client) -> None:
        youth = make_youth(profile_step=7)
        offered = make_enrolment("offered", youth=youth, offer_until=clock.now() + timedelta(days=1))
        make_enrolment("provider_review", youth=youth, opportunity=make_opportunity())
        visit(client, youth)
        tasks = client.page("/youth").select(".tasks a")
        assert [task["href"] for task in tasks] == [f"/youth/applications/{offered.ref}"]
        assert tasks[0].select_one(".due")

    def test_one_person_is_named(self, client: Client) -> None:
        worker = make_staff(Role.CASEWORKER, name="พี่อามีนะห์")
        visit(client, make_youth(case_worker_id=worker.id))
        assert "พี่อามีนะห์" in client.page("/youth").get_text()

    def test_money_to_confirm_waits_as_well(self, client: Client) -> None:
        enrolment = learner()
        enrolment.youth.profile_step = 7
        reported(enrolment)
        paid_round(enrolment)
        visit(client, enrolment.youth)
        assert len(client.page("/youth").select(".tasks a")) == 2


class TestMoney:
    def test_two_groups_are_never_added_up(self, client: Client) -> None:
        enrolment = learner()
        make_wage(enrolment)
        make_earning(make_fund(), enrolment=enrolment, satang=100_00, earned_on=clock.today())  # of one week
        visit(client, enrolment.youth)
        for path in ("/youth/money", "/youth/statement", "/youth"):
            said = client.page(path).get_text()
            assert "1,020" in said
            assert "1,120" not in said

    @pytest.mark.parametrize("state", [s for s in EarningState if s not in ("rejected", "cancelled", "reversed")])
    def test_every_state_of_an_earning_is_a_sentence(self, client: Client, state: EarningState) -> None:
        earning = make_earning_in(state, make_fund(), three_people())
        visit(client, db.get_one(Youth, earning.youth_id))
        page = client.page(f"/youth/money?month={earning.earned_on:%Y-%m}")
        assert page.select_one(".status span") is not None
        client.page(f"/youth/statement?month={earning.earned_on:%Y-%m}")

    def test_a_round_that_arrived_is_confirmed_once(self, client: Client) -> None:
        enrolment = learner()
        batch, earnings = paid_round(enrolment)
        visit(client, enrolment.youth)
        assert client.post(f"/youth/money/rounds/{batch}/confirm").status_code == 303
        for earning in earnings:
            db.refresh(earning)
            assert earning.state == EarningState.CONFIRMED
        assert client.post(f"/youth/money/rounds/{batch}/confirm").status_code == 409

    def test_a_wage_is_confirmed_or_disputed_with_words(self, client: Client) -> None:
        enrolment = learner()
        wage = reported(enrolment)
        visit(client, enrolment.youth)
        client.page(f"/youth/money/wages/{wage.ref}/dispute")
        assert client.post(f"/youth/money/wages/{wage.ref}/dispute").status_code == 422
        assert client.post(f"/youth/money/wages/{wage.ref}/dispute", data={"note": "ได้ 680"}).status_code == 303
        assert client.post(f"/youth/money/wages/{wage.ref}/confirm").status_code == 303
        assert client.post(f"/youth/money/wages/{wage.ref}/confirm").status_code == 409

    def test_a_wage_not_yet_paid_cannot_be_confirmed(self, client: Client) -> None:
        enrolment = learner()
        wage = make_wage(enrolment)
        visit(client, enrolment.youth)
        assert client.post(f"/youth/money/wages/{wage.ref}/confirm").status_code == 409

    def test_a_question_reaches_the_office_once(self, client: Client) -> None:
        officer, enrolment = make_staff(Role.OFFICER), learner()
        earning = make_earning(make_fund(), enrolment=enrolment)
        visit(client, enrolment.youth)
        for _ in range(2):
            typed = {"kind": "question", "note": "ได้เมื่อไร"}
            assert client.post(f"/youth/money/{earning.ref}/ask", data=typed).status_code == 303
        notice = db.query(Notice).filter_by(account_id=officer.id, event="enquiry.asked").one()
        client.sign_in(officer).page(notice.path)

    def test_the_turn_of_a_month_hides_nothing(self, client: Client) -> None:
        enrolment = learner()
        _, paid = paid_round(enrolment)
        for earning in paid:
            earning.earned_on = clock.today() - timedelta(days=70)
        newer = make_earning(make_fund(), enrolment=enrolment, earned_on=clock.today() - timedelta(days=35))
        visit(client, enrolment.youth)
        page = client.page("/youth/money")
        assert dates.month_year(newer.earned_on) in page.title.get_text()  # type: ignore[union-attr]
        asked = page.select_one(
            f"main .note-money:-soup-contains('เงินเข้าหรือยัง') a[href$='month={paid[0].earned_on:%Y-%m}']"
        )
        assert asked is not None
        assert "ได้รับแล้ว" in client.page(str(asked["href"])).get_text()

    @pytest.mark.parametrize("month", ["", "2026-13", "abc", "1800-01", "9999-12", "2026-11-05"])
    def test_odd_months_are_this_month(self, client: Client, month: str) -> None:
        visit(client, make_youth())
        client.page(f"/youth/money?month={month}")
        client.page(f"/youth/statement?month={month}")

    def test_the_statement_prints_the_chain_and_the_sum_in_words(self, client: Client) -> None:
        enrolment = learner()
        reported(enrolment)
        visit(client, enrolment.youth)
        page = client.page("/youth/statement")
        assert len(page.select(".chain li")) >= 4
        assert "หนึ่งพันยี่สิบบาทถ้วน" in page.get_text()
        assert page.select_one(".ledger tfoot .total td").get_text() == "1,020.00"  # type: ignore[union-attr]


class TestDestination:
    @pytest.mark.parametrize(
        ("typed", "end"),
        [
            ({"method": "promptpay", "number": "๐๘๑-๒๓๔-๕๖๗๘"}, "5678"),
            ({"method": "bank", "bank": "KTB", "number": "123-4-56789-0"}, "7890"),
        ],
    )
    def test_only_the_last_four_digits_are_shown(self, client: Client, typed: dict[str, str], end: str) -> None:
        youth = make_youth()
        visit(client, youth)
        assert client.post("/youth/money/account", data=typed).status_code == 303
        kept = db.get_one(PayoutAccount, youth.id)
        assert kept.account_end == end
        assert end in client.page("/youth/money").get_text()
        assert "123456" not in kept.number_sealed

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({}, "number"),
            ({"method": "bank", "number": "1234567890"}, "bank"),
            ({"method": "bank", "bank": "KTB", "number": "12"}, "number"),
            ({"method": "promptpay", "number": "08123456789"}, "number"),
            ({"method": "promptpay", "number": "0000000000"}, "number"),
            ({"method": "promptpay", "number": "1111111111111"}, "number"),
            ({"method": "bank", "bank": "KTB", "number": "0000000000"}, "number"),
            ({"method": "cash", "number": "0812345678"}, "method"),
        ],
    )
    def test_slips_are_told_at_the_field(self, client: Client, typed: dict[str, str], field: str) -> None:
        youth = make_youth()
        visit(client, youth)
        answered = client.post("/youth/money/account", data=typed)
        assert answered.status_code == 422
        assert f'href="#{field}' in answered.get_data(as_text=True)
        assert db.get(PayoutAccount, youth.id) is None


class TestName:
    def test_the_name_on_the_card_is_asked_for_kept_and_stands_on_the_statement(self, client: Client) -> None:
        youth = make_youth(profile_step=1)
        visit(client, youth)
        assert "ชื่อ–นามสกุล ....." in client.page("/youth/statement").get_text()
        assert client.page("/youth/money").find("a", href="/youth/name")
        answer = client.post("/youth/money/account", data={"method": "promptpay", "number": "0812345678"})
        assert answer.location == "/youth/name"
        client.page("/youth/name")
        assert client.post("/youth/name", data={"first_name": "ฟาตีเมาะ", "last_name": "สาแลแม"}).status_code == 303
        for path in ("money", "statement", "profile"):
            text = client.page(f"/youth/{path}").get_text()
            assert "ฟาตีเมาะ สาแลแม" in text, path
        assert "นูรีน" not in client.page("/youth/statement").find("main").get_text()
        answer = client.post("/youth/money/account", data={"method": "promptpay", "number": "0812345678"})
        assert answer.location == "/youth/money"

    @pytest.mark.parametrize(
        ("first", "last", "field"),
        [
            ("", "สาแลแม", "first_name"),
            ("ฟาตีเมาะ", " ", "last_name"),
            ("ด.ญ. 7", "สาแลแม", "first_name"),
            ("<b>", "สาแลแม", "first_name"),
            ("-", "-", "first_name"),
            ("ฟ" * 61, "สาแลแม", "first_name"),
            ("ฟาตีเมาะ", "=1+1", "last_name"),
        ],
    )
    def test_slips_are_told_at_the_field_and_nothing_is_lost(
        self, client: Client, first: str, last: str, field: str
    ) -> None:
        youth = make_youth()
        visit(client, youth)
        answer = client.post("/youth/name", data={"first_name": first, "last_name": last})
        assert answer.status_code == 422
        page = read_page(answer)
        assert page.find("a", href=f"#{field}")
        assert page.find("input", {"name": "first_name"})["value"] == first.strip()  # type: ignore[index]
        assert youth.first_name_sealed is None


def test_money_of_others_is_not_there(client: Client) -> None:
    enrolment = learner()
    wage, earning = reported(enrolment), make_earning(make_fund(), enrolment=enrolment)
    batch, _ = paid_round(learner())
    employer = make_provider(enrolment.opportunity.organisation_id, Role.EMPLOYER)
    for account in (db.get_one(Account, make_youth().account_id), employer, make_staff(Role.OFFICER)):
        client.sign_in(account)
        for path in (f"wages/{wage.ref}/confirm", f"wages/{wage.ref}/dispute", f"{earning.ref}/ask"):
            assert client.post(f"/youth/money/{path}").status_code == 404
        assert client.post(f"/youth/money/rounds/{batch}/confirm").status_code == 404
        assert client.post("/youth/money/rounds/B-NONE/confirm").status_code == 404


def test_nobody_signed_out_sees_a_day(client: Client) -> None:
    for path in ("/youth", "/youth/money", "/youth/statement", "/youth/applications", "/youth/money/account"):
        assert "/sign-in" in client.get(path).headers["Location"]


def test_an_employer_takes_the_wages_still_to_report_as_a_file(client: Client) -> None:
    enrolment = learner()
    wage = make_wage(enrolment)
    reported(learner())
    client.sign_in(make_provider(enrolment.opportunity.organisation_id, Role.EMPLOYER))
    head, *lines = client.get("/provider/wages.csv?lang=en").get_data(as_text=True).split("\r\n")
    assert head.endswith("Days worked,Baht,Due")
    assert [line.split(",")[0] for line in lines if line] == [wage.ref]
    assert '"1,020' in lines[0]

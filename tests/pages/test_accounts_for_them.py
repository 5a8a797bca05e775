"""Somebody without a login is paid too: their case worker writes the account down with them, and nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from marketplace.earnings import decisions, destinations, on_behalf, payees, payouts
from marketplace.earnings.destinations import Destination
from marketplace.kernel import clock
from marketplace.kernel.errors import Forbidden
from models.earning import Earning, Fund
from models.history import AuditEvent, Notice
from models.payout import PayoutAccount, PayoutBatch
from models.session import db as session
from models.vocabulary import PayMethod, Role
from models.youth import Youth
from tests.factories.desk import Desk, typed
from tests.factories.enrolments import (
    acting,
    give_role,
    make_account,
    make_enrolment,
    make_guardian,
    make_staff,
    make_youth,
    on_paper,
    youth_actor,
)
from tests.factories.money import lines, make_earning, make_fund
from tests.factories.offers import BETONG, make_opportunity
from tests.fixtures.client import Client, read_page

NUMBER = "0812345678"


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


@pytest.fixture
def worker(desk: Desk) -> Client:
    return desk.sign_in(make_staff(Role.CASEWORKER, name="มารียัม"))


def found(*, years: int = 21, **given: object) -> Youth:
    return on_paper(make_youth(years=years, with_account=False, **given))


def filled(**given: str) -> dict[str, str]:
    return {"method": "promptpay", "number": NUMBER, "proof": "bank_app", "in_person": "y", **given}


def account_of(youth: Youth) -> PayoutAccount | None:
    session.expire_all()
    return session.get(PayoutAccount, youth.id)


def owed(youth: Youth) -> Earning:
    offer = make_opportunity(stipend_per_session_satang=100_00)
    return make_earning(make_fund(), enrolment=make_enrolment("in_learning", youth=youth, opportunity=offer))


def fund_of(earning: Earning) -> Fund:
    return session.get_one(Fund, earning.fund_id)


def test_a_case_worker_writes_it_down_with_what_they_were_shown(worker, desk) -> None:
    youth = found()
    where = f"/office/youth/{youth.ref}"
    assert worker.page(where).select_one(f"a[href='{where}/account']")
    worker.page(f"{where}/account")
    assert worker.post(f"{where}/account", data=filled()).status_code == 303
    kept = account_of(youth)
    assert (kept.account_end, kept.proof, kept.guardian_told, kept.held_until) == ("5678", "bank_app", False, None)
    told = worker.page(where).get_text()
    assert "5678" in told
    assert NUMBER not in told
    page = worker.page(f"{where}/account").get_text()
    assert "มารียัม" in page
    assert "แอปธนาคาร" in page
    audit = session.scalars(select(AuditEvent).where(AuditEvent.action == "youth.pay_to")).one()
    assert (audit.subject_id, audit.actor_id) == (youth.id, kept.entered_by_id)
    assert audit.details == {"method": "promptpay", "proof": "bank_app", "guardian_told": False}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"proof": ""}, "proof"),
        ({"proof": "word"}, "proof"),
        ({"in_person": ""}, "in_person"),
        ({"number": ""}, "number"),
        ({"number": "12"}, "number"),
        ({"method": "bank", "number": "1234567890"}, "bank"),
        ({"method": "gold"}, "method"),
    ],
)
def test_what_is_lacking_is_told_at_its_field_and_nothing_is_kept(worker, given, field) -> None:
    youth = found()
    data = {name: value for name, value in filled(**given).items() if value or name != "in_person"}
    answer = worker.post(f"/office/youth/{youth.ref}/account", data=data)
    assert answer.status_code == 422
    page = read_page(answer)
    assert page.select_one(f"#{field}-error"), page.select_one(".errors")
    assert page.find("input", {"name": "number"})["value"] == data.get("number", "")
    assert account_of(youth) is None


def test_a_guardian_without_a_login_is_told_first(worker) -> None:
    youth = found(years=17)
    make_guardian(youth)
    where = f"/office/youth/{youth.ref}/account"
    assert "ยาย" in worker.page(where).get_text()
    answer = worker.post(where, data=filled())
    assert answer.status_code == 422
    assert read_page(answer).select_one("#guardian_told-error")
    assert worker.post(where, data=filled(guardian_told="y")).status_code == 303
    assert account_of(youth).guardian_told is True


def test_a_guardian_with_a_login_gets_a_notice_and_one_who_is_not_safe_hears_nothing(worker) -> None:
    youth, mother, uncle = found(years=17), make_account(), make_account()
    make_guardian(youth, account_id=mother.id)
    make_guardian(youth, account_id=uncle.id, safe=False)
    assert worker.post(f"/office/youth/{youth.ref}/account", data=filled()).status_code == 303
    assert account_of(youth).guardian_told is True
    told = session.scalars(select(Notice.account_id).where(Notice.event == on_behalf.EVENT)).all()
    assert told == [mother.id]


def test_a_grown_persons_guardian_is_not_asked(worker) -> None:
    youth = found(years=21)
    make_guardian(youth)
    assert worker.post(f"/office/youth/{youth.ref}/account", data=filled()).status_code == 303
    assert account_of(youth).guardian_told is False


def test_a_change_waits_a_day_and_a_shared_number_is_flagged(worker, desk) -> None:
    youth, other = found(), found()
    for one, number in ((youth, NUMBER), (other, "0898765432")):
        assert worker.post(f"/office/youth/{one.ref}/account", data=filled(number=number)).status_code == 303
    assert worker.post(f"/office/youth/{other.ref}/account", data=filled()).status_code == 303
    assert account_of(other).held_until > clock.now() + timedelta(hours=23)
    assert destinations.looked_at({other.id}).shared == {other.id: (youth.id,)}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.APPROVER, Role.AUTHORISER])
def test_who_decides_about_money_never_says_where_it_goes(desk, role: Role) -> None:
    youth = found()
    both = make_staff(role, account=make_staff(Role.CASEWORKER))
    where = f"/office/youth/{youth.ref}"
    for client in (desk.sign_in(both), desk.sign_in(make_staff(role))):
        assert client.get(f"{where}/account").status_code in (403, 404)
        assert client.post(f"{where}/account", data=filled()).status_code in (403, 404)
    assert desk.sign_in(both).page(where).select_one(f"a[href='{where}/account']") is None
    assert account_of(youth) is None


def test_strangers_and_another_case_worker_do_not(desk) -> None:
    theirs = make_staff(Role.CASEWORKER)
    youth = found(case_worker_id=theirs.id)
    where = f"/office/youth/{youth.ref}/account"
    assert desk.sign_in(make_staff(Role.CASEWORKER)).post(where, data=filled()).status_code == 403
    assert desk.sign_in(make_staff(Role.CASEWORKER, BETONG)).post(where, data=filled()).status_code == 404
    aunt = make_staff(Role.CASEWORKER)
    ward = found(years=17)
    make_guardian(ward, account_id=aunt.id)
    answer = desk.sign_in(aunt).post(f"/office/youth/{ward.ref}/account", data=filled())
    assert answer.status_code == 403
    assert desk.sign_in(theirs).post(where, data=filled()).status_code == 303


def test_where_their_case_worker_has_left_a_colleague_does_it(desk) -> None:
    youth = found(case_worker_id=make_account().id)
    colleague = desk.sign_in(make_staff(Role.CASEWORKER))
    assert colleague.post(f"/office/youth/{youth.ref}/account", data=filled()).status_code == 303


def test_somebody_with_a_login_says_it_themselves(worker) -> None:
    youth = make_youth()
    where = f"/office/youth/{youth.ref}/account"
    assert worker.page(where).select_one("form input[name=number]") is None
    assert worker.post(where, data=filled()).status_code == 409
    assert account_of(youth) is None


def test_with_a_login_of_their_own_they_read_who_wrote_it_down_and_make_it_theirs(worker, desk) -> None:
    youth = found()
    worker.post(f"/office/youth/{youth.ref}/account", data=filled())
    account = make_account()
    give_role(account, Role.YOUTH)
    youth.account_id = account.id
    session.commit()
    client = desk.sign_in(account)
    told = client.page("/youth/money").get_text()
    assert "มารียัม" in told
    assert "แอปธนาคาร" in told
    assert client.post("/youth/money/account", data={"method": "promptpay", "number": NUMBER}).status_code == 303
    kept = account_of(youth)
    assert (kept.entered_by_id, kept.proof, kept.held_until) == (None, None, None)
    assert "มารียัม" not in client.page("/youth/money").get_text()


def test_their_own_word_replaces_what_was_written_down_and_waits_a_day(worker) -> None:
    youth = found()
    worker.post(f"/office/youth/{youth.ref}/account", data=filled())
    youth.account_id = make_account().id
    session.flush()
    destinations.choose(youth, Destination(PayMethod.PROMPTPAY, "", "0898765432"), by=youth_actor(youth))
    kept = account_of(youth)
    assert (kept.entered_by_id, kept.account_end) == (None, "5432")
    assert kept.held_until is not None


def test_they_are_paid_by_it_and_whoever_pays_reads_how_it_is_known(worker, desk) -> None:
    youth = found()
    earning = owed(youth)
    decisions.approve(earning, by=desk.people.officer)
    worker.post(f"/office/youth/{youth.ref}/account", data=filled())
    today = typed(clock.today())
    made = desk.officer.post(
        f"/office/funds/{fund_of(earning).ref}/batches", data={"until": today, "pay_on": typed(payouts.first_day())}
    )
    assert made.status_code == 303, made.get_data(as_text=True)[-2000:]
    batch = session.scalars(select(PayoutBatch)).one()
    told = desk.officer.page(f"/office/lines/{lines(batch)[0].ref}").get_text()
    assert "มารียัม" in told
    assert "แอปธนาคาร" in told


@pytest.mark.parametrize("step", ["lock", "approve", "authorise", "release"])
def test_who_wrote_an_account_down_takes_no_step_of_its_payment_in_another_role(desk, step: str) -> None:
    youth = found()
    earning = owed(youth)
    decisions.approve(earning, by=desk.people.officer)
    one = make_staff(Role.CASEWORKER)
    basis = on_behalf.Basis(in_person=True, proof="bank_book", guardian_told=False)
    on_behalf.enter(youth, Destination(PayMethod.PROMPTPAY, "", NUMBER), basis, by=acting(one))
    today = clock.today()
    batch = payouts.prepare(fund_of(earning), until=today, pay_on=payouts.first_day(), by=desk.people.officer)
    people = {"lock": desk.people.officer, "approve": desk.people.approver, "authorise": desk.people.authoriser}
    for verb, person in people.items():
        if verb == step:
            break
        getattr(payouts, verb)(batch, by=person)
    with pytest.raises(Forbidden, match="เพื่อนร่วมงาน"):
        getattr(payouts, step)(batch, by=acting(one))


def test_their_case_workers_are_asked_while_money_waits(desk) -> None:
    theirs = make_staff(Role.CASEWORKER)
    youth = found(case_worker_id=theirs.id)
    decisions.approve(owed(youth), by=desk.people.officer)
    assert (payees.ask_for_accounts(), payees.ask_for_accounts()) == (1, 0)
    asked = session.scalars(select(Notice).where(Notice.event == payees.ACCOUNT_EVENT)).one()
    assert (asked.account_id, asked.path) == (theirs.id, f"/office/youth/{youth.ref}/account")

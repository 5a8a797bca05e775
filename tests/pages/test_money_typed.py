"""What is typed and pressed about money: one transfer is one, no decision is guessed, no adjustment is boundless."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from marketplace.i18n import t
from marketplace.i18n.text import use
from marketplace.kernel import clock
from marketplace.payments import differences, refunds
from models.earning import Fund
from models.gift import Gift
from models.session import db
from models.vocabulary import DifferenceState, RefundState
from tests.factories.desk import Desk
from tests.factories.gifts import make_difference
from tests.factories.money import make_fund, three_people

TYPED = {"giver_kind": "authority", "giver_name": "อบต. ทดสอบ", "amount": "500", "document_ref": "คำสั่ง 1"}


@pytest.fixture
def desk(app, db) -> Desk:
    return Desk(app)


@pytest.fixture
def fund(db) -> Fund:
    return make_fund(1_000_00)


def arrive(desk: Desk, fund: Fund, ref: str, **more: str) -> tuple[int, str]:
    typed = TYPED | {"received_on": f"{clock.today():%d/%m/%Y}", "bank_ref": ref} | more
    answer = desk.officer.post(f"/office/funds/{fund.ref}/gifts/arrival", data=typed)
    return answer.status_code, answer.get_data(as_text=True)


def booked() -> int:
    return db.scalars(select(func.count(Gift.id)).where(Gift.state == "paid")).one()


@pytest.mark.on_both
@pytest.mark.parametrize("again", ["ktb-t1", "KTB T1", "KTBT1", "ＫＴＢ－Ｔ１", "ktb–t1", " K T B-t1 "])
def test_one_transfer_is_booked_once_however_its_reference_is_typed(desk: Desk, fund: Fund, again: str) -> None:
    assert arrive(desk, fund, "KTB-T1")[0] == 303
    status, page = arrive(desk, fund, again, amount="501", is_another="y")
    assert (status, booked()) == (422, 1)
    assert "bank_ref" in page


def test_the_same_sum_giver_and_day_is_asked_about(desk: Desk, fund: Fund) -> None:
    assert arrive(desk, fund, "KTB-T1")[0] == 303
    status, page = arrive(desk, fund, "KTB-T2")
    assert (status, booked()) == (422, 1)
    assert "รายการนี้เป็นการโอนอีกครั้งใช่ไหม" in page
    assert 'name="is_another"' in page
    assert arrive(desk, fund, "KTB-T2", is_another="y")[0] == 303
    assert booked() == 2


@pytest.mark.parametrize("pressed", [{}, {"decision": "banana"}, {"decision": ["approve", "decline"]}])
def test_a_decision_that_was_not_offered_decides_nothing(desk: Desk, fund: Fund, pressed: dict[str, object]) -> None:
    people = three_people()
    assert arrive(desk, fund, "KTB-T1")[0] == 303
    gift = db.scalars(select(Gift)).one()
    way_back = refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer)
    difference = make_difference(fund)
    differences.propose(difference, satang=-25_00, reason="ธนาคารหักค่าโอน", by=people.officer)
    db.commit()
    refused = desk.approver.post(f"/office/refunds/{way_back.ref}", data=pressed)
    assert (refused.status_code, "เลือก" in refused.get_data(as_text=True)) == (422, True)
    assert desk.approver.post(f"/office/differences/{difference.ref}/agree", data=pressed).status_code == 422
    db.expire_all()
    assert (way_back.state, difference.state) == (RefundState.ASKED, DifferenceState.PROPOSED)
    assert desk.approver.post(f"/office/refunds/{way_back.ref}", data={"decision": "approve"}).status_code == 303
    sent = pressed | {"bank_ref": "KTB-9"}
    assert desk.officer.post(f"/office/refunds/{way_back.ref}/sent", data=sent).status_code == 422
    db.expire_all()
    assert way_back.state == RefundState.APPROVED


def test_an_adjustment_is_no_larger_than_the_difference_and_goes_its_way(desk: Desk, fund: Fund) -> None:
    difference = make_difference(fund)
    db.commit()
    typed = {"answer": "propose", "way": "down", "amount": "25.01", "reason": "ธนาคารหักค่าโอน"}
    where = f"/office/differences/{difference.ref}"
    refused = desk.officer.post(where, data=typed)
    assert (refused.status_code, "25.00" in refused.get_data(as_text=True)) == (422, True)
    assert not desk.officer.page(where).select("[name=way][checked]")
    assert desk.officer.post(where, data=typed | {"amount": "25", "way": "up"}).status_code == 422
    assert desk.officer.post(where, data=typed | {"amount": "25"}).status_code == 303


def test_a_day_in_a_sentence_is_said_as_its_reader_says_it() -> None:
    said = t("The fund begins on {day}; nothing came to it before.", day=date(2026, 4, 4))
    with use("th"):
        assert "4 เมษายน 2569" in str(said)
    with use("en"):
        assert "4 April 2026" in str(said)


def test_a_gift_dated_before_its_fund_is_told_the_funds_first_day(desk: Desk, fund: Fund) -> None:
    day = fund.starts_on - timedelta(days=1)
    status, page = arrive(desk, fund, "KTB-T1", received_on=f"{day:%d/%m/%Y}")
    assert (status, str(fund.starts_on) in page) == (422, False)
    assert f"{fund.starts_on.day} " in page


def test_the_most_one_can_give_is_what_the_page_says(desk: Desk, fund: Fund, client, stripe) -> None:
    fund.takes_gifts = True
    db.commit()
    given = {"giver_kind": "person", "giver_name": "สมศรี", "giver_email": "s@example.org", "way": "online"}
    assert client.post(f"/give/to/{fund.ref}", data=given | {"amount": "999999.01"}).status_code == 422
    assert client.post(f"/give/to/{fund.ref}", data=given | {"amount": "999999"}).status_code == 303


def test_a_transfer_sent_back_is_noted_once_however_it_is_typed(desk: Desk, fund: Fund) -> None:
    people = three_people()
    assert arrive(desk, fund, "KTB-T1")[0] == 303
    gift = db.scalars(select(Gift).where(Gift.state == "paid")).one()
    ways = [refunds.ask(gift, 100_00, reason="ผิดกองทุน", by=people.officer) for _ in range(2)]
    for one in ways:
        refunds.approve(one, gift, by=people.approver)
    db.commit()
    first, second = (f"/office/refunds/{one.ref}/sent" for one in ways)
    assert desk.officer.post(first, data={"decision": "sent", "bank_ref": "KTB-R1"}).status_code == 303
    assert desk.officer.post(second, data={"decision": "sent", "bank_ref": "ktb r1"}).status_code == 422

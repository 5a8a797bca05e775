"""Whose money it is hears that it was sent and that it was paid, once each, however many sums are in it."""

import pytest
from sqlalchemy import select

from marketplace.earnings import settlement
from marketplace.kernel import clock
from models.account import Account
from models.history import Notice
from models.session import db
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.money import lines, make_batch, make_earning, make_fund, release, three_people

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.on_both]


def told(event: str) -> list[Notice]:
    return list(db.scalars(select(Notice).where(Notice.event == event)))


def test_sent_and_paid_are_told_once_each_to_their_owner_with_the_page_that_says_more(client) -> None:
    fund, people = make_fund(), three_people()
    youth = make_youth()
    enrolment = make_enrolment("in_learning", youth=youth)
    earnings = [make_earning(fund, enrolment=enrolment, satang=satang) for satang in (100_00, 20_00)]
    batch = make_batch(fund, people, *earnings)
    assert not told("payout.sent")
    release(batch, people)
    assert [one.account_id for one in told("payout.sent")] == [youth.account_id]
    assert not told("payout.paid")
    settlement.mark_paid(lines(batch)[0], bank_ref="K1", paid_on=clock.today(), by=people.officer)
    assert [one.account_id for one in told("payout.paid")] == [youth.account_id]
    assert len(told("payout.sent")) == 1
    path = told("payout.paid")[0].path
    client.sign_in(db.get_one(Account, youth.account_id))
    page = client.page(path).main.get_text()
    assert "120" in page
    assert "120" not in client.page("/account/notices").main.get_text()


def test_who_has_no_account_here_stops_nothing() -> None:
    fund, people = make_fund(), three_people()
    enrolment = make_enrolment("in_learning", youth=make_youth(with_account=False))
    batch = make_batch(fund, people, make_earning(fund, enrolment=enrolment, satang=100_00))
    release(batch, people)
    settlement.mark_paid(lines(batch)[0], bank_ref="K1", paid_on=clock.today(), by=people.officer)
    assert not told("payout.sent")
    assert not told("payout.paid")

"""When the books do not agree: said before anybody presses, told to stewards, no new gift, no way on without a look."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select, update

from marketplace.enrolments import watch
from marketplace.kernel import clock
from marketplace.ledger import stops
from marketplace.payments import rounds
from models.account import Account
from models.earning import Fund
from models.gift import Gift
from models.history import Notice
from models.ledger import LedgerEntry, MoneyStop
from models.offer import Opportunity
from models.session import db as session
from models.vocabulary import Role
from tests.factories.enrolments import give_role, make_account, make_enrolment, make_staff, make_youth
from tests.factories.money import make_batch as batch_of
from tests.factories.money import make_earning, make_fund, release, three_people
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client
from tests.fixtures.fake_stripe import FakeStripe

pytestmark = pytest.mark.usefixtures("database")
WARNED = "หยุดการเคลื่อนไหวของเงินตั้งแต่"
GIVEN = {"amount": "500", "giver_kind": "person", "giver_name": "สมศรี", "giver_email": "s@example.org"}


@pytest.fixture(autouse=True)
def moving() -> Iterator[None]:
    stops._known.until = 0.0
    yield
    stops._known.until = 0.0


@pytest.fixture
def fund(db: object) -> Fund:
    made = make_fund(1_000_00)
    made.takes_gifts = True
    return made


def spoil() -> Opportunity:
    """A seat that nobody holds: I9, which is no promise of the books."""
    posting = make_opportunity()
    session.execute(update(Opportunity).where(Opportunity.id == posting.id).values(seats_taken=1))
    session.commit()
    return posting


def mend(posting: Opportunity) -> None:
    session.execute(update(Opportunity).where(Opportunity.id == posting.id).values(seats_taken=0))
    session.commit()


@pytest.mark.on_both
def test_a_broken_promise_of_seats_stops_money_and_stewards_are_told(fund: Fund) -> None:
    steward = make_account()
    give_role(steward, Role.STEWARD)
    officer = make_staff(Role.OFFICER)
    spoil()
    assert watch.look() == watch.look() == "broken: I9 seats"
    told = session.scalars(select(Notice).where(Notice.event == watch.STOPPED)).all()
    assert [(one.account_id, one.path) for one in told] == [(steward.id, "/steward/books")]
    assert officer.id not in {one.account_id for one in told}


def test_every_page_of_money_says_it_before_one_presses(client: Client, fund: Fund) -> None:
    officer, youth = make_staff(Role.OFFICER), make_youth()
    pages = ["/office/funds", f"/office/funds/{fund.ref}", "/office/batches", "/office/queue", "/office/differences"]
    pages += ["/office/corrections", "/office/enquiries", "/office/second-looks", "/office/claims"]
    client.sign_in(officer)
    for path in pages:
        assert WARNED not in client.page(path).get_text()
    spoil()
    watch.look()
    for path in pages:
        assert WARNED in client.page(path).get_text(), path
    assert WARNED not in client.page("/office/youth").get_text()
    assert session.scalars(select(Fund)).all() != []
    account = youth.account_id
    assert account is not None
    client.sign_in(session.get_one(Account, account))
    assert WARNED in client.page("/youth/money").get_text()
    asked = make_enrolment("awaiting_guardian", youth=youth)
    assert WARNED in client.page(f"/youth/applications/{asked.ref}").get_text()
    assert WARNED not in client.page(f"/youth/applications/{asked.ref}/guardian").get_text()
    client.sign_out()
    for path in ("/give", f"/give/to/{fund.ref}"):
        assert WARNED in client.page(path).get_text(), path
    assert WARNED not in client.page("/areas").get_text()


def test_no_gift_is_begun_and_no_page_opened_while_money_is_stopped(
    client: Client, fund: Fund, stripe: FakeStripe
) -> None:
    posting = spoil()
    watch.look()
    answer = client.post(f"/give/to/{fund.ref}", data=GIVEN | {"way": "online"})
    assert answer.status_code == 503
    assert session.scalars(select(Gift)).all() == []
    mend(posting)
    assert watch.resume("ซ่อมแล้ว")
    session.commit()
    stripe.broken = [1] * 9
    assert client.post(f"/give/to/{fund.ref}", data=GIVEN | {"way": "online"}).status_code == 303
    stripe.broken = []
    gift = session.scalars(select(Gift)).one()
    gift.created_at = clock.now() - rounds.LEAVE_TO_THE_REQUEST * 2
    again = spoil()
    watch.look()
    session.commit()
    assert "opened" not in rounds.work()
    mend(again)
    assert watch.resume("ซ่อมแล้วอีกครั้ง")
    session.commit()
    assert "1 opened" in rounds.work()
    session.refresh(gift)
    stripe.pay(gift.session_ref or "", "card")
    last = spoil()
    watch.look()
    session.commit()
    gift.created_at = clock.now() - rounds.LOOK_AFTER
    session.commit()
    assert (client.post(f"/give/{gift.ref}/look").status_code, rounds.work()) == (303, "")
    page = client.page(f"/give/{gift.ref}")
    assert ("เงินไม่หาย" in page.get_text(), page.find("a", href=gift.session_url)) == (True, None)
    mend(last)
    assert watch.resume("ซ่อมแล้วอีกครั้ง")
    session.commit()
    assert "1 seen" in rounds.work()
    session.refresh(gift)
    assert gift.state == "paid"


def test_money_goes_on_only_after_a_look(app: Flask, fund: Fund) -> None:
    posting = spoil()
    watch.look()
    session.commit()
    run = app.test_cli_runner().invoke
    refused = run(args=["ledger", "resume", "--because", "ตรวจแล้ว"])
    assert (refused.exit_code, "I9 seats" in refused.output) == (3, True)
    assert stops.standing() is not None
    session.rollback()
    unsaid = run(args=["ledger", "resume", "--because", "aaaa", "--although-broken"])
    assert (unsaid.exit_code, stops.standing() is not None) == (2, True)
    session.rollback()
    forced = run(args=["ledger", "resume", "--because", "ต้องจ่ายวันนี้", "--although-broken"])
    assert forced.exit_code == 0
    kept = session.scalars(select(MoneyStop)).one()
    assert (kept.standing, "although broken: I9 seats" in kept.lifted_because) == (None, True)
    watch.look()
    session.commit()
    mend(posting)
    assert run(args=["ledger", "resume", "--because", "ซ่อมแล้ว"]).exit_code == 0
    assert run(args=["ledger", "resume", "--because", "อีกครั้ง"]).exit_code == 1


def test_the_look_follows_each_release_once(fund: Fund) -> None:
    people = three_people()
    assert watch.look_after_release() == ""
    batch = batch_of(fund, people, make_earning(fund))
    release(batch, people)
    spoil()
    assert watch.look_after_release() == "broken: I9 seats"
    session.commit()
    assert watch.look_after_release() == ""
    assert session.scalars(select(LedgerEntry)).first() is not None

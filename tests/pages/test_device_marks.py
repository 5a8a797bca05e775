"""What a browser leaves when somebody says something that money follows, and that looking leaves nothing."""

import pytest
from sqlalchemy import select

from models.account import Account
from models.device import DeviceMark
from models.session import db as session
from tests.factories.enrolments import make_enrolment, make_youth
from tests.factories.money import lines, make_batch, make_earning, make_fund, pay, release, three_people

pytestmark = pytest.mark.usefixtures("db")


def paid():
    """A young person to whom a round has brought money: account and address to say so."""
    enrolment, fund, people = make_enrolment("in_learning", youth=make_youth(years=19)), make_fund(), three_people()
    release(batch := make_batch(fund, people, make_earning(fund, enrolment=enrolment)), people)
    pay(lines(batch)[0], people)
    return session.get_one(Account, enrolment.youth.account_id), f"/youth/money/rounds/{batch.ref}/confirm"


def test_two_from_one_browser_leave_one_mark_and_two_browsers_two(app) -> None:
    (first, one), (second, two), (third, three) = paid(), paid(), paid()
    shared, other = app.test_client(), app.test_client()
    shared.sign_in(first).page("/youth/money")
    assert shared.get_cookie("okat-device") is None, "looking leaves nothing"
    answer = shared.post(one)
    assert answer.status_code == 303
    (cookie,) = (value for value in answer.headers.getlist("Set-Cookie") if value.startswith("okat-device="))
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Max-Age=15552000"))
    shared.sign_in(second).post(two)
    other.sign_in(third).post(three)
    found = {mark.account_id: mark for mark in session.scalars(select(DeviceMark))}
    assert found[first.id].mark == found[second.id].mark != found[third.id].mark
    assert {mark.side for mark in found.values()} == {"learner"}
    secret = cookie.partition("=")[2].partition(";")[0]
    assert secret not in {mark.mark for mark in found.values()}


def test_what_was_refused_leaves_nothing(app) -> None:
    account, path = paid()
    phone = app.test_client().sign_in(account)
    phone.post(path)
    kept = session.scalars(select(DeviceMark.noted_at)).all()
    assert phone.post(path).status_code == 409
    assert session.scalars(select(DeviceMark.noted_at)).all() == kept


def test_it_is_told_where_young_people_and_everybody_read(app) -> None:
    account, _ = paid()
    for browser, path in ((app.test_client().sign_in(account), "/account/seen"), (app.test_client(), "/how-it-works")):
        assert "180 วันแล้วลบ" in browser.page(path).get_text()

"""An office of money with its three people, each signed in, and earnings that are as the rule says."""

from datetime import date
from typing import Any

from flask import Flask

from marketplace.earnings import destinations
from marketplace.earnings.destinations import Destination
from models.account import Account
from models.earning import Earning, Fund
from models.session import db
from models.vocabulary import PayMethod, Role
from models.youth import Youth
from tests.factories.enrolments import acting, make_enrolment, make_staff, youth_actor
from tests.factories.money import People, lines, make_batch, make_earning, pay, release
from tests.factories.offers import make_opportunity
from tests.fixtures.client import Client

ROLES = (Role.OFFICER, Role.APPROVER, Role.AUTHORISER)


class Desk:
    """An office with its three people, each in a browser of their own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.accounts = {role: make_staff(role, name=f"{role} คนหนึ่ง") for role in ROLES}
        self.people = People(*(acting(self.accounts[role]) for role in ROLES))
        self.officer, self.approver, self.authoriser = (
            app.test_client().sign_in(self.accounts[role]) for role in ROLES
        )

    def sign_in(self, account: Account) -> Client:
        """Somebody else's browser."""
        return self.app.test_client().sign_in(account)


def typed(day: date) -> str:
    """A day as people type it, in the Buddhist Era."""
    return f"{day.day}/{day.month}/{day.year + 543}"


def plain_earning(fund: Fund, **given: Any) -> Earning:
    """An earning whose sum is what the rule of its opportunity gives."""
    offer = make_opportunity(stipend_per_session_satang=100_00, fund_id=fund.id)
    return make_earning(fund, enrolment=make_enrolment(state="in_learning", opportunity=offer), **given)


def paid_earnings(desk: Desk, fund: Fund, count: int) -> None:
    """Earnings of as many young people, paid by the bank."""
    made = [plain_earning(fund) for _ in range(count)]
    batch = make_batch(fund, desk.people, *made)
    release(batch, desk.people)
    for number, line in enumerate(lines(batch)):
        pay(line, desk.people, f"KTB-{fund.ref}-{number}")


def pays_to(earning: Earning, number: str) -> None:
    """The young person of this earning wants to be paid by PromptPay to this number."""
    youth = db.get_one(Youth, earning.youth_id)
    destinations.choose(youth, Destination(PayMethod.PROMPTPAY, "", number), by=youth_actor(youth))

"""What the bank paid more than it was asked to is the bank's to give back: its page says so, and nobody is claimed."""

import pytest
from sqlalchemy import select

from marketplace.earnings import settlement
from marketplace.earnings.bankfile import Result
from marketplace.kernel import clock
from marketplace.payments import differences
from models.account import Account
from models.gift import Difference
from models.recovery import Recovery
from models.session import db
from models.vocabulary import LineOutcome
from tests.factories.bank_says import WHOLE, WHY, Desk, at_the_bank, broken
from tests.fixtures.client import Client

pytestmark = pytest.mark.usefixtures("database")
RULE = {"th": "เกินกว่าที่สั่งจ่าย 50 บาท", "en": "50 baht more by this line than it was asked to"}


def named(desk: Desk, satang: int) -> Difference:
    """A file of the bank names a sum for the line, which is kept as paid."""
    told = Result(2, desk.line.ref, LineOutcome.PAID, "KTB-1", clock.today(), "", satang)
    settlement.apply_results(desk.batch, [told], by=desk.people.officer)
    if desk.line.outcome == LineOutcome.PENDING:
        settlement.mark_paid(desk.line, bank_ref="KTB-1", paid_on=clock.today(), by=desk.people.officer)
    return db.scalars(select(Difference).where(Difference.state == "open")).one()


def told(client: Client, found: Difference, lang: str = "th") -> bool:
    db.commit()
    return RULE[lang] in client.page(f"/office/differences/{found.ref}?lang={lang}").get_text()


def test_what_the_bank_paid_more_is_said_to_be_the_banks_until_it_names_the_right_sum(client: Client) -> None:
    desk = at_the_bank(100_00)
    found = named(desk, 150_00)
    client.sign_in(db.get_one(Account, desk.people.officer.account_id))
    assert told(client, found)
    differences.propose(found, satang=-50_00, reason=WHY, by=desk.people.officer)
    assert told(client, found, "en")
    differences.agree(found, by=desk.people.approver)
    assert told(client, found)
    assert (desk.cash(), db.scalars(select(Recovery)).all(), broken()) == (WHOLE - 150_00, [], [])
    right = named(desk, 100_00)
    differences.propose_later_sum(right, reason=WHY, by=desk.people.officer)
    differences.agree(right, by=desk.people.approver)
    assert (told(client, found), told(client, right)) == (False, False)
    assert (desk.cash(), broken()) == (WHOLE - 100_00, [])


def test_nothing_of_it_is_said_where_the_bank_paid_less(client: Client) -> None:
    desk = at_the_bank(100_00)
    found = named(desk, 99_00)
    client.sign_in(db.get_one(Account, desk.people.officer.account_id))
    db.commit()
    assert "เกินกว่าที่สั่งจ่าย" not in client.page(f"/office/differences/{found.ref}").get_text()

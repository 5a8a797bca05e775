"""Whoever is told that hours were corrected finds the hours and the reason where the notice leads."""

from datetime import timedelta

import pytest

from marketplace.access import SYSTEM
from marketplace.audit.moves import advance
from marketplace.enrolments.claim_states import CLAIM
from marketplace.i18n.dates import long_date
from marketplace.kernel import clock, ids
from models.account import Account
from models.enrolment import Claim, Enrolment
from models.session import db as session
from models.vocabulary import ClaimState
from tests.factories.enrolments import make_enrolment
from tests.fixtures.client import Client

LOWER = "ชั่วโมงเรียนจาก 18 เหลือ 15 พี่เลี้ยงเช็กชื่อผิดคน"
BACK = "แก้การเข้าเรียนแล้ว ขอรับรอง 18 ชั่วโมง เข้าเรียน 15 ชั่วโมง"


def a_claim(enrolment: Enrolment, state: str) -> Claim:
    made = Claim(
        ref=ids.new_ref("C"), enrolment_id=enrolment.id, office_key=enrolment.office_key, state=state, hours=18,
        created_at=clock.now() - timedelta(days=3), due_at=clock.now() + timedelta(days=3),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def told_to(client: Client, enrolment: Enrolment) -> str:
    client.sign_in(session.get_one(Account, enrolment.youth.account_id))
    return client.page(f"/youth/applications/{enrolment.ref}").main.get_text()


@pytest.mark.usefixtures("db")
class TestOnTheApplication:
    def test_a_verified_completion_says_what_was_corrected_and_why(self, client: Client) -> None:
        one = make_enrolment("completed")
        claim = a_claim(one, ClaimState.VERIFIED)
        advance(CLAIM, claim, "correct_hours", by=SYSTEM, note=LOWER, hours=15)
        text = told_to(client, one)
        assert "15 ชั่วโมง" in text
        assert LOWER in text
        assert long_date(clock.today()) in text

    def test_a_claim_that_came_back_says_why_until_it_is_sent_anew(self, client: Client) -> None:
        one = make_enrolment("in_learning")
        claim, young = a_claim(one, ClaimState.CLAIMED), session.get_one(Account, one.youth.account_id)
        path = f"/youth/applications/{one.ref}"
        advance(CLAIM, claim, "send_back", by=SYSTEM, note=BACK, reason_note=BACK, due_at=None)
        text = told_to(client, one)
        assert BACK in text
        assert "คุณไม่ต้องทำอะไร" in text
        advance(CLAIM, claim, "resubmit", by=SYSTEM, due_at=clock.now() + timedelta(days=3))
        client.sign_in(young)
        assert BACK not in client.page(path).main.get_text()

    def test_what_nobody_corrected_says_nothing_of_it(self, client: Client) -> None:
        one = make_enrolment("completed")
        a_claim(one, ClaimState.VERIFIED)
        assert "แก้เมื่อ" not in told_to(client, one)

"""One text, five signatures: written by the host, signed in browsers and by a link, counted by the officer."""

import pytest
from playwright.sync_api import Page, expect

from marketplace.agreements import signing
from models.session import db
from models.vocabulary import Party
from tests.factories.agreements import make_table
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


def press(page: Page, words: str) -> None:
    turn(page.get_by_role("button", name=words, exact=True))


def agree(page: Page) -> None:
    page.get_by_label("อ่านทุกข้อแล้วและตกลง").check()
    press(page, "ลงชื่อ")


def test_five_parties_sign_the_same_words(visit: Visit) -> None:
    table = make_table()
    ref = table.agreement.ref
    host = visit(table.accounts["host"], path=f"/provider/agreements/{ref}", width=1280)
    press(host, "ส่งให้ทุกฝ่ายลงชื่อ")
    agree(host)
    worker = visit(table.accounts["caseworker"], path=f"/office/agreements/{ref}", width=1280)
    press(worker, "ลิงก์สำหรับ: ผู้ปกครอง")
    link = worker.locator("a[href*='/agree/']").first.get_attribute("href")
    guardian = visit(path=link or "", javascript=False)
    guardian.get_by_label("ชื่อและนามสกุลของคุณ").fill("นางวรรณา ดอเลาะ")
    agree(guardian)
    expect(guardian.get_by_role("heading", level=1)).to_contain_text("คุณลงชื่อแล้ว")
    for who, path in (("youth", "youth"), ("provider", "provider")):
        agree(visit(table.accounts[who], path=f"/{path}/agreements/{ref}"))
    officer = visit(table.accounts["officer"], path=f"/office/agreements/{ref}", width=1280)
    officer.locator("[name=decision][value=sign]").check()
    press(officer, "บันทึกการตัดสิน")
    expect(officer.get_by_text("มีผลแล้ว", exact=False).first).to_be_visible()
    db.rollback()
    places = signing.places_of(table.fresh())
    assert {one.party for one in places if one.signed_at} == set(Party)
    assert {one.text_hash for one in places} == {table.hash}

"""A posting is written on a phone that loses its connection, and gone on with on another device."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories.enrolments import make_provider
from tests.factories.offers import make_organisation
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]
NEW = "/provider/postings/new"


WAIT = 30_000


def says(page: Page, words: str) -> None:
    """The line beneath the form comes to say so; saving waits for a pause in typing."""
    expect(page.locator("[data-saved-line]")).to_contain_text(words, timeout=WAIT)


def at_version(page: Page, number: int) -> None:
    expect(page.locator("[name=writing_version]")).to_have_value(str(number), timeout=WAIT)


def test_what_is_typed_outlives_a_lost_connection_and_a_lost_phone(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    phone = visit(writer, path=NEW)
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    says(phone, "บันทึกไว้เมื่อ")
    expect(phone).to_have_url(re.compile("writing=PW-"))
    phone.get_by_label("วันแรก").fill("3/")
    at_version(phone, 2)
    desk = visit(writer, path="/provider/postings", width=1200)
    turn(desk.get_by_role("link", name="ทำขนม"))
    expect(desk.get_by_label("วันแรก")).to_have_value("3/")


def test_without_scripts_a_button_keeps_it(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    page = visit(writer, path=NEW, javascript=False)
    page.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    page.get_by_label("วันแรก").fill("3/")
    turn(page.get_by_role("button", name="บันทึกไว้ทำต่อ"))
    says(page, "บันทึกไว้เมื่อ")
    expect(page.get_by_label("วันแรก")).to_have_value("3/")


def test_two_devices_ask_which_one_counts(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    phone = visit(writer, path=NEW)
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    says(phone, "บันทึกไว้เมื่อ")
    at_version(phone, 1)
    desk = visit(writer, path=phone.url, width=1200)
    desk.get_by_label("ชื่อภาษาไทย").fill("ทำขนมไทย")
    at_version(desk, 2)
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนมปัง")
    says(phone, "เครื่องอื่น")
    expect(phone.get_by_label("ชื่อภาษาไทย")).to_have_value("ทำขนมปัง")
    phone.get_by_role("button", name="ใช้ฉบับที่อยู่ตรงนี้").click()
    says(phone, "บันทึกไว้เมื่อ")
    desk.reload()
    expect(desk.get_by_label("ชื่อภาษาไทย")).to_have_value("ทำขนมปัง")


def test_offline_it_waits_in_the_tab_and_is_saved_when_the_connection_is_back(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    phone = visit(writer, path=NEW)
    phone.route("**/writing", lambda route: route.abort())
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    says(phone, "ไม่มีสัญญาณ")
    phone.unroute("**/writing")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    says(phone, "บันทึกไว้เมื่อ")


def test_who_may_write_no_more_is_told_so_and_not_to_wait_for_a_connection(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    page = visit(writer, path=NEW)
    page.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    says(page, "บันทึกไว้เมื่อ")
    page.context.clear_cookies()
    page.get_by_label("ชื่อภาษาไทย").fill("ทำขนมไทย")
    says(page, "ออกจากระบบแล้วหรือไม่มีสิทธิ์เขียนที่นี่อีก")
    expect(page.get_by_label("ชื่อภาษาไทย")).to_have_value("ทำขนมไทย")

"""A posting is written on a phone that loses its connection, and gone on with on another device."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.enrolments import make_provider
from tests.factories.offers import make_organisation

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]
Visit = Callable[..., Page]
NEW = "/provider/postings/new"


def line(page: Page):
    return page.locator("[data-saved-line]")


def test_what_is_typed_outlives_a_lost_connection_and_a_lost_phone(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    phone = visit(writer, path=NEW)
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    expect(line(phone)).to_contain_text("บันทึกไว้เมื่อ")
    expect(phone).to_have_url(re.compile("writing=PW-"))
    phone.get_by_label("วันแรก").fill("3/")
    expect(phone.locator("[name=writing_version]")).to_have_value("2")
    desk = visit(writer, path="/provider/postings", width=1200)
    desk.get_by_role("link", name="ทำขนม").click()
    expect(desk.get_by_label("วันแรก")).to_have_value("3/")


def test_without_scripts_a_button_keeps_it(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    page = visit(writer, path=NEW, javascript=False)
    page.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    page.get_by_label("วันแรก").fill("3/")
    page.get_by_role("button", name="บันทึกไว้ทำต่อ").click()
    expect(line(page)).to_contain_text("บันทึกไว้เมื่อ")
    expect(page.get_by_label("วันแรก")).to_have_value("3/")


def test_two_devices_ask_which_one_counts(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    phone = visit(writer, path=NEW)
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    expect(line(phone)).to_contain_text("บันทึกไว้เมื่อ")
    expect(phone.locator("[name=writing_version]")).to_have_value("1")
    desk = visit(writer, path=phone.url, width=1200)
    desk.get_by_label("ชื่อภาษาไทย").fill("ทำขนมไทย")
    expect(desk.locator("[name=writing_version]")).to_have_value("2")
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนมปัง")
    expect(line(phone)).to_contain_text("เครื่องอื่น")
    expect(phone.get_by_label("ชื่อภาษาไทย")).to_have_value("ทำขนมปัง")
    phone.get_by_role("button", name="ใช้ฉบับที่อยู่ตรงนี้").click()
    expect(line(phone)).to_contain_text("บันทึกไว้เมื่อ")
    desk.reload()
    expect(desk.get_by_label("ชื่อภาษาไทย")).to_have_value("ทำขนมปัง")


def test_offline_it_waits_in_the_tab_and_is_saved_when_the_connection_is_back(visit: Visit) -> None:
    writer = make_provider(make_organisation().id)
    phone = visit(writer, path=NEW)
    phone.route("**/writing", lambda route: route.abort())
    phone.get_by_label("ชื่อภาษาไทย").fill("ทำขนม")
    expect(line(phone)).to_contain_text("ไม่มีสัญญาณ")
    phone.unroute("**/writing")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(line(phone)).to_contain_text("บันทึกไว้เมื่อ")

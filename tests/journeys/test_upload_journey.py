"""A photo that is far too large: told at its field before it is sent, and what was typed stays where it is."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from models.vocabulary import Role
from tests.factories.enrolments import make_provider, make_staff
from tests.factories.money import make_fund
from tests.factories.offers import make_organisation
from tests.fixtures.browser import Visit, turn

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("database")]


def test_a_photo_of_60_megabytes_ends_at_its_field_with_everything_typed_kept(visit: Visit, tmp_path: Path) -> None:
    large, small = tmp_path / "large.jpg", tmp_path / "small.pdf"
    with large.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    small.write_bytes(b"%PDF-1.4\n%%EOF\n")
    organisation = make_organisation()
    keeper = make_provider(organisation.id, Role.PROVIDER_ADMIN)
    page = visit(keeper, path=f"/provider/organisation/{organisation.ref}/papers", width=360)
    page.locator("#number").fill("กศ 77/2569")
    page.locator("#files").set_input_files(large)
    expect(page.locator("#files-error")).to_contain_text("10 MB")
    page.locator("form:has(#files) button[class*=btn]").last.click()
    expect(page.locator("#files-error")).to_be_visible()
    expect(page).to_have_url(re.compile(f"/provider/organisation/{organisation.ref}/papers$"))
    expect(page.locator("#number")).to_have_value("กศ 77/2569")
    page.locator("#files").set_input_files(small)
    expect(page.locator("#files-error")).to_be_hidden()
    page.locator("form:has(#files) select[name=document]").select_option("registration")
    turn(page.locator("form:has(#files) button[class*=btn]").last)
    expect(page.get_by_text("กศ 77/2569").first).to_be_visible()


def test_a_file_chosen_before_the_page_was_whole_is_told_too(visit: Visit, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(11 * 1024 * 1024)
    fund = make_fund(0)
    page, held = visit(make_staff(Role.OFFICER)), list[Route]()

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/assets/uploads-*.js", hold)
    with page.expect_request("**/assets/uploads-*.js"):
        page.goto(f"/office/funds/{fund.ref}/gifts/arrival")
    page.locator("#files").set_input_files(large)
    expect(page.locator("html[data-whole]")).to_have_count(0)
    for one in held:
        one.continue_()
    expect(page.locator("#files-error")).to_contain_text("10 MB")


def test_a_transfer_is_typed_in_whole_before_its_photo_turns_out_too_large(visit: Visit, tmp_path: Path) -> None:
    large, small = tmp_path / "large.jpg", tmp_path / "small.pdf"
    with large.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    small.write_bytes(b"%PDF-1.4\n%%EOF\n")
    fund = make_fund(0)
    page = visit(make_staff(Role.OFFICER), path=f"/office/funds/{fund.ref}/gifts/arrival", width=360)
    for name, typed in (
        ("giver_name", "อบต.สะเตง"),
        ("amount", "20,000"),
        ("bank_ref", "KTB-1"),
        ("document_ref", "12/2569"),
    ):
        page.locator(f"#{name}").fill(typed)
    page.locator("#files").set_input_files(large)
    expect(page.locator("#files-error")).to_contain_text("10 MB")
    page.locator("form:has(#files) button[class*=btn]").last.click()
    expect(page.locator("#files-error")).to_be_visible()
    expect(page.locator("#giver_name")).to_have_value("อบต.สะเตง")
    page.locator("#files").set_input_files(small)
    expect(page.locator("#files-error")).to_be_hidden()
    turn(page.locator("form:has(#files) button[class*=btn]").last)
    expect(page.get_by_role("link", name="small.pdf")).to_be_visible()


def test_without_scripts_a_photo_of_60_megabytes_comes_back_at_its_field_with_everything_typed(
    visit: Visit, tmp_path: Path
) -> None:
    large = tmp_path / "large.jpg"
    with large.open("wb") as file:
        file.truncate(60 * 1024 * 1024)
    fund = make_fund(0)
    where = f"/office/funds/{fund.ref}/gifts/arrival"
    page = visit(make_staff(Role.OFFICER), path=where, width=360, javascript=False)
    for name, typed in (("giver_name", "อบต.สะเตง"), ("amount", "20,000"), ("bank_ref", "KTB-1")):
        page.locator(f"#{name}").fill(typed)
    page.locator("#files").set_input_files(large)
    page.locator("form:has(#files) button[class*=btn]").last.click()
    expect(page.locator("#files-error")).to_contain_text("60 MB")
    for name, typed in (("giver_name", "อบต.สะเตง"), ("bank_ref", "KTB-1")):
        expect(page.locator(f"#{name}")).to_have_value(typed)

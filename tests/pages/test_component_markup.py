"""What the components promise to readers who cannot see them, read from the styleguide."""

import re

import pytest
from bs4 import BeautifulSoup, Tag

from blueprints.filters import whole
from marketplace.i18n import t
from tests.fixtures.client import Client


@pytest.fixture
def guide(client: Client) -> BeautifulSoup:
    return client.page("/styleguide")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select_one(selector)
    assert found is not None, selector
    return found


def test_every_line_of_the_error_summary_leads_to_its_field(guide: BeautifulSoup) -> None:
    links = guide.select(".errors a")
    assert links
    for link in links:
        field = one(guide, str(link["href"]))
        assert field.get("aria-invalid") == "true"
        assert link.get_text() in one(guide, f"#{field['id']}-error").get_text()


def test_the_error_summary_takes_the_focus(guide: BeautifulSoup) -> None:
    summary = one(guide, ".errors")
    assert summary.has_attr("autofocus")
    assert summary["tabindex"] == "-1"
    assert summary["role"] == "alert"


def test_whatever_describes_a_control_is_on_the_page(guide: BeautifulSoup) -> None:
    for control in guide.select("[aria-describedby]"):
        for name in str(control["aria-describedby"]).split():
            assert guide.find(id=name) is not None, name


def test_choices_stand_in_a_group_with_a_name(guide: BeautifulSoup) -> None:
    for box in guide.select("input[type=radio], .field input[type=checkbox]"):
        group = box.find_parent("fieldset")
        if group is not None:
            assert one(group, "legend").get_text(strip=True)


def test_a_posted_form_carries_its_token_and_its_key(guide: BeautifulSoup) -> None:
    for form in guide.select("form[method=post]"):
        assert one(form, "input[name=csrf_token]")["value"]
        assert one(form, "input[name=once]")["value"]


def test_the_week_asks_with_twenty_eight_named_boxes(guide: BeautifulSoup) -> None:
    boxes = guide.select("table.week input[type=checkbox]")
    assert len({str(box["value"]) for box in boxes}) == 28
    names = [one(box.parent or guide, ".unseen").get_text() for box in boxes]
    assert len(set(names)) == 28
    assert "จันทร์ เช้า" in names


def test_icons_are_silent_and_beside_words(guide: BeautifulSoup) -> None:
    for icon in guide.select("svg.icon"):
        assert icon["aria-hidden"] == "true"
        assert icon.parent is not None
        assert icon.parent.get_text(strip=True)


def test_a_card_says_in_words_what_its_week_draws(guide: BeautifulSoup) -> None:
    for card in guide.select(".opp"):
        assert one(card, ".strip")["aria-hidden"] == "true"
        assert one(card, ".opp-when p").get_text(strip=True)
        assert one(card, "a")["href"]


def test_tables_have_a_caption_and_scopes(guide: BeautifulSoup) -> None:
    for table in guide.select("table"):
        assert one(table, "caption").get_text(strip=True)
        for head in table.select("th"):
            assert head.get("scope") in ("row", "col")


def test_the_place_one_is_at_is_marked_once_in_each_navigation(guide: BeautifulSoup) -> None:
    for nav in guide.select("nav"):
        assert len(nav.select("[aria-current]")) <= 1
        assert nav.get("aria-label")


def test_what_is_kept_whole_stays_as_safe_as_it_was() -> None:
    kept = '<span class="nb">มีรายได้</span>'
    assert whole("เยาวชนที่มีรายได้ <b>") == f"เยาวชนที่{kept} &lt;b&gt;"
    assert whole(t("Young people who earn from it")) == f"เยาวชนที่{kept}จากกองทุนนี้"
    assert whole(whole("มีรายได้")) == kept
    assert whole("ผู้ช่วยบาริสตา") == '<span class="nb">ผู้ช่วย</span>บาริสตา'
    assert whole(12) == "12"


def test_a_day_and_the_hours_of_it_and_a_code_are_not_parted_at_the_end_of_a_line() -> None:
    said = str(whole("ศ. 11 ธ.ค. 2569 08.00–12.00\u00a0น. · 26–27 ตุลาคม 2569 · Fri 11 Dec · 30 Marching · 1,030 พ.ย."))
    parts = re.findall('<span class="nb">(.*?)</span>', said)
    assert parts == ["ศ. 11 ธ.ค. 2569", "08.00–12.00\u00a0น.", "26–27 ตุลาคม 2569", "Fri 11 Dec"]
    assert whole("เลขที่ A-JYG5-HCTP-94XJ-2PZ9") == 'เลขที่ <span class="whole">A-JYG5-HCTP-94XJ-2PZ9</span>'
